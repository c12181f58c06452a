//! Where git looks for hooks, and whether it looks at all.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use git2::{ConfigLevel, ErrorCode};

use super::{Repository, trouble};
use crate::error::{Error, Result};

/// A `core.hooksPath` that switches all hooks off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HooksOff {
    /// Its value: nothing, or a path that is no folder.
    pub value: String,
    /// The command that takes it away.
    pub undo: &'static str,
}

impl Repository {
    /// The folder that hooks belong in: `core.hooksPath`, or `hooks` in the folder that all work trees share,
    /// which counts again once hooks that are switched off are switched on.
    ///
    /// # Errors
    /// A `core.hooksPath` that cannot be read.
    pub fn hooks_folder(&self) -> Result<PathBuf> {
        let configured = self.hooks_path()?.filter(|path| !switches_off(path));
        Ok(configured.unwrap_or_else(|| self.common_folder().join("hooks")))
    }

    /// Does `core.hooksPath` switch all hooks off? Git takes an empty one for the root of the file system.
    ///
    /// # Errors
    /// A `core.hooksPath` that cannot be read.
    pub fn hooks_off(&self) -> Result<Option<HooksOff>> {
        if self.hooks_path()?.is_none_or(|path| !switches_off(&path)) {
            return Ok(None);
        }
        let config = self.native().config().map_err(unreadable)?;
        let entry = config.get_entry(KEY).map_err(unreadable)?;
        let undo = match entry.level() {
            ConfigLevel::Global | ConfigLevel::XDG => "git config --global --unset core.hooksPath",
            ConfigLevel::System | ConfigLevel::ProgramData => "git config --system --unset core.hooksPath",
            ConfigLevel::Worktree => "git config --worktree --unset core.hooksPath",
            _ => "git config --unset core.hooksPath",
        };
        Ok(Some(HooksOff { value: entry.value_bytes().to_str_lossy().into_owned(), undo }))
    }

    /// The configured folder; an empty one stays empty.
    fn hooks_path(&self) -> Result<Option<PathBuf>> {
        match self.native().config().and_then(|config| config.get_path(KEY)) {
            Ok(path) if path.as_os_str().is_empty() => Ok(Some(path)),
            Ok(path) => Ok(Some(self.top().unwrap_or(self.git_folder()).join(path))),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(unreadable(error)),
        }
    }
}

const KEY: &str = "core.hooksPath";

fn switches_off(path: &Path) -> bool {
    path.as_os_str().is_empty()
        || match fs::metadata(path) {
            Ok(found) => !found.is_dir(),
            Err(error) => error.kind() == ErrorKind::NotADirectory,
        }
}

fn unreadable(error: git2::Error) -> Error {
    Error::new("`core.hooksPath` cannot be read")
        .help("set it to a folder with `git config core.hooksPath FOLDER`")
        .cause(trouble::words(&error))
}
