//! Every path of a tree that is no folder, through libgit2.

use std::rc::Rc;

use git2::Oid;

use super::blobs::{Named, kind_of_mode};
use super::listing::Listing;
use super::loose::Loose;
use super::source::Index;
use super::{EntryKind, MOST_PATHS, too_many, trouble};
use crate::error::{Error, Result};
use crate::path::RepoPath;

/// How deep folders may be nested: git's own default for `core.maxTreeDepth`.
const DEEPEST: usize = 2048;

/// A walk through a tree in the order of its paths. What the index is known to hold is taken from there: of a folder in
/// which nothing changed since, no object need be read.
pub(super) struct TreeWalk<'r> {
    repository: &'r git2::Repository,
    loose: &'r Loose,
    index: Option<&'r Rc<Index>>,
    /// The revision in messages.
    name: &'r str,
    files: Listing,
    /// The folders that are not through yet.
    open: Vec<Folder<'r>>,
    /// How many folders were read.
    read: usize,
}

/// A folder that is being read.
struct Folder<'r> {
    tree: git2::Tree<'r>,
    /// The position of the next entry.
    next: usize,
    /// What the paths in it begin with.
    prefix: Vec<u8>,
}

impl<'r> TreeWalk<'r> {
    pub(super) fn new(
        repository: &'r git2::Repository,
        loose: &'r Loose,
        index: Option<&'r Rc<Index>>,
        name: &'r str,
    ) -> Self {
        TreeWalk { repository, loose, index, name, files: Listing::new(index), open: Vec::new(), read: 0 }
    }

    /// The files of a tree, sorted by path; `None` where a folder is broken.
    pub(super) fn files(mut self, top: Oid) -> Result<Option<Listing>> {
        let mut is_whole = self.enter(top, Vec::new())?;
        while is_whole && let Some(folder) = self.open.last_mut() {
            let mut below = None;
            for entry in folder.tree.iter().skip(folder.next) {
                folder.next += 1;
                let mode = u32::try_from(entry.filemode_raw()).unwrap_or_default();
                if kind_of_mode(mode).is_none() {
                    below = Some((entry.id(), [&folder.prefix, entry.name_bytes(), b"/"].concat()));
                    break;
                }
                let named = Named { id: entry.id().into(), mode };
                self.files.push(&[&folder.prefix, entry.name_bytes()], named);
            }
            match below {
                Some((id, prefix)) => is_whole = self.enter(id, prefix)?,
                None => drop(self.open.pop()),
            }
            if self.files.len() + self.read > MOST_PATHS {
                return Err(too_many(self.name));
            }
        }
        Ok(is_whole.then_some(self.files))
    }

    /// Takes in a folder, or opens it for reading. Can it be read?
    fn enter(&mut self, id: Oid, prefix: Vec<u8>) -> Result<bool> {
        let folder = RepoPath::new(prefix.strip_suffix(b"/").unwrap_or_default());
        if let Some(held) = self.index.and_then(|index| index.of_tree(&folder, id.into())) {
            let kind = |mode| kind_of_mode(mode).unwrap_or(EntryKind::File);
            self.files.hold(held.iter().map(|entry| (&entry.path, kind(entry.named.mode))));
            return Ok(true);
        }
        if self.loose.is_broken(id.into()) {
            return Ok(false);
        }
        if self.open.len() > DEEPEST {
            return Err(too_deep(self.name));
        }
        let tree = self.repository.find_tree(id);
        let tree = tree.map_err(|error| trouble::damaged(self.name, trouble::words(&error)))?;
        self.open.push(Folder { tree, next: 0, prefix });
        self.read += 1;
        Ok(true)
    }
}

fn too_deep(name: &str) -> Error {
    Error::new(format!("{name} nests folders more than {DEEPEST} deep")).help("check another revision")
}
