//! Writes a file whole or not at all: a draft beside it first, then one rename.

use std::fs;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::escape::visible;

/// Writes a file in one step, with its folders. A file that is there keeps its mode; a link is followed.
///
/// # Errors
/// A folder or file that cannot be written; then nothing has changed.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    write_as(path, bytes, false)
}

/// Does the same for a program: whoever may read the file may run it then.
///
/// # Errors
/// The same.
pub fn write_executable(path: &Path, bytes: &[u8]) -> Result<()> {
    write_as(path, bytes, true)
}

fn write_as(path: &Path, bytes: &[u8], executable: bool) -> Result<()> {
    let failed = |cause: io::Error| {
        Error::new(format!("`{}` cannot be written", visible(&path.display().to_string())))
            .help("check that you may write to its folder, and that the disk has room")
            .cause(cause)
    };
    let target = match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => fs::canonicalize(path).map_err(failed)?,
        _ => path.to_path_buf(),
    };
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let draft = draft(&target);
    put(&draft, &target, bytes, executable).map_err(|cause| {
        // Whatever there is of the draft is ours, and the failure that counts is the first.
        drop(fs::remove_file(&draft));
        failed(cause)
    })
}

fn put(draft: &Path, target: &Path, bytes: &[u8], executable: bool) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(draft)?;
    file.write_all(bytes)?;
    if let Ok(found) = fs::metadata(target) {
        file.set_permissions(found.permissions())?;
    }
    if executable {
        make_executable(&file)?;
    }
    file.sync_all()?;
    drop(file);
    fs::rename(draft, target)
}

#[cfg(unix)]
fn make_executable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode();
    file.set_permissions(fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))
}

#[cfg(not(unix))]
fn make_executable(_: &fs::File) -> io::Result<()> {
    Ok(())
}

/// A name beside the file that no other run has.
fn draft(target: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".planlint-{}", std::process::id()));
    target.with_file_name(name)
}
