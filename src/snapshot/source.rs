//! What a snapshot asks of a repository. Two sources answer: libgit2, and the git program where libgit2 cannot
//! read what git reads, or would read it differently.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use hashbrown::HashMap;

use super::blobs::Named;
use super::index_file::Held;
use super::listing::Listing;
use super::object::{ObjectFormat, ObjectId};
use super::{EntryKind, MOST_PATHS, Person, too_many};
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
    fn index(&self) -> Result<Option<Rc<Index>>>;

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

/// What stands in an index, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) entries: Vec<Indexed>,
    /// The trees that it holds as they are, by folder, as far as its source tells.
    pub(super) trees: HashMap<RepoPath, Held>,
    /// When it was written, where its source tells; a file of the same moment may have been touched unseen.
    pub(super) written: Option<Moment>,
}

/// One entry of an index.
#[derive(Clone, Debug)]
pub(super) struct Indexed {
    pub(super) path: RepoPath,
    pub(super) named: Named,
    /// Not zero in a conflict.
    pub(super) stage: u8,
    /// Only announced by `git add --intent-to-add`: the next commit leaves it out.
    pub(super) intended: bool,
    /// Left out by a sparse checkout, and so not on disk.
    pub(super) left_out: bool,
    /// Marked by `git update-index --assume-unchanged`.
    pub(super) assumed_unchanged: bool,
    /// What the file looked like when it was added, where the source tells.
    pub(super) stat: Option<Stat>,
}

/// What an index keeps of a file's looks: the lower 32 bits of each number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) modified: Moment,
    pub(super) changed: Moment,
    pub(super) inode: u32,
    pub(super) size: u32,
}

/// Seconds and nanoseconds as an index keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) seconds: i32,
    pub(super) nanoseconds: u32,
}

impl Index {
    /// Sorts the entries, of which git allows more than it lets anybody check: each side of a path once.
    ///
    /// # Errors
    /// More paths than [`MOST_PATHS`].
    pub(super) fn new(
        mut entries: Vec<Indexed>,
        trees: HashMap<RepoPath, Held>,
        written: Option<Moment>,
    ) -> Result<Self> {
        if entries.len() > MOST_PATHS {
            return Err(too_many("the index"));
        }
        let order = |one: &Indexed, other: &Indexed| (&one.path, one.stage).cmp(&(&other.path, other.stage));
        if !entries.is_sorted_by(|one, other| order(one, other).is_lt()) {
            entries.sort_by(order);
            entries.dedup_by(|one, other| order(one, other).is_eq());
        }
        Ok(Index { entries, trees, written })
    }

    /// The entries of a folder, those of its folders included, where its tree is known to be this one.
    pub(super) fn of_tree(&self, folder: &RepoPath, tree: ObjectId) -> Option<&[Indexed]> {
        let held = self.trees.get(folder).filter(|held| held.id == tree)?;
        let start = match folder.as_bstr().is_empty() {
            true => 0,
            false => {
                let first = RepoPath::new([folder.as_bstr(), b"/".as_slice()].concat());
                self.entries.partition_point(|entry| entry.path < first)
            }
        };
        let entries = self.entries.get(start..start.checked_add(held.entries)?)?;
        // As they are sorted, the first and the last tell of all.
        let is_inside = |entry: Option<&Indexed>| entry.is_none_or(|entry| entry.path.is_below(folder));
        let is_plain = |entry: &Indexed| entry.stage == 0 && !entry.intended;
        let is_held = is_inside(entries.first()) && is_inside(entries.last());
        (is_held && entries.iter().all(is_plain)).then_some(entries)
    }

    /// The entry of a path outside of a conflict.
    pub(super) fn get(&self, path: &RepoPath) -> Option<&Indexed> {
        self.find(path).filter(|entry| entry.stage == 0)
    }

    /// What a path names, one side of it in a conflict.
    pub(super) fn named(&self, path: &RepoPath) -> Option<Named> {
        self.find(path).map(|entry| entry.named)
    }

    fn find(&self, path: &RepoPath) -> Option<&Indexed> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        self.entries.get(at)
    }
}
