//! Which paths a snapshot has, for rules that look for evidence in the tree.

use bstr::ByteSlice;

use crate::glob::{Globs, is_glob, literal};
use crate::path::RepoPath;
use crate::snapshot::{Entry, EntryKind};

/// The paths of a snapshot, sorted, without their contents.
#[derive(Clone, Copy, Debug)]
pub struct Paths<'a>(&'a [Entry]);

impl<'a> Paths<'a> {
    /// The entries of a snapshot, sorted by path.
    pub fn new(entries: &'a [Entry]) -> Self {
        Paths(entries)
    }

    /// The entry at exactly this path.
    pub fn entry(&self, path: &RepoPath) -> Option<&'a Entry> {
        self.0.binary_search_by(|entry| entry.path.cmp(path)).ok().map(|at| &self.0[at])
    }

    /// Every entry, sorted by path.
    pub fn all(&self) -> &'a [Entry] {
        self.0
    }

    /// Everything below a folder, itself included.
    pub fn below(&self, folder: &RepoPath) -> impl Iterator<Item = &'a Entry> {
        let start = self.0.partition_point(|entry| entry.path < *folder);
        let prefix = folder.as_bstr().to_owned();
        let folder = folder.clone();
        let same = move |entry: &&Entry| entry.path.as_bstr().starts_with(&prefix);
        self.0[start..].iter().take_while(same).filter(move |entry| entry.path.is_below(&folder))
    }

    /// Is anything at what a manifest in `folder` means by `written`? `None` where that leaves the repository.
    pub fn has(&self, folder: &RepoPath, written: &str) -> Option<bool> {
        Some(!self.matching(&folder.resolve(written)?).is_empty())
    }

    /// Everything that a pattern matches when lower and upper case are the same.
    pub fn matching_in_any_case(&self, pattern: &RepoPath) -> Vec<&'a Entry> {
        let text = pattern.as_bstr().to_str_lossy();
        let folder = text.to_lowercase();
        let is_same = |entry: &&Entry| {
            let path = entry.path.as_bstr().to_str_lossy().to_lowercase();
            path.strip_prefix(&folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !is_glob(&text) {
            return self.0.iter().filter(is_same).collect();
        }
        let Ok(globs) = Globs::in_any_case(&text) else { return Vec::new() };
        self.0.iter().filter(|entry| globs.matches(&entry.path)).collect()
    }

    /// Everything that a pattern of a manifest matches: a path, a folder, or a glob, written from the top of
    /// the repository. A pattern that is no glob matches nothing but itself.
    pub fn matching(&self, pattern: &RepoPath) -> Vec<&'a Entry> {
        let Ok(text) = pattern.as_bstr().to_str() else { return Vec::new() };
        if !is_glob(text) {
            return self.below(pattern).filter(|entry| entry.kind != EntryKind::Special).collect();
        }
        // The usual glob, whose answer is plain.
        if let Some(folder) =
            text.strip_suffix("/**").filter(|folder| !is_glob(folder) && !folder.contains('\\'))
        {
            let folder = RepoPath::from(folder);
            return self.below(&folder).filter(|entry| entry.path != folder).collect();
        }
        let Ok(globs) = Globs::new([text]) else { return Vec::new() };
        let folder = RepoPath::from(literal(text).rsplit_once('/').map_or("", |(folder, _)| folder));
        self.below(&folder).filter(|entry| globs.matches(&entry.path)).collect()
    }
}
