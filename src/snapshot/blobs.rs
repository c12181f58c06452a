//! Entries whose contents are blobs of the object database, for the index and for revisions.

use git2::{ErrorCode, Oid};

use super::{Entry, EntryKind, LARGEST_FILE, Recorded, Repository, readable, too_large, trouble};
use crate::error::{Error, Result};
use crate::path::RepoPath;

pub(super) struct Blobs {
    repository: Repository,
    entries: Vec<Entry>,
    /// What each entry names, in the order of the entries.
    named: Vec<Named>,
}

/// What an entry of an index or a tree names.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) id: Oid,
    pub(super) mode: u32,
}

impl Blobs {
    /// Sorts the entries, of which the first of equal paths stays.
    pub(super) fn new(repository: &Repository, mut found: Vec<(Entry, Named)>) -> Self {
        found.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        found.dedup_by(|(a, _), (b, _)| a.path == b.path);
        let (entries, named) = found.into_iter().unzip();
        Blobs { repository: repository.clone(), entries, named }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn read(&self, path: &RepoPath, snapshot: &str) -> Result<Vec<u8>> {
        let at = readable(&self.entries, path, snapshot)?;
        blob(&self.repository, self.named[at].id, path)
    }

    pub(super) fn recorded(&self, path: &RepoPath) -> Option<Recorded> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        (self.entries[at].kind != EntryKind::Conflict).then(|| recorded(self.named[at]))
    }

    pub(super) fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        let objects = self.repository.native().odb().ok()?;
        let (size, _) = objects.read_header(self.repository.replaced(self.named[at].id)).ok()?;
        Some(size as u64)
    }

    pub(super) fn ignores(&self, path: &RepoPath) -> bool {
        self.repository.ignores(path)
    }
}

/// The bytes of a blob; its size is looked up before it is unpacked.
pub(super) fn blob(repository: &Repository, id: Oid, path: &RepoPath) -> Result<Vec<u8>> {
    let unreadable = |error| missing(repository, path, error);
    let id = repository.replaced(id);
    let objects = repository.native().odb().map_err(unreadable)?;
    let (size, _) = objects.read_header(id).map_err(unreadable)?;
    if size as u64 > LARGEST_FILE {
        return Err(too_large(path));
    }
    Ok(objects.read(id).map_err(unreadable)?.data().to_vec())
}

fn missing(repository: &Repository, path: &RepoPath, error: git2::Error) -> Error {
    if error.code() != ErrorCode::NotFound {
        return Error::new(format!("git's copy of `{path}` cannot be read"))
            .help("look for damage with `git fsck`")
            .cause(trouble::words(&error));
    }
    let help = match repository.is_partial() {
        true => "download what this partial clone lacks with `git fetch --refetch --no-filter`",
        false => "look for damage with `git fsck`",
    };
    Error::new(format!("git's copy of `{path}` is not in this repository"))
        .help(help)
        .cause(trouble::words(&error))
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
