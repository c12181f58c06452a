//! Entries whose contents are blobs of the object database, for the index and for revisions.

use super::object::ObjectId;
use super::{Entry, EntryKind, ObjectFormat, Recorded, Repository, readable};
use crate::error::Result;
use crate::path::RepoPath;

pub(super) struct Blobs {
    repository: Repository,
    entries: Vec<Entry>,
    /// What each entry names, in the order of the entries.
    named: Vec<Named>,
}

/// What an entry of an index or a tree names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) id: ObjectId,
    pub(super) mode: u32,
}

impl Blobs {
    /// Sorts the entries, of which the first of equal paths stays.
    pub(super) fn new(repository: &Repository, found: impl Iterator<Item = (Entry, Named)>) -> Self {
        let most = found.size_hint().1.unwrap_or_default();
        let (mut entries, mut named) = (Vec::<Entry>::with_capacity(most), Vec::with_capacity(most));
        let mut is_sorted = true;
        for (entry, one) in found {
            is_sorted &= entries.last().is_none_or(|last| last.path < entry.path);
            entries.push(entry);
            named.push(one);
        }
        if !is_sorted {
            let mut found: Vec<(Entry, Named)> = entries.into_iter().zip(named).collect();
            found.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
            found.dedup_by(|(a, _), (b, _)| a.path == b.path);
            (entries, named) = found.into_iter().unzip();
        }
        Blobs { repository: repository.clone(), entries, named }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn read(&self, path: &RepoPath, snapshot: &str) -> Result<Vec<u8>> {
        let at = readable(&self.entries, path, snapshot)?;
        self.repository.source().blob(self.named[at].id, path)
    }

    pub(super) fn recorded(&self, path: &RepoPath) -> Option<Recorded> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        (self.entries[at].kind != EntryKind::Conflict).then(|| recorded(self.named[at]))
    }

    pub(super) fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        self.repository.source().blob_size(self.named[at].id)
    }

    pub(super) fn object_format(&self) -> ObjectFormat {
        self.repository.source().object_format()
    }

    pub(super) fn ignores(&self, path: &RepoPath) -> bool {
        self.repository.source().ignores(path)
    }
}

/// Old trees and indexes have modes that git does not write any more, such as `0o100664`.
pub(super) fn recorded(named: Named) -> Recorded {
    let mode = match kind_of_mode(named.mode) {
        Some(EntryKind::File) => mode_of_file(named.mode & 0o100 != 0),
        _ => named.mode & 0o170_000,
    };
    Recorded { mode, id: named.id.to_string() }
}

pub(super) fn mode_of_file(is_executable: bool) -> u32 {
    if is_executable { 0o100_755 } else { 0o100_644 }
}

/// What a mode of a tree or an index stands for; a tree is `None`.
pub(super) fn kind_of_mode(mode: u32) -> Option<EntryKind> {
    match mode & 0o170_000 {
        0o040_000 => None,
        0o120_000 => Some(EntryKind::Link),
        0o160_000 => Some(EntryKind::Submodule),
        _ => Some(EntryKind::File),
    }
}
