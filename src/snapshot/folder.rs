//! The files of a folder on disk that belongs to no repository.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Entry, MOST_PATHS, Readers, Recorded, Snapshot, disk, readable, too_many};
use crate::error::{Error, Result};
use crate::escape::shell_word;
use crate::order;
use crate::path::RepoPath;

/// Every file below a folder as it is on disk, without `.git`; links are not followed.
pub struct FolderSnapshot {
    top: PathBuf,
    entries: Vec<Entry>,
}

impl FolderSnapshot {
    /// Walks the folder.
    ///
    /// # Errors
    /// A folder that cannot be listed, or more files than [`MOST_PATHS`].
    pub fn open(folder: &Path) -> Result<Self> {
        let top = fs::canonicalize(folder).map_err(|error| unlisted(folder, error))?;
        let mut entries = Vec::new();
        let mut waiting = vec![top.clone()];
        while let Some(folder) = waiting.pop() {
            for found in fs::read_dir(&folder).map_err(|error| unlisted(&folder, error))? {
                let found = found.map_err(|error| unlisted(&folder, error))?;
                if found.file_name() == ".git" {
                    continue;
                }
                let place = found.path();
                let relative = place.strip_prefix(&top).expect("the walk starts at the top");
                let kind = found.file_type().map_err(|error| unlisted(&place, error))?;
                match disk::kind_of_file(kind) {
                    Some(kind) => entries.push(Entry::new(disk::repo_path(relative), kind)),
                    None => waiting.push(place),
                }
                if entries.len() + waiting.len() > MOST_PATHS {
                    return Err(too_many(&format!("the folder `{}`", shown(&top))));
                }
            }
        }
        order::ascending(&mut entries);
        Ok(FolderSnapshot { top, entries })
    }

    /// What a path of the command line means, seen from the folder. The file need not exist.
    ///
    /// # Errors
    /// A path outside of the folder.
    pub fn relative(&self, written: &Path) -> Result<RepoPath> {
        let here = std::env::current_dir().unwrap_or_else(|_| self.top.clone());
        disk::inside(&self.top, &here, written).ok_or_else(|| {
            Error::new(format!("`{}` is outside of the folder `{}`", shown(written), shown(&self.top)))
                .help("name a path inside the folder")
        })
    }
}

impl Snapshot for FolderSnapshot {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, path: &RepoPath) -> Result<Vec<u8>> {
        readable(&self.entries, path, &self.name())?;
        disk::read(&self.top, path)
    }

    fn readers(&self) -> Readers<'_> {
        let read =
            |path: &RepoPath| readable(&self.entries, path, "").and_then(|_| disk::read(&self.top, path));
        Box::new(move || Box::new(move |path| read(path).ok()))
    }

    fn name(&self) -> String {
        format!("the folder `{}`", shown(&self.top))
    }

    fn is_git(&self) -> bool {
        false
    }

    fn recorded(&self, _: &RepoPath) -> Result<Option<Recorded>> {
        Ok(None)
    }

    fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        disk::size(&self.top, path)
    }

    fn ignores(&self, _: &RepoPath) -> bool {
        false
    }
}

fn unlisted(folder: &Path, error: std::io::Error) -> Error {
    Error::new(format!("the folder `{}` cannot be listed", shown(folder)))
        .help(format!(
            "let yourself read it with `chmod u+rx {}`, or run planlint in a folder that does not hold it",
            shell_word(&shown(folder))
        ))
        .cause(error)
}

fn shown(path: &Path) -> String {
    crate::escape::visible(&path.to_string_lossy()).into_owned()
}
