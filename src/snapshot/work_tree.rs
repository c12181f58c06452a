//! The files on disk as git would see them: tracked ones, and untracked ones that it does not ignore.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use hashbrown::HashMap;

use super::blobs::{self, Named, kind_of_mode};
use super::indexed::{Index, Indexed};
use super::record::Recorder;
use super::{
    Entry, EntryKind, MOST_PATHS, ObjectFormat, Readers, Recorded, Repository, Snapshot, disk, readable,
    too_many,
};
use crate::error::{Error, Result};
use crate::limits;
use crate::order;
use crate::path::RepoPath;

/// No system opens a path of more bytes, whatever an index says.
const LONGEST: usize = 1 << 15;

/// The work tree of a repository. What a sparse checkout leaves out is read from git, as it is not deleted.
pub struct WorkTreeSnapshot {
    repository: Repository,
    top: PathBuf,
    entries: Vec<Entry>,
    /// The blobs of paths that a sparse checkout leaves out.
    left_out: HashMap<RepoPath, Named>,
    recorder: Recorder,
    attributes: Attributes,
}

impl WorkTreeSnapshot {
    /// Looks at the disk and the index; hashes and writes nothing.
    ///
    /// # Errors
    /// A bare repository, an index or a folder that cannot be read.
    pub fn open(repository: &Repository) -> Result<Self> {
        let top = repository.top().ok_or_else(|| {
            Error::new("a bare repository has no work tree")
                .help("name a revision instead, such as `--rev HEAD`")
        })?;
        let (repository, index) = repository.index()?;
        let mut kinds = order::map(untracked(&repository, top, &index)?);
        let mut folders = Folders { top: top.to_path_buf(), known: HashMap::new() };
        let mut left_out = HashMap::new();
        for entry in index.iter() {
            if kinds.contains_key(entry.path) {
                continue;
            }
            match folders.tracked(entry)? {
                Some(kind) => drop(kinds.insert(entry.path.clone(), kind)),
                None if entry.is_left_out() => {
                    if let Some(kind) = kind_of_mode(entry.named().mode) {
                        left_out.insert(entry.path.clone(), entry.named());
                        kinds.insert(entry.path.clone(), kind);
                    }
                }
                None => {}
            }
        }
        let entries: Vec<_> = kinds.into_iter().map(|(path, kind)| Entry::new(path, kind)).collect();
        if entries.len() > MOST_PATHS {
            return Err(too_many("the work tree"));
        }
        let top = top.to_path_buf();
        let recorder = Recorder::new(&repository, &top, index);
        Ok(WorkTreeSnapshot {
            repository,
            top,
            entries,
            left_out,
            recorder,
            attributes: Attributes::default(),
        })
    }
}

/// The files that are not tracked, and perhaps others. libgit2 holds each file against what is ignored, git those alone
/// that are not tracked, which is worth a process where a `.gitignore` is long.
fn untracked(repository: &Repository, top: &Path, index: &Index) -> Result<Vec<(RepoPath, EntryKind)>> {
    let first = RepoPath::from(".gitignore");
    let ignores = index.named_so(".gitignore").map(|entry| entry.path).filter(|path| **path != first);
    let bytes: u64 = std::iter::once(&first).chain(ignores).filter_map(|path| disk::size(top, path)).sum();
    if bytes > limits::IGNORES.most as u64
        && let Ok(by_git) = repository.with_git_program()
    {
        return by_git.source().untracked();
    }
    repository.source().untracked()
}

/// What it has cost to look up attributes: each path is held against every line of `.gitattributes`.
#[derive(Default)]
struct Attributes {
    /// The bytes of all these files.
    size: OnceLock<u64>,
    read: AtomicU64,
}

impl Attributes {
    /// May the attributes of one more path be looked up? It counts as done.
    fn may_look(&self, top: &Path, entries: &[Entry]) -> bool {
        let files = || entries.iter().filter(|entry| entry.is_named(".gitattributes"));
        let size = *self.size.get_or_init(|| files().filter_map(|entry| disk::size(top, &entry.path)).sum());
        self.read.fetch_add(size, Relaxed) < limits::ATTRIBUTES.most as u64
    }
}

/// The folders on the way to tracked files that git ignores or that are gone.
struct Folders {
    top: PathBuf,
    known: HashMap<RepoPath, bool>,
}

impl Folders {
    /// What stands on disk at a tracked path; `None` where nothing of it is there any more.
    fn tracked(&mut self, entry: Indexed<'_>) -> Result<Option<EntryKind>> {
        if entry.path.as_bstr().len() > LONGEST || !self.is_real(&entry.path.folder())? {
            return Ok(None);
        }
        let submodule = kind_of_mode(entry.named().mode) == Some(EntryKind::Submodule);
        Ok(self.look(entry.path)?.and_then(|found| match disk::kind_of_file(found) {
            None => submodule.then_some(EntryKind::Submodule),
            kind => kind,
        }))
    }

    /// Is this a folder without a link on the way? Behind a link git sees nothing that is tracked.
    fn is_real(&mut self, folder: &RepoPath) -> Result<bool> {
        let mut unknown = Vec::new();
        let mut above = folder.clone();
        let mut real = loop {
            match self.known.get(&above) {
                _ if above.as_bstr().is_empty() => break true,
                Some(known) => break *known,
                None => {}
            }
            let next = above.folder();
            unknown.push(std::mem::replace(&mut above, next));
        };
        for one in unknown.into_iter().rev() {
            real = real && self.look(&one)?.is_some_and(|found| found.is_dir());
            self.known.insert(one, real);
        }
        Ok(real)
    }

    fn look(&self, path: &RepoPath) -> Result<Option<fs::FileType>> {
        match fs::symlink_metadata(disk::on_disk(&self.top, path)?) {
            Ok(found) => Ok(Some(found.file_type())),
            // What the system has no room for to name cannot be there either.
            Err(error) if is_nothing(error.kind()) => Ok(None),
            Err(error) => Err(Error::new(format!("`{path}` cannot be looked at"))
                .help("check that you may read the folder it is in")
                .cause(error)),
        }
    }
}

fn is_nothing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

impl Snapshot for WorkTreeSnapshot {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, path: &RepoPath) -> Result<Vec<u8>> {
        readable(&self.entries, path, &self.name())?;
        match self.left_out.get(path) {
            Some(named) => self.repository.source().blob(named.id, path),
            None => disk::read(&self.top, path),
        }
    }

    fn readers(&self) -> Readers<'_> {
        let (entries, top, left_out) = (&self.entries, &self.top, &self.left_out);
        let read = |path: &RepoPath| {
            readable(entries, path, "").ok().filter(|_| !left_out.contains_key(path))?;
            disk::read(top, path).ok()
        };
        Box::new(move || Box::new(read))
    }

    fn name(&self) -> String {
        "the work tree".to_owned()
    }

    fn is_git(&self) -> bool {
        true
    }

    fn recorded(&self, path: &RepoPath) -> Result<Option<Recorded>> {
        if let Some(named) = self.left_out.get(path) {
            return Ok(Some(blobs::recorded(*named)));
        }
        match self.entries.binary_search_by(|entry| entry.path.cmp(path)) {
            Ok(at) => self.recorder.recorded(path, self.entries[at].kind),
            Err(_) => Ok(None),
        }
    }

    fn object_format(&self) -> ObjectFormat {
        self.repository.source().object_format()
    }

    fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        let is_stored_as_it_is = !self.left_out.contains_key(path)
            && self.attributes.may_look(&self.top, &self.entries)
            && self.repository.source().attribute(path, "filter").is_none();
        is_stored_as_it_is.then(|| disk::size(&self.top, path)).flatten()
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        self.repository.source().ignores(path)
    }
}
