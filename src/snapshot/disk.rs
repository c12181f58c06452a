//! Files on disk: what stands at a path without following links, and bounded reading.

use std::fs::{self, File, FileType};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use bstr::ByteSlice;

use super::{EntryKind, LARGEST_FILE, too_large};
use crate::error::{Error, Result};
use crate::path::RepoPath;

/// What a file on disk is; a folder is `None`.
pub(super) fn kind_of_file(found: FileType) -> Option<EntryKind> {
    if found.is_dir() {
        None
    } else if found.is_symlink() {
        Some(EntryKind::Link)
    } else if found.is_file() {
        Some(EntryKind::File)
    } else {
        Some(EntryKind::Special)
    }
}

/// The bytes of a regular file, or the target of a link. The kind is looked at again, so that a file which
/// has become a pipe since the snapshot was taken cannot block the reader.
pub(super) fn read(top: &Path, path: &RepoPath) -> Result<Vec<u8>> {
    let place = on_disk(top, path)?;
    let unreadable = |error| {
        Error::new(format!("`{path}` cannot be read")).help("check that you may read the file").cause(error)
    };
    let found = fs::symlink_metadata(&place).map_err(unreadable)?;
    match kind_of_file(found.file_type()) {
        Some(EntryKind::Link) => Ok(bytes_of(&fs::read_link(&place).map_err(unreadable)?)),
        Some(EntryKind::File) if found.len() > LARGEST_FILE => Err(too_large(path)),
        Some(EntryKind::File) => {
            let mut bytes = Vec::new();
            let file = File::open(&place).map_err(unreadable)?;
            file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
            if bytes.len() as u64 > LARGEST_FILE { Err(too_large(path)) } else { Ok(bytes) }
        }
        _ => {
            Err(Error::new(format!("`{path}` is not a regular file")).help("put a regular file in its place"))
        }
    }
}

/// The size of a regular file.
pub(super) fn size(top: &Path, path: &RepoPath) -> Option<u64> {
    let found = fs::symlink_metadata(on_disk(top, path).ok()?).ok()?;
    found.is_file().then_some(found.len())
}

/// Where a path of the repository is on disk. An error where this system cannot spell it.
pub(super) fn on_disk(top: &Path, path: &RepoPath) -> Result<PathBuf> {
    let relative = path.as_bstr().to_path().map_err(|error| {
        Error::new(format!("this system has no file name for `{path}`"))
            .help("rename the file to valid UTF-8")
            .cause(error)
    })?;
    Ok(top.join(relative))
}

/// The parts of a relative path as git spells them.
pub(super) fn repo_path(relative: &Path) -> RepoPath {
    let parts = relative.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.as_encoded_bytes()),
        _ => None,
    });
    RepoPath::new(bstr::join("/", parts))
}

/// What a path means that was written while standing in `folder`, seen from `top`. The file need not exist. A
/// link inside `top` stands for itself; a link above `top` is followed, as the work tree may be reached
/// through one. `None` outside of `top`.
pub(super) fn inside(top: &Path, folder: &Path, written: &Path) -> Option<RepoPath> {
    let whole = without_dots(&folder.join(written));
    if let Ok(rest) = whole.strip_prefix(top) {
        return Some(repo_path(rest));
    }
    let above =
        whole.ancestors().filter(|above| fs::canonicalize(above).is_ok_and(|real| real == top)).last()?;
    whole.strip_prefix(above).ok().map(repo_path)
}

fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            other => clean.push(other),
        }
    }
    clean
}

fn bytes_of(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}
