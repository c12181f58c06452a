//! What git is about to commit: the entries of the index, with their blobs.

use super::blobs::{Blobs, kind_of_mode};
use super::indexed::Indexed;
use super::listing::{Listed, Listing};
use super::{Entry, EntryKind, IndexId, ObjectFormat, Readers, Recorded, Repository, Snapshot};
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
        let (repository, index) = repository.index()?;
        let listed = Listed::of_index(&index).unwrap_or_else(|| {
            let mut listing = Listing::new(Some(&index));
            let entry = |entry: Indexed<'_>| {
                let kind =
                    if entry.stage() != 0 { EntryKind::Conflict } else { kind_of_mode(entry.named().mode)? };
                Some(Entry::new(entry.path.clone(), kind))
            };
            let mut entries: Vec<Entry> =
                index.iter().filter(|entry| !entry.is_intended()).filter_map(entry).collect();
            // The sides of a conflict stand together.
            entries.dedup_by(|next, one| next.path == one.path);
            listing.hold(entries);
            listing.finish()
        });
        Ok(IndexSnapshot(Blobs::new(&repository, listed)))
    }
}

impl Snapshot for IndexSnapshot {
    fn entries(&self) -> &[Entry] {
        self.0.entries()
    }

    fn read(&self, path: &RepoPath) -> Result<Vec<u8>> {
        self.0.read(path, &self.name())
    }

    fn readers(&self) -> Readers<'_> {
        self.0.readers()
    }

    fn index(&self) -> Option<IndexId> {
        self.0.index()
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

    fn object_format(&self) -> ObjectFormat {
        self.0.object_format()
    }

    fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        self.0.stored_size(path)
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        self.0.ignores(path)
    }
}
