//! The objects of a repository as libgit2 reads them.

use std::sync::atomic::{AtomicUsize, Ordering};

use git2::{Error, ErrorCode, ObjectType, Odb, OdbObject, Oid};

use super::LARGEST_FILE;
use super::loose::Loose;
use super::object::ObjectId;
use crate::parallel;

/// So many packs are open at most besides those of the repository itself, as far as their names decide.
const OPEN: usize = 128;

/// The objects of a repository that is open.
pub(super) struct Objects<'r> {
    database: Odb<'r>,
    loose: &'r Loose,
}

/// Why an object is not read.
pub(super) enum Unread {
    /// It breaks off, and libgit2 would read in it for ever.
    Broken,
    /// It is larger than any file that is read.
    TooLarge,
    /// It is not there.
    Missing,
    /// What libgit2 says.
    Error(Error),
}

impl<'r> Objects<'r> {
    pub(super) fn of(repository: &'r git2::Repository, loose: &'r Loose) -> Result<Self, Error> {
        Ok(Objects { database: repository.odb()?, loose })
    }

    /// The same objects once more, for another thread: while one reads an object of a database, others wait. `None` where
    /// they cannot be opened by name. Databases share a pack that has one name for both, and wait for each other at each
    /// object of it, so that each has names of its own; with many packs some do share, since each pack is an open file.
    pub(super) fn again(loose: &'r Loose) -> Option<Self> {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let names = (OPEN / loose.packs().max(1)).clamp(1, parallel::MOST);
        let here = "/.".repeat(MADE.fetch_add(1, Ordering::Relaxed) % names);
        let database = Odb::new().ok()?;
        for folder in loose.folders() {
            database.add_disk_alternate(&format!("{}{here}", folder.to_str()?)).ok()?;
        }
        Some(Objects { database, loose })
    }

    /// The bytes of a blob.
    pub(super) fn blob(&self, id: ObjectId) -> Result<OdbObject<'_>, Unread> {
        if self.loose.is_broken(id) {
            return Err(Unread::Broken);
        }
        let id = oid(id);
        let (size, _) = self.database.read_header(id)?;
        if size as u64 > LARGEST_FILE {
            return Err(Unread::TooLarge);
        }
        Ok(self.database.read(id)?)
    }

    /// The bytes of a tree.
    pub(super) fn tree(&self, id: ObjectId) -> Result<OdbObject<'_>, Unread> {
        if self.loose.is_broken(id) {
            return Err(Unread::Broken);
        }
        let object = self.database.read(oid(id))?;
        match object.kind() {
            ObjectType::Tree => Ok(object),
            _ => Err(Unread::Error(Error::from_str("a folder of it is no tree"))),
        }
    }

    /// How many bytes an object has; `None` where it is not there.
    pub(super) fn size(&self, id: ObjectId) -> Option<u64> {
        self.database.read_header(oid(id)).ok().map(|(size, _)| size as u64)
    }
}

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        match error.code() {
            ErrorCode::NotFound => Unread::Missing,
            _ => Unread::Error(error),
        }
    }
}

/// The name of an object as libgit2 has it; longer ones it does not know.
pub(super) fn oid(id: ObjectId) -> Oid {
    Oid::from_bytes(id.as_bytes()).unwrap_or(Oid::ZERO_SHA1)
}
