//! Every path of a tree that is no folder, through libgit2.

use std::mem::{replace, take};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use bstr::ByteSlice;

use super::blobs::{Stored, kind_of_mode};
use super::indexed::Index;
use super::listing::{Files, Listing};
use super::loose::Loose;
use super::object::{ObjectFormat, ObjectId};
use super::objects::{Objects, Unread};
use super::{Entry, MOST_PATHS, too_many, trouble};
use crate::error::{Error, Result};
use crate::parallel;
use crate::path::RepoPath;

/// How deep folders may be nested: git's own default for `core.maxTreeDepth`.
const DEEPEST: usize = 2048;

/// So many files and folders are counted at a time.
const COUNTED: usize = 1 << 12;

/// So many folders are worth another thread.
const MANY: usize = 32;

/// Into so many shares they are divided at most. What one thread reads one after the other it puts together.
const SHARES: usize = 64;

/// A walk through a tree in the order of its paths. What the index is known to hold is taken from there: of a folder in
/// which nothing changed since, no object need be read.
pub(super) struct TreeWalk<'r> {
    objects: Objects<'r>,
    loose: &'r Loose,
    index: Option<&'r Arc<Index>>,
    /// The revision in messages.
    name: &'r str,
    /// How many files and folders were met.
    met: AtomicUsize,
}

/// A folder to be read.
struct Folder {
    id: ObjectId,
    /// What the paths in it begin with.
    prefix: Vec<u8>,
    /// How many folders it lies in.
    depth: usize,
}

/// A part of the tree.
enum Part<'r> {
    Files(Files),
    /// What the index holds of it.
    Held(&'r [Entry]),
    /// What is still to be read.
    Folder(Folder),
}

/// What is done for each folder in a folder.
type Inside<'i, 'r> = dyn FnMut(Folder, &mut Vec<Part<'r>>) -> Result<(), Stop> + 'i;

/// Why a walk ends before its time.
enum Stop {
    /// A folder is broken.
    Broken,
    Error(Error),
}

impl<'r> TreeWalk<'r> {
    pub(super) fn new(
        objects: Objects<'r>,
        loose: &'r Loose,
        index: Option<&'r Arc<Index>>,
        name: &'r str,
    ) -> Self {
        TreeWalk { objects, loose, index, name, met: AtomicUsize::new(0) }
    }

    /// The files of a tree, sorted by path; `None` where a folder is broken.
    pub(super) fn files(&self, top: ObjectId) -> Result<Option<Listing>> {
        match self.walk(Folder { id: top, prefix: Vec::new(), depth: 0 }) {
            Ok(listing) => Ok(Some(listing)),
            Err(Stop::Broken) => Ok(None),
            Err(Stop::Error(error)) => Err(error),
        }
    }

    /// Reads folders level by level, until there are enough to be shared among the processors.
    fn walk(&self, top: Folder) -> Result<Listing, Stop> {
        let mut parts = vec![Part::Folder(top)];
        let mut folders = 1;
        while (1..MANY).contains(&folders) {
            for part in take(&mut parts) {
                match part {
                    Part::Folder(folder) => {
                        self.open(&self.objects, folder, &mut parts, &mut |below, parts| {
                            parts.push(Part::Folder(below));
                            Ok(())
                        })?
                    }
                    other => parts.push(other),
                }
            }
            folders = parts.iter().filter(|part| matches!(part, Part::Folder(_))).count();
        }
        if folders > 0 {
            let again = || Objects::again(self.loose);
            let read = parallel::map_with(shares(parts), folders, again, |own, share| {
                let mut parts = Vec::new();
                for part in share {
                    match part {
                        Part::Folder(folder) => {
                            self.enter(own.as_ref().unwrap_or(&self.objects), folder, &mut parts)?;
                        }
                        other => parts.push(other),
                    }
                }
                Ok(parts)
            });
            parts = Vec::new();
            for read in read {
                parts.extend(read?);
            }
        }
        Ok(self.listing(parts))
    }

    fn listing(&self, parts: Vec<Part<'_>>) -> Listing {
        let mut listing = Listing::new(self.index);
        listing.reserve(self.met.load(Relaxed));
        for part in parts {
            match part {
                Part::Files(files) => listing.add(files),
                Part::Held(entries) => listing.hold(entries.iter().cloned()),
                Part::Folder(_) => unreachable!("all folders were read"),
            }
        }
        listing
    }

    /// Puts what the index holds of a folder at the end, or its files with what `inside` does for each folder in it.
    fn open(
        &self,
        objects: &Objects<'_>,
        folder: Folder,
        parts: &mut Vec<Part<'r>>,
        inside: &mut Inside<'_, 'r>,
    ) -> Result<(), Stop> {
        let Folder { id, prefix, depth } = folder;
        let path = || RepoPath::new(prefix.strip_suffix(b"/").unwrap_or_default());
        if let Some(held) = self.index.and_then(|index| index.of_tree(&path(), id)) {
            parts.push(Part::Held(held));
            return self.count(held.len());
        }
        if depth > DEEPEST {
            return Err(Stop::Error(too_deep(self.name)));
        }
        let tree = objects.tree(id).map_err(|why| self.unread(why))?;
        let (mut rest, mut count) = (tree.data(), 1);
        while !rest.is_empty() {
            let (name, stored, behind) =
                entry(rest).ok_or_else(|| self.damaged("a folder of it is no tree"))?;
            rest = behind;
            count += 1;
            if kind_of_mode(stored.mode).is_none() {
                let id = ObjectId::new(stored.id).expect("an entry has a whole id");
                let prefix = [&prefix, name, b"/"].concat();
                inside(Folder { id, prefix, depth: depth + 1 }, parts)?;
            } else {
                last_files(parts).push(&prefix, name, stored);
            }
            if count == COUNTED {
                self.count(take(&mut count))?;
            }
        }
        self.count(count)
    }

    /// Puts the files of a folder, and of those in it, at the end.
    fn enter(&self, objects: &Objects<'_>, folder: Folder, parts: &mut Vec<Part<'r>>) -> Result<(), Stop> {
        self.open(objects, folder, parts, &mut |below, parts| self.enter(objects, below, parts))
    }

    fn count(&self, more: usize) -> Result<(), Stop> {
        match self.met.fetch_add(more, Relaxed) + more > MOST_PATHS {
            true => Err(Stop::Error(too_many(self.name))),
            false => Ok(()),
        }
    }

    fn unread(&self, why: Unread) -> Stop {
        match why {
            Unread::Broken => Stop::Broken,
            Unread::Missing | Unread::TooLarge => self.damaged("a folder of it is not there"),
            Unread::Error(error) => self.damaged(&trouble::words(&error)),
        }
    }

    fn damaged(&self, why: &str) -> Stop {
        Stop::Error(trouble::damaged(self.name, why))
    }
}

/// Parts one after the other, for one thread each.
fn shares(mut parts: Vec<Part<'_>>) -> Vec<Vec<Part<'_>>> {
    let size = parts.len().div_ceil(SHARES);
    let mut shares = Vec::new();
    while !parts.is_empty() {
        let rest = parts.split_off(size.min(parts.len()));
        shares.push(replace(&mut parts, rest));
    }
    shares
}

/// Where files are put that stand behind these parts.
fn last_files<'p>(parts: &'p mut Vec<Part<'_>>) -> &'p mut Files {
    if !matches!(parts.last(), Some(Part::Files(_))) {
        parts.push(Part::Files(Files::default()));
    }
    match parts.last_mut() {
        Some(Part::Files(files)) => files,
        _ => unreachable!("files were put there"),
    }
}

/// The first entry of a tree as git stores it (a mode in octal digits, a space, a name, a zero, an id), and what is behind.
fn entry(tree: &[u8]) -> Option<(&[u8], Stored<'_>, &[u8])> {
    let (mode, rest) = match tree.split_first_chunk() {
        Some((b"100644 ", rest)) => (0o100_644, rest),
        _ => mode(tree)?,
    };
    let (name, rest) = rest.split_at_checked(rest.find_byte(0)?)?;
    let (id, rest) = rest[1..].split_at_checked(ObjectFormat::Sha1.bytes())?;
    Some((name, Stored { id, mode }, rest))
}

fn mode(tree: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = tree.split_at_checked(tree.find_byte(b' ')?)?;
    let digit = |number: u32, byte: &u8| match byte {
        b'0'..=b'7' => number.checked_mul(8)?.checked_add(u32::from(byte - b'0')),
        _ => None,
    };
    Some((digits.iter().try_fold(0, digit)?, &rest[1..]))
}

fn too_deep(name: &str) -> Error {
    Error::new(format!("{name} nests folders more than {DEEPEST} deep")).help("check another revision")
}
