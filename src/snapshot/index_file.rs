//! The index as git writes it on disk: versions 2 to 4, as `gitformat-index(5)` has them. Several times as fast as
//! libgit2, which matters since every hook reads the whole index.

use std::io::Read;

use bstr::ByteSlice;
use hashbrown::HashMap;

use super::blobs::Named;
use super::checksum::Summed;
use super::object::ObjectId;
use super::source::{Index, Indexed, Moment, Stat};
use crate::error::Result;
use crate::path::{PathList, RepoPath};

/// Why a file is no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A part of it that readers must know is not known here, such as that of a split or a sparse index.
    Unknown,
    /// It breaks off, or is something else.
    Damaged(&'static str),
}

/// A tree that the index says it holds entry for entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) id: ObjectId,
    /// How many entries it has, those of its folders included.
    pub(super) entries: usize,
}

/// The bytes of an id; repositories with longer ones are read by the git program.
const ID: usize = 20;

/// The bytes of an entry before its path: ten numbers, the id, the flags.
const FIXED: usize = 40 + ID + 2;

const EXTENDED: u16 = 0x4000;
const ASSUMED_UNCHANGED: u16 = 0x8000;
const STAGE: u16 = 0x3000;
const LENGTH: u16 = 0x0fff;
const SKIP_WORKTREE: u16 = 0x4000;
const INTENT_TO_ADD: u16 = 0x2000;

/// Reads an index of `length` bytes, of which the last are a checksum, in one go.
pub(super) fn read(file: impl Read, length: u64, written: Option<Moment>) -> Result<Result<Index>, Fault> {
    let content = length.checked_sub(ID as u64).ok_or(BREAKS_OFF)?;
    let mut input = Input::new(Summed::new(file), content);
    if input.take(4)? != b"DIRC" {
        return Err(Fault::Damaged("it does not begin as an index"));
    }
    let version = input.number()?;
    if !(2..=4).contains(&version) {
        return Err(Fault::Unknown);
    }
    let count = input.number()? as usize;
    // An entry takes more bytes than this, so that no number in a header makes room for what is not there.
    let mut entries: Vec<Indexed> = Vec::with_capacity(count.min(content as usize / FIXED));
    let mut paths = PathList::default();
    let mut path = Vec::new();
    let mut named = 0;
    for _ in 0..count {
        entries.push(input.entry(version, &mut path)?);
        for path in paths.push(&[&path]) {
            entries[named].path = path;
            named += 1;
        }
    }
    entries[named..].iter_mut().zip(paths.finish()).for_each(|(entry, path)| entry.path = path);
    let trees = input.extensions()?;
    match input.source.finish() {
        true => Ok(Index::new(entries, trees, written)),
        false => Err(Fault::Damaged("its checksum is wrong")),
    }
}

const BREAKS_OFF: Fault = Fault::Damaged("it breaks off");

/// How much of an index is in memory at once, but for a part that has more: all of it would be the largest thing there.
const WINDOW: usize = 1 << 16;

/// An index, or a part of one, that is gone through from the beginning to the end.
struct Input<R> {
    source: R,
    /// How many bytes of the content are still to be read.
    unread: u64,
    window: Vec<u8>,
    /// Where in the window it goes on.
    at: usize,
    /// How many bytes are behind.
    taken: u64,
}

impl<R: Read> Input<R> {
    fn new(source: R, length: u64) -> Self {
        Input { source, unread: length, window: Vec::new(), at: 0, taken: 0 }
    }

    /// Reads on until the window has so many bytes more, or the content ends; what is ahead.
    fn ahead(&mut self, count: usize) -> Result<&[u8], Fault> {
        if self.window.len() - self.at < count && self.unread > 0 {
            self.window.drain(..self.at);
            self.at = 0;
            let room = count.max(WINDOW) - self.window.len();
            let wanted = self.unread.min(room as u64);
            let read = self.source.by_ref().take(wanted).read_to_end(&mut self.window);
            if read.ok() != Some(wanted as usize) {
                return Err(Fault::Damaged("it cannot be read to its end"));
            }
            self.unread -= wanted;
        }
        Ok(&self.window[self.at..])
    }

    fn take(&mut self, count: usize) -> Result<&[u8], Fault> {
        self.ahead(count)?;
        let start = self.at;
        let end = start.checked_add(count).filter(|end| *end <= self.window.len()).ok_or(BREAKS_OFF)?;
        self.at = end;
        self.taken += count as u64;
        Ok(&self.window[start..end])
    }

    fn number(&mut self) -> Result<u32, Fault> {
        Ok(number(self.take(4)?))
    }

    /// Puts what stands before the next of these bytes at the end of `text`, and passes over both.
    fn until(&mut self, end: u8, text: &mut Vec<u8>) -> Result<(), Fault> {
        loop {
            let ahead = self.ahead(1)?;
            let found = ahead.find_byte(end);
            let length = found.unwrap_or(ahead.len());
            text.extend_from_slice(self.take(length)?);
            if found.is_some() {
                return self.take(1).map(drop);
            }
            if self.ahead(1)?.is_empty() {
                return Err(BREAKS_OFF);
            }
        }
    }

    /// An entry without its path, which takes the place of that of the last one.
    fn entry(&mut self, version: u32, path: &mut Vec<u8>) -> Result<Indexed, Fault> {
        let start = self.taken;
        let fixed: [u8; FIXED] = self.take(FIXED)?.try_into().map_err(|_| BREAKS_OFF)?;
        let field = |at: usize| number(&fixed[at * 4..at * 4 + 4]);
        let flags = u16::from_be_bytes([fixed[FIXED - 2], fixed[FIXED - 1]]);
        let more = match flags & EXTENDED != 0 {
            true => self.take(2).map(|more| u16::from_be_bytes([more[0], more[1]]))?,
            false => 0,
        };
        match version {
            4 => self.shortened(path)?,
            _ => self.padded(start, usize::from(flags & LENGTH), path)?,
        }
        // The file system's numbers are kept as they are, and time before 1970 is negative.
        let moment = |at: usize| Moment { seconds: field(at).cast_signed(), nanoseconds: field(at + 1) };
        Ok(Indexed {
            path: RepoPath::default(),
            named: Named { id: ObjectId::new(&fixed[40..40 + ID]).ok_or(BREAKS_OFF)?, mode: field(6) },
            stage: ((flags & STAGE) >> STAGE.trailing_zeros()) as u8,
            intended: more & INTENT_TO_ADD != 0,
            left_out: more & SKIP_WORKTREE != 0,
            assumed_unchanged: flags & ASSUMED_UNCHANGED != 0,
            stat: Some(Stat { changed: moment(0), modified: moment(2), inode: field(5), size: field(9) }),
        })
    }

    /// A path of versions 2 and 3, after which zeros fill up to a multiple of eight bytes, at least one.
    fn padded(&mut self, start: u64, length: usize, path: &mut Vec<u8>) -> Result<(), Fault> {
        path.clear();
        match length < usize::from(LENGTH) {
            true => {
                path.extend_from_slice(self.take(length)?);
                self.take(1)?;
            }
            false => self.until(0, path)?,
        }
        let padding = start.wrapping_sub(self.taken) % 8;
        self.take(padding as usize).map(drop)
    }

    /// A path of version 4: how much of the last one goes, and what comes in its place.
    fn shortened(&mut self, path: &mut Vec<u8>) -> Result<(), Fault> {
        let mut byte = self.take(1)?[0];
        let mut less = usize::from(byte & 0x7f);
        while byte & 0x80 != 0 {
            byte = self.take(1)?[0];
            let more = less.checked_add(1).and_then(|less| less.checked_mul(0x80));
            less = more.ok_or(Fault::Damaged("a path of it is none"))? + usize::from(byte & 0x7f);
        }
        let kept = path.len().checked_sub(less).ok_or(Fault::Damaged("a path of it is none"))?;
        path.truncate(kept);
        self.until(0, path)
    }

    /// The number before the next of these bytes; `None` for what is negative, as for what is no number.
    fn decimal(&mut self, end: u8) -> Result<Option<usize>, Fault> {
        let mut digits = Vec::new();
        self.until(end, &mut digits)?;
        Ok(std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse().ok()))
    }

    /// What follows the entries. Parts whose names begin with a capital letter may be passed over.
    fn extensions(&mut self) -> Result<HashMap<RepoPath, Held>, Fault> {
        let mut trees = HashMap::new();
        while self.ahead(1).is_ok_and(|ahead| !ahead.is_empty()) {
            let name = self.number()?.to_be_bytes();
            let length = self.number()?;
            let content = self.take(length as usize)?;
            match &name {
                // Half of it is as good as none: it only saves reading.
                b"TREE" => trees = Input::new(content, length.into()).trees().unwrap_or_default(),
                [b'A'..=b'Z', ..] => {}
                _ => return Err(Fault::Unknown),
            }
        }
        Ok(trees)
    }

    /// The trees that the index holds, by folder. A folder in which something changed since has no id.
    fn trees(&mut self) -> Result<HashMap<RepoPath, Held>, Fault> {
        let mut trees = HashMap::new();
        // The folders that are not through yet: each with how many are still to come in it.
        let mut open: Vec<(Vec<u8>, usize)> = Vec::new();
        while !self.ahead(1)?.is_empty() {
            let mut folder = match open.last() {
                Some((parent, _)) if !parent.is_empty() => [parent, b"/".as_slice()].concat(),
                _ => Vec::new(),
            };
            self.until(0, &mut folder)?;
            let entries = self.decimal(b' ')?;
            let inside = self.decimal(b'\n')?.ok_or(Fault::Damaged("a tree of it is none"))?;
            if let Some(entries) = entries
                && let Some(id) = ObjectId::new(self.take(ID)?)
            {
                trees.insert(RepoPath::new(folder.clone()), Held { id, entries });
            }
            if let Some((_, to_come)) = open.last_mut() {
                *to_come = to_come.saturating_sub(1);
            }
            open.push((folder, inside));
            while open.pop_if(|(_, to_come)| *to_come == 0).is_some() {}
        }
        Ok(trees)
    }
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}
