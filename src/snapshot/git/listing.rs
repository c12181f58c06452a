//! What git lists: the index, trees, and files that are not tracked.

use std::fs;

use bstr::{BString, ByteSlice};

use super::super::blobs::{Named, kind_of_mode};
use super::super::indexed::{Index, NewEntry};
use super::super::object::{ObjectFormat, ObjectId};
use super::super::{EntryKind, MOST_PATHS, disk, too_many};
use super::Git;
use crate::error::{Error, Result};
use crate::order;
use crate::path::RepoPath;

impl Git {
    /// The index with all that a sparse or split one stands for.
    ///
    /// # Errors
    /// An index that git cannot read either.
    pub(in crate::snapshot) fn index(&self) -> Result<Index> {
        let answer = self.ls_files(&["--stage", "-v"])?;
        let listed: Option<Vec<NewEntry>> = records(&answer).map(indexed).collect();
        let mut entries = Vec::new();
        for entry in listed.ok_or_else(|| misread("ls-files"))? {
            match kind_of_mode(entry.named.mode) {
                Some(_) => entries.push(entry),
                None => entries.extend(self.unfolded(&entry)?),
            }
        }
        let empty = [ObjectFormat::Sha1, ObjectFormat::Sha256].map(|format| ObjectId::of_blob(b"", format));
        if entries.iter().any(|entry| empty.contains(&entry.named.id)) {
            let announced = self.announced()?;
            for entry in entries.iter_mut().filter(|entry| entry.stage == 0) {
                entry.intended = announced.binary_search(&entry.path).is_ok();
            }
        }
        let format = entries.first().map_or_else(ObjectFormat::default, |entry| entry.named.id.format());
        Index::new(&entries, format)
    }

    /// Lists the index. A sparse one stays as it is, since git writes trees when it makes one full; a git before 2.35
    /// does not know that word.
    fn ls_files(&self, how: &[&str]) -> Result<BString> {
        let words = [&["ls-files", "-z", "--full-name"], how].concat();
        let sparse = self.answer(&[words.as_slice(), &["--sparse"]].concat(), b"");
        sparse.or_else(|_| self.answer(&words, b""))
    }

    /// The files below a folder of which a sparse index has the tree alone.
    fn unfolded(&self, folder: &NewEntry) -> Result<Vec<NewEntry>> {
        let files = self.files(&folder.named.id.to_string(), "the index")?;
        let below = |(path, named): (RepoPath, Named)| {
            let path = RepoPath::new([folder.path.as_bstr().as_bytes(), path.as_bstr()].concat());
            NewEntry { path, named, ..folder.clone() }
        };
        Ok(files.into_iter().map(below).collect())
    }

    /// The paths that are only announced by `git add --intent-to-add`, sorted: in a listing they look like empty
    /// files, but the next commit leaves them out.
    fn announced(&self) -> Result<Vec<RepoPath>> {
        let answer = self.ls_files(&["--debug"])?;
        // `PATH NUL "  ctime: …\n … size: N\tflags: HEX\n"`, with the flags of git's own structure.
        let mut found = Vec::new();
        let mut rest = answer.as_bstr();
        while let Some((path, after)) = rest.split_once_str("\0") {
            let (facts, next) = after.split_once_str("flags: ").ok_or_else(|| misread("ls-files"))?;
            let (flags, next) = next.split_once_str("\n").ok_or_else(|| misread("ls-files"))?;
            let flags = flags.to_str().ok().and_then(|flags| u32::from_str_radix(flags.trim(), 16).ok());
            if facts.contains(&0) {
                return Err(misread("ls-files"));
            }
            if flags.ok_or_else(|| misread("ls-files"))? & INTENT_TO_ADD != 0 {
                found.push(RepoPath::new(path));
            }
            rest = next.as_bstr();
        }
        order::ascending(&mut found);
        Ok(found)
    }

    /// Every path of a tree that is no folder.
    ///
    /// # Errors
    /// A tree that is missing or damaged.
    pub(in crate::snapshot) fn files(&self, tree: &str, name: &str) -> Result<Vec<(RepoPath, Named)>> {
        let answer = self.answer(&["ls-tree", "-r", "-z", "--full-tree", tree], b"")?;
        if records(&answer).nth(MOST_PATHS).is_some() {
            return Err(too_many(name));
        }
        let file = |record: &[u8]| {
            let (facts, path) = record.split_once_str("\t")?;
            let mut facts = facts.split_str(" ");
            let named = Named { mode: mode(facts.next()?)?, id: ObjectId::parse(facts.nth(1)?)? };
            Some((RepoPath::new(path), named))
        };
        let found: Option<Vec<_>> = records(&answer).map(file).collect();
        let mut found = found.ok_or_else(|| misread("ls-tree"))?;
        found.retain(|(_, named)| kind_of_mode(named.mode).is_some());
        Ok(found)
    }

    /// What is on disk, not tracked and not ignored.
    ///
    /// # Errors
    /// A folder that cannot be listed.
    pub(in crate::snapshot) fn untracked(&self) -> Result<Vec<(RepoPath, EntryKind)>> {
        let words = ["ls-files", "-z", "--others", "--exclude-standard", "--full-name"];
        let answer = self.answer(&words, b"")?;
        let file = |path: &[u8]| {
            let path = RepoPath::new(path);
            let found = fs::symlink_metadata(disk::on_disk(&self.ground, &path).ok()?).ok()?;
            let kind = disk::kind_of_file(found.file_type()).filter(|kind| *kind != EntryKind::Special)?;
            Some((path, kind))
        };
        // A repository inside of this one is told as a folder.
        Ok(records(&answer).filter(|path| !path.ends_with(b"/")).filter_map(file).collect())
    }
}

/// The bit of git's own `CE_INTENT_TO_ADD`, by which `ls-files --debug` shows it.
const INTENT_TO_ADD: u32 = 1 << 29;

fn records(answer: &BString) -> impl Iterator<Item = &[u8]> {
    answer.split_str("\0").filter(|record| !record.is_empty())
}

/// `TAG MODE ID STAGE TAB PATH`, where the tag is `S` for what a sparse checkout leaves out, and in lower case for
/// what is assumed to be unchanged.
fn indexed(record: &[u8]) -> Option<NewEntry> {
    let (facts, path) = record.split_once_str("\t")?;
    let mut facts = facts.split_str(" ");
    let tag = facts.next()?.first().copied()?;
    let named = Named { mode: mode(facts.next()?)?, id: ObjectId::parse(facts.next()?)? };
    let stage = facts.next()?.to_str().ok()?.parse().ok()?;
    Some(NewEntry {
        path: RepoPath::new(path),
        named,
        stage,
        intended: false,
        left_out: tag.eq_ignore_ascii_case(&b'S'),
        assumed_unchanged: tag.is_ascii_lowercase(),
    })
}

fn mode(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(digits.to_str().ok()?, 8).ok()
}

pub(super) fn misread(command: &str) -> Error {
    Error::new(format!("the answer of `git {command}` cannot be read"))
        .help("find out what it says by running it, and tell the makers of planlint")
}
