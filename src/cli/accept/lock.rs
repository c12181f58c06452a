//! Keeps two runs from writing one sign-off file at the same time.

use std::fs;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::cli::accept::append::unwritable;
use crate::error::{Error, Result};
use crate::path::RepoPath;

/// How often and how long somebody who wants to write waits for another, who needs a moment.
const TRIES: usize = 100;
const WAIT: Duration = Duration::from_millis(20);

/// A file beside the one that is written, locked: nobody else writes meanwhile. A run that is killed leaves the file
/// behind, but no lock on it.
pub(super) struct Lock {
    place: PathBuf,
    _file: File,
}

impl Lock {
    /// Waits a little while for others.
    ///
    /// # Errors
    /// Somebody else does not end, or the folder cannot be written to.
    pub(super) fn take(place: &Path, path: &RepoPath) -> Result<Self> {
        let mut name = place.file_name().map(ToOwned::to_owned).unwrap_or_default();
        name.push(".lock");
        let place = place.with_file_name(name);
        for _ in 0..TRIES {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&place);
            let file = file.map_err(|cause| unwritable(path, cause))?;
            match file.try_lock() {
                Ok(()) if is_there(&file, &place) => return Ok(Lock { place, _file: file }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => thread::sleep(WAIT),
                Err(TryLockError::Error(cause)) => return Err(unwritable(path, cause)),
            }
        }
        Err(Error::new(format!("somebody else is writing `{path}`"))
            .help("run the command again once that is done"))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Where it stays, it is in nobody's way.
        drop(fs::remove_file(&self.place));
    }
}

/// Is the file still the one at its place? Who had the lock before removes it, and another may have made a new one.
#[cfg(unix)]
fn is_there(file: &File, place: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let which = |found: fs::Metadata| (found.dev(), found.ino());
    file.metadata().ok().map(which) == fs::metadata(place).ok().map(which)
}

#[cfg(not(unix))]
fn is_there(_: &File, place: &Path) -> bool {
    place.exists()
}
