//! A file from standard input, as an editor has it before it is saved, in its place among the others.

use std::io::{IsTerminal, Read};
use std::path::Path;
use std::rc::Rc;

use crate::cli::lint::Arguments;
use crate::cli::lint::opened::{Opened, relative};
use crate::error::{Error, Result};
use crate::escape::{shell_word, visible};
use crate::path::RepoPath;
use crate::snapshot::{EntryKind, LARGEST_FILE, OverlaySnapshot};

/// The path that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// Puts standard input at the path that it is said to be for, where it is asked for, and says which path that is.
pub(super) fn take_in(arguments: &Arguments, opened: &mut Opened) -> Result<Option<RepoPath>> {
    let is_asked = arguments.paths.iter().any(|path| path.as_os_str() == STANDARD_INPUT);
    let written = match &arguments.stdin_filename {
        None if !is_asked => return Ok(None),
        None => return Err(nameless()),
        Some(written) => written,
    };
    if !is_asked || arguments.paths.len() > 1 {
        return Err(Error::new("`--stdin-filename` is for the one file that comes from standard input")
            .help(format!("run `planlint lint - --stdin-filename {}`", typed(written))));
    }
    let path = place(written, opened)?;
    let bytes = read(std::io::stdin(), written)?;
    let overlay = OverlaySnapshot::new(Some(Box::new(Rc::clone(&opened.snapshot))));
    opened.snapshot = Rc::new(overlay.with(path.clone(), bytes));
    Ok(Some(path))
}

/// Where the file is to stand. It need not be there, nor need git know it; but a file can stand there.
fn place(written: &Path, opened: &Opened) -> Result<RepoPath> {
    let path = relative(opened.repository.as_ref(), written)?;
    let is_gits = path.as_bstr().split(|byte| *byte == b'/').any(|part| part.eq_ignore_ascii_case(b".git"));
    let entries = opened.snapshot.entries();
    let is_folder =
        |one: &RepoPath| entries.iter().any(|other| other.path != *one && other.path.is_below(one));
    let why = match entries.binary_search_by(|entry| entry.path.cmp(&path)).map(|at| entries[at].kind) {
        _ if path.as_bstr().is_empty() || is_folder(&path) => "is a folder",
        _ if is_gits => "is git's own",
        Ok(EntryKind::Submodule) => "is a submodule",
        _ => return Ok(path),
    };
    Err(Error::new(format!("`{}` {why}", visible(&written.to_string_lossy())))
        .help("name the file that the editor will save, as in `--stdin-filename lifecycle.yaml`"))
}

fn read(input: impl Read + IsTerminal, written: &Path) -> Result<Vec<u8>> {
    if input.is_terminal() {
        return Err(Error::new("standard input is a terminal, and no file")
            .help(format!("run `planlint lint - --stdin-filename {0} < {0}`", typed(written))));
    }
    let mut bytes = Vec::new();
    input.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|cause| {
        Error::new("standard input cannot be read")
            .help(format!("run `planlint lint - --stdin-filename {0} < {0}`", typed(written)))
            .cause(cause)
    })?;
    match bytes.len() as u64 > LARGEST_FILE {
        false => Ok(bytes),
        true => {
            Err(Error::new(format!("standard input is larger than {} MiB", LARGEST_FILE / (1024 * 1024)))
                .help("make the file smaller"))
        }
    }
}

fn nameless() -> Error {
    Error::new("nothing says which file comes from standard input")
        .help("add its path, as in `--stdin-filename lifecycle.yaml`")
}

fn typed(written: &Path) -> String {
    shell_word(&written.to_string_lossy()).to_string()
}
