//! What a snapshot asks of a repository. Two sources answer: libgit2, and the git program where libgit2 cannot
//! read what git reads, or would read it differently.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::indexed::Index;
use super::listing::Listing;
use super::loose::Loose;
use super::object::{ObjectFormat, ObjectId};
use super::{EntryKind, Person};
use crate::error::Result;
use crate::path::RepoPath;
use crate::time::Date;

/// Answers for one repository. Nothing is ever written, and nothing fetched.
pub(super) trait Source {
    /// Where it is on disk.
    fn places(&self) -> &Places;

    /// How it names its objects.
    fn object_format(&self) -> ObjectFormat;

    /// Is its history cut off?
    fn is_shallow(&self) -> bool;

    /// Were objects left on the server when it was cloned?
    fn is_partial(&self) -> bool;

    /// Has HEAD no commit yet?
    fn is_unborn(&self) -> bool;

    /// A value of the configuration, where it is set and is UTF-8.
    fn config_text(&self, key: &str) -> Option<String>;

    /// Everything in the index; `None` where it has parts that this source does not know.
    fn index(&self) -> Result<Option<Arc<Index>>>;

    /// The commit that a revision leads to.
    fn commit(&self, revision: &str) -> Result<ObjectId>;

    /// The day of a commit, in its committer's own zone.
    fn day_of(&self, commit: ObjectId) -> Result<Date>;

    /// Who wrote a commit, as it says itself, and when, in seconds since 1970.
    fn author(&self, commit: ObjectId) -> Option<(Person, i64)>;

    /// The ids of a commit's parents.
    fn parents(&self, commit: ObjectId) -> Vec<String>;

    /// Every path of a revision's tree that is no folder. `name` is the revision in messages.
    fn files(&self, revision: &str, name: &str) -> Result<Listing>;

    /// How many bytes a blob has; `None` where it is not there.
    fn blob_size(&self, id: ObjectId) -> Option<u64>;

    /// The bytes of the blob that stands at a path, which messages name.
    fn blob(&self, id: ObjectId, path: &RepoPath) -> Result<Vec<u8>>;

    /// Where its objects are, for those who read them besides; `None` where this source alone can read them.
    fn folders_of_objects(&self) -> Option<&Loose> {
        None
    }

    /// What lies in the work tree and is neither ignored nor tracked. Tracked files may be among it.
    fn untracked(&self) -> Result<Vec<(RepoPath, EntryKind)>>;

    /// Would git ignore this path, if it were there and untracked?
    fn ignores(&self, path: &RepoPath) -> bool;

    /// An attribute of a path that has a value.
    fn attribute(&self, path: &RepoPath, name: &str) -> Option<String>;

    /// The id that git would give to a file on disk after its filters; `None` where a filter fails.
    fn hash_file(&self, path: &RepoPath, mode: u32) -> Result<Option<ObjectId>>;
}

/// Where a repository is on disk; every path is absolute.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// The top folder of the work tree; a bare repository has none.
    pub(super) top: Option<PathBuf>,
    /// The folder of this work tree's own state: `.git`, or `.git/worktrees/NAME`.
    pub(super) git_folder: PathBuf,
    /// The folder that all work trees share: `.git`.
    pub(super) common_folder: PathBuf,
    /// The index that counts here.
    pub(super) index_file: PathBuf,
    /// Has it no work tree?
    pub(super) is_bare: bool,
}

impl Places {
    /// Where the git program has to stand for its answers to be about the whole repository.
    pub(super) fn ground(&self) -> &Path {
        self.top.as_deref().unwrap_or(&self.git_folder)
    }
}
