//! The paths of an index or a tree, with what they name.

use std::rc::Rc;

use super::blobs::{Named, kind_of_mode};
use super::source::Index;
use super::{Entry, EntryKind};
use crate::path::{PathList, RepoPath};

/// Paths with what each of them names. What an index names is left there: of hundreds of thousands of paths a check looks
/// at a few, and memory that is never touched costs nothing.
#[derive(Default)]
pub(super) struct Listing {
    entries: Vec<Entry>,
    /// What paths name that the index does not have, or not as they are here, by position.
    own: Vec<(u32, Named)>,
    paths: PathList,
    /// How many of [`Listing::own`] have their path.
    made: usize,
    /// Where a run of paths from the index begins; it is sorted as the index is.
    runs: Vec<u32>,
    index: Option<Rc<Index>>,
}

impl Listing {
    /// An empty listing, into which paths of this index may come.
    pub(super) fn new(index: Option<&Rc<Index>>) -> Self {
        let room = index.map_or(0, |index| index.entries.len());
        Listing { entries: Vec::with_capacity(room), index: index.cloned(), ..Listing::default() }
    }

    /// Puts in paths of the index, each once and in its order.
    pub(super) fn hold<'i>(&mut self, run: impl Iterator<Item = (&'i RepoPath, EntryKind)>) {
        self.runs.push(self.entries.len() as u32);
        self.entries.extend(run.map(|(path, kind)| Entry { path: path.clone(), kind }));
    }

    /// Puts in another path, made of these parts as they are.
    pub(super) fn push(&mut self, parts: &[&[u8]], named: Named) {
        self.own.push((self.entries.len() as u32, named));
        let kind = kind_of_mode(named.mode).unwrap_or(EntryKind::File);
        self.entries.push(Entry { path: RepoPath::default(), kind });
        for path in self.paths.push(parts) {
            self.entries[self.own[self.made].0 as usize].path = path;
            self.made += 1;
        }
    }

    /// How many paths there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Every path once, in the order of paths: the first of equal ones stays.
    pub(super) fn finish(mut self) -> Listed {
        for ((at, _), path) in self.own[self.made..].iter().zip(self.paths.finish()) {
            self.entries[*at as usize].path = path;
        }
        let is_behind = |at: u32| {
            let before = at.checked_sub(1).map(|before| &self.entries[before as usize].path);
            let here = self.entries.get(at as usize).map(|entry| &entry.path);
            before.zip(here).is_none_or(|(before, here)| before < here)
        };
        let mut seams = self.runs.iter().copied().chain(self.own.iter().map(|(at, _)| *at));
        let is_sorted = seams.all(is_behind);
        let listed = Listed { entries: self.entries, own: self.own, index: self.index };
        if is_sorted { listed } else { listed.sorted() }
    }
}

/// A listing that is whole.
pub(super) struct Listed {
    entries: Vec<Entry>,
    own: Vec<(u32, Named)>,
    index: Option<Rc<Index>>,
}

impl Listed {
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the entry at this position names; of a conflict one side.
    pub(super) fn named(&self, at: usize) -> Named {
        match self.own.binary_search_by_key(&at, |(at, _)| *at as usize) {
            Ok(own) => self.own[own].1,
            Err(_) => {
                let index = self.index.as_ref().expect("what is held is held by an index");
                index.named(&self.entries[at].path).expect("the index has what it holds")
            }
        }
    }

    fn sorted(self) -> Self {
        let mut own = self.own.into_iter().peekable();
        let with_name = |(at, entry)| (entry, own.next_if(|(next, _)| *next == at).map(|(_, named)| named));
        let mut found: Vec<(Entry, Option<Named>)> = (0..).zip(self.entries).map(with_name).collect();
        found.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
        found.dedup_by(|(one, _), (other, _)| one.path == other.path);
        let named = (0..).zip(&found).filter_map(|(at, (_, named))| Some((at, (*named)?)));
        let own = named.collect();
        Listed { entries: found.into_iter().map(|(entry, _)| entry).collect(), own, index: self.index }
    }
}
