//! What git would record of a file on disk: its index entry where the file has not been touched since, else
//! the hash of what git's filters make of its bytes.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::blobs::{self, Named, kind_of_mode, mode_of_file};
use super::indexed::{Index, Indexed, Moment, Stat};
use super::object::{ObjectFormat, ObjectId};
use super::{EntryKind, Recorded, Repository, disk};
use crate::error::{Error, Result};
use crate::path::RepoPath;

const LINK: u32 = 0o120_000;
const SUBMODULE: u32 = 0o160_000;
/// What git records of bytes as they are, without any filter.
pub(super) fn of_bytes(kind: EntryKind, bytes: &[u8], format: ObjectFormat) -> Option<Recorded> {
    let mode = match kind {
        EntryKind::File => mode_of_file(false),
        EntryKind::Link => LINK,
        EntryKind::Submodule => SUBMODULE,
        EntryKind::Conflict | EntryKind::Special => return None,
    };
    Some(blobs::recorded(Named { id: ObjectId::of_blob(bytes, format), mode }))
}

/// Answers for the files of one work tree.
pub(super) struct Recorder {
    repository: Repository,
    top: PathBuf,
    index: Arc<Index>,
    trusts_modes: bool,
    trusts_change_times: bool,
}

impl Recorder {
    pub(super) fn new(repository: &Repository, top: &Path, index: Arc<Index>) -> Self {
        let is_on = |key: &str| repository.config_bool(key).unwrap_or(true);
        Recorder {
            repository: repository.clone(),
            top: top.to_path_buf(),
            index,
            trusts_modes: is_on("core.fileMode"),
            trusts_change_times: is_on("core.trustctime"),
        }
    }

    /// What git would record of a path that is on disk.
    pub(super) fn recorded(&self, path: &RepoPath, kind: EntryKind) -> Result<Option<Recorded>> {
        let place = disk::on_disk(&self.top, path)?;
        let tracked = self.index.get(path);
        match kind {
            EntryKind::Link => self.link(path),
            EntryKind::Submodule => Ok(submodule(&place, tracked)),
            EntryKind::File => self.file(path, &place, tracked),
            EntryKind::Conflict | EntryKind::Special => Ok(None),
        }
    }

    fn link(&self, path: &RepoPath) -> Result<Option<Recorded>> {
        let target = disk::read(&self.top, path)?;
        Ok(of_bytes(EntryKind::Link, &target, self.repository.source().object_format()))
    }

    fn file(&self, path: &RepoPath, place: &Path, tracked: Option<Indexed<'_>>) -> Result<Option<Recorded>> {
        let unreadable = |error| {
            Error::new(format!("`{path}` cannot be looked at"))
                .help("check that you may read the file")
                .cause(error)
        };
        let found = fs::symlink_metadata(place).map_err(unreadable)?;
        let mode = self.mode(&found, tracked);
        if let Some(entry) = tracked.filter(|entry| self.is_untouched(*entry, &found, mode)) {
            return Ok(Some(blobs::recorded(entry.named())));
        }
        if mode == LINK {
            return self.link(path);
        }
        let id = self.repository.source().hash_file(path, mode)?;
        Ok(id.map(|id| blobs::recorded(Named { id, mode })))
    }

    /// Where the file system keeps no links or no executable bit, git keeps what the index says.
    fn mode(&self, found: &Metadata, tracked: Option<Indexed<'_>>) -> u32 {
        let before = tracked.map(|entry| entry.named().mode);
        match before.and_then(kind_of_mode) {
            Some(EntryKind::Link) if !self.has_links() => LINK,
            Some(EntryKind::File) if !self.trusts_modes => before.unwrap_or_default(),
            _ => mode_of_file(self.trusts_modes && stat::is_executable(found)),
        }
    }

    fn has_links(&self) -> bool {
        self.repository.config_bool("core.symlinks").unwrap_or(true)
    }

    /// Has the file stood still since the index was written, as far as its times, size and place tell?
    fn is_untouched(&self, entry: Indexed<'_>, found: &Metadata, mode: u32) -> bool {
        let (named, stat) = (entry.named(), entry.stat());
        let recorded_mode = |mode| blobs::recorded(Named { mode, ..named }).mode;
        let is_older = self.index.written.is_some_and(|written| stat.modified < written);
        recorded_mode(named.mode) == recorded_mode(mode)
            && (entry.is_assumed_unchanged() || is_older && stat.is_of(found, self.trusts_change_times))
    }
}

/// The commit that is checked out there, else the one that is recorded already.
fn submodule(place: &Path, tracked: Option<Indexed<'_>>) -> Option<Recorded> {
    let is_checked_out = place.join(".git").exists();
    let inside = is_checked_out.then(|| Repository::open_at(place).ok()).flatten();
    let checked_out = inside.and_then(|inside| inside.source().commit("HEAD").ok());
    let id = checked_out.or(tracked.map(|entry| entry.named().id))?;
    Some(blobs::recorded(Named { id, mode: SUBMODULE }))
}

#[cfg(unix)]
mod stat {
    use std::fs::Metadata;
    use std::os::unix::fs::MetadataExt;

    use super::{Moment, Stat};

    pub(super) fn is_executable(found: &Metadata) -> bool {
        found.mode() & 0o100 != 0
    }

    impl Moment {
        /// When a file was last written.
        pub(in crate::snapshot) fn of_file(found: &Metadata) -> Option<Self> {
            Some(moment(found.mtime(), found.mtime_nsec()))
        }
    }

    impl Stat {
        /// Does a file still look as it did when it was added?
        pub(super) fn is_of(&self, found: &Metadata, trusts_change_times: bool) -> bool {
            self.size == found.size() as u32
                && self.modified == moment(found.mtime(), found.mtime_nsec())
                && self.inode == found.ino() as u32
                && (!trusts_change_times || self.changed == moment(found.ctime(), found.ctime_nsec()))
        }
    }

    fn moment(seconds: i64, nanoseconds: i64) -> Moment {
        Moment { seconds: seconds as i32, nanoseconds: nanoseconds as u32 }
    }
}

/// Elsewhere the times of an index are not told the same way, so that every file is hashed.
#[cfg(not(unix))]
mod stat {
    use std::fs::Metadata;

    use super::{Moment, Stat};

    pub(super) fn is_executable(_: &Metadata) -> bool {
        false
    }

    impl Moment {
        /// When a file was last written.
        pub(in crate::snapshot) fn of_file(_: &Metadata) -> Option<Self> {
            None
        }
    }

    impl Stat {
        /// Does a file still look as it did when it was added?
        pub(super) fn is_of(&self, _: &Metadata, _: bool) -> bool {
            false
        }
    }
}
