//! Reads objects through one running `git cat-file`, as starting git for each would take longer than reading.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use bstr::ByteSlice;

use super::Git;

/// Two running programs, one that tells sizes and one that gives bytes, each started when it is first asked.
pub(in crate::snapshot) struct Batch {
    git: Git,
    sizes: RefCell<Option<Running>>,
    contents: RefCell<Option<Running>>,
}

impl Batch {
    pub(in crate::snapshot) fn new(git: Git) -> Self {
        Batch { git, sizes: RefCell::default(), contents: RefCell::default() }
    }

    /// How many bytes an object has; `None` where it is not there. A name has no line break.
    ///
    /// # Errors
    /// The program ends, as it does on a damaged object.
    pub(in crate::snapshot) fn size(&self, name: &str) -> io::Result<Option<u64>> {
        self.ask(&self.sizes, "--batch-check", |running| running.header(name))
    }

    /// The bytes of an object that is known to have so many.
    ///
    /// # Errors
    /// The program ends, as it does on a damaged object, or the object is another one now.
    pub(in crate::snapshot) fn read(&self, name: &str, size: u64) -> io::Result<Vec<u8>> {
        self.ask(&self.contents, "--batch", |running| {
            // Nobody changes an object, but somebody may replace it.
            if running.header(name)? != Some(size) {
                return Err(io::Error::other("the object changed while it was read"));
            }
            let mut bytes = Vec::new();
            running.answers.by_ref().take(size).read_to_end(&mut bytes)?;
            let mut end = [0];
            running.answers.read_exact(&mut end)?;
            match bytes.len() as u64 == size && end == *b"\n" {
                true => Ok(bytes),
                false => Err(io::ErrorKind::UnexpectedEof.into()),
            }
        })
    }

    /// After a failure the program is gone, and the next question starts another.
    fn ask<T>(
        &self,
        program: &RefCell<Option<Running>>,
        how: &str,
        question: impl FnOnce(&mut Running) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut running = program.borrow_mut();
        let answer = match &mut *running {
            Some(running) => question(running),
            none => question(none.insert(Running::start(&self.git, how)?)),
        };
        if answer.is_err() {
            *running = None;
        }
        answer
    }
}

struct Running {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Running {
    fn start(git: &Git, how: &str) -> io::Result<Self> {
        let mut command = git.command(["cat-file", how]);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (questions, answers) = pipes.expect("both were asked for");
        Ok(Running { child, questions, answers: BufReader::new(answers) })
    }

    /// The size in `ID KIND SIZE`; `None` for `NAME missing` or `NAME ambiguous`.
    fn header(&mut self, name: &str) -> io::Result<Option<u64>> {
        self.questions.write_all(format!("{name}\n").as_bytes())?;
        self.questions.flush()?;
        let mut line = Vec::new();
        if self.answers.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.to_str_lossy();
        Ok(line.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
