//! Runs the git program on one repository: never through a shell, and never fetching.

mod batch;

mod listing;

use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use bstr::{BString, ByteSlice};

pub(super) use self::batch::Batch;
use super::object::ObjectId;
use super::source::Places;
use super::{disk, trouble};
use crate::error::{Error, Result};
use crate::limits;
use crate::parallel;
use crate::path::RepoPath;

/// The most bytes of one answer that are kept: a million paths of the usual length, with their ids.
const LARGEST_ANSWER: u64 = limits::ANSWER.most as u64;

/// The variables that lead git to a repository, as `git rev-parse --local-env-vars` lists them. Those that say
/// where its objects are stay, since a server's hook has the new objects only there.
const LEADING: &[&str] =
    &["GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"];

/// The git program, led to one repository.
#[derive(Clone, Debug)]
pub(super) struct Git {
    ground: PathBuf,
    environment: Vec<(&'static str, PathBuf)>,
}

impl Git {
    /// Led by the environment and the current folder, as git itself is.
    pub(super) fn here() -> Self {
        Git { ground: PathBuf::new(), environment: Vec::new() }
    }

    /// Led to the repository at or above a folder, whatever the environment says.
    pub(super) fn from_folder(folder: &Path) -> Self {
        Git { ground: folder.to_path_buf(), environment: Vec::new() }
    }

    /// Led to a repository that was found before.
    pub(super) fn new(places: &Places) -> Self {
        let mut environment = vec![("GIT_DIR", places.git_folder.clone())];
        environment.extend(places.top.iter().map(|top| ("GIT_WORK_TREE", top.clone())));
        environment.push(("GIT_INDEX_FILE", places.index_file.clone()));
        Git { ground: places.ground().to_path_buf(), environment }
    }

    /// Is it led by the variables that a hook is given?
    pub(super) fn follows_environment(&self) -> bool {
        self.ground.as_os_str().is_empty()
    }

    /// Where its relative paths start.
    pub(super) fn from(&self) -> Option<PathBuf> {
        let here = std::env::current_dir();
        here.ok().map(|here| here.join(&self.ground))
    }

    /// Git with these words, ready to be started.
    pub(super) fn command<Word: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = Word>) -> Command {
        let mut git = Command::new("git");
        if !self.follows_environment() {
            for name in LEADING {
                git.env_remove(name);
            }
            git.current_dir(&self.ground);
        }
        git.envs(self.environment.iter().map(|(name, value)| (name, value)));
        // A missing object is told, not fetched: the second variable serves a git that does not know the first.
        git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none").env("GIT_TERMINAL_PROMPT", "0");
        git.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        // Git would start a daemon, or whatever program the configuration names, to learn which files changed.
        git.args(["-c", "core.fsmonitor=false"]);
        git.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        git
    }

    /// Looks whether there is one.
    ///
    /// # Errors
    /// There is none, or it does not start.
    pub(super) fn is_there(&self) -> Result<()> {
        output(&mut self.command(["--version"])).map(drop)
    }

    /// What git prints. `None` where it fails, and where there is no git.
    pub(super) fn ask(&self, words: &[&str]) -> Option<BString> {
        self.answer(words, b"").ok()
    }

    /// What git prints in one line.
    pub(super) fn ask_line(&self, words: &[&str]) -> Option<BString> {
        Some(self.ask(words)?.strip_suffix(b"\n")?.into())
    }

    /// What git prints when it is given some bytes.
    ///
    /// # Errors
    /// The last line that git says where it fails, or that there is no git.
    pub(super) fn answer(&self, words: &[&str], given: &[u8]) -> Result<BString> {
        let mut command = self.command(words);
        if !given.is_empty() {
            command.stdin(Stdio::piped());
        }
        let mut running = command.spawn().map_err(|error| unstarted(&error))?;
        let stdin = running.stdin.take();
        let give = || stdin.map(|mut stdin| stdin.write_all(given));
        parallel::both(give, || finish(running, words[0], |output| Ok(read(Some(output))))).1
    }

    /// What is made of that which git prints, as it comes.
    ///
    /// # Errors
    /// The last line that git says where it fails, that there is no git, or that nothing can be made of it.
    pub(super) fn stream<T>(
        &self,
        words: &[&str],
        make: impl FnOnce(ChildStdout) -> io::Result<T>,
    ) -> Result<T> {
        finish(self.started(words)?, words[0], make)
    }

    /// The same while something else is done. What is returned waits for it.
    ///
    /// # Errors
    /// As for [`Git::stream`].
    pub(super) fn stream_aside<T, Make>(
        &self,
        words: &[&str],
        make: Make,
    ) -> Result<impl FnOnce() -> Result<T> + use<T, Make>>
    where
        T: Send + 'static,
        Make: FnOnce(ChildStdout) -> io::Result<T> + Send + 'static,
    {
        let (running, command) = (self.started(words)?, words[0].to_owned());
        Ok(parallel::aside(move || finish(running, &command, make)))
    }

    fn started(&self, words: &[&str]) -> Result<Child> {
        // Into a pipe git would write each commit by itself.
        let mut git = self.command(words);
        git.env("GIT_FLUSH", "0").spawn().map_err(|error| unstarted(&error))
    }

    /// Whose key signed a commit, where git verifies the signature and trusts the key; `%G?` is `U` for a key that
    /// nobody vouches for.
    pub(super) fn key_holder(&self, commit: &str) -> Option<String> {
        let answer = self.ask_line(&["log", "-1", "--no-show-signature", "--format=%G?%x00%GS", commit])?;
        let (grade, holder) = answer.to_str().ok()?.split_once('\0')?;
        (grade == "G" && !holder.is_empty()).then(|| holder.to_owned())
    }

    /// The pattern by which git ignores an untracked path, and the file and line it stands in, as `file:line`.
    pub(super) fn ignoring_pattern(&self, path: &RepoPath) -> Option<(String, String)> {
        let words = ["check-ignore", "--verbose", "-z", "--stdin"];
        let answer = self.answer(&words, &[path.as_bstr().as_bytes(), b"\0"].concat()).ok()?;
        let mut parts = answer.split_str("\0").map(|part| part.to_str_lossy().into_owned());
        let (file, line, pattern) = (parts.next()?, parts.next()?, parts.next()?);
        (!pattern.is_empty()).then(|| (pattern, format!("{file}:{line}")))
    }

    /// The id that git would give to a file on disk after its filters; `None` where a filter fails.
    pub(super) fn hash_file(&self, path: &RepoPath) -> Result<Option<ObjectId>> {
        let place = disk::on_disk(Path::new(""), path)?;
        let words = [OsStr::new("hash-object"), OsStr::new("--"), place.as_os_str()];
        let output = output(&mut self.command(words))?;
        Ok(ObjectId::parse(output.stdout.trim_ascii_end()).filter(|_| output.status.success()))
    }
}

/// What a git prints that is run to its end, whatever comes of it.
///
/// # Errors
/// It cannot be started.
pub(super) fn output(git: &mut Command) -> Result<Output> {
    git.output().map_err(|error| unstarted(&error))
}

/// Waits for a running git once all that it prints was read.
fn finish<T>(
    mut running: Child,
    command: &str,
    make: impl FnOnce(ChildStdout) -> io::Result<T>,
) -> Result<T> {
    let output = running.stdout.take().expect("it was asked for");
    let complaint = running.stderr.take();
    let (complaint, made) = parallel::both(|| read(complaint), || make(output));
    let status = running.wait().map_err(|error| unstarted(&error))?;
    match made {
        Ok(made) if status.success() => Ok(made),
        Err(error) if status.success() => Err(trouble::complaint(error.to_string())),
        _ => Err(trouble::complaint(last_words(&complaint, command))),
    }
}

fn read(from: Option<impl Read>) -> BString {
    let mut bytes = Vec::new();
    // What is cut off is told by the exit code of a program that could not go on.
    let _ = from.map(|from| from.take(LARGEST_ANSWER).read_to_end(&mut bytes));
    bytes.into()
}

/// What git says last, without the words that it puts in front.
fn last_words(complaint: &[u8], command: &str) -> String {
    let line = complaint.lines().map(ByteSlice::to_str_lossy).rfind(|line| !line.trim().is_empty());
    let line = line.map(|line| line.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned());
    line.map_or_else(|| format!("`git {command}` failed"), |line| crate::escape::visible(&line).into_owned())
}

fn unstarted(error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound => trouble::no_git_program(),
        _ => Error::new("the git program cannot be started")
            .help("find out what is wrong with `git --version`")
            .cause(error.to_string()),
    }
}
