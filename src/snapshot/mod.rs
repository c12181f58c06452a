//! A frozen set of files: the index, a revision, the work tree, a folder, or an overlay of another set.
//! Only this room knows git2.

mod blobs;
mod checksum;
mod configured;
mod disk;
mod folder;
mod git;
mod history;
mod hooks;
mod hunks;
mod ignoring;
mod index;
mod index_file;
mod indexed;
mod listing;
mod log;
mod loose;
mod mailmap;
mod message;
mod native;
mod object;
mod objects;
mod origin;
mod overlay;
mod program;
mod record;
mod repository;
mod revision;
mod source;
mod tree_walk;
mod trouble;
mod upcoming;
mod work_tree;

pub use configured::{ConfiguredHook, ListedHook, configures_hooks, git_version};
pub use folder::FolderSnapshot;
pub use history::{Awaited, Commit, Commits, MOST_COMMITS, PathChange};
pub use hooks::HooksOff;
pub use hunks::hunks;
pub use index::IndexSnapshot;
pub use mailmap::Mailmap;
pub use message::{Message, Person, Trailer};
pub use object::ObjectFormat;
pub use origin::Origin;
pub use overlay::OverlaySnapshot;
pub use repository::Repository;
pub use revision::RevisionSnapshot;
pub use work_tree::WorkTreeSnapshot;

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::limits;
use crate::path::{Ending, RepoPath, Tail};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = limits::FILE.most as u64;

/// The most paths that a folder or a revision may have: beyond it, a tree is made to exhaust its reader.
pub const MOST_PATHS: usize = limits::PATHS.most;

/// A frozen set of files with their contents.
pub trait Snapshot {
    /// Every path with its kind, sorted by the bytes of the path, each path once.
    fn entries(&self) -> &[Entry];

    /// The bytes of a file, or the target of a link. An error where the path is neither in this snapshot, or
    /// cannot be read.
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>>;

    /// Makes a reader of files for each thread.
    fn readers(&self) -> Readers<'_> {
        Box::new(|| Box::new(|_| None))
    }

    /// Which index it is, where it is one as it was read.
    fn index(&self) -> Option<IndexId> {
        None
    }

    /// The entries that may be other than in that index; `None` where nothing is known of it.
    fn differing(&self, _index: IndexId) -> Option<Vec<Entry>> {
        None
    }

    /// What it is, for messages: `the index`, `revision HEAD`, `the work tree`.
    fn name(&self) -> String;

    /// Is there a git repository behind it? A plain folder knows no tracked files.
    fn is_git(&self) -> bool;

    /// How the repository behind it names objects.
    fn object_format(&self) -> ObjectFormat {
        ObjectFormat::default()
    }

    /// How many bytes git stores for a file. `None` where that cannot be told, and where a filter such as the
    /// one of Git LFS has git store something else.
    fn stored_size(&self, path: &RepoPath) -> Option<u64>;

    /// Would git ignore this path, which is not in the snapshot?
    fn ignores(&self, path: &RepoPath) -> bool;

    /// What git records of a path, or would record if it were added now. `None` where git records nothing:
    /// in a plain folder, of a path that is not there, of a conflict, and where the program that git would
    /// ask for the bytes does not give them. Nothing is hashed before it is asked for.
    ///
    /// # Errors
    /// A file that is there and cannot be read.
    fn recorded(&self, path: &RepoPath) -> Result<Option<Recorded>>;
}

/// Gives the bytes of a file; nothing of one that only [`Snapshot::read`] reads, or can say why not.
pub type Reader<'a> = Box<dyn Fn(&RepoPath) -> Option<Vec<u8>> + 'a>;

/// Makes a reader on any thread, for that thread.
pub type Readers<'a> = Box<dyn Fn() -> Reader<'a> + Sync + 'a>;

/// One reading of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexId(usize);

/// What git records of one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The mode as in a tree: `0o100644`, `0o100755` for what can be run, `0o120000` for a link, `0o160000`
    /// for a submodule.
    pub mode: u32,
    /// The id in hexadecimal digits: of the blob, or of a submodule's commit.
    pub id: String,
}

/// A snapshot that several hold.
impl<S: Snapshot + ?Sized> Snapshot for Rc<S> {
    fn entries(&self) -> &[Entry] {
        (**self).entries()
    }

    fn read(&self, path: &RepoPath) -> Result<Vec<u8>> {
        (**self).read(path)
    }

    fn readers(&self) -> Readers<'_> {
        (**self).readers()
    }

    fn index(&self) -> Option<IndexId> {
        (**self).index()
    }

    fn differing(&self, index: IndexId) -> Option<Vec<Entry>> {
        (**self).differing(index)
    }

    fn recorded(&self, path: &RepoPath) -> Result<Option<Recorded>> {
        (**self).recorded(path)
    }

    fn object_format(&self) -> ObjectFormat {
        (**self).object_format()
    }

    fn name(&self) -> String {
        (**self).name()
    }

    fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        (**self).stored_size(path)
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        (**self).ignores(path)
    }

    fn is_git(&self) -> bool {
        (**self).is_git()
    }
}

/// One path of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The path.
    pub path: RepoPath,
    /// What stands there.
    pub kind: EntryKind,
    /// What the path ends in.
    pub tail: Tail,
}

impl Entry {
    /// A path and what stands there.
    #[inline]
    pub fn new(path: RepoPath, kind: EntryKind) -> Self {
        Entry { tail: Tail::of(&path), path, kind }
    }

    /// Is this the last part of its path?
    #[inline]
    pub fn is_named(&self, name: &str) -> bool {
        self.tail.may_end_in(Ending::of(name)) && self.path.is_named(name)
    }
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A file, executable or not.
    File,
    /// A symbolic link; its bytes are its target.
    Link,
    /// Another repository, of which only a commit id is recorded.
    Submodule,
    /// A path with a merge conflict that is not resolved.
    Conflict,
    /// A file that git will not read: a device, a pipe, a socket.
    Special,
}

/// The id that git gives to these bytes as a file, in hexadecimal digits.
pub fn content_id(bytes: &[u8]) -> String {
    object::ObjectId::of_blob(bytes, ObjectFormat::Sha1).to_string()
}

/// The position of a path among sorted entries that has bytes to read, or why it has none.
fn readable(entries: &[Entry], path: &RepoPath, snapshot: &str) -> Result<usize> {
    let at = entries.binary_search_by(|entry| entry.path.cmp(path)).map_err(|_| {
        Error::new(format!("{snapshot} has no file `{path}`"))
            .help("name a file that is there, or run it again if the file went away meanwhile")
    })?;
    match entries[at].kind {
        EntryKind::File | EntryKind::Link => Ok(at),
        EntryKind::Submodule => Err(Error::new(format!("`{path}` is a submodule, not a file"))
            .help("name a file of this repository instead")),
        EntryKind::Conflict => Err(Error::new(format!("`{path}` has a merge conflict"))
            .help(format!("resolve the conflict, then run `git add {path}`"))),
        EntryKind::Special => Err(Error::new(format!("`{path}` is a device, a pipe or a socket"))
            .help("put a regular file in its place")),
    }
}

fn too_large(path: &RepoPath) -> Error {
    let megabytes = LARGEST_FILE / (1024 * 1024);
    Error::new(format!("`{path}` is larger than {megabytes} MiB"))
        .help(format!("make the file smaller than {megabytes} MiB"))
}

fn too_many(place: &str) -> Error {
    Error::new(format!("{place} has more than {MOST_PATHS} files"))
        .help("run planlint in the folder of one project")
}
