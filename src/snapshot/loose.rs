//! Loose objects that break off in the middle: libgit2 1.9.7 reads on in one for ever (its issue 7342), and so is kept
//! from opening any.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use flate2::{Decompress, FlushDecompress, Status};

use super::LARGEST_FILE;
use super::object::ObjectId;
use crate::order;

/// How many folders of objects may borrow from each other, as git has it.
const MOST_BORROWED: usize = 5;

/// The folders in which a repository has objects that are not packed.
pub(super) struct Loose {
    folders: Vec<PathBuf>,
    /// Which folders inside these there are, for the ids that begin with their names.
    fans: OnceLock<Vec<(usize, String)>>,
    /// How many packs there are.
    packs: OnceLock<usize>,
}

impl Loose {
    /// Those of a repository, and those from which it borrows.
    pub(super) fn new(common_folder: &Path, follows_environment: bool) -> Self {
        let variable = |name: &str| env::var_os(name).filter(|_| follows_environment);
        let own =
            variable("GIT_OBJECT_DIRECTORY").map_or_else(|| common_folder.join("objects"), PathBuf::from);
        let mut folders = vec![own];
        let borrowed = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
        folders.extend(env::split_paths(&borrowed).filter(|folder| !folder.as_os_str().is_empty()));
        let (mut first, mut depth) = (0, 0);
        while first < folders.len() && depth < MOST_BORROWED {
            let more: Vec<PathBuf> = folders[first..].iter().flat_map(|folder| lenders(folder)).collect();
            first = folders.len();
            folders.extend(more);
            depth += 1;
        }
        Loose { folders, fans: OnceLock::new(), packs: OnceLock::new() }
    }

    /// How many packs stand beside them.
    pub(super) fn packs(&self) -> usize {
        let is_pack = |entry: &fs::DirEntry| entry.path().extension() == Some(OsStr::new("pack"));
        let count = |folder: &PathBuf| inside(&folder.join("pack")).filter(is_pack).count();
        *self.packs.get_or_init(|| self.folders.iter().map(count).sum())
    }

    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Is there a file of this object that does not end as it should?
    pub(super) fn is_broken(&self, id: ObjectId) -> bool {
        let name = id.to_string();
        let (fan, rest) = name.split_at(2);
        let is_there = |at: usize| self.fans().binary_search(&(at, fan.to_owned())).is_ok();
        let folders = self.folders.iter().enumerate().filter(|(at, _)| is_there(*at));
        let files = folders.map(|(_, folder)| folder.join(fan).join(rest));
        files.filter_map(|file| fs::read(file).ok()).any(|bytes| breaks_off(&bytes))
    }

    /// In a repository that was just cloned all objects are packed, and one look tells that of all.
    fn fans(&self) -> &[(usize, String)] {
        self.fans.get_or_init(|| {
            let all = self.folders.iter().enumerate();
            let names = all.flat_map(|(at, folder)| inside(folder).map(move |entry| (at, entry.file_name())));
            let names = names.filter_map(|(at, name)| Some((at, name.into_string().ok()?)));
            let mut fans: Vec<_> = names.filter(|(_, name)| name.len() == 2).collect();
            order::ascending(&mut fans);
            fans
        })
    }

    /// Is there such a file of any object?
    pub(super) fn has_broken(&self) -> bool {
        let fans = self.fans().iter().map(|(at, name)| self.folders[*at].join(name));
        let mut files = fans.flat_map(|fan| inside(&fan)).map(|entry| entry.path());
        files.any(|file| fs::read(file).is_ok_and(|bytes| breaks_off(&bytes)))
    }
}

/// What stands in a folder, if it can be listed.
fn inside(folder: &Path) -> impl Iterator<Item = fs::DirEntry> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}

/// The folders from which one of objects borrows.
fn lenders(folder: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(folder.join("info/alternates")).unwrap_or_default();
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| folder.join(line))
        .collect()
}

/// Does a compressed object end before its bytes do? What else is wrong with it libgit2 tells.
fn breaks_off(bytes: &[u8]) -> bool {
    // Libgit2 takes what starts in another way for an old form of objects, which git does not read any more.
    let is_zlib = |head: &[u8; 2]| head[0] & 0x8f == 0x08 && u16::from_be_bytes(*head).is_multiple_of(31);
    if !bytes.first_chunk().is_some_and(is_zlib) {
        return true;
    }
    let mut state = Decompress::new(true);
    let mut window = [0; 4 * 1024];
    while state.total_out() <= LARGEST_FILE {
        let before = (state.total_in(), state.total_out());
        let rest = &bytes[state.total_in() as usize..];
        match state.decompress(rest, &mut window, FlushDecompress::None) {
            Ok(Status::Ok) if (state.total_in(), state.total_out()) != before => {}
            Ok(Status::Ok | Status::BufError) => return true,
            Ok(Status::StreamEnd) | Err(_) => return false,
        }
    }
    false
}
