//! The hook that was there before ours: where it is kept, and how it goes there and back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::install::{is_there, shown};
use crate::error::{Error, Result};
use crate::write::Draft;

/// Where the hook is kept that was there before.
pub(super) fn before(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".before-planlint");
    path.with_file_name(name)
}

/// Writes a hook in the place of the one that is there, which is kept beside it. At no moment is there none.
pub(super) fn chain(path: &Path, draft: Draft) -> Result<()> {
    keep(path).map_err(|error| {
        Error::new(format!("the hook `{}` cannot be kept as `{}`", shown(path), shown(&before(path))))
            .help("check that you may write to its folder, and that nobody else does so just now")
            .cause(error)
    })?;
    draft.publish().inspect_err(|_| drop(put_back(path)))
}

/// Gives a hook its second name. Where a file system knows no such thing, it has to move.
fn keep(path: &Path) -> io::Result<()> {
    match fs::hard_link(path, before(path)) {
        Err(_) if is_kept(path) => Ok(()),
        Err(error) if is_there(&before(path)) => Err(error),
        Err(_) => fs::rename(path, before(path)),
        Ok(()) => Ok(()),
    }
}

/// Gives a hook that is kept beside its place that place again.
pub(super) fn put_back(path: &Path) -> io::Result<()> {
    // To rename a file to its own second name does nothing.
    if is_kept(path) { fs::remove_file(before(path)) } else { fs::rename(before(path), path) }
}

/// Is what is kept still in its place as well, as a run leaves it that was killed?
#[cfg(unix)]
pub(super) fn is_kept(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let which = |path: &Path| fs::symlink_metadata(path).ok().map(|found| (found.dev(), found.ino()));
    which(path).is_some_and(|file| which(&before(path)) == Some(file))
}

#[cfg(not(unix))]
pub(super) fn is_kept(_: &Path) -> bool {
    false
}
