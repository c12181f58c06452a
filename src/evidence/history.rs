//! The history behind a plan, as plain data with the questions that rules ask of it.

use std::collections::HashSet;

use bstr::ByteSlice;

use crate::error::Result;
use crate::path::RepoPath;
use crate::snapshot::{Commit, Commits, EntryKind, Snapshot};
use crate::time::Date;

/// Where a repository lists the commits that `git blame` looks through.
const IGNORED: &str = ".git-blame-ignore-revs";

/// The history behind a plan.
#[derive(Debug, Default)]
pub struct History {
    commits: Commits,
    /// Commits of `.git-blame-ignore-revs`: they changed how files look, not what they say.
    ignored: HashSet<String>,
}

impl History {
    /// The history of these commits. Those that `.git-blame-ignore-revs` of the snapshot lists say nothing.
    ///
    /// # Errors
    /// That file is there and cannot be read.
    pub fn gather(commits: Commits, snapshot: &dyn Snapshot) -> Result<Self> {
        let path = RepoPath::from(IGNORED);
        let entry = snapshot.entries().binary_search_by(|entry| entry.path.cmp(&path));
        let is_file = entry.is_ok_and(|at| snapshot.entries()[at].kind == EntryKind::File);
        let bytes = if is_file { snapshot.read(&path)? } else { Vec::new() };
        let text = bytes.to_str_lossy();
        let ids = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim().to_lowercase());
        Ok(History { ignored: ids.filter(|id| !id.is_empty()).collect(), commits })
    }

    /// Is all of it there? Otherwise nothing can be said of what is older than the cut.
    pub fn is_complete(&self) -> bool {
        !self.commits.cut_off
    }

    /// Every commit, children before parents.
    pub fn commits(&self) -> &[Commit] {
        &self.commits.list
    }

    /// The commits that edited any of these files of the checked snapshot, the newest first. Renames are
    /// followed; a mere rename, and commits of `.git-blame-ignore-revs`, are left out.
    pub fn commits_on(&self, paths: &[RepoPath]) -> Vec<&Commit> {
        let mut names: HashSet<&RepoPath> = paths.iter().collect();
        let mut found = Vec::new();
        for commit in &self.commits.list {
            let mut edits = false;
            let mut former = Vec::new();
            for change in commit.changes.iter().filter(|change| names.contains(&change.path)) {
                edits |= change.edited;
                former.extend(change.from.as_ref().map(|from| (&change.path, from)));
            }
            for (path, from) in former {
                names.remove(path);
                names.insert(from);
            }
            if edits && !self.is_ignored(commit) {
                found.push(commit);
            }
        }
        found
    }

    /// The last commit that edited any of these files.
    pub fn last_change(&self, paths: &[RepoPath]) -> Option<&Commit> {
        self.commits_on(paths).into_iter().next()
    }

    /// Was `one` made on top of `other`? Dates play no part, and commits side by side are neither newer.
    pub fn is_newer(&self, one: &Commit, other: &Commit) -> bool {
        let mut waiting = one.parents.clone();
        let mut seen = HashSet::new();
        while let Some(at) = waiting.pop() {
            if at == other.at {
                return true;
            }
            // A parent stands behind its child in the list, so nothing behind `other` leads to it.
            if at < other.at && seen.insert(at) {
                waiting.extend(&self.commits.list[at].parents);
            }
        }
        false
    }

    /// The commits of a day and after that people made: no merges, no bots, nothing uncommitted or ignored.
    pub fn work_since(&self, day: Date) -> impl Iterator<Item = &Commit> {
        let is_work = move |commit: &&Commit| {
            let is_plain = commit.id.is_some() && commit.parent_ids.len() < 2 && commit.date >= day;
            is_plain && !is_bot(commit) && !self.is_ignored(commit)
        };
        self.commits.list.iter().filter(is_work)
    }

    fn is_ignored(&self, commit: &Commit) -> bool {
        commit.id.as_ref().is_some_and(|id| self.ignored.contains(id))
    }
}

/// Bots sign as `name[bot]` on the forges, and by habit as `name-bot`.
fn is_bot(commit: &Commit) -> bool {
    let author = &commit.message.author;
    let user = author.mail.split('@').next().unwrap_or_default();
    [author.name.as_str(), user].into_iter().any(|name| {
        let name = name.to_lowercase();
        name.ends_with("[bot]") || name.ends_with("-bot") || name == "bot"
    })
}
