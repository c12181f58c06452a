//! Writes a file whole or not at all: a draft beside it first, then one rename.

use std::fs;
use std::fs::{File, OpenOptions};
use std::io;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::error::{Error, Result};
use crate::escape::visible;

/// The most drafts in one folder that runs of the same number may have left behind when they were killed.
const MOST_DRAFTS: usize = 1_000;

/// Writes a file in one step, with its folders. A file that is there keeps its mode; a link is followed.
///
/// # Errors
/// A folder or file that cannot be written; then nothing has changed.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    Draft::of(path, bytes)?.publish()
}

/// Writes a file in one step where nothing is yet: `false` where something is, which stays as it is.
///
/// # Errors
/// A file that cannot be written, or a folder that is not there; then nothing has changed.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<bool> {
    let draft = Draft::beside(path, bytes, Folders::default()).map_err(|cause| failed(path, cause))?;
    match fs::hard_link(&draft.place, path) {
        Ok(()) => Ok(true),
        Err(_) if fs::symlink_metadata(path).is_ok() => Ok(false),
        // Where a file system gives no file a second name, whoever comes at the same moment may be overwritten.
        Err(_) => draft.publish().map(|()| true),
    }
}

/// What is to take the place of a file. Until it does, it stands beside that, and it goes when it is dropped.
#[derive(Debug)]
pub struct Draft {
    place: PathBuf,
    target: PathBuf,
    _folders: Folders,
}

impl Draft {
    /// The new bytes of a file, in its folder, which is made if need be. A file that is there gives it its mode; a
    /// link is followed.
    ///
    /// # Errors
    /// A folder or file that cannot be written; then nothing has changed.
    pub fn of(path: &Path, bytes: &[u8]) -> Result<Self> {
        let draft = || {
            let target = match fs::symlink_metadata(path) {
                Ok(found) if found.is_symlink() => fs::canonicalize(path)?,
                _ => path.to_path_buf(),
            };
            let folders = Folders::make(&target)?;
            let draft = Draft::beside(&target, bytes, folders)?;
            let found = fs::metadata(&target);
            found.map_or(Ok(()), |found| fs::set_permissions(&draft.place, found.permissions()))?;
            Ok(draft)
        };
        draft().map_err(|cause| failed(path, cause))
    }

    /// A program: whoever may read the file may run it. What is there goes, be it a link.
    ///
    /// # Errors
    /// A file that cannot be written, or a folder that is not there; then nothing has changed.
    pub fn executable(path: &Path, bytes: &[u8]) -> Result<Self> {
        let draft = Draft::beside(path, bytes, Folders::default());
        let draft = draft.and_then(|draft| make_executable(&draft.place).map(|()| draft));
        draft.map_err(|cause| failed(path, cause))
    }

    /// Where it stands.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Puts it in the place of the file.
    ///
    /// # Errors
    /// The folder cannot be written to any more; then nothing has changed.
    pub fn publish(self) -> Result<()> {
        fs::rename(&self.place, &self.target).map_err(|cause| failed(&self.target, cause))
    }

    /// These bytes under a name that is nobody else's, in a folder that is there.
    fn beside(target: &Path, bytes: &[u8], folders: Folders) -> io::Result<Self> {
        let (place, mut file) = unused(target)?;
        let draft = Draft { place, target: target.to_path_buf(), _folders: folders };
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(draft)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Once it was published there is nothing left to remove.
        drop(fs::remove_file(&self.place));
    }
}

/// A new file beside another. A run that was killed may have left one behind, and numbers of processes come again.
fn unused(target: &Path) -> io::Result<(PathBuf, File)> {
    for number in 0..MOST_DRAFTS {
        let place = target.with_file_name(format!(".planlint-{}-{number}", process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&place) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (place, file)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Folders that were made for a file, innermost first. They go again when they are dropped, as far as they are empty.
#[derive(Debug, Default)]
pub struct Folders(Vec<PathBuf>);

impl Folders {
    /// Makes those that a file lacks.
    ///
    /// # Errors
    /// One of them cannot be made; then none was.
    pub fn make(target: &Path) -> io::Result<Self> {
        let folders = target.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        let missing = folders.take_while(|folder| !folder.exists()).map(Path::to_path_buf);
        let folders = Folders(missing.collect());
        folders.0.first().map_or(Ok(()), fs::create_dir_all)?;
        Ok(folders)
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        self.0.iter().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}

fn failed(path: &Path, cause: io::Error) -> Error {
    Error::new(format!("`{}` cannot be written", visible(&path.display().to_string())))
        .help("check that you may write to its folder, and that the disk has room")
        .cause(cause)
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    fs::set_permissions(path, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}
