//! Which paths a snapshot has, for rules that look for evidence in the tree.

use bstr::ByteSlice;

use crate::glob::{Globs, TAKEN, is_glob, literal};
use crate::path::RepoPath;
use crate::snapshot::{Entry, EntryKind};

/// The paths of a snapshot, sorted, without their contents.
#[derive(Clone, Copy, Debug)]
pub struct Paths<'a> {
    all: &'a [Entry],
    /// Those in one folder, where more is looked up there than elsewhere, and how long its name is.
    near: (&'a [Entry], usize),
}

impl<'a> Paths<'a> {
    /// The entries of a snapshot, sorted by path.
    pub fn new(entries: &'a [Entry]) -> Self {
        Paths { all: entries, near: (&[], 0) }
    }

    /// The same, which looks up faster what is in this folder.
    pub fn near(&self, folder: &RepoPath) -> Self {
        let length = folder.as_bstr().len();
        let inside = Paths::new(self.all).below(folder).inside.as_slice();
        Paths { all: self.all, near: (if length > 0 { inside } else { &[] }, length) }
    }

    /// Where a path stands, with all that is in it, if it is anywhere.
    fn around(&self, path: &RepoPath) -> &'a [Entry] {
        let (near, length) = self.near;
        let is_in = |first: &Entry| {
            let (path, folder) = (path.as_bstr(), &first.path.as_bstr()[..length]);
            path.len() > length && path[length] == b'/' && path.starts_with(folder)
        };
        if near.first().is_some_and(is_in) { near } else { self.all }
    }

    /// The entry at exactly this path.
    pub fn entry(&self, path: &RepoPath) -> Option<&'a Entry> {
        let around = self.around(path);
        around.binary_search_by(|entry| entry.path.cmp(path)).ok().map(|at| &around[at])
    }

    /// Every entry, sorted by path.
    pub fn all(&self) -> &'a [Entry] {
        self.all
    }

    /// Everything below a folder, itself included; how many there are is known at once.
    pub fn below(&self, folder: &RepoPath) -> Below<'a> {
        let around = self.around(folder);
        let rest = &around[around.partition_point(|entry| entry.path < *folder)..];
        let name = folder.as_bstr();
        // What lies in a folder follows each other, though `a-b` and `a.b` stand between `a` and `a/b`.
        let first = |letter: &[u8]| {
            let border = [name.as_bytes(), letter].concat();
            rest.partition_point(|entry| entry.path.as_bstr() < border.as_bstr())
        };
        let (itself, inside) = match rest.first() {
            _ if name.is_empty() => (None, 0..rest.len()),
            Some(entry) if entry.path.as_bstr().starts_with(name) => {
                (Some(entry).filter(|entry| entry.path == *folder), first(b"/")..first(b"0"))
            }
            _ => (None, 0..0),
        };
        Below { itself, inside: rest[inside].iter() }
    }

    /// Is anything at what a manifest in `folder` means by `written`? `None` where that leaves the repository.
    pub fn has(&self, folder: &RepoPath, written: &str) -> Option<bool> {
        Some(!self.matching(&folder.resolve(written)?).is_empty())
    }

    /// Everything that a pattern matches when lower and upper case are the same.
    pub fn matching_in_any_case(&self, pattern: &RepoPath) -> Vec<&'a Entry> {
        let text = pattern.as_bstr().to_str_lossy();
        let all = self.all.iter();
        if !is_glob(&text) {
            return all.filter(|entry| starts_in_any_case(&entry.path, &text)).collect();
        }
        let Ok(globs) = Globs::in_any_case(&text) else { return Vec::new() };
        all.filter(|entry| globs.matches(&entry.path)).collect()
    }

    /// Everything that a pattern of a manifest matches: a path, a folder, or a glob, written from the top of
    /// the repository. A pattern that is no glob matches nothing but itself.
    pub fn matching(&self, pattern: &RepoPath) -> Vec<&'a Entry> {
        let Ok(text) = pattern.as_bstr().to_str() else { return Vec::new() };
        if !is_glob(text) {
            return self.below(pattern).filter(|entry| entry.kind != EntryKind::Special).collect();
        }
        let Ok(globs) = Globs::new([text]) else { return Vec::new() };
        self.below(&literal_folder(text)).filter(|entry| globs.matches(&entry.path)).collect()
    }

    /// About how many steps it takes to find that out, or `most` where it is more.
    pub fn steps(&self, pattern: &RepoPath, most: usize) -> usize {
        let Ok(text) = pattern.as_bstr().to_str() else { return 0 };
        if !is_glob(text) {
            return self.below(pattern).size_hint().0.saturating_mul(TAKEN).min(most);
        }
        let Ok(globs) = Globs::new([text]) else { return 0 };
        let mut steps = 0;
        for entry in self.below(&literal_folder(text)) {
            steps += globs.steps(&entry.path);
            if steps >= most {
                return most;
            }
        }
        steps
    }
}

/// What is below a folder.
#[derive(Clone, Debug)]
pub struct Below<'a> {
    itself: Option<&'a Entry>,
    inside: std::slice::Iter<'a, Entry>,
}

impl<'a> Iterator for Below<'a> {
    type Item = &'a Entry;

    fn next(&mut self) -> Option<Self::Item> {
        self.itself.take().or_else(|| self.inside.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = usize::from(self.itself.is_some()) + self.inside.len();
        (count, Some(count))
    }
}

/// The folder of all that a glob matches.
fn literal_folder(glob: &str) -> RepoPath {
    RepoPath::from(literal(glob).rsplit_once('/').map_or("", |(folder, _)| folder))
}

/// Does a path begin with this folder, or is it the same, but for lower and upper case? Most differ in their first letters.
fn starts_in_any_case(path: &RepoPath, folder: &str) -> bool {
    let mut letters = path.as_bstr().chars().flat_map(char::to_lowercase);
    folder.chars().flat_map(char::to_lowercase).all(|letter| letters.next() == Some(letter))
        && matches!(letters.next(), None | Some('/'))
}
