//! The index as git writes it on disk: versions 2 to 4, as `gitformat-index(5)` has them. Several times as fast as
//! libgit2, which matters since every hook reads the whole index.

use std::collections::HashMap;

use super::blobs::Named;
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

/// Reads the bytes of an index. Its checksum is passed over, as git passes over it.
pub(super) fn read(bytes: &[u8], written: Option<Moment>) -> Result<Result<Index>, Fault> {
    let damaged = Fault::Damaged("it breaks off");
    let content = bytes.len().checked_sub(ID).ok_or(damaged).map(|end| &bytes[..end])?;
    let mut input = Input { content, at: 0 };
    if input.take(4)? != b"DIRC" {
        return Err(Fault::Damaged("it does not begin as an index"));
    }
    let version = input.number()?;
    if !(2..=4).contains(&version) {
        return Err(Fault::Unknown);
    }
    let count = input.number()? as usize;
    // An entry takes more bytes than this, so that no number in a header makes room for what is not there.
    let mut entries: Vec<Indexed> = Vec::with_capacity(count.min(content.len() / FIXED));
    let mut paths = PathList::with_capacity(entries.capacity());
    let mut path = Vec::new();
    for _ in 0..count {
        entries.push(input.entry(version, &mut path)?);
        paths.push(&[&path]);
    }
    entries.iter_mut().zip(paths.finish()).for_each(|(entry, path)| entry.path = path);
    let trees = input.extensions()?;
    Ok(Index::new(entries, trees, written))
}

struct Input<'b> {
    content: &'b [u8],
    at: usize,
}

impl<'b> Input<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], Fault> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.content.len());
        let taken = &self.content[self.at..end.ok_or(Fault::Damaged("it breaks off"))?];
        self.at += count;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, Fault> {
        Ok(number(self.take(4)?))
    }

    /// What stands before the next of these bytes, which is passed over.
    fn until(&mut self, end: u8) -> Result<&'b [u8], Fault> {
        let rest = &self.content[self.at..];
        let length = rest.iter().position(|byte| *byte == end).ok_or(Fault::Damaged("it breaks off"))?;
        self.at += length + 1;
        Ok(&rest[..length])
    }

    /// An entry without its path, which takes the place of that of the last one.
    fn entry(&mut self, version: u32, path: &mut Vec<u8>) -> Result<Indexed, Fault> {
        let start = self.at;
        let fixed = self.take(FIXED)?;
        let field = |at: usize| number(&fixed[at * 4..at * 4 + 4]);
        let flags = u16::from_be_bytes([fixed[FIXED - 2], fixed[FIXED - 1]]);
        let more = match flags & EXTENDED != 0 {
            true => self.take(2).map(|more| u16::from_be_bytes([more[0], more[1]]))?,
            false => 0,
        };
        match version {
            4 => self.shortened(path)?,
            _ => {
                path.clear();
                path.extend_from_slice(self.padded(start, usize::from(flags & LENGTH))?);
            }
        }
        // The file system's numbers are kept as they are, and time before 1970 is negative.
        let moment = |at: usize| Moment { seconds: field(at).cast_signed(), nanoseconds: field(at + 1) };
        Ok(Indexed {
            path: RepoPath::default(),
            named: Named {
                id: ObjectId::new(&fixed[40..40 + ID]).ok_or(Fault::Damaged("it breaks off"))?,
                mode: field(6),
            },
            stage: ((flags & STAGE) >> STAGE.trailing_zeros()) as u8,
            intended: more & INTENT_TO_ADD != 0,
            left_out: more & SKIP_WORKTREE != 0,
            assumed_unchanged: flags & ASSUMED_UNCHANGED != 0,
            stat: Some(Stat { changed: moment(0), modified: moment(2), inode: field(5), size: field(9) }),
        })
    }

    /// A path of versions 2 and 3, after which zeros fill up to a multiple of eight bytes, at least one.
    fn padded(&mut self, start: usize, length: usize) -> Result<&'b [u8], Fault> {
        let path = match length < usize::from(LENGTH) {
            true => self.take(length)?,
            false => {
                let path = self.until(0)?;
                self.at -= 1;
                path
            }
        };
        let padding = 8 - (self.at - start) % 8;
        self.take(padding)?;
        Ok(path)
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
        path.extend_from_slice(self.until(0)?);
        Ok(())
    }

    /// What follows the entries. Parts whose names begin with a capital letter may be passed over.
    fn extensions(&mut self) -> Result<HashMap<RepoPath, Held>, Fault> {
        let mut trees = HashMap::new();
        while self.at < self.content.len() {
            let name = self.take(4)?;
            let length = self.number()? as usize;
            let content = self.take(length)?;
            match name {
                // Half of it is as good as none: it only saves reading.
                b"TREE" => trees = Input { content, at: 0 }.trees().unwrap_or_default(),
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
        while self.at < self.content.len() {
            let name = self.until(0)?;
            let entries = decimal(self.until(b' ')?);
            let inside = decimal(self.until(b'\n')?).ok_or(Fault::Damaged("a tree of it is none"))?;
            let folder = match open.last() {
                Some((parent, _)) if !parent.is_empty() => [parent, b"/".as_slice(), name].concat(),
                _ => name.to_vec(),
            };
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

/// `None` for what is negative, as for what is no number.
fn decimal(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}
