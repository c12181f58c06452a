//! Another snapshot, or nothing, with some paths replaced, added or removed in memory.

use std::collections::BTreeMap;

use super::{Entry, EntryKind, ObjectFormat, Recorded, Snapshot, readable, record};
use crate::error::Result;
use crate::path::RepoPath;

/// Files in memory over those of another snapshot.
pub struct OverlaySnapshot {
    base: Option<Box<dyn Snapshot>>,
    written: BTreeMap<RepoPath, Vec<u8>>,
    entries: Vec<Entry>,
    is_git: bool,
}

impl OverlaySnapshot {
    /// Nothing changed yet; without a base it is empty.
    pub fn new(base: Option<Box<dyn Snapshot>>) -> Self {
        let entries = base.as_ref().map_or_else(Vec::new, |base| base.entries().to_vec());
        let is_git = base.as_ref().is_none_or(|base| base.is_git());
        OverlaySnapshot { base, written: BTreeMap::new(), entries, is_git }
    }

    /// With this file in place of whatever stood at the path.
    pub fn with(self, path: impl Into<RepoPath>, bytes: impl Into<Vec<u8>>) -> Self {
        self.with_kind(path, EntryKind::File, bytes)
    }

    /// With an entry of any kind; only files and links have bytes that can be read.
    pub fn with_kind(
        mut self,
        path: impl Into<RepoPath>,
        kind: EntryKind,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        let path = path.into();
        let entry = Entry::new(path.clone(), kind);
        match self.position(&path) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
        self.written.insert(path, bytes.into());
        self
    }

    /// Without whatever stood at the path.
    pub fn without(mut self, path: impl Into<RepoPath>) -> Self {
        let path = path.into();
        if let Ok(at) = self.position(&path) {
            self.entries.remove(at);
        }
        self.written.remove(&path);
        self
    }

    /// As though there were no repository behind it.
    pub fn outside_git(mut self) -> Self {
        self.is_git = false;
        self
    }

    fn position(&self, path: &RepoPath) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| entry.path.cmp(path))
    }
}

impl Snapshot for OverlaySnapshot {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, path: &RepoPath) -> Result<Vec<u8>> {
        readable(&self.entries, path, &self.name())?;
        match (self.written.get(path), &self.base) {
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, Some(base)) => base.read(path),
            (None, None) => unreachable!("without a base, every entry was written"),
        }
    }

    fn name(&self) -> String {
        self.base.as_ref().map_or_else(|| "memory".to_owned(), |base| base.name())
    }

    fn is_git(&self) -> bool {
        self.is_git
    }

    fn recorded(&self, path: &RepoPath) -> Result<Option<Recorded>> {
        let Some(at) = self.position(path).ok().filter(|_| self.is_git) else { return Ok(None) };
        match (self.written.get(path), &self.base) {
            (Some(bytes), _) => Ok(record::of_bytes(self.entries[at].kind, bytes, self.object_format())),
            (None, Some(base)) => base.recorded(path),
            (None, None) => Ok(None),
        }
    }

    fn object_format(&self) -> ObjectFormat {
        self.base.as_ref().map_or_else(ObjectFormat::default, |base| base.object_format())
    }

    fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        self.position(path).ok()?;
        match (self.written.get(path), &self.base) {
            (Some(bytes), _) => Some(bytes.len() as u64),
            (None, base) => base.as_ref()?.stored_size(path),
        }
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        self.base.as_ref().is_some_and(|base| base.ignores(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(snapshot: &dyn Snapshot) -> Vec<String> {
        snapshot.entries().iter().map(|entry| entry.path.to_string()).collect()
    }

    #[test]
    fn paths_are_added_replaced_and_removed_in_order() {
        let base = OverlaySnapshot::new(None).with("b", "old").with("a/c", "1").with("a.c", "2");
        let over = OverlaySnapshot::new(Some(Box::new(base)))
            .with("b", "new")
            .with("0", "")
            .without("a/c")
            .without("x");
        assert_eq!(paths(&over), ["0", "a.c", "b"]);
        assert_eq!(over.read(&"b".into()).unwrap(), b"new");
        assert_eq!(over.read(&"a.c".into()).unwrap(), b"2");
        assert_eq!(over.read(&"a/c".into()).unwrap_err().to_string(), "memory has no file `a/c`");
        assert!(over.is_git() && !over.outside_git().is_git());
    }

    #[test]
    fn what_has_no_bytes_says_why() {
        let over = OverlaySnapshot::new(None)
            .with_kind("s", EntryKind::Submodule, "")
            .with_kind("c", EntryKind::Conflict, "")
            .with_kind("l", EntryKind::Link, "target");
        assert!(over.read(&"s".into()).unwrap_err().to_string().contains("submodule"));
        assert!(over.read(&"c".into()).unwrap_err().to_string().contains("merge conflict"));
        assert_eq!(over.read(&"l".into()).unwrap(), b"target");
    }
}
