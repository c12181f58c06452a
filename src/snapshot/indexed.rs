//! What stands in an index: entries as git stores them, which are looked into when somebody asks. Of hundreds of thousands
//! of files a check asks for a few.

use std::cmp::Ordering;
use std::sync::Arc;

use bstr::ByteSlice;
use hashbrown::HashMap;

use super::blobs::{Named, kind_of_mode};
use super::object::{ObjectFormat, ObjectId};
use super::{Entry, EntryKind, MOST_PATHS, too_many};
use crate::error::Result;
use crate::order;
use crate::path::RepoPath;

/// The numbers that `gitformat-index(5)` has at the beginning of an entry, in bytes: times, place, mode, owner and size.
const NUMBERS: usize = 40;

const EXTENDED: u16 = 0x4000;
const ASSUMED_UNCHANGED: u16 = 0x8000;
const STAGE: u16 = 0x3000;
/// How long the path is, or that it is at least so long.
const LENGTH: u16 = 0x0fff;
const SKIP_WORKTREE: u16 = 0x4000;
const INTENT_TO_ADD: u16 = 0x2000;

/// Why entries cannot be read.
pub(super) const BREAKS_OFF: &str = "it breaks off";
pub(super) const TOO_LONG: &str = "its entries take more than 4 GiB";

/// An index, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Its entries, and what else its file has.
    stored: Arc<Vec<u8>>,
    format: ObjectFormat,
    /// The path of each entry; it shares the bytes.
    entries: Vec<Entry>,
    /// Where each begins.
    starts: Vec<u32>,
    /// Has every path one entry, which the next commit takes in?
    is_plain: bool,
    /// The trees that it holds as they are, by folder, as far as its source tells.
    pub(super) trees: HashMap<RepoPath, Held>,
    /// When it was written, where its source tells; a file of the same moment may have been touched unseen.
    pub(super) written: Option<Moment>,
}

/// A tree that the index says it holds entry for entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) id: ObjectId,
    /// How many entries it has, those of its folders included.
    pub(super) entries: usize,
}

/// One entry of an index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Indexed<'i> {
    pub(super) path: &'i RepoPath,
    head: Head<'i>,
}

/// An entry without its path.
#[derive(Clone, Copy, Debug)]
struct Head<'i> {
    stored: &'i [u8],
    format: ObjectFormat,
}

/// What an index keeps of a file's looks: the lower 32 bits of each number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) modified: Moment,
    pub(super) changed: Moment,
    pub(super) inode: u32,
    pub(super) size: u32,
}

/// Seconds and nanoseconds as an index keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) seconds: i32,
    pub(super) nanoseconds: u32,
}

/// An entry to be stored.
#[derive(Clone, Debug)]
pub(super) struct NewEntry {
    pub(super) path: RepoPath,
    pub(super) named: Named,
    /// Not zero in a conflict.
    pub(super) stage: u8,
    /// Only announced by `git add --intent-to-add`: the next commit leaves it out.
    pub(super) intended: bool,
    /// Left out by a sparse checkout, and so not on disk.
    pub(super) left_out: bool,
    /// Marked by `git update-index --assume-unchanged`.
    pub(super) assumed_unchanged: bool,
}

impl Index {
    /// Takes `count` entries from `start` on, and tells where they end. Git allows more than it lets anybody check: each
    /// side of a path stays once.
    ///
    /// # Errors
    /// Why they cannot be read; or more paths than [`MOST_PATHS`].
    pub(super) fn of(
        stored: &Arc<Vec<u8>>,
        format: ObjectFormat,
        start: usize,
        count: usize,
    ) -> Result<(Result<Self>, usize), &'static str> {
        if u32::try_from(stored.len()).is_err() {
            return Err(TOO_LONG);
        }
        let mut index = Index { stored: Arc::clone(stored), format, is_plain: true, ..Index::default() };
        // An entry takes more bytes than this, so that no number in a header makes room for what is not there.
        let room = count.min(index.stored.len() / (NUMBERS + format.bytes()));
        index.entries.reserve_exact(room);
        index.starts.reserve_exact(room);
        let end = index.take_in(start, count)?;
        let index = if index.entries.len() > MOST_PATHS { Err(too_many("the index")) } else { Ok(index) };
        Ok((index, end))
    }

    /// The same of entries that are still to be stored.
    ///
    /// # Errors
    /// More paths than [`MOST_PATHS`], or than have room.
    pub(super) fn new(entries: &[NewEntry], format: ObjectFormat) -> Result<Self> {
        let mut stored = Vec::new();
        entries.iter().for_each(|entry| entry.store(&mut stored));
        let index = Index::of(&Arc::new(stored), format, 0, entries.len());
        index.map_or_else(|_| Err(too_many("the index")), |(index, _)| index)
    }

    fn take_in(&mut self, start: usize, count: usize) -> Result<usize, &'static str> {
        let stored = Arc::clone(&self.stored);
        let mut is_sorted = true;
        let mut last: (&[u8], u16) = (b"", 0);
        let mut at = start;
        for _ in 0..count {
            let head = Head { stored: &stored[at..], format: self.format };
            let path = at + head.length().filter(|length| at + length < stored.len()).ok_or(BREAKS_OFF)?;
            let flags = head.flags();
            let length = match usize::from(flags & LENGTH) {
                length if length < usize::from(LENGTH) => length,
                _ => stored[path..].find_byte(0).ok_or(BREAKS_OFF)?,
            };
            let bytes = stored.get(path..path + length).ok_or(BREAKS_OFF)?;
            let kind = kind_of_mode(head.mode());
            is_sorted &= self.entries.is_empty() || last < (bytes, flags & STAGE);
            last = (bytes, flags & STAGE);
            self.is_plain &= flags & STAGE == 0 && kind.is_some() && !head.is_intended();
            let kind = kind.unwrap_or(EntryKind::Special);
            self.entries.push(Entry::new(RepoPath::within(&stored, path..path + length), kind));
            self.starts.push(at as u32);
            // Zeros fill up to a multiple of eight bytes, at least one.
            at += (path + length - at + 8) & !7;
            if at > stored.len() {
                return Err(BREAKS_OFF);
            }
        }
        if !is_sorted {
            self.put_in_order();
        }
        Ok(at)
    }

    fn put_in_order(&mut self) {
        let entries = std::mem::take(&mut self.entries).into_iter();
        let mut all: Vec<(Entry, u32)> = entries.zip(std::mem::take(&mut self.starts)).collect();
        let stage = |start: u32| self.head(start).stage();
        let compare = |one: &(Entry, u32), other: &(Entry, u32)| -> Ordering {
            one.0.path.cmp(&other.0.path).then_with(|| stage(one.1).cmp(&stage(other.1)))
        };
        order::by(&mut all, compare);
        all.dedup_by(|one, other| compare(one, other).is_eq());
        (self.entries, self.starts) = all.into_iter().unzip();
    }

    /// Every entry as one of a snapshot, where that is all there is to say: not where a path is in conflict, or only
    /// announced.
    pub(super) fn plain(&self) -> Option<&[Entry]> {
        self.is_plain.then_some(&self.entries)
    }

    /// Every entry, sorted by path and stage.
    pub(super) fn iter(&self) -> impl Iterator<Item = Indexed<'_>> {
        (0..self.entries.len()).map(|at| self.at(at))
    }

    /// Every entry of this name.
    pub(super) fn named_so(&self, name: &str) -> impl Iterator<Item = Indexed<'_>> {
        let entries = self.entries.iter().enumerate().filter(move |(_, entry)| entry.is_named(name));
        entries.map(|(at, _)| self.at(at))
    }

    fn at(&self, at: usize) -> Indexed<'_> {
        Indexed { path: &self.entries[at].path, head: self.head(self.starts[at]) }
    }

    fn head(&self, start: u32) -> Head<'_> {
        Head { stored: &self.stored[start as usize..], format: self.format }
    }

    /// The entries of a folder, those of its folders included, where its tree is known to be this one.
    pub(super) fn of_tree(&self, folder: &RepoPath, tree: ObjectId) -> Option<&[Entry]> {
        let held = self.trees.get(folder).filter(|held| held.id == tree)?;
        let start = match folder.as_bstr().is_empty() {
            true => 0,
            false => {
                let first = RepoPath::new([folder.as_bstr(), b"/".as_slice()].concat());
                self.entries.partition_point(|entry| entry.path < first)
            }
        };
        let range = start..start.checked_add(held.entries)?;
        let entries = self.entries.get(range.clone())?;
        // As they are sorted, the first and the last tell of all.
        let is_inside = |entry: Option<&Entry>| entry.is_none_or(|entry| entry.path.is_below(folder));
        let is_held = is_inside(entries.first()) && is_inside(entries.last());
        let is_plain = |head: Head<'_>| head.stage() == 0 && !head.is_intended();
        let all_plain = || self.starts[range].iter().all(|start| is_plain(self.head(*start)));
        (is_held && (self.is_plain || all_plain())).then_some(entries)
    }

    /// The entry of a path outside of a conflict.
    pub(super) fn get(&self, path: &RepoPath) -> Option<Indexed<'_>> {
        self.find(path).filter(|entry| entry.stage() == 0)
    }

    /// What a path names, one side of it in a conflict.
    pub(super) fn named(&self, path: &RepoPath) -> Option<Named> {
        self.find(path).map(|entry| entry.named())
    }

    fn find(&self, path: &RepoPath) -> Option<Indexed<'_>> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        Some(self.at(at))
    }
}

impl Indexed<'_> {
    pub(super) fn named(&self) -> Named {
        self.head.named()
    }

    /// Not zero in a conflict.
    pub(super) fn stage(&self) -> u8 {
        self.head.stage()
    }

    /// Only announced by `git add --intent-to-add`: the next commit leaves it out.
    pub(super) fn is_intended(&self) -> bool {
        self.head.is_intended()
    }

    /// Left out by a sparse checkout, and so not on disk.
    pub(super) fn is_left_out(&self) -> bool {
        self.head.more() & SKIP_WORKTREE != 0
    }

    /// Marked by `git update-index --assume-unchanged`.
    pub(super) fn is_assumed_unchanged(&self) -> bool {
        self.head.flags() & ASSUMED_UNCHANGED != 0
    }

    /// What the file looked like when it was added, where the source of the index tells; else zeros.
    pub(super) fn stat(&self) -> Stat {
        let number = |at| self.head.number(at);
        // The file system's numbers are kept as they are, and time before 1970 is negative.
        let moment = |at| Moment { seconds: number(at).cast_signed(), nanoseconds: number(at + 1) };
        Stat { changed: moment(0), modified: moment(2), inode: number(5), size: number(9) }
    }
}

impl Head<'_> {
    /// How many bytes it takes; `None` where not all of it is there.
    fn length(self) -> Option<usize> {
        let fixed = NUMBERS + self.format.bytes() + 2;
        let length =
            if self.stored.len() < fixed || self.flags() & EXTENDED == 0 { fixed } else { fixed + 2 };
        (self.stored.len() >= length).then_some(length)
    }

    fn number(self, at: usize) -> u32 {
        let bytes = &self.stored[at * 4..at * 4 + 4];
        u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }

    fn flags_at(self, at: usize) -> u16 {
        u16::from_be_bytes([self.stored[at], self.stored[at + 1]])
    }

    fn flags(self) -> u16 {
        self.flags_at(NUMBERS + self.format.bytes())
    }

    fn more(self) -> u16 {
        if self.flags() & EXTENDED == 0 { 0 } else { self.flags_at(NUMBERS + self.format.bytes() + 2) }
    }

    fn mode(self) -> u32 {
        self.number(6)
    }

    fn stage(self) -> u8 {
        ((self.flags() & STAGE) >> STAGE.trailing_zeros()) as u8
    }

    fn is_intended(self) -> bool {
        self.more() & INTENT_TO_ADD != 0
    }

    fn named(self) -> Named {
        let id = &self.stored[NUMBERS..NUMBERS + self.format.bytes()];
        Named { id: ObjectId::new(id).expect("it is as long as ids are"), mode: self.mode() }
    }
}

impl NewEntry {
    fn store(&self, stored: &mut Vec<u8>) {
        let start = stored.len();
        stored.resize(start + 24, 0);
        stored.extend(self.named.mode.to_be_bytes());
        stored.resize(start + NUMBERS, 0);
        stored.extend(self.named.id.as_bytes());
        let path = self.path.as_bstr().as_bytes();
        let mark = |is_set: bool, bit: u16| if is_set { bit } else { 0 };
        let flags = path_length(path)
            | EXTENDED
            | (u16::from(self.stage) << STAGE.trailing_zeros()) & STAGE
            | mark(self.assumed_unchanged, ASSUMED_UNCHANGED);
        let more = mark(self.intended, INTENT_TO_ADD) | mark(self.left_out, SKIP_WORKTREE);
        stored.extend(flags.to_be_bytes());
        stored.extend(more.to_be_bytes());
        finish(stored, start, path);
    }
}

/// Stores an entry of version 4, of which only the beginning is like that of the others.
pub(super) fn store(stored: &mut Vec<u8>, head: &[u8], path: &[u8], format: ObjectFormat) {
    let start = stored.len();
    stored.extend(head);
    let at = start + NUMBERS + format.bytes();
    let flags = u16::from_be_bytes([stored[at], stored[at + 1]]) & !LENGTH | path_length(path);
    stored[at..at + 2].copy_from_slice(&flags.to_be_bytes());
    finish(stored, start, path);
}

/// The part of an entry before its path, at the beginning of these bytes.
pub(super) fn head(stored: &[u8], format: ObjectFormat) -> Option<&[u8]> {
    let length = Head { stored, format }.length()?;
    Some(&stored[..length])
}

fn path_length(path: &[u8]) -> u16 {
    u16::try_from(path.len()).unwrap_or(LENGTH).min(LENGTH)
}

fn finish(stored: &mut Vec<u8>, start: usize, path: &[u8]) {
    stored.extend(path);
    let length = stored.len() - start;
    stored.resize(start + ((length + 8) & !7), 0);
}
