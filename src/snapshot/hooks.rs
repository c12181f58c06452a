//! Where git looks for hooks, and whether it looks at all.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;

use super::Repository;
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
        let scoped = self.git().ask(&["config", "-z", "--show-scope", "--get", KEY]).unwrap_or_default();
        let (scope, value) = scoped.split_once_str("\0").unwrap_or_default();
        let undo = match scope {
            b"global" => "git config --global --unset core.hooksPath",
            b"system" => "git config --system --unset core.hooksPath",
            b"worktree" => "git config --worktree --unset core.hooksPath",
            _ => "git config --unset core.hooksPath",
        };
        let value = value.strip_suffix(b"\0").unwrap_or(value).to_str_lossy().into_owned();
        Ok(Some(HooksOff { value, undo }))
    }

    /// The configured folder; an empty one stays empty.
    fn hooks_path(&self) -> Result<Option<PathBuf>> {
        if self.source().config_text(KEY).is_none() {
            return Ok(None);
        }
        let path = self.git().answer(&["config", "-z", "--path", "--get", KEY], b"").map_err(unreadable)?;
        let path = path.strip_suffix(b"\0").unwrap_or(&path).to_path().map_err(unreadable)?;
        match path.as_os_str().is_empty() {
            true => Ok(Some(PathBuf::new())),
            false => Ok(Some(self.top().unwrap_or(self.git_folder()).join(path))),
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

fn unreadable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new("`core.hooksPath` cannot be read")
        .help("set it to a folder with `git config core.hooksPath FOLDER`")
        .cause(cause)
}
