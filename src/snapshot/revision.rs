//! The files of any revision, in bare repositories too.

use git2::{ErrorCode, Oid};

use super::blobs::{Blobs, Named, kind_of_mode};
use super::{Entry, MOST_PATHS, Recorded, Repository, Snapshot, too_many, trouble};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::path::RepoPath;

/// How deep folders may be nested: git's own default for `core.maxTreeDepth`.
const DEEPEST: usize = 2048;

/// The tree of a revision.
pub struct RevisionSnapshot {
    name: String,
    blobs: Blobs,
}

impl RevisionSnapshot {
    /// Reads the tree of any revision that git can resolve: a branch, a tag, a commit, `HEAD~2`, a tree.
    ///
    /// # Errors
    /// An unknown revision, one that is no tree, or a tree that cannot be read.
    pub fn open(repository: &Repository, revision: &str) -> Result<Self> {
        let name = format!("revision {}", visible(revision));
        let object = repository.resolve(revision)?;
        let tree = repository.tree_of(&object).map_err(|error| match error.code() {
            ErrorCode::NotFound => trouble::damaged(&name, error),
            _ => Error::new(format!("`{}` names a file, not a revision", visible(revision)))
                .help("name a commit, a branch or a tag, such as `--rev HEAD`")
                .cause(trouble::words(&error)),
        })?;
        let blobs = Blobs::new(repository, walk(repository, tree, &name)?);
        Ok(RevisionSnapshot { name, blobs })
    }
}

fn walk(repository: &Repository, top: Oid, name: &str) -> Result<Vec<(Entry, Named)>> {
    let mut found = Vec::new();
    let mut waiting = vec![(top, Vec::new(), 0)];
    let mut folders = 0;
    while let Some((id, prefix, depth)) = waiting.pop() {
        folders += 1;
        let tree = repository.native().find_tree(repository.replaced(id));
        let tree = tree.map_err(|error| trouble::damaged(name, error))?;
        for entry in tree.iter() {
            let path = [prefix.as_slice(), entry.name_bytes()].concat();
            let mode = u32::try_from(entry.filemode_raw()).unwrap_or_default();
            match kind_of_mode(mode) {
                Some(kind) => {
                    let named = Named { id: entry.id(), mode };
                    found.push((Entry { path: RepoPath::new(path), kind }, named));
                }
                None if depth == DEEPEST => return Err(too_deep(name)),
                None => waiting.push((entry.id(), [path.as_slice(), b"/"].concat(), depth + 1)),
            }
        }
        if found.len() + waiting.len() + folders > MOST_PATHS {
            return Err(too_many(name));
        }
    }
    Ok(found)
}

fn too_deep(name: &str) -> Error {
    Error::new(format!("{name} nests folders more than {DEEPEST} deep")).help("check another revision")
}

impl Snapshot for RevisionSnapshot {
    fn entries(&self) -> &[Entry] {
        self.blobs.entries()
    }

    fn read(&self, path: &RepoPath) -> Result<Vec<u8>> {
        self.blobs.read(path, &self.name)
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn is_git(&self) -> bool {
        true
    }

    fn recorded(&self, path: &RepoPath) -> Result<Option<Recorded>> {
        Ok(self.blobs.recorded(path))
    }

    fn stored_size(&self, path: &RepoPath) -> Option<u64> {
        self.blobs.stored_size(path)
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        self.blobs.ignores(path)
    }
}
