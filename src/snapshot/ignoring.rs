//! Where rules stand that ignore paths. libgit2 looks for them anew in each folder above each path that it is asked about;
//! most folders have none, and a plan names a dozen paths that may not be there.

use std::cell::RefCell;
use std::env;
use std::fs;
use std::io;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use hashbrown::HashMap;

use super::disk;
use crate::error::Result;
use crate::path::RepoPath;

/// Which paths a rule could ignore.
pub(super) struct Ignoring {
    /// The top of the files on disk; `None` where a rule could be for any path, as one of the user's own is.
    top: Option<PathBuf>,
    /// The folders that were looked at.
    folders: RefCell<HashMap<RepoPath, Found>>,
}

/// What a folder is on disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// It is not there, and so nothing is below it.
    Nothing,
    /// It has no rules.
    Plain,
    /// It has rules, or who knows.
    Rules,
}

impl Found {
    fn at(place: Result<PathBuf>) -> Self {
        match place {
            Ok(place) if !is_there(&place) => Found::Nothing,
            Ok(place) if !is_there(&place.join(".gitignore")) => Found::Plain,
            _ => Found::Rules,
        }
    }
}

impl Ignoring {
    pub fn new(repository: &git2::Repository) -> Self {
        let is_set = repository.config().is_ok_and(|config| config.get_entry("core.excludesfile").is_ok());
        let own = repository.commondir().join("info/exclude");
        let top = repository.workdir().filter(|_| !is_set && !says_something(&own) && !has_own_rules());
        Ignoring { top: top.map(Path::to_owned), folders: RefCell::default() }
    }

    /// Could a rule ignore this path?
    pub fn may_ignore(&self, path: &RepoPath) -> bool {
        let Some(top) = &self.top else { return true };
        let folders: Vec<_> = path.folders().chain([RepoPath::default()]).collect();
        let mut known = self.folders.borrow_mut();
        let mut found = folders.into_iter().rev().map(|folder| {
            *known.entry(folder).or_insert_with_key(|folder| Found::at(disk::on_disk(top, folder)))
        });
        found.find(|found| *found != Found::Plain) == Some(Found::Rules)
    }
}

/// Has the user rules for all repositories, where no configuration says otherwise? Where the home is unknown, who knows.
fn has_own_rules() -> bool {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let homes = [folder("XDG_CONFIG_HOME"), folder("HOME").map(|home| home.join(".config"))];
    homes.iter().all(Option::is_none) || homes.iter().flatten().any(|home| is_there(&home.join("git/ignore")))
}

/// Has a file of rules any, comments aside?
fn says_something(file: &Path) -> bool {
    let is_rule = |line: &[u8]| !line.trim_ascii().is_empty() && !line.starts_with(b"#");
    fs::read(file).map_or_else(|error| is_odd(&error), |text| text.lines().any(is_rule))
}

fn is_there(file: &Path) -> bool {
    fs::symlink_metadata(file).map_or_else(|error| is_odd(&error), |_| true)
}

/// What cannot be looked at may be there.
fn is_odd(error: &io::Error) -> bool {
    !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
