//! The index as git writes it on disk: versions 2 to 4, as `gitformat-index(5)` has them. Several times as fast as
//! libgit2, which matters since every hook reads the whole index.

use std::sync::Arc;

use bstr::ByteSlice;
use hashbrown::HashMap;

use super::checksum;
use super::indexed::{self, BREAKS_OFF, Held, Index, Moment, TOO_LONG};
use super::object::{ObjectFormat, ObjectId};
use crate::error::Result;
use crate::path::RepoPath;

/// Why a file is no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A part of it that readers must know is not known here, such as that of a split or a sparse index.
    Unknown,
    /// It breaks off, or is something else.
    Damaged(&'static str),
}

impl From<&'static str> for Fault {
    fn from(why: &'static str) -> Self {
        Fault::Damaged(why)
    }
}

/// Repositories with longer ids are read by the git program.
const FORMAT: ObjectFormat = ObjectFormat::Sha1;

const NO_PATH: Fault = Fault::Damaged("a path of it is none");

/// The checksum of an index of so many bytes takes a tenth of the time of a check, and git itself never looks at it. One
/// that is cut off is told by its parts.
const LARGE: usize = 1 << 20;

/// Reads an index, of which the last bytes are a checksum.
pub(super) fn read(bytes: Vec<u8>, written: Option<Moment>) -> Result<Result<Index>, Fault> {
    let bytes = Arc::new(bytes);
    let mut index = parse(&bytes)?;
    if bytes.len() < LARGE && !checksum::is_whole(&bytes, FORMAT) {
        return Err(Fault::Damaged("its checksum is wrong"));
    }
    if let Ok(index) = &mut index {
        index.written = written;
    }
    Ok(index)
}

fn parse(bytes: &Arc<Vec<u8>>) -> Result<Result<Index>, Fault> {
    let content = bytes.len().checked_sub(FORMAT.bytes()).map(|end| &bytes[..end]).ok_or(BREAKS_OFF)?;
    let mut input = Input(content);
    if input.take(4)? != b"DIRC" {
        return Err(Fault::Damaged("it does not begin as an index"));
    }
    let version = input.number()?;
    if !(2..=4).contains(&version) {
        return Err(Fault::Unknown);
    }
    let count = input.number()? as usize;
    let mut index = if version == 4 {
        let stored = Arc::new(input.lengthened(count)?);
        Index::of(&stored, FORMAT, 0, count)?.0
    } else {
        let start = content.len() - input.0.len();
        let (index, end) = Index::of(bytes, FORMAT, start, count)?;
        input = Input(content.get(end..).ok_or(BREAKS_OFF)?);
        index
    };
    let trees = input.extensions()?;
    if let Ok(index) = &mut index {
        index.trees = trees;
    }
    Ok(index)
}

/// What is still to be read of an index, or of a part of one.
struct Input<'b>(&'b [u8]);

impl<'b> Input<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(BREAKS_OFF)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, Fault> {
        let bytes = self.take(4)?;
        Ok(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// What stands before the next of these bytes; it goes on behind that.
    fn until(&mut self, end: u8) -> Result<&'b [u8], Fault> {
        let length = self.0.find_byte(end).ok_or(BREAKS_OFF)?;
        let found = self.take(length)?;
        self.take(1)?;
        Ok(found)
    }

    /// The entries of version 4 as those before have them: each there says how much of the last path goes, and what comes
    /// in its place.
    fn lengthened(&mut self, count: usize) -> Result<Vec<u8>, Fault> {
        let (mut stored, mut path) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let head = indexed::head(self.0, FORMAT).ok_or(BREAKS_OFF)?;
            self.take(head.len())?;
            let kept = path.len().checked_sub(self.less()?).ok_or(NO_PATH)?;
            path.truncate(kept);
            path.extend_from_slice(self.until(0)?);
            indexed::store(&mut stored, head, &path, FORMAT);
            if u32::try_from(stored.len()).is_err() {
                return Err(TOO_LONG.into());
            }
        }
        Ok(stored)
    }

    fn less(&mut self) -> Result<usize, Fault> {
        let mut byte = self.take(1)?[0];
        let mut less = usize::from(byte & 0x7f);
        while byte & 0x80 != 0 {
            byte = self.take(1)?[0];
            let more = less.checked_add(1).and_then(|less| less.checked_mul(0x80));
            less = more.ok_or(NO_PATH)? + usize::from(byte & 0x7f);
        }
        Ok(less)
    }

    /// The number before the next of these bytes; `None` for what is negative, as for what is no number.
    fn decimal(&mut self, end: u8) -> Result<Option<usize>, Fault> {
        let digits = self.until(end)?;
        Ok(digits.to_str().ok().and_then(|digits| digits.parse().ok()))
    }

    /// What follows the entries. Parts whose names begin with a capital letter may be passed over.
    fn extensions(&mut self) -> Result<HashMap<RepoPath, Held>, Fault> {
        let mut trees = HashMap::new();
        while !self.0.is_empty() {
            let name = self.take(4)?;
            let length = self.number()?;
            let content = self.take(length as usize)?;
            match name {
                // Half of it is as good as none: it only saves reading.
                b"TREE" => trees = Input(content).trees().unwrap_or_default(),
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
        while !self.0.is_empty() {
            let mut folder = match open.last() {
                Some((parent, _)) if !parent.is_empty() => [parent, b"/".as_slice()].concat(),
                _ => Vec::new(),
            };
            folder.extend_from_slice(self.until(0)?);
            let entries = self.decimal(b' ')?;
            let inside = self.decimal(b'\n')?.ok_or(Fault::Damaged("a tree of it is none"))?;
            if let Some(entries) = entries
                && let Some(id) = ObjectId::new(self.take(FORMAT.bytes())?)
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
