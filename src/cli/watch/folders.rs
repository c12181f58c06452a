//! Which folders are watched: those that hold something which git does not ignore, each by itself, and the
//! repository's own for `HEAD` and the index. What is ignored, such as `target`, costs nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::cli::lint::Opened;
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::order;
use crate::path::RepoPath;
use crate::snapshot::Snapshot;

/// The most folders that are watched; an operating system has only so many watches.
const MOST_FOLDERS: usize = 5000;

/// What of git's own files tells that another commit is checked out, or that something was staged.
const TELLING: &[&str] = &["HEAD", "index", "MERGE_HEAD", "ORIG_HEAD"];

/// The folders that are watched.
pub(super) struct Folders {
    watcher: RecommendedWatcher,
    watched: BTreeSet<PathBuf>,
    top: PathBuf,
    git: Option<PathBuf>,
    snapshot: Option<std::rc::Rc<dyn Snapshot>>,
    /// There are more folders than can be watched.
    is_partial: bool,
}

impl Folders {
    /// None yet. `listener` is told what happens in them.
    pub(super) fn new(listener: impl notify::EventHandler) -> Result<Self> {
        let watcher = notify::recommended_watcher(listener).map_err(unwatchable)?;
        let (watched, top) = (BTreeSet::new(), PathBuf::new());
        Ok(Folders { watcher, watched, top, git: None, snapshot: None, is_partial: false })
    }

    /// Watches the folders of what was checked: first those of files that were read, then the others.
    pub(super) fn renew(&mut self, opened: &Opened, read: &[RepoPath]) -> Result<()> {
        self.top = opened.top()?;
        self.git = opened.repository.as_ref().map(|repository| repository.git_folder().to_path_buf());
        self.snapshot = Some(std::rc::Rc::clone(&opened.snapshot));
        let mut wanted: Vec<PathBuf> = vec![self.top.clone()];
        wanted.extend(self.git.clone());
        let mut known = order::set([RepoPath::default()]);
        let paths = read.iter().chain(opened.snapshot.entries().iter().map(|entry| &entry.path));
        for path in paths {
            let mut folder = path.folder();
            while known.insert(folder.clone()) {
                wanted.extend(folder.as_bstr().to_path().ok().map(|relative| self.top.join(relative)));
                folder = folder.folder();
            }
        }
        self.is_partial = wanted.len() > MOST_FOLDERS;
        wanted.truncate(MOST_FOLDERS);
        self.watch(wanted)
    }

    fn watch(&mut self, wanted: Vec<PathBuf>) -> Result<()> {
        let first = wanted.first().cloned();
        let kept = order::set(&wanted);
        let gone: Vec<PathBuf> = self.watched.iter().filter(|one| !kept.contains(one)).cloned().collect();
        for folder in gone {
            self.watched.remove(&folder);
            // A folder that is deleted is not watched any more anyway.
            let _ = self.watcher.unwatch(&folder);
        }
        for folder in wanted {
            if self.watched.contains(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.watched.insert(folder)),
                Err(error) if Some(&folder) == first.as_ref() => return Err(unwatchable(error)),
                Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
                    self.is_partial = true;
                    return Ok(());
                }
                // It went away meanwhile, or nobody may read it.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// What an event changes that may matter, in a few words; `None` where it does not.
    pub(super) fn changed(&mut self, event: &Event) -> Option<String> {
        if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
            // A folder of the same name that comes later is another one.
            self.watched.retain(|folder| !event.paths.iter().any(|path| folder.starts_with(path)));
        }
        if event.need_rescan() {
            return Some("many files changed".to_owned());
        }
        event.paths.iter().find_map(|path| self.matters(path))
    }

    fn matters(&self, path: &Path) -> Option<String> {
        if let Some(inside) = self.git.as_ref().and_then(|git| path.strip_prefix(git).ok()) {
            let is_telling =
                inside.as_os_str().is_empty() || TELLING.iter().any(|name| inside == Path::new(name));
            return is_telling.then(|| "the repository changed".to_owned());
        }
        let inside = path.strip_prefix(&self.top).ok()?;
        let relative = RepoPath::new(<[u8]>::from_path(inside)?.to_vec());
        let is_known = |snapshot: &dyn Snapshot| {
            let entries = snapshot.entries();
            entries.binary_search_by(|entry| entry.path.cmp(&relative)).is_ok()
        };
        let is_idle = |snapshot: &dyn Snapshot| !is_known(snapshot) && snapshot.ignores(&relative);
        if !relative.as_bstr().is_empty() && self.snapshot.as_deref().is_some_and(is_idle) {
            return None;
        }
        Some(format!("`{}` changed", visible(&inside.to_string_lossy())))
    }

    /// How much is watched.
    pub(super) fn told(&self) -> String {
        let count = self.watched.len();
        let folders = if count == 1 { "folder" } else { "folders" };
        let rest = match self.is_partial {
            true => {
                "; there are more than the system can watch, so those that the plan does not name are left out"
            }
            false => "",
        };
        format!("watching {count} {folders}{rest}; press Ctrl-C to stop\n")
    }
}

fn unwatchable(cause: notify::Error) -> Error {
    Error::new("the system does not let this folder be watched")
        .help("run `planlint lint` instead, or raise the limit with `sudo sysctl fs.inotify.max_user_watches=524288`")
        .cause(cause)
}
