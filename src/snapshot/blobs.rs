//! Entries whose contents are blobs of the object database, for the index and for revisions.

use git2::{ErrorCode, Oid};

use super::{Entry, EntryKind, LARGEST_FILE, Repository, readable, too_large};
use crate::error::{Error, Result};
use crate::path::RepoPath;

pub(super) struct Blobs {
    repository: Repository,
    entries: Vec<Entry>,
    /// The blob of each entry, in the order of the entries.
    ids: Vec<Oid>,
}

impl Blobs {
    /// Sorts the entries, of which the first of equal paths stays.
    pub(super) fn new(repository: &Repository, mut found: Vec<(Entry, Oid)>) -> Self {
        found.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        found.dedup_by(|(a, _), (b, _)| a.path == b.path);
        let (entries, ids) = found.into_iter().unzip();
        Blobs { repository: repository.clone(), entries, ids }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn read(&self, path: &RepoPath, snapshot: &str) -> Result<Vec<u8>> {
        let at = readable(&self.entries, path, snapshot)?;
        blob(&self.repository, self.ids[at], path)
    }

    pub(super) fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        let objects = self.repository.native().odb().ok()?;
        let (size, _) = objects.read_header(self.repository.replaced(self.ids[at])).ok()?;
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
            .cause(error);
    }
    let help = match repository.is_partial() {
        true => "download what this partial clone lacks with `git fetch --refetch --no-filter`",
        false => "look for damage with `git fsck`",
    };
    Error::new(format!("git's copy of `{path}` is not in this repository")).help(help).cause(error)
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
