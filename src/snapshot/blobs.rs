//! Entries whose contents are blobs of the object database, for the index and for revisions.

use super::listing::Listed;
use super::object::ObjectId;
use super::objects::Objects;
use super::{Entry, EntryKind, IndexId, ObjectFormat, Readers, Recorded, Repository, readable};
use crate::error::Result;
use crate::path::RepoPath;

pub(super) struct Blobs {
    repository: Repository,
    listed: Listed,
}

/// What an entry of an index or a tree names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) id: ObjectId,
    pub(super) mode: u32,
}

/// The same with the bytes of the id where a tree stores them.
#[derive(Clone, Copy)]
pub(super) struct Stored<'t> {
    pub(super) id: &'t [u8],
    pub(super) mode: u32,
}

impl Named {
    pub(super) fn as_stored(&self) -> Stored<'_> {
        Stored { id: self.id.as_bytes(), mode: self.mode }
    }
}

impl Blobs {
    pub(super) fn new(repository: &Repository, listed: Listed) -> Self {
        Blobs { repository: repository.clone(), listed }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        self.listed.entries()
    }

    pub(super) fn read(&self, path: &RepoPath, snapshot: &str) -> Result<Vec<u8>> {
        let at = readable(self.entries(), path, snapshot)?;
        self.repository.source().blob(self.listed.named(at).id, path)
    }

    pub(super) fn readers(&self) -> Readers<'_> {
        let (listed, folders) = (&self.listed, self.repository.source().folders_of_objects());
        Box::new(move || {
            let objects = folders.and_then(Objects::again);
            Box::new(move |path| {
                let at = readable(listed.entries(), path, "").ok()?;
                Some(objects.as_ref()?.blob(listed.named(at).id).ok()?.data().to_vec())
            })
        })
    }

    pub(super) fn index(&self) -> Option<IndexId> {
        self.listed.index_id()
    }

    pub(super) fn differing(&self, index: IndexId) -> Option<Vec<Entry>> {
        self.listed.differing(index)
    }

    pub(super) fn recorded(&self, path: &RepoPath) -> Option<Recorded> {
        let at = self.position(path)?;
        (self.entries()[at].kind != EntryKind::Conflict).then(|| recorded(self.listed.named(at)))
    }

    pub(super) fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        let at = self.position(path)?;
        self.repository.source().blob_size(self.listed.named(at).id)
    }

    fn position(&self, path: &RepoPath) -> Option<usize> {
        self.entries().binary_search_by(|entry| entry.path.cmp(path)).ok()
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
#[inline]
pub(super) fn kind_of_mode(mode: u32) -> Option<EntryKind> {
    match mode & 0o170_000 {
        0o040_000 => None,
        0o120_000 => Some(EntryKind::Link),
        0o160_000 => Some(EntryKind::Submodule),
        _ => Some(EntryKind::File),
    }
}
