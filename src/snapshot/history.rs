//! The commits behind a snapshot: one walk for all paths.

use super::Message;
use crate::path::RepoPath;
use crate::time::Date;

/// The most commits that are walked: beyond it, history counts as cut off.
pub const MOST_COMMITS: usize = 100_000;

/// One commit, or what is staged or on disk and not committed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// Its position in [`Commits::list`].
    pub at: usize,
    /// Its id; `None` for what is not committed yet.
    pub id: Option<String>,
    /// The positions of its parents, as far as they were walked.
    pub parents: Vec<usize>,
    /// How many parents it has.
    pub parent_count: usize,
    /// The day it was committed, in the committer's own zone.
    pub date: Date,
    /// Its author, as the mailmap spells them, and its trailers.
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
    /// Is it a shallow clone, or were there more than [`MOST_COMMITS`]?
    pub cut_off: bool,
}
