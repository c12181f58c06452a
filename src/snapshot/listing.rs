//! The paths of an index or a tree, with what they name.

use std::ops::Range;
use std::sync::Arc;

use super::blobs::{Named, Stored, kind_of_mode};
use super::indexed::Index;
use super::object::{ObjectFormat, ObjectId};
use super::{Entry, EntryKind, IndexId};
use crate::order;
use crate::path::RepoPath;

/// How many bytes the paths of a listing share at most, but for one path that has more: who keeps one keeps all of them.
const SHARED: usize = 1 << 16;

/// What room the first few of them take.
const FEW: usize = 1 << 12;

/// How long most paths are.
const USUAL: usize = 32;

/// Paths with what each of them names. What an index names is left there: of hundreds of thousands of paths a check looks
/// at a few, and memory that is never touched costs nothing.
#[derive(Default)]
pub(super) struct Listing {
    entries: Vec<Entry>,
    /// Where entries begin that come from the index, or that do not; each run is sorted as where it comes from is.
    runs: Vec<Run>,
    /// Are they in another order than that of their paths?
    is_mixed: bool,
    index: Option<Arc<Index>>,
}

/// Entries one after the other.
struct Run {
    /// The position of the first.
    start: usize,
    /// What they name; what others name stands in the index.
    own: Option<NamedList>,
}

/// Files one after the other, of which no index knows. They are put together wherever their folder is read.
#[derive(Default)]
pub(super) struct Files(Vec<Portion>);

/// Files whose paths share their bytes.
struct Portion {
    bytes: Vec<u8>,
    /// Where each path ends.
    ends: Vec<u32>,
    named: NamedList,
    /// Where the last path begins.
    last: usize,
    /// Are they in another order than that of their paths?
    is_mixed: bool,
}

/// What paths name that the index does not have, or not as they are here.
#[derive(Default)]
struct NamedList {
    modes: Vec<u32>,
    /// As many ids, one behind the other.
    ids: Vec<u8>,
}

/// Each run with the positions of its entries, of which there are `count` in all.
fn ranges(runs: &[Run], count: usize) -> impl Iterator<Item = (&Run, Range<usize>)> {
    let ends = runs.iter().skip(1).map(|run| run.start).chain([count]);
    runs.iter().zip(ends).map(|(run, end)| (run, run.start..end))
}

impl NamedList {
    fn with_room_for(count: usize) -> Self {
        let ids = Vec::with_capacity(count * ObjectFormat::default().bytes());
        NamedList { modes: Vec::with_capacity(count), ids }
    }

    fn push(&mut self, stored: Stored<'_>) {
        self.modes.push(stored.mode);
        self.ids.extend_from_slice(stored.id);
    }

    fn get(&self, at: usize) -> Named {
        let width = self.ids.len() / self.modes.len();
        let id = ObjectId::new(&self.ids[at * width..(at + 1) * width]);
        Named { id: id.expect("it was an id"), mode: self.modes[at] }
    }
}

impl Files {
    /// Puts in a file, whose path is its name with what it begins with.
    pub(super) fn push(&mut self, prefix: &[u8], name: &[u8], stored: Stored<'_>) {
        let length = prefix.len() + name.len();
        if !self.0.last().is_some_and(|portion| portion.has_room_for(length)) {
            let room = if self.0.is_empty() { FEW } else { SHARED };
            self.0.push(Portion::with_room_for(room.max(length)));
        }
        let portion = self.0.last_mut().expect("there is one now");
        portion.push(prefix, name, stored);
    }
}

impl Portion {
    /// A list that grows would grow where it began, which may be where another thread puts things as well.
    fn with_room_for(bytes: usize) -> Self {
        let (bytes, count) = (Vec::with_capacity(bytes), bytes / USUAL);
        Portion {
            bytes,
            ends: Vec::with_capacity(count),
            named: NamedList::with_room_for(count),
            last: 0,
            is_mixed: false,
        }
    }

    fn has_room_for(&self, more: usize) -> bool {
        self.bytes.len() + more <= self.bytes.capacity()
    }

    fn push(&mut self, prefix: &[u8], name: &[u8], stored: Stored<'_>) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(prefix);
        self.bytes.extend_from_slice(name);
        let (before, path) = self.bytes.split_at(start);
        self.is_mixed |= !self.ends.is_empty() && &before[self.last..] >= path;
        self.last = start;
        self.ends.push(u32::try_from(self.bytes.len()).expect("paths take less than 4 GiB"));
        self.named.push(stored);
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
        let start = self.extend(run);
        self.runs.push(Run { start, own: None });
    }

    /// Puts in other files.
    pub(super) fn add(&mut self, files: Files) {
        for Portion { bytes, ends, named, is_mixed, .. } in files.0 {
            let shared = Arc::new(bytes);
            let mut start = 0;
            let entries = ends.into_iter().zip(&named.modes).map(|(end, mode)| {
                let path = RepoPath::within(&shared, start..end as usize);
                start = end as usize;
                Entry::new(path, kind_of_mode(*mode).unwrap_or(EntryKind::File))
            });
            let start = self.extend(entries);
            self.runs.push(Run { start, own: Some(named) });
            self.is_mixed |= is_mixed;
        }
    }

    /// The position of the first of them.
    fn extend(&mut self, entries: impl IntoIterator<Item = Entry>) -> usize {
        let start = self.entries.len();
        self.entries.extend(entries);
        let around = self.entries.get(start.saturating_sub(1)..=start).unwrap_or_default();
        self.is_mixed |= !around.is_sorted_by(|one, next| one.path < next.path);
        start
    }

    /// Every path once, in the order of paths: the first of equal ones stays.
    pub(super) fn finish(self) -> Listed {
        let listed = Listed { entries: Entries::Own(self.entries), runs: self.runs, index: self.index };
        if self.is_mixed { listed.sorted() } else { listed }
    }
}

/// A listing that is whole.
pub(super) struct Listed {
    entries: Entries,
    runs: Vec<Run>,
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
        Some(Listed { entries: Entries::OfIndex, runs: Vec::new(), index: Some(Arc::clone(index)) })
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
        match run.and_then(|run| Some(run.own.as_ref()?.get(at - run.start))) {
            Some(named) => named,
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
        found.iter().for_each(|(_, named)| own.push(named.as_stored()));
        let entries = Entries::Own(found.into_iter().map(|(entry, _)| entry).collect());
        Listed { entries, runs: vec![Run { start: 0, own: Some(own) }], index: None }
    }
}
