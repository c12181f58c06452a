//! A frozen set of files: the index, a revision, the work tree, a folder, or an overlay of another set.
//! Only this room knows git2.

use crate::error::Result;
use crate::path::RepoPath;

/// A frozen set of files with their contents.
pub trait Snapshot {
    /// Every path with its kind, sorted by the bytes of the path, each path once.
    fn entries(&self) -> &[Entry];

    /// The bytes of a file. An error where the path is no file of this snapshot or cannot be read.
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>>;

    /// What it is, for messages: `the index`, `revision HEAD`, `the work tree`.
    fn name(&self) -> String;

    /// Is there a git repository behind it? A plain folder knows no tracked files.
    fn is_git(&self) -> bool;
}

/// One path of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The path.
    pub path: RepoPath,
    /// What stands there.
    pub kind: EntryKind,
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
