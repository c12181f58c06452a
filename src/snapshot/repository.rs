//! A git repository: where it is, what it is configured to, and which source answers for it.

use std::env;
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use git2::{ErrorCode, RepositoryOpenFlags};

use super::git::Git;
use super::indexed::Index;
use super::native::{self, Native};
use super::program::Program;
use super::source::{Places, Source};
use super::{disk, trouble};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::path::RepoPath;
use crate::time::Date;

/// A repository that is open for reading.
#[derive(Clone)]
pub struct Repository {
    source: Rc<dyn Source>,
    git: Git,
}

impl Repository {
    /// The repository that git would use here: `GIT_DIR`, `GIT_WORK_TREE` and `GIT_INDEX_FILE` rule where they
    /// are set, as they are in hooks. `None` where there is no repository at all.
    ///
    /// # Errors
    /// A repository that neither libgit2 nor git opens: of another owner, of an unknown format, damaged.
    pub fn open() -> Result<Option<Self>> {
        let handle = match native::open_here() {
            Ok(handle) => handle,
            Err(error) if error.code() == ErrorCode::NotFound => return absent(error).map_or(Ok(None), Err),
            Err(error) => return Self::by_program(&Git::here(), error).map(Some),
        };
        if let Some(folder) = native::wanted_work_tree(&handle) {
            let folder = fs::canonicalize(&folder).map_err(|error| no_work_tree(&folder, error))?;
            handle.set_workdir(&folder, false).map_err(trouble::unopened)?;
        }
        Self::of(handle, true).map(Some)
    }

    /// The repository that the environment names, for what cannot be done without one.
    ///
    /// # Errors
    /// There is none, or it cannot be opened.
    pub fn here() -> Result<Self> {
        Self::open()?.ok_or_else(|| {
            Error::new("there is no git repository here")
                .help("change to a repository, or make one with `git init`")
        })
    }

    /// The repository at or above a folder, whatever the environment says.
    ///
    /// # Errors
    /// No repository there, or one that cannot be opened.
    pub fn open_at(folder: &Path) -> Result<Self> {
        let none: [&Path; 0] = [];
        match git2::Repository::open_ext(folder, RepositoryOpenFlags::empty(), none) {
            Ok(handle) => Self::of(handle, false),
            Err(error) if error.code() == ErrorCode::NotFound => {
                Err(Error::new(format!("`{}` is not in a git repository", shown(folder)))
                    .help("run `git init` there first")
                    .cause(trouble::words(&error)))
            }
            Err(error) => Self::by_program(&Git::from_folder(folder), error),
        }
    }

    /// The same repository, read by the git program even where libgit2 could read it.
    ///
    /// # Errors
    /// There is no git program.
    pub fn with_git_program(&self) -> Result<Self> {
        let places = self.source.places().clone();
        Ok(Repository { git: Git::new(&places), source: Rc::new(Program::at(places)?) })
    }

    /// What git opens though libgit2 does not: the objects and references it does not know, and what the owner
    /// trusts by ways that it does not know. Where git does not open it either, libgit2's word stands.
    fn by_program(git: &Git, error: git2::Error) -> Result<Self> {
        match Program::open(git) {
            Some(program) => Ok(Repository { git: Git::new(program.places()), source: Rc::new(program) }),
            None if trouble::is_unknown(&error) => {
                git.is_there().map_err(|none| none.cause(trouble::words(&error)))?;
                Err(trouble::unopened(error))
            }
            None => Err(trouble::unopened(error)),
        }
    }

    fn of(handle: git2::Repository, follows_environment: bool) -> Result<Self> {
        let (top, bare) = (handle.workdir().map(Path::to_path_buf), handle.is_bare());
        let (folder, common) = (handle.path().to_path_buf(), handle.commondir().to_path_buf());
        let places = Places::new(folder, common, top, bare, follows_environment);
        let git = Git::new(&places);
        let source: Rc<dyn Source> = match native::has_replacements(&handle) {
            true => Rc::new(Program::at(places)?),
            false => Rc::new(Native::new(handle, places, follows_environment)),
        };
        Ok(Repository { git, source })
    }

    /// The top folder of the work tree; a bare repository has none.
    pub fn top(&self) -> Option<&Path> {
        self.source.places().top.as_deref()
    }

    /// What a path of the command line means, seen from the top. The file need not exist. In a bare
    /// repository, paths are written from the top.
    ///
    /// # Errors
    /// A path outside of the repository.
    pub fn relative(&self, written: &Path) -> Result<RepoPath> {
        let here = env::current_dir().map_err(|error| {
            Error::new("the current folder is not there any more")
                .help("change to another folder")
                .cause(error)
        })?;
        self.relative_from(&here, written)
    }

    /// What a path means that was written while standing in `folder`, which is absolute.
    ///
    /// # Errors
    /// A path outside of the repository.
    pub fn relative_from(&self, folder: &Path, written: &Path) -> Result<RepoPath> {
        let inside = match self.top() {
            Some(top) => disk::inside(top, folder, written),
            None => disk::inside(Path::new("/"), Path::new("/"), written),
        };
        inside.ok_or_else(|| {
            Error::new(format!("`{}` is outside of the repository", shown(written)))
                .help(format!("name a path inside `{}`", shown(self.top().unwrap_or(Path::new("/")))))
        })
    }

    /// The folder of this work tree's own state, such as its index: `.git`, or `.git/worktrees/NAME`.
    pub fn git_folder(&self) -> &Path {
        &self.source.places().git_folder
    }

    /// The folder that all work trees share: `.git`.
    pub fn common_folder(&self) -> &Path {
        &self.source.places().common_folder
    }

    /// A value of the configuration, where it is set and is UTF-8.
    pub fn config_text(&self, key: &str) -> Option<String> {
        self.source.config_text(key)
    }

    /// A switch of the configuration, where it is set to what git takes for one.
    pub(super) fn config_bool(&self, key: &str) -> Option<bool> {
        match self.config_text(key)?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" | "" => Some(false),
            _ => None,
        }
    }

    /// Has it no work tree?
    pub fn is_bare(&self) -> bool {
        self.source.places().is_bare
    }

    /// Is its history cut off?
    pub fn is_shallow(&self) -> bool {
        self.source.is_shallow()
    }

    /// The day on which a commit was made, in its committer's own zone.
    ///
    /// # Errors
    /// An unknown revision, or one that is no commit.
    pub fn revision_date(&self, revision: &str) -> Result<Date> {
        self.source.day_of(self.source.commit(revision)?)
    }

    /// That git ignores an untracked path, and why: words that follow its name. `None` where git does not.
    pub fn ignored(&self, path: &RepoPath) -> Option<String> {
        if !self.source.ignores(path) {
            return None;
        }
        Some(match self.git.ignoring_pattern(path) {
            Some((pattern, place)) => {
                format!("is ignored by git: `{}` in `{}` says so", visible(&pattern), visible(&place))
            }
            None => "is ignored by git".to_owned(),
        })
    }

    /// The index, and the repository by the source that reads it: what libgit2 does not know of an index, as a split
    /// or a sparse one, keeps it from telling attributes and files on disk as well.
    pub(super) fn index(&self) -> Result<(Self, Arc<Index>)> {
        if let Some(index) = self.source.index()? {
            return Ok((self.clone(), index));
        }
        let program = self.with_git_program()?;
        let index = program.source.index()?;
        Ok((program, index.expect("the git program knows every index that it can read")))
    }

    pub(super) fn source(&self) -> &dyn Source {
        &*self.source
    }

    /// The git program, for what only it does: walks through history, signatures.
    pub(super) fn git(&self) -> &Git {
        &self.git
    }
}

/// Why a repository that was asked for, or that left something behind, is not there; `None` where there is
/// truly none. Git, too, walks past an empty `.git` folder.
fn absent(error: git2::Error) -> Option<Error> {
    if let Some(folder) = env::var_os("GIT_DIR") {
        let what = format!("`GIT_DIR` names `{}`, which is not a repository", shown(Path::new(&folder)));
        return Some(
            Error::new(what)
                .help("unset `GIT_DIR`, or point it at a repository")
                .cause(trouble::words(&error)),
        );
    }
    let here = env::current_dir().ok()?;
    let broken = here.ancestors().map(|folder| folder.join(".git")).find(|place| {
        place.is_file() || fs::read_dir(place).is_ok_and(|mut inside| inside.next().is_some())
    })?;
    let what = format!("`{}` is damaged: git does not take it for a repository", shown(&broken));
    Some(
        Error::new(what)
            .help("clone the repository again, or remove what is left of it")
            .cause(trouble::words(&error)),
    )
}

fn no_work_tree(folder: &Path, error: std::io::Error) -> Error {
    Error::new(format!("the work tree `{}` is not there", shown(folder)))
        .help("point `GIT_WORK_TREE` at a folder that exists")
        .cause(error)
}

fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}
