//! The files of any revision, in bare repositories too.

use super::blobs::Blobs;
use super::{Entry, IndexId, ObjectFormat, Readers, Recorded, Repository, Snapshot};
use crate::error::Result;
use crate::escape::visible;
use crate::path::RepoPath;

/// The tree of a revision.
pub struct RevisionSnapshot {
    name: String,
    blobs: Blobs,
}

impl RevisionSnapshot {
    /// Reads the tree of any revision that git can resolve: a branch, a tag, a commit, `HEAD~2`, a tree.
    ///
    /// # Errors
    /// An unknown revision, one that is no tree, or a tree that cannot be read.
    pub fn open(repository: &Repository, revision: &str) -> Result<Self> {
        let name = format!("revision {}", visible(revision));
        let files = repository.source().files(revision, &name)?;
        Ok(RevisionSnapshot { name, blobs: Blobs::new(repository, files.finish()) })
    }
}

impl Snapshot for RevisionSnapshot {
    fn entries(&self) -> &[Entry] {
        self.blobs.entries()
    }

    fn read(&self, path: &RepoPath) -> Result<Vec<u8>> {
        self.blobs.read(path, &self.name)
    }

    fn readers(&self) -> Readers<'_> {
        self.blobs.readers()
    }

    fn differing(&self, index: IndexId) -> Option<Vec<Entry>> {
        self.blobs.differing(index)
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn is_git(&self) -> bool {
        true
    }

    fn recorded(&self, path: &RepoPath) -> Result<Option<Recorded>> {
        Ok(self.blobs.recorded(path))
    }

    fn object_format(&self) -> ObjectFormat {
        self.blobs.object_format()
    }

    fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        self.blobs.stored_size(path)
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        self.blobs.ignores(path)
    }
}
