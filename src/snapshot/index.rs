//! What git is about to commit: the entries of the index, with their blobs.

use super::blobs::{Blobs, Named, kind_of_mode};
use super::{Entry, EntryKind, Recorded, Repository, Snapshot};
use crate::error::{Error, Result};
use crate::path::RepoPath;

/// The index that the environment names, which during `git commit -a` or `git commit PATH` is not `.git/index`.
pub struct IndexSnapshot(Blobs);

impl IndexSnapshot {
    /// Reads the index. A path with unmerged stages is one [`EntryKind::Conflict`]; a path that is only
    /// intended to be added is left out, as git does not commit it.
    ///
    /// # Errors
    /// A bare repository, or an index that cannot be read.
    pub fn open(repository: &Repository) -> Result<Self> {
        if repository.is_bare() {
            return Err(Error::new("a bare repository has nothing staged")
                .help("name a revision instead, such as `--rev HEAD`"));
        }
        let index = repository.index()?;
        let mut found = Vec::with_capacity(index.len());
        for entry in index.iter() {
            if entry.flags_extended & git2::IndexEntryExtendedFlag::INTENT_TO_ADD.bits() != 0 {
                continue;
            }
            let unmerged = entry.flags & STAGE != 0;
            let kind = if unmerged { Some(EntryKind::Conflict) } else { kind_of_mode(entry.mode) };
            let Some(kind) = kind else { continue };
            let named = Named { id: entry.id, mode: entry.mode };
            found.push((Entry { path: RepoPath::new(entry.path), kind }, named));
        }
        Ok(IndexSnapshot(Blobs::new(repository, found)))
    }
}

/// The bits of an entry's flags that hold its stage: zero outside of a conflict.
const STAGE: u16 = 0x3000;

impl Snapshot for IndexSnapshot {
    fn entries(&self) -> &[Entry] {
        self.0.entries()
    }

    fn read(&self, path: &RepoPath) -> Result<Vec<u8>> {
        self.0.read(path, &self.name())
    }

    fn name(&self) -> String {
        "the index".to_owned()
    }

    fn is_git(&self) -> bool {
        true
    }

    fn recorded(&self, path: &RepoPath) -> Result<Option<Recorded>> {
        Ok(self.0.recorded(path))
    }

    fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        self.0.stored_size(path)
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        self.0.ignores(path)
    }
}
