//! What git would record of a file on disk: its index entry where the file has not been touched since, else
//! the hash of what git's filters make of its bytes.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::process::Command;

use git2::{AttrCheckFlags, AttrValue, DiffOptions, IndexEntry, IndexTime, ObjectType, Oid};

use super::blobs::{self, Named, kind_of_mode, mode_of_file};
use super::{EntryKind, Recorded, Repository, disk};
use crate::error::{Error, Result};
use crate::path::RepoPath;

const LINK: u32 = 0o120_000;
const SUBMODULE: u32 = 0o160_000;
/// The bit of an entry's flags that `git update-index --assume-unchanged` sets.
const ASSUMED_UNCHANGED: u16 = 0x8000;

/// What git records of bytes as they are, without any filter.
pub(super) fn of_bytes(kind: EntryKind, bytes: &[u8]) -> Result<Option<Recorded>> {
    let mode = match kind {
        EntryKind::File => mode_of_file(false),
        EntryKind::Link => LINK,
        EntryKind::Submodule => SUBMODULE,
        EntryKind::Conflict | EntryKind::Special => return Ok(None),
    };
    let id = Oid::hash_object(ObjectType::Blob, bytes).map_err(|error| {
        Error::new("the bytes of a file cannot be hashed").help("free memory, and run it again").cause(error)
    })?;
    Ok(Some(blobs::recorded(Named { id, mode })))
}

/// Answers for the files of one work tree.
pub(super) struct Recorder {
    repository: Repository,
    top: PathBuf,
    index: git2::Index,
    /// When the index was written; an entry of the same moment may have been touched unseen.
    written: Option<IndexTime>,
    trusts_modes: bool,
    trusts_change_times: bool,
}

impl Recorder {
    pub(super) fn new(repository: &Repository, top: &Path, index: git2::Index) -> Self {
        let is_on = |key: &str| {
            let configured = repository.native().config().and_then(|config| config.get_bool(key));
            configured.unwrap_or(true)
        };
        let written = index.path().and_then(|file| fs::metadata(file).ok());
        Recorder {
            repository: repository.clone(),
            top: top.to_path_buf(),
            written: written.as_ref().and_then(stat::modified),
            index,
            trusts_modes: is_on("core.fileMode"),
            trusts_change_times: is_on("core.trustctime"),
        }
    }

    /// What git would record of a path that is on disk.
    pub(super) fn recorded(&self, path: &RepoPath, kind: EntryKind) -> Result<Option<Recorded>> {
        let place = disk::on_disk(&self.top, path)?;
        let relative = place.strip_prefix(&self.top).expect("the place was made from the top");
        let tracked = self.index.get_path(relative, 0);
        match kind {
            EntryKind::Link => of_bytes(kind, &disk::read(&self.top, path)?),
            EntryKind::Submodule => Ok(submodule(&place, tracked.as_ref())),
            EntryKind::File => self.file(path, &place, relative, tracked.as_ref()),
            EntryKind::Conflict | EntryKind::Special => Ok(None),
        }
    }

    fn file(
        &self,
        path: &RepoPath,
        place: &Path,
        relative: &Path,
        tracked: Option<&IndexEntry>,
    ) -> Result<Option<Recorded>> {
        let unreadable = |error| {
            Error::new(format!("`{path}` cannot be looked at"))
                .help("check that you may read the file")
                .cause(error)
        };
        let found = fs::symlink_metadata(place).map_err(unreadable)?;
        let mode = self.mode(&found, tracked);
        if let Some(entry) = tracked.filter(|entry| self.is_untouched(entry, &found, mode)) {
            return Ok(Some(blobs::recorded(Named { id: entry.id, mode: entry.mode })));
        }
        if mode == LINK {
            return of_bytes(EntryKind::Link, &disk::read(&self.top, path)?);
        }
        let id = match self.needs_program(relative) {
            true => self.ask_git(path),
            false => self.hash(path, mode)?,
        };
        Ok(id.map(|id| blobs::recorded(Named { id, mode })))
    }

    /// Where the file system keeps no links or no executable bit, git keeps what the index says.
    fn mode(&self, found: &Metadata, tracked: Option<&IndexEntry>) -> u32 {
        let before = tracked.map(|entry| entry.mode);
        match before.and_then(kind_of_mode) {
            Some(EntryKind::Link) if !self.has_links() => LINK,
            Some(EntryKind::File) if !self.trusts_modes => before.unwrap_or_default(),
            _ => mode_of_file(self.trusts_modes && stat::is_executable(found)),
        }
    }

    fn has_links(&self) -> bool {
        let configured =
            self.repository.native().config().and_then(|config| config.get_bool("core.symlinks"));
        configured.unwrap_or(true)
    }

    /// Has the file stood still since the index was written, as far as its times, size and place tell?
    fn is_untouched(&self, entry: &IndexEntry, found: &Metadata, mode: u32) -> bool {
        let same_mode = blobs::recorded(Named { id: entry.id, mode: entry.mode }).mode
            == blobs::recorded(Named { id: entry.id, mode }).mode;
        let key = |time: &IndexTime| (time.seconds(), time.nanoseconds());
        let is_older = self.written.as_ref().is_some_and(|written| key(&entry.mtime) < key(written));
        let is_same = || is_older && stat::is_same(entry, found, self.trusts_change_times);
        same_mode && (entry.flags & ASSUMED_UNCHANGED != 0 || is_same())
    }

    /// libgit2 converts line ends and keywords itself; other filters are programs that only git starts.
    fn needs_program(&self, relative: &Path) -> bool {
        let attribute = |name: &str| {
            let found =
                self.repository.native().get_attr_bytes(relative, name, AttrCheckFlags::FILE_THEN_INDEX);
            match AttrValue::from_bytes(found.ok().flatten()) {
                AttrValue::String(value) => Some(value.to_owned()),
                AttrValue::Bytes(value) => Some(String::from_utf8_lossy(value).into_owned()),
                _ => None,
            }
        };
        let is_driven = |driver: String| {
            let has = |what: &str| self.repository.config_text(&format!("filter.{driver}.{what}")).is_some();
            has("clean") || has("process")
        };
        attribute("filter").is_some_and(is_driven) || attribute("working-tree-encoding").is_some()
    }

    /// The git program's own answer; `None` where it has none.
    fn ask_git(&self, path: &RepoPath) -> Option<Oid> {
        let place = disk::on_disk(Path::new(""), path).ok()?;
        let mut command = Command::new("git");
        command.current_dir(&self.top).args(["hash-object", "--"]).arg(place);
        command.env("GIT_DIR", self.repository.git_folder()).env("GIT_WORK_TREE", &self.top);
        if let Some(file) = self.index.path() {
            command.env("GIT_INDEX_FILE", file);
        }
        let output = command.output().ok().filter(|output| output.status.success())?;
        Oid::from_str(std::str::from_utf8(&output.stdout).ok()?.trim()).ok()
    }

    /// libgit2 has no call that hashes a filtered file and writes nothing, but it does so when it compares the
    /// file with an index entry that says next to nothing of it.
    fn hash(&self, path: &RepoPath, mode: u32) -> Result<Option<Oid>> {
        let unhashed = |error| {
            Error::new(format!("`{path}` cannot be hashed"))
                .help("check that you may read the file")
                .cause(error)
        };
        let mut index = git2::Index::new().map_err(unhashed)?;
        index.add(&blank(path, mode)).map_err(unhashed)?;
        let mut options = DiffOptions::new();
        options.pathspec(path.as_bstr().to_vec()).disable_pathspec_match(true);
        options.include_typechange(true).skip_binary_check(true).update_index(false);
        let native = self.repository.native();
        let found = native.diff_index_to_workdir(Some(&index), Some(&mut options)).map_err(unhashed)?;
        let id = found.deltas().next().map(|delta| delta.new_file().id());
        Ok(id.filter(|id| !id.is_zero()))
    }
}

/// An entry that no file is equal to, so that libgit2 has to look into the file.
fn blank(path: &RepoPath, mode: u32) -> IndexEntry {
    let never = IndexTime::new(0, 0);
    IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: Oid::from_bytes(&[0xff; 20]).expect("an id has 20 bytes"),
        flags: 0,
        flags_extended: 0,
        path: path.as_bstr().to_vec(),
    }
}

/// The commit that is checked out there, else the one that is recorded already.
fn submodule(place: &Path, tracked: Option<&IndexEntry>) -> Option<Recorded> {
    let none: [&Path; 0] = [];
    let exact = git2::RepositoryOpenFlags::NO_SEARCH;
    let inside = git2::Repository::open_ext(place, exact, none).ok();
    let checked_out = inside.and_then(|inside| inside.head().ok()?.peel_to_commit().ok().map(|one| one.id()));
    let id = checked_out.or(tracked.map(|entry| entry.id))?;
    Some(blobs::recorded(Named { id, mode: SUBMODULE }))
}

#[cfg(unix)]
mod stat {
    use std::fs::Metadata;
    use std::os::unix::fs::MetadataExt;

    use git2::{IndexEntry, IndexTime};

    pub(super) fn is_executable(found: &Metadata) -> bool {
        found.mode() & 0o100 != 0
    }

    pub(super) fn modified(found: &Metadata) -> Option<IndexTime> {
        Some(time(found.mtime(), found.mtime_nsec()))
    }

    pub(super) fn is_same(entry: &IndexEntry, found: &Metadata, trusts_change_times: bool) -> bool {
        let equal = |one: &IndexTime, other: IndexTime| {
            (one.seconds(), one.nanoseconds()) == (other.seconds(), other.nanoseconds())
        };
        let changed = || equal(&entry.ctime, time(found.ctime(), found.ctime_nsec()));
        // An index keeps the lower 32 bits of each number.
        entry.file_size == found.size() as u32
            && equal(&entry.mtime, time(found.mtime(), found.mtime_nsec()))
            && entry.ino == found.ino() as u32
            && (!trusts_change_times || changed())
    }

    fn time(seconds: i64, nanoseconds: i64) -> IndexTime {
        IndexTime::new(seconds as i32, nanoseconds as u32)
    }
}

/// Elsewhere the times of an index are not told the same way, so that every file is hashed.
#[cfg(not(unix))]
mod stat {
    use std::fs::Metadata;

    use git2::{IndexEntry, IndexTime};

    pub(super) fn is_executable(_: &Metadata) -> bool {
        false
    }

    pub(super) fn modified(_: &Metadata) -> Option<IndexTime> {
        None
    }

    pub(super) fn is_same(_: &IndexEntry, _: &Metadata, _: bool) -> bool {
        false
    }
}
