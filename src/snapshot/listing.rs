//! The paths of an index or a tree, with what they name.

use std::ops::Range;
use std::sync::Arc;

use super::blobs::{Named, kind_of_mode};
use super::indexed::Index;
use super::object::{ObjectFormat, ObjectId};
use super::{Entry, EntryKind, IndexId};
use crate::order;
use crate::path::RepoPath;

/// How many bytes the paths of a listing share at most, but for one path that has more: who keeps one keeps all of them.
const SHARED: usize = 1 << 16;

/// Paths with what each of them names. What an index names is left there: of hundreds of thousands of paths a check looks
/// at a few, and memory that is never touched costs nothing.
#[derive(Default)]
pub(super) struct Listing {
    entries: Vec<Entry>,
    /// Where entries begin that come from the index, or that do not; each run is sorted as where it comes from is.
    runs: Vec<Run>,
    own: NamedList,
    index: Option<Arc<Index>>,
}

/// Entries one after the other.
struct Run {
    /// The position of the first.
    start: usize,
    /// The position of what the first names in [`Listing::own`]; what others name stands in the index.
    own: Option<usize>,
}

/// What paths name that the index does not have, or not as they are here.
#[derive(Default)]
struct NamedList {
    format: ObjectFormat,
    /// A mode and an id each.
    bytes: Vec<u8>,
}

/// Each run with the positions of its entries, of which there are `count` in all.
fn ranges(runs: &[Run], count: usize) -> impl Iterator<Item = (&Run, Range<usize>)> {
    let ends = runs.iter().skip(1).map(|run| run.start).chain([count]);
    runs.iter().zip(ends).map(|(run, end)| (run, run.start..end))
}

impl NamedList {
    fn push(&mut self, named: Named) {
        self.format = named.id.format();
        self.bytes.extend_from_slice(&named.mode.to_ne_bytes());
        self.bytes.extend_from_slice(named.id.as_bytes());
    }

    fn len(&self) -> usize {
        self.bytes.len() / self.width()
    }

    fn get(&self, at: usize) -> Named {
        let bytes = &self.bytes[at * self.width()..(at + 1) * self.width()];
        let (mode, id) = bytes.split_first_chunk().expect("a mode comes first");
        Named { id: ObjectId::new(id).expect("it was an id"), mode: u32::from_ne_bytes(*mode) }
    }

    fn width(&self) -> usize {
        size_of::<u32>() + self.format.bytes()
    }
}

impl Listing {
    /// An empty listing, into which entries of this index may come.
    pub(super) fn new(index: Option<&Arc<Index>>) -> Self {
        Listing { index: index.cloned(), ..Listing::default() }
    }

    /// Makes room for so many entries.
    pub(super) fn reserve(&mut self, count: usize) {
        self.entries.reserve_exact(count);
    }

    /// Puts in entries of the index, each once and in its order.
    pub(super) fn hold(&mut self, run: impl IntoIterator<Item = Entry>) {
        self.runs.push(Run { start: self.entries.len(), own: None });
        self.entries.extend(run);
    }

    /// Puts in other paths: names with what they begin with.
    pub(super) fn extend<'n>(&mut self, prefix: &[u8], names: impl Iterator<Item = (&'n [u8], Named)>) {
        self.runs.push(Run { start: self.entries.len(), own: Some(self.own.len()) });
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for (name, named) in names {
            if !ends.is_empty() && bytes.len() + prefix.len() + name.len() > SHARED {
                self.share(&mut bytes, &mut ends);
            }
            bytes.extend_from_slice(prefix);
            bytes.extend_from_slice(name);
            ends.push((bytes.len(), kind_of_mode(named.mode).unwrap_or(EntryKind::File)));
            self.own.push(named);
        }
        self.share(&mut bytes, &mut ends);
    }

    fn share(&mut self, bytes: &mut Vec<u8>, ends: &mut Vec<(usize, EntryKind)>) {
        let shared = Arc::new(std::mem::take(bytes));
        let mut start = 0;
        self.entries.extend(ends.drain(..).map(|(end, kind)| {
            let path = RepoPath::within(&shared, start..end);
            start = end;
            Entry::new(path, kind)
        }));
    }

    /// Every path once, in the order of paths: the first of equal ones stays.
    pub(super) fn finish(self) -> Listed {
        let is_sorted = |entries: &[Entry]| entries.is_sorted_by(|one, next| one.path < next.path);
        let are_sorted = ranges(&self.runs, self.entries.len()).all(|(run, Range { start, end })| {
            let first = start.saturating_sub(1);
            match run.own {
                Some(_) => is_sorted(&self.entries[first..end]),
                None => is_sorted(&self.entries[first..end.min(start + 1)]),
            }
        });
        let listed =
            Listed { entries: Entries::Own(self.entries), runs: self.runs, own: self.own, index: self.index };
        if are_sorted { listed } else { listed.sorted() }
    }
}

/// A listing that is whole.
pub(super) struct Listed {
    entries: Entries,
    runs: Vec<Run>,
    own: NamedList,
    index: Option<Arc<Index>>,
}

enum Entries {
    Own(Vec<Entry>),
    /// Those of the index as they are.
    OfIndex,
}

impl Listed {
    /// All that stands in an index, where that is all there is to say.
    pub(super) fn of_index(index: &Arc<Index>) -> Option<Self> {
        index.plain()?;
        let (runs, own) = (Vec::new(), NamedList::default());
        Some(Listed { entries: Entries::OfIndex, runs, own, index: Some(Arc::clone(index)) })
    }

    pub(super) fn entries(&self) -> &[Entry] {
        match &self.entries {
            Entries::Own(entries) => entries,
            Entries::OfIndex => self.index.as_ref().and_then(|index| index.plain()).unwrap_or_default(),
        }
    }

    /// What the entry at this position names; of a conflict one side.
    pub(super) fn named(&self, at: usize) -> Named {
        let run = self.runs.partition_point(|run| run.start <= at).checked_sub(1).map(|run| &self.runs[run]);
        match run.and_then(|run| Some(run.own? + at - run.start)) {
            Some(own) => self.own.get(own),
            None => {
                let index = self.index.as_ref().expect("what is held is held by an index");
                index.named(&self.entries()[at].path).expect("the index has what it holds")
            }
        }
    }

    /// Which index its entries are all of, or some of them.
    pub(super) fn index_id(&self) -> Option<IndexId> {
        self.index.as_ref().map(|index| IndexId(Arc::as_ptr(index).addr()))
    }

    /// The entries that are not those of that index, where the others are.
    pub(super) fn differing(&self, index: IndexId) -> Option<Vec<Entry>> {
        let own = ranges(&self.runs, self.entries().len()).filter(|(run, _)| run.own.is_some());
        let entries = own.flat_map(|(_, range)| self.entries()[range].iter().cloned());
        (self.index_id() == Some(index)).then(|| entries.collect())
    }

    /// With all entries for its own: where they are not sorted, something is wrong with the tree.
    fn sorted(self) -> Self {
        let named = (0..self.entries().len()).map(|at| self.named(at));
        let mut found: Vec<(Entry, Named)> = self.entries().iter().cloned().zip(named).collect();
        order::by(&mut found, |(one, _), (other, _)| one.path.cmp(&other.path));
        found.dedup_by(|(one, _), (other, _)| one.path == other.path);
        let mut own = NamedList::default();
        found.iter().for_each(|(_, named)| own.push(*named));
        let entries = Entries::Own(found.into_iter().map(|(entry, _)| entry).collect());
        Listed { entries, runs: vec![Run { start: 0, own: Some(0) }], own, index: None }
    }
}
