//! Which snapshot `planlint lint` checks, and which of its paths.

use std::env;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::cli::comparison::{Comparison, Subject};
use crate::cli::lint::{Arguments, input};
use crate::cli::nearby::nearby;
use crate::error::{Error, Result};
use crate::escape::shell_word;
use crate::path::RepoPath;
use crate::snapshot::{
    Awaited, Commits, FolderSnapshot, IndexSnapshot, Repository, RevisionSnapshot, Snapshot, WorkTreeSnapshot,
};
use crate::time;
use crate::time::Date;

/// What is checked.
pub(in crate::cli) struct Opened {
    pub(in crate::cli) repository: Option<Repository>,
    pub(in crate::cli) snapshot: Rc<dyn Snapshot>,
    /// The day on which it is judged.
    pub(super) today: Date,
    /// The commits behind it, where git was asked for them.
    pub(super) commits: Option<Awaited<Commits>>,
}

impl Opened {
    /// The top folder of the files on disk.
    pub(in crate::cli) fn top(&self) -> Result<PathBuf> {
        match &self.repository {
            None => current_folder(),
            Some(repository) => repository.top().map(PathBuf::from).ok_or_else(|| {
                Error::new("a bare repository has no files on disk").help("run it in a clone that has some")
            }),
        }
    }
}

/// Opens what the arguments ask for, without the history behind it.
pub(in crate::cli) fn open(arguments: &Arguments) -> Result<Opened> {
    open_with(arguments, false)
}

/// Opens all that the arguments ask for. Git is asked for the history meanwhile.
pub(super) fn open_all(arguments: &Arguments) -> Result<Opened> {
    open_with(arguments, arguments.history)
}

fn open_with(arguments: &Arguments, history: bool) -> Result<Opened> {
    let repository = Repository::open()?;
    if repository.is_none() && arguments.each_commit.is_some() {
        return Err(needs_repository("--each-commit"));
    }
    let now = arguments.today.unwrap_or_else(time::today);
    let asked = repository.as_ref().filter(|_| history);
    let commits = asked.map(|repository| comparison(arguments, repository, now).ask_commits()).transpose()?;
    let snapshot = snapshot(repository.as_ref(), arguments.revision(), arguments.staged)?;
    let today = match (&repository, arguments.revision(), arguments.today) {
        (Some(repository), Some(revision), None) => repository.revision_date(revision)?,
        _ => now,
    };
    Ok(Opened { repository, snapshot, today, commits })
}

/// What is checked, to be held against something.
pub(super) fn comparison<'a>(
    arguments: &'a Arguments,
    repository: &'a Repository,
    today: Date,
) -> Comparison<'a> {
    let subject = match arguments.revision() {
        Some(revision) => Subject::Revision(revision),
        None if arguments.staged => Subject::Staged,
        None => Subject::Disk,
    };
    Comparison { repository, subject, today }
}

/// A revision, what is staged, or the files on disk.
pub(in crate::cli) fn snapshot(
    repository: Option<&Repository>,
    revision: Option<&str>,
    staged: bool,
) -> Result<Rc<dyn Snapshot>> {
    Ok(match (repository, revision) {
        (Some(repository), Some(revision)) => Rc::new(RevisionSnapshot::open(repository, revision)?),
        (Some(repository), None) if staged => Rc::new(IndexSnapshot::open(repository)?),
        (Some(repository), None) => Rc::new(WorkTreeSnapshot::open(repository)?),
        (None, Some(_)) => return Err(needs_repository("--rev")),
        (None, None) if staged => return Err(needs_repository("--staged")),
        (None, None) => Rc::new(FolderSnapshot::open(&current_folder()?)?),
    })
}

/// A path on disk as a path of the repository, or of the current folder outside of one.
pub(in crate::cli) fn relative(repository: Option<&Repository>, written: &Path) -> Result<RepoPath> {
    match repository {
        Some(repository) => repository.relative(written),
        None => FolderSnapshot::open(&current_folder()?)?.relative(written),
    }
}

/// Where the program was started.
pub(in crate::cli) fn current_folder() -> Result<PathBuf> {
    env::current_dir().map_err(|cause| {
        Error::new("the current folder cannot be read").help("change to a folder that exists").cause(cause)
    })
}

/// The paths asked for, as paths of the snapshot; the one from standard input, where that is read.
pub(super) fn limit(arguments: &Arguments, opened: &mut Opened) -> Result<Vec<RepoPath>> {
    if let Some(path) = input::take_in(arguments, opened)? {
        return Ok(vec![path]);
    }
    let opened = &*opened;
    let resolve = |written: &PathBuf| {
        let path = relative(opened.repository.as_ref(), written)?;
        let is_there = opened.snapshot.entries().iter().any(|entry| entry.path.is_below(&path));
        match is_there || path.as_bstr().is_empty() {
            true => Ok(path),
            false => Err(not_there(arguments, opened, written, &path)),
        }
    };
    arguments.paths.iter().map(resolve).collect()
}

fn not_there(arguments: &Arguments, opened: &Opened, written: &Path, path: &RepoPath) -> Error {
    let on_disk = !arguments.staged && arguments.revision().is_none() && written.symlink_metadata().is_ok();
    let ignored = opened.repository.as_ref().filter(|_| on_disk).and_then(|found| found.ignored(path));
    match ignored {
        Some(why) => Error::new(format!("`{path}` {why}")).help(format!(
            "have git track it with `git add --force {}`",
            shell_word(&written.to_string_lossy())
        )),
        None => Error::new(format!("`{path}` is not in {}", opened.snapshot.name())).help(
            match nearby(path, &*opened.snapshot) {
                Some(meant) => {
                    format!("write `{meant}` if that is meant, or leave the path out to check everything")
                }
                None => {
                    "name a file or folder that is there, or leave the path out to check everything".into()
                }
            },
        ),
    }
}

/// An option was given that only a repository can answer.
pub(in crate::cli) fn needs_repository(option: &str) -> Error {
    Error::new(format!("`{option}` needs a git repository, and this folder is in none"))
        .help("run it inside a repository, or leave the option out to check the files on disk")
}
