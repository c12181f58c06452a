//! A git repository: where it is, what it is configured to, and what its revisions are called.

use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use bstr::ByteSlice;
use git2::{ErrorCode, Object, ObjectType, Oid, RepositoryOpenFlags};

use super::{disk, program, trouble};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::path::RepoPath;
use crate::time::{Date, date_of_unix};

/// A repository that is open for reading.
#[derive(Clone)]
pub struct Repository {
    native: Rc<git2::Repository>,
    top: Option<PathBuf>,
    index_file: PathBuf,
    replacements: Rc<HashMap<Oid, Oid>>,
}

impl Repository {
    /// The repository that git would use here: `GIT_DIR`, `GIT_WORK_TREE` and `GIT_INDEX_FILE` rule where they
    /// are set, as they are in hooks. `None` where there is no repository at all.
    ///
    /// # Errors
    /// A repository that cannot be opened: of another owner, of an unknown format, damaged.
    pub fn open() -> Result<Option<Self>> {
        let native = match open_from_environment() {
            Ok(native) => native,
            Err(error) if error.code() == ErrorCode::NotFound => return absent(error).map_or(Ok(None), Err),
            Err(error) if error.code() == ErrorCode::Owner => {
                open_trusted().ok_or_else(|| trouble::unopened(error))?
            }
            Err(error) => return Err(trouble::unopened(error)),
        };
        let wanted = env::var_os("GIT_WORK_TREE").map(PathBuf::from);
        let wanted = wanted.or_else(|| {
            let explicit = env::var_os("GIT_DIR").is_some() && !native.is_bare();
            let configured = native.config().and_then(|config| config.get_entry("core.worktree").map(drop));
            (explicit && configured.is_err()).then(|| PathBuf::from("."))
        });
        if let Some(folder) = wanted {
            let folder = fs::canonicalize(&folder).map_err(|error| no_work_tree(&folder, error))?;
            native.set_workdir(&folder, false).map_err(trouble::unopened)?;
        }
        Ok(Some(Self::of(native, env::var_os("GIT_INDEX_FILE"))))
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
        let native = git2::Repository::open_ext(folder, RepositoryOpenFlags::empty(), none);
        native.map(|native| Self::of(native, None)).map_err(|error| match error.code() {
            ErrorCode::NotFound => Error::new(format!("`{}` is not in a git repository", shown(folder)))
                .help("run `git init` there first")
                .cause(trouble::words(&error)),
            _ => trouble::unopened(error),
        })
    }

    /// A relative index file is seen from the top of the work tree, where git itself stands.
    fn of(native: git2::Repository, index_file: Option<OsString>) -> Self {
        let top = native.workdir().map(|top| fs::canonicalize(top).unwrap_or_else(|_| top.to_path_buf()));
        let index_file = match index_file {
            Some(file) => top.as_deref().unwrap_or(Path::new("")).join(file),
            None => native.path().join("index"),
        };
        let replacements = Rc::new(replacements(&native));
        Repository { native: Rc::new(native), top, index_file, replacements }
    }

    /// The top folder of the work tree; a bare repository has none.
    pub fn top(&self) -> Option<&Path> {
        self.top.as_deref()
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
        let inside = match &self.top {
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
        self.native.path()
    }

    /// The folder that all work trees share: `.git`.
    pub fn common_folder(&self) -> &Path {
        self.native.commondir()
    }

    /// A value of the configuration, where it is set and is UTF-8.
    pub fn config_text(&self, key: &str) -> Option<String> {
        self.native.config().ok()?.get_string(key).ok()
    }

    /// Has it no work tree?
    pub fn is_bare(&self) -> bool {
        self.native.is_bare()
    }

    /// Is its history cut off?
    pub fn is_shallow(&self) -> bool {
        self.native.is_shallow()
    }

    /// The day on which a commit was made, in its committer's own zone.
    ///
    /// # Errors
    /// An unknown revision, or one that is no commit.
    pub fn revision_date(&self, revision: &str) -> Result<Date> {
        let found = self.resolve(revision)?.peel_to_commit();
        let commit = found.and_then(|commit| self.native.find_commit(self.replaced(commit.id())));
        let commit = commit.map_err(|error| {
            Error::new(format!("`{}` is not a commit", visible(revision)))
                .help("name a commit, a branch or a tag, such as `HEAD`")
                .cause(trouble::words(&error))
        })?;
        Ok(date_of_unix(commit.time().seconds(), commit.time().offset_minutes()))
    }

    /// That git ignores an untracked path, and why: words that follow its name. `None` where git does not.
    pub fn ignored(&self, path: &RepoPath) -> Option<String> {
        if !self.ignores(path) {
            return None;
        }
        Some(match program::ignoring_pattern(self.top()?, path) {
            Some((pattern, place)) => {
                format!("is ignored by git: `{}` in `{}` says so", visible(&pattern), visible(&place))
            }
            None => "is ignored by git".to_owned(),
        })
    }

    /// Would git ignore this path, if it were there and untracked?
    pub(super) fn ignores(&self, path: &RepoPath) -> bool {
        path.as_bstr().to_path().is_ok_and(|path| self.native.is_path_ignored(path).unwrap_or(false))
    }

    /// Does a filter, such as the one of Git LFS, stand between the file on disk and what git stores?
    pub(super) fn is_filtered(&self, path: &RepoPath) -> bool {
        let Ok(path) = path.as_bstr().to_path() else { return false };
        let filter = self.native.get_attr(path, "filter", git2::AttrCheckFlags::FILE_THEN_INDEX);
        filter.is_ok_and(|filter| filter.is_some())
    }

    pub(super) fn native(&self) -> &git2::Repository {
        &self.native
    }

    /// Were objects left on the server when it was cloned?
    pub(super) fn is_partial(&self) -> bool {
        let promises = |config: git2::Config| {
            let mut found = config.entries(Some(r"^remote\..*\.promisor$"))?;
            Ok::<_, git2::Error>(found.next().is_some())
        };
        self.native.config().and_then(promises).unwrap_or(false)
    }

    pub(super) fn index(&self) -> Result<git2::Index> {
        git2::Index::open(&self.index_file).map_err(trouble::unread_index)
    }

    pub(super) fn resolve(&self, revision: &str) -> Result<Object<'_>> {
        self.native.revparse_single(revision).map_err(|error| self.unknown(revision, error))
    }

    /// The tree of what a revision resolved to.
    pub(super) fn tree_of(&self, object: &Object<'_>) -> Result<Oid, git2::Error> {
        match object.peel_to_commit() {
            Ok(commit) => Ok(self.native.find_commit(self.replaced(commit.id()))?.tree_id()),
            Err(_) => Ok(object.peel(ObjectType::Tree)?.id()),
        }
    }

    /// The object that git reads in place of this one, for those who use `git replace`: libgit2 does not.
    pub(super) fn replaced(&self, id: Oid) -> Oid {
        self.replacements.get(&id).copied().unwrap_or(id)
    }

    fn unknown(&self, revision: &str, error: git2::Error) -> Error {
        let shown = visible(revision);
        let from_head = revision.starts_with("HEAD") || revision.starts_with('@');
        if from_head && self.native.head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch) {
            return Error::new("HEAD has no commit yet")
                .help("commit something first, or check what is staged with `--staged`")
                .cause(trouble::words(&error));
        }
        let (what, help) = match error.code() {
            ErrorCode::Ambiguous => ("ambiguous", "write more characters of the commit id".to_owned()),
            _ if self.is_shallow() => {
                ("unknown", "fetch the rest of the history with `git fetch --unshallow`".to_owned())
            }
            _ => ("unknown", format!("name one that `git rev-parse --verify '{shown}'` knows")),
        };
        Error::new(format!("{what} revision `{shown}`")).help(help).cause(trouble::words(&error))
    }
}

/// What `git replace` has put in place of which object. A replacement of parents does not reach `HEAD~2`, which
/// libgit2 resolves by itself.
fn replacements(native: &git2::Repository) -> HashMap<Oid, Oid> {
    let configured = native.config().and_then(|config| config.get_bool("core.useReplaceRefs"));
    if configured.is_ok_and(|wanted| !wanted) || env::var_os("GIT_NO_REPLACE_OBJECTS").is_some() {
        return HashMap::new();
    }
    let Ok(references) = native.references_glob("refs/replace/*") else { return HashMap::new() };
    let pair = |reference: git2::Reference<'_>| {
        let replaced = reference.name().ok()?.strip_prefix("refs/replace/")?;
        Some((Oid::from_str(replaced).ok()?, reference.target()?))
    };
    references.flatten().filter_map(pair).collect()
}

/// libgit2 takes a relative `GIT_WORK_TREE` from the git folder, where git takes it from the current one, and
/// refuses to open when nothing is there: then the repository is opened without the environment.
fn open_from_environment() -> Result<git2::Repository, git2::Error> {
    let first = git2::Repository::open_from_env();
    let relative = env::var_os("GIT_WORK_TREE").is_some_and(|folder| Path::new(&folder).is_relative());
    if first.is_ok() || !relative {
        return first;
    }
    let none: [&Path; 0] = [];
    match env::var_os("GIT_DIR") {
        Some(folder) => {
            let exact = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
            git2::Repository::open_ext(folder, exact, none)
        }
        None => git2::Repository::open_ext(".", RepositoryOpenFlags::empty(), none),
    }
    .or(first)
}

/// A repository of another user that git itself trusts.
fn open_trusted() -> Option<git2::Repository> {
    let (folder, top) = program::trusted()?;
    let native = git2::Repository::open_bare(folder).ok()?;
    top.map_or(Ok(()), |top| native.set_workdir(&top, false)).ok()?;
    Some(native)
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
