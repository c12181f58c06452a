//! The history behind a plan, as plain data with the questions that rules ask of it.

use std::collections::HashSet;

use crate::path::RepoPath;
use crate::snapshot::{Commit, Commits};
use crate::time::Date;

/// The history behind a plan.
#[derive(Debug, Default)]
pub struct History {
    commits: Commits,
    /// Commits of `.git-blame-ignore-revs`: they changed how files look, not what they say.
    ignored: HashSet<String>,
}

impl History {
    /// The history of these commits, of which some are `ignored`.
    pub fn new(commits: Commits, ignored: HashSet<String>) -> Self {
        History { commits, ignored }
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
            let is_plain = commit.id.is_some() && commit.parent_count < 2 && commit.date >= day;
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
