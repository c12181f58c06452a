//! The commits behind a snapshot, found in one walk for all paths.

use std::collections::{HashMap, HashSet};
use std::env;
use std::fs;

use git2::{Commit as NativeCommit, Delta, Diff, DiffFindOptions, DiffOptions, ErrorCode, Oid, Sort};

use super::{Message, Person, Repository, trouble};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::path::RepoPath;
use crate::time::{Date, date_of_unix};

/// The most commits that are walked: beyond it, history counts as cut off.
pub const MOST_COMMITS: usize = 100_000;

/// How many added files on disk are held against how many deleted ones to see a rename.
const MOST_RENAMES: usize = 30;

/// One commit, or what is staged or on disk and not committed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// Its position in [`Commits::list`].
    pub at: usize,
    /// Its id; `None` for what is not committed yet.
    pub id: Option<String>,
    /// The positions of its parents, as far as they were walked.
    pub parents: Vec<usize>,
    /// The ids of its parents.
    pub parent_ids: Vec<String>,
    /// The day it was committed, in the committer's own zone.
    pub date: Date,
    /// Its author, as the commit names them until a mailmap is asked, and its trailers.
    pub message: Message,
    /// What it changed; a merge has only what differs from all of its parents.
    pub changes: Vec<PathChange>,
}

/// What a commit did to one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathChange {
    /// The path after the commit, or the path that was deleted.
    pub path: RepoPath,
    /// Where the file was before, if it was renamed.
    pub from: Option<RepoPath>,
    /// Did its bytes change? Not so for a mere rename or a change of mode.
    pub edited: bool,
}

/// All commits behind a snapshot, as far as they are there.
#[derive(Clone, Debug, Default)]
pub struct Commits {
    /// Children before parents, the newest first.
    pub list: Vec<Commit>,
    /// Is it a shallow clone, or were there more than [`MOST_COMMITS`]? Then the list is empty, since what it
    /// said of the oldest commits would be wrong.
    pub cut_off: bool,
}

impl Commits {
    /// With what is not committed yet as the newest commit.
    pub fn with_pending(mut self, pending: Commit) -> Self {
        for commit in &mut self.list {
            commit.at += 1;
            commit.parents.iter_mut().for_each(|parent| *parent += 1);
        }
        let parents = if self.list.is_empty() { Vec::new() } else { vec![1] };
        self.list.insert(0, Commit { at: 0, parents, ..pending });
        self
    }
}

impl Repository {
    /// Every commit that a revision builds on, itself included. None where nothing is committed yet.
    ///
    /// # Errors
    /// An unknown revision, or objects that cannot be read.
    pub fn history(&self, revision: &str) -> Result<Commits> {
        if self.is_shallow() {
            return Ok(Commits { list: Vec::new(), cut_off: true });
        }
        match revision == "HEAD" && self.is_unborn() {
            true => Ok(Commits::default()),
            false => self.walk(self.commit_id(revision)?, None),
        }
    }

    /// The commits that `tip` builds on and `base` does not.
    ///
    /// # Errors
    /// An unknown revision, or objects that cannot be read.
    pub fn commits_between(&self, base: &str, tip: &str) -> Result<Commits> {
        self.walk(self.commit_id(tip)?, Some(self.commit_id(base)?))
    }

    /// What is staged, or lies on disk, as a commit to be on top of HEAD.
    ///
    /// # Errors
    /// HEAD, the index or the work tree cannot be read.
    pub fn pending(&self, staged: bool, message: Message, today: Date) -> Result<Commit> {
        let unread = |error| trouble::damaged("HEAD", error);
        let head = match self.is_unborn() {
            true => None,
            false => Some(self.tree_of(&self.resolve("HEAD")?).map_err(unread)?),
        };
        let tree = head.map(|id| self.native().find_tree(self.replaced(id))).transpose().map_err(unread)?;
        let mut options = DiffOptions::new();
        options.skip_binary_check(true).include_untracked(true).recurse_untracked_dirs(true);
        let diff = match staged {
            true => self.native().diff_tree_to_index(tree.as_ref(), Some(&self.index()?), Some(&mut options)),
            false => self.native().diff_tree_to_workdir_with_index(tree.as_ref(), Some(&mut options)),
        };
        let changes =
            diff.and_then(path_changes).map_err(|error| trouble::unlisted("what changed", error))?;
        Ok(Commit { message, changes, date: today, ..Commit::default() })
    }

    /// The newest commit that both build on, as its id.
    ///
    /// # Errors
    /// An unknown revision, or two without a common commit.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<String> {
        let base = self.native().merge_base(self.commit_id(one)?, self.commit_id(other)?);
        base.map(|id| id.to_string()).map_err(|error| {
            let what = format!("`{}` and `{}` have no commit in common", visible(one), visible(other));
            let help = match self.is_shallow() {
                true => "fetch the rest of the history with `git fetch --unshallow`".to_owned(),
                false => format!("name a revision that `{}` builds on", visible(other)),
            };
            Error::new(what).help(help).cause(error)
        })
    }

    /// The commits that are being merged into HEAD, as ids; `git merge` tells its hooks in the environment, and
    /// after a conflict in a file.
    pub fn merging(&self) -> Vec<String> {
        let file = fs::read_to_string(self.git_folder().join("MERGE_HEAD")).unwrap_or_default();
        let mut ids: Vec<String> = file.lines().map(str::to_owned).collect();
        ids.extend(
            env::vars_os().filter_map(|(name, _)| Some(name.to_str()?.strip_prefix("GITHEAD_")?.to_owned())),
        );
        ids.retain(|id| Oid::from_str(id).is_ok_and(|id| self.native().find_commit(id).is_ok()));
        ids.sort();
        ids.dedup();
        ids
    }

    /// Who the next commit will be by: `git commit` tells its hooks in the environment, and else the
    /// configuration says so.
    pub fn identity(&self) -> Person {
        let value = |variable: &str, key: &str| {
            let set = env::var(variable).ok().filter(|value| !value.trim().is_empty());
            set.or_else(|| self.config_text(key)).unwrap_or_default()
        };
        Person { name: value("GIT_AUTHOR_NAME", "user.name"), mail: value("GIT_AUTHOR_EMAIL", "user.email") }
    }

    /// Has HEAD no commit yet?
    pub fn is_unborn(&self) -> bool {
        self.native().head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch)
    }

    fn commit_id(&self, revision: &str) -> Result<Oid> {
        let found = self.resolve(revision)?.peel_to_commit();
        found.map(|commit| commit.id()).map_err(|error| {
            Error::new(format!("`{}` is not a commit", visible(revision)))
                .help("name a commit, a branch or a tag, such as `HEAD`")
                .cause(error)
        })
    }

    fn walk(&self, tip: Oid, base: Option<Oid>) -> Result<Commits> {
        let unread = |error| trouble::damaged("the history", error);
        let mut walk = self.native().revwalk().map_err(unread)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME).map_err(unread)?;
        walk.push(tip).map_err(unread)?;
        if let Some(base) = base {
            walk.hide(base).map_err(unread)?;
        }
        let ids: Vec<Oid> = walk.take(MOST_COMMITS + 1).collect::<Result<_, _>>().map_err(unread)?;
        if ids.len() > MOST_COMMITS {
            return Ok(Commits { list: Vec::new(), cut_off: true });
        }
        let positions: HashMap<Oid, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let read = |(at, id): (usize, &Oid)| {
            let native = self.native().find_commit(self.replaced(*id))?;
            let parents = native.parent_ids().filter_map(|parent| positions.get(&parent).copied());
            Ok(Commit {
                at,
                id: Some(id.to_string()),
                parents: parents.collect(),
                parent_ids: native.parent_ids().map(|parent| parent.to_string()).collect(),
                date: date_of_unix(native.time().seconds(), native.time().offset_minutes()),
                message: message(&native),
                changes: self.changes(&native)?,
            })
        };
        let list = ids.iter().enumerate().map(read).collect::<Result<_, _>>().map_err(unread)?;
        Ok(Commits { list, cut_off: false })
    }

    fn changes(&self, commit: &NativeCommit<'_>) -> Result<Vec<PathChange>, git2::Error> {
        let tree = commit.tree_id();
        let mut parents = Vec::new();
        for parent in commit.parent_ids() {
            match self.native().find_commit(self.replaced(parent)) {
                Ok(parent) => parents.push(parent.tree_id()),
                // Below the cut of a shallow clone: what this commit changed cannot be told.
                Err(error) if error.code() == ErrorCode::NotFound => return Ok(Vec::new()),
                Err(error) => return Err(error),
            }
        }
        match parents.as_slice() {
            [] => self.tree_changes(None, tree, false),
            [parent] => self.tree_changes(Some(*parent), tree, true),
            [first, others @ ..] => {
                // What a merge has from another parent is no change of its own.
                let mut kept = self.tree_changes(Some(*first), tree, false)?;
                for parent in others.iter().take_while(|_| !parents.contains(&tree)) {
                    let found = self.tree_changes(Some(*parent), tree, false)?;
                    let paths: HashSet<RepoPath> = found.into_iter().map(|change| change.path).collect();
                    kept.retain(|change| paths.contains(&change.path));
                }
                Ok(if parents.contains(&tree) { Vec::new() } else { kept })
            }
        }
    }
}

fn message(commit: &NativeCommit<'_>) -> Message {
    Message::new(person_of(&commit.author()), &String::from_utf8_lossy(commit.message_bytes()))
}

pub(super) fn person_of(signature: &git2::Signature<'_>) -> Person {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Person { name: text(signature.name_bytes()), mail: text(signature.email_bytes()) }
}

/// Where the contents to compare are left on the server, there are no renames.
fn path_changes(mut diff: Diff<'_>) -> Result<Vec<PathChange>, git2::Error> {
    let mut options = DiffFindOptions::new();
    options.renames(true).for_untracked(true).rename_limit(MOST_RENAMES);
    match diff.find_similar(Some(&mut options)) {
        Err(error) if error.code() != ErrorCode::NotFound => return Err(error),
        _ => {}
    }
    let change = |delta: git2::DiffDelta<'_>| {
        let (old, new) = (delta.old_file(), delta.new_file());
        let renamed = delta.status() == Delta::Renamed;
        let path = if delta.status() == Delta::Deleted { old.path_bytes() } else { new.path_bytes() };
        Some(PathChange {
            path: RepoPath::new(path?),
            from: old.path_bytes().filter(|_| renamed).map(RepoPath::new),
            edited: old.id() != new.id() || old.id().is_zero(),
        })
    };
    Ok(diff.deltas().filter_map(change).collect())
}
