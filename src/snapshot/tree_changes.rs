//! What differs between two trees. libgit2's own comparison walks into folders that are the same, which makes a
//! long history take minutes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use git2::{ObjectType, Oid, Tree, TreeEntry};

use super::{PathChange, Repository};
use crate::path::RepoPath;

/// How many pairs of an added and a deleted file are held against each other to see a rename; where there are
/// more, only files that are the same to the byte count as renamed.
const MOST_PAIRS: usize = 100;

/// Larger files are not read to see a rename.
const LARGEST_ALIKE: usize = 1 << 20;

/// The files of one tree that differ, with their blobs.
type Files = BTreeMap<Vec<u8>, Oid>;

impl Repository {
    /// The changes from one tree, or from nothing, to another. Renames are looked for where `renames` is set.
    pub(super) fn tree_changes(
        &self,
        before: Option<Oid>,
        after: Oid,
        renames: bool,
    ) -> Result<Vec<PathChange>, git2::Error> {
        let (mut gone, mut new) = (Files::new(), Files::new());
        let mut waiting = vec![(before, Some(after), Vec::new())];
        while let Some((one, other, folder)) = waiting.pop() {
            let (one, other) = (self.tree(one)?, self.tree(other)?);
            for (was, is) in differing(one.as_ref(), other.as_ref()) {
                let Some(entry) = is.as_ref().or(was.as_ref()) else { continue };
                let path = [folder.as_slice(), entry.name_bytes()].concat();
                if is_folder(entry) {
                    let id = |entry: Option<TreeEntry<'_>>| entry.map(|entry| entry.id());
                    waiting.push((id(was), id(is), [path.as_slice(), b"/"].concat()));
                    continue;
                }
                gone.extend(was.map(|was| (path.clone(), was.id())));
                new.extend(is.map(|is| (path, is.id())));
            }
        }
        Ok(self.paired(gone, new, renames))
    }

    fn tree(&self, id: Option<Oid>) -> Result<Option<Tree<'_>>, git2::Error> {
        id.map(|id| self.native().find_tree(self.replaced(id))).transpose()
    }

    fn paired(&self, gone: Files, new: Files, renames: bool) -> Vec<PathChange> {
        let mut from = if renames { self.renames(&gone, &new) } else { BTreeMap::new() };
        let renamed: BTreeSet<Vec<u8>> = from.values().cloned().collect();
        let mut changes = Vec::new();
        for (path, id) in &new {
            let before = from.remove(path);
            let was = gone.get(before.as_ref().unwrap_or(path));
            changes.push(PathChange {
                path: RepoPath::new(path.as_slice()),
                from: before.map(RepoPath::new),
                edited: was.is_none_or(|was| was != id),
            });
        }
        let is_gone = |path: &&Vec<u8>| !new.contains_key(*path) && !renamed.contains(*path);
        let deleted = gone.keys().filter(is_gone);
        changes.extend(deleted.map(|path| PathChange {
            path: RepoPath::new(path.as_slice()),
            from: None,
            edited: true,
        }));
        changes
    }

    /// Where each added file was before: the same bytes first, then at least half of the same lines.
    fn renames(&self, gone: &Files, new: &Files) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut deleted: BTreeMap<&Vec<u8>, Oid> =
            gone.iter().filter(|(path, _)| !new.contains_key(*path)).map(|(path, id)| (path, *id)).collect();
        let mut added: BTreeMap<&Vec<u8>, Oid> =
            new.iter().filter(|(path, _)| !gone.contains_key(*path)).map(|(path, id)| (path, *id)).collect();
        let mut found = BTreeMap::new();
        let mut by_id: BTreeMap<Oid, Vec<&Vec<u8>>> = BTreeMap::new();
        for (path, id) in deleted.iter().rev() {
            by_id.entry(*id).or_default().push(path);
        }
        added.retain(|path, id| match by_id.get_mut(id).and_then(Vec::pop) {
            Some(old) => {
                deleted.remove(old);
                found.insert((*path).clone(), old.clone());
                false
            }
            None => true,
        });
        if deleted.len().saturating_mul(added.len()) > MOST_PAIRS {
            return found;
        }
        for (path, id) in added {
            let Some(lines) = self.lines(id).filter(|_| !deleted.is_empty()) else { continue };
            let likeness = |old: &Oid| self.lines(*old).map_or(0, |old| likeness(&old, &lines));
            let best = deleted.iter().map(|(path, id)| (likeness(id), *path)).max();
            if let Some((_, old)) = best.filter(|(percent, _)| *percent >= 50) {
                deleted.remove(old);
                found.insert(path.clone(), old.clone());
            }
        }
        found
    }

    /// The lines of a blob; `None` where it is large, or left on the server.
    fn lines(&self, id: Oid) -> Option<BTreeSet<Vec<u8>>> {
        let blob = self.native().find_blob(self.replaced(id)).ok()?;
        let small = blob.size() <= LARGEST_ALIKE;
        small.then(|| blob.content().split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect())
    }
}

/// How many of a hundred lines two files share, seen from the longer one.
fn likeness(one: &BTreeSet<Vec<u8>>, other: &BTreeSet<Vec<u8>>) -> usize {
    one.intersection(other).count() * 100 / one.len().max(other.len()).max(1)
}

fn is_folder(entry: &TreeEntry<'_>) -> bool {
    entry.kind() == Some(ObjectType::Tree)
}

/// The entries in which two trees differ, side by side. Git sorts folders as if their names ended with `/`.
fn differing<'a>(
    one: Option<&'a Tree<'_>>,
    other: Option<&'a Tree<'_>>,
) -> impl Iterator<Item = (Option<TreeEntry<'a>>, Option<TreeEntry<'a>>)> {
    let mut ours = one.into_iter().flat_map(Tree::iter).peekable();
    let mut theirs = other.into_iter().flat_map(Tree::iter).peekable();
    let pairs = std::iter::from_fn(move || {
        let order = match (ours.peek(), theirs.peek()) {
            (Some(one), Some(other)) => compare(one, other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        let one = if order.is_le() { ours.next() } else { None };
        Some((one, if order.is_ge() { theirs.next() } else { None }))
    });
    pairs.filter(|pair| match pair {
        (Some(one), Some(other)) => one.id() != other.id() || one.filemode_raw() != other.filemode_raw(),
        _ => true,
    })
}

fn compare(one: &TreeEntry<'_>, other: &TreeEntry<'_>) -> Ordering {
    let same_kind = is_folder(one) == is_folder(other);
    if same_kind && one.name_bytes() == other.name_bytes() {
        return Ordering::Equal;
    }
    let end = |entry: &TreeEntry<'_>| if is_folder(entry) { Some(b'/') } else { None };
    one.name_bytes().iter().copied().chain(end(one)).cmp(other.name_bytes().iter().copied().chain(end(other)))
}
