//! The id of what a pattern of a manifest matches: the same for the same content, wherever it is looked at.

use std::fmt::Write as _;

use bstr::ByteSlice;
use sha2::{Digest as _, Sha256};

use crate::error::Result;
use crate::glob::{Globs, is_glob};
use crate::model::Paths;
use crate::order;
use crate::path::RepoPath;
use crate::snapshot::{Entry, EntryKind, Snapshot};

/// What stands at a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Digest {
    /// Something, with this id.
    Of(String),
    /// No file at all.
    Nothing,
    /// That cannot be told: a merge conflict, a path out of the repository, a filter that does not run.
    Unknown,
}

/// Files whose changes do not count.
#[derive(Clone, Debug, Default)]
pub struct Ignored {
    folders: Vec<RepoPath>,
    globs: Option<Globs>,
}

impl Ignored {
    /// Of patterns that are written in a manifest in `folder`. One that is no pattern ignores nothing.
    pub fn new<'a>(folder: &RepoPath, patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let resolved: Vec<RepoPath> =
            patterns.into_iter().filter_map(|written| folder.resolve(written)).collect();
        let text = |path: &RepoPath| path.as_bstr().to_str().unwrap_or_default().to_owned();
        let (globs, folders): (Vec<_>, Vec<_>) = resolved.into_iter().partition(|path| is_glob(&text(path)));
        let globs: Vec<String> =
            globs.iter().map(text).filter(|glob| Globs::new([glob.as_str()]).is_ok()).collect();
        Ignored { folders, globs: Globs::new(globs.iter().map(String::as_str)).ok() }
    }

    /// Does a change of this file not count?
    pub fn covers(&self, path: &RepoPath) -> bool {
        self.folders.iter().any(|folder| path.is_below(folder))
            || self.globs.as_ref().is_some_and(|globs| globs.matches(path))
    }
}

/// The files that a pattern matches. Where there are none, the pointer of DVC beside it stands for them, or that of
/// the folder they are in.
pub fn matching<'a>(paths: Paths<'a>, pattern: &RepoPath) -> Matched<'a> {
    let pointer = |path: &RepoPath| RepoPath::new([path.as_bstr().as_bytes(), b".dvc"].concat());
    let around = pattern.folders().map(|folder| pointer(&folder));
    let mut candidates = [pattern.clone(), pointer(pattern)].into_iter().chain(around);
    let found =
        candidates.find_map(|path| Some(Matched::new(paths, path)).filter(|it| !it.entries.is_empty()));
    found.unwrap_or(Matched { entries: Vec::new(), is_literal: false })
}

/// What a pattern matches.
#[derive(Clone, Debug)]
pub struct Matched<'a> {
    /// The files, sorted by path.
    pub entries: Vec<&'a Entry>,
    /// Is it one file, named by its path?
    pub is_literal: bool,
}

impl<'a> Matched<'a> {
    fn new(paths: Paths<'a>, pattern: RepoPath) -> Self {
        match paths.entry(&pattern) {
            Some(entry) => Matched { entries: vec![entry], is_literal: true },
            None => Matched { entries: paths.matching(&pattern), is_literal: false },
        }
    }

    /// The id of all of it. One file that is named by its path has the id of its blob, which is what git
    /// itself calls it. A folder or a glob has `sha256:` and the SHA-256 of one record for each file that is
    /// not ignored:
    ///
    /// ```text
    /// <mode> <object id>\t<path>\0
    /// ```
    ///
    /// The mode has six octal digits (`100644`, `100755`, `120000`, `160000`), the object id is the
    /// hexadecimal one of the blob, or of a submodule's commit. The path is seen from `folder`, that of the
    /// manifest, so that a project can move; a path outside of it is seen from the top, after a `/`. Records
    /// are sorted by the bytes of the path. Nothing else goes in, so that
    /// `git ls-files -z --format='%(objectmode) %(objectname)%x09%(path)' src/features | sha256sum`, run in
    /// that folder, gives the same digits.
    ///
    /// # Errors
    /// A file that is there and cannot be read.
    pub fn digest(&self, snapshot: &dyn Snapshot, folder: &RepoPath, ignored: &Ignored) -> Result<Digest> {
        if self.entries.is_empty() {
            return Ok(Digest::Nothing);
        }
        if self.entries.iter().any(|entry| entry.kind == EntryKind::Conflict) {
            return Ok(Digest::Unknown);
        }
        if let ([entry], true) = (self.entries.as_slice(), self.is_literal) {
            let recorded = snapshot.recorded(&entry.path)?;
            return Ok(recorded.map_or(Digest::Unknown, |recorded| Digest::Of(recorded.id)));
        }
        let mut records = Records::default();
        for entry in self.entries.iter().filter(|entry| !ignored.covers(&entry.path)) {
            let Some(recorded) = snapshot.recorded(&entry.path)? else { return Ok(Digest::Unknown) };
            records.add(seen_from(folder, &entry.path), recorded.mode, &recorded.id);
        }
        Ok(Digest::Of(records.id()))
    }
}

/// The records over which the id of several files is made.
#[derive(Debug, Default)]
pub(super) struct Records {
    of_paths: Vec<(Vec<u8>, String)>,
}

impl Records {
    /// Adds a file: its path as it is seen, its mode, and the id of its content.
    pub(super) fn add(&mut self, path: Vec<u8>, mode: u32, id: &str) {
        self.of_paths.push((path, format!("{mode:06o} {id}\t")));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.of_paths.is_empty()
    }

    /// The id of them all.
    pub(super) fn id(mut self) -> String {
        order::ascending(&mut self.of_paths);
        let mut hash = Sha256::new();
        for (path, what) in self.of_paths {
            hash.update(what);
            hash.update(path);
            hash.update(b"\0");
        }
        let mut text = "sha256:".to_owned();
        for byte in hash.finalize() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// A path as records have it: from the folder of the manifest, or from the top, after a `/`.
pub(super) fn seen_from(folder: &RepoPath, path: &RepoPath) -> Vec<u8> {
    let whole = path.as_bstr();
    if folder.as_bstr().is_empty() {
        return whole.to_vec();
    }
    let inside = whole.strip_prefix(folder.as_bstr().as_bytes()).and_then(|rest| rest.strip_prefix(b"/"));
    inside.map_or_else(|| [b"/", whole.as_bytes()].concat(), <[u8]>::to_vec)
}
