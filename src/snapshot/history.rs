//! The commits behind a snapshot, found in one walk for all paths.

use std::fs;
use std::iter;

use bstr::ByteSlice;
use hashbrown::{HashMap, HashSet};

use super::object::ObjectId;
use super::{Message, Repository, log, trouble};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::limits;
use crate::path::RepoPath;
use crate::time::Date;

/// The most commits that are walked: beyond it, history counts as cut off.
pub const MOST_COMMITS: usize = limits::COMMITS.most;

/// What is found out meanwhile. A call waits for it.
pub type Awaited<T> = Box<dyn FnOnce() -> Result<T>>;

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
    /// What stands there afterwards, where git has it.
    pub(super) blob: Option<ObjectId>,
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
        self.ask_history(revision)?()
    }

    /// Begins to look for the same, since a long history takes git its time.
    ///
    /// # Errors
    /// As for [`Repository::history`].
    pub fn ask_history(&self, revision: &str) -> Result<Awaited<Commits>> {
        let is_shallow = self.is_shallow();
        if !is_shallow && (revision != "HEAD" || !self.is_unborn()) {
            return self.walk(revision, None);
        }
        Ok(Box::new(move || Ok(Commits { list: Vec::new(), cut_off: is_shallow })))
    }

    /// The commits that `tip` builds on and `base` does not.
    ///
    /// # Errors
    /// An unknown revision, or objects that cannot be read.
    pub fn commits_between(&self, base: &str, tip: &str) -> Result<Commits> {
        self.walk(tip, Some(base))?()
    }

    /// The newest commit that both build on, as its id.
    ///
    /// # Errors
    /// An unknown revision, or two without a common commit.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<String> {
        let (ours, theirs) =
            (self.source().commit(one)?.to_string(), self.source().commit(other)?.to_string());
        let base = self.git().answer(&["merge-base", &ours, &theirs], b"");
        base.map(|id| id.trim_ascii_end().to_str_lossy().into_owned()).map_err(|cause| {
            let what = format!("`{}` and `{}` have no commit in common", visible(one), visible(other));
            let help = match self.is_shallow() {
                true => "fetch the rest of the history with `git fetch --unshallow`".to_owned(),
                false => format!("name a revision that `{}` builds on", visible(other)),
            };
            trouble::instead(cause, |cause| Error::new(what).help(help).cause(cause))
        })
    }

    /// The git program walks: it reads commit-graph files, and takes two thirds of the time that libgit2 takes.
    fn walk(&self, tip: &str, base: Option<&str>) -> Result<Awaited<Commits>> {
        let id = |revision: &str| self.source().commit(revision).map(|id| id.to_string());
        let (tip, base) = (id(tip)?, base.map(id).transpose()?);
        let most = (MOST_COMMITS + 1).to_string();
        let range: Vec<_> = iter::once(tip).chain(base.map(|base| format!("^{base}"))).collect();
        let damaged = |cause| trouble::instead(cause, |cause| trouble::damaged("the history", cause));
        let read = log::start(self, &range, &most).map_err(damaged)?;
        let repository = self.clone();
        Ok(Box::new(move || {
            let list = read().map_err(damaged)?;
            Ok(match list.len() > MOST_COMMITS {
                true => Commits { list: Vec::new(), cut_off: true },
                false => Commits { list: repository.with_parents(list), cut_off: false },
            })
        }))
    }

    /// Tells commits where their parents are.
    fn with_parents(&self, mut commits: Vec<Commit>) -> Vec<Commit> {
        let positions: HashMap<&str, usize> =
            commits.iter().filter_map(|commit| Some((commit.id.as_deref()?, commit.at))).collect();
        let position = |parent: &String| positions.get(parent.as_str()).copied();
        let parents = commits.iter().map(|commit| commit.parent_ids.iter().filter_map(position).collect());
        let parents: Vec<Vec<usize>> = parents.collect();
        drop(positions);
        let cut = self.boundary();
        for (commit, parents) in commits.iter_mut().zip(parents) {
            commit.parents = parents;
            if commit.id.as_ref().is_some_and(|id| cut.contains(id)) {
                // Below the cut of a shallow clone: what this commit changed cannot be told.
                commit.changes.clear();
            }
        }
        commits
    }

    /// The commits whose parents a shallow clone does not have.
    fn boundary(&self) -> HashSet<String> {
        let file = fs::read_to_string(self.common_folder().join("shallow")).unwrap_or_default();
        file.lines().map(|line| line.trim().to_owned()).collect()
    }
}
