//! The history behind a plan, as plain data with the questions that rules ask of it.

use std::collections::{BTreeSet, HashSet};

use bstr::ByteSlice;

use crate::error::Result;
use crate::glob::{Globs, is_glob};
use crate::model::{Manifest, Paths};
use crate::path::RepoPath;
use crate::snapshot::{Commit, Commits, EntryKind, Mailmap, Snapshot};
use crate::time::{Date, days_between};

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
    /// The history of these commits, with their authors as the snapshot's mailmap knows them. Those that `.git-blame-ignore-revs` of the snapshot lists say nothing.
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
        let commits = Mailmap::of(snapshot)?.commits(commits);
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

    /// Did a person do work in it? Not in merges, nor in what is not committed or is ignored; and not bots.
    pub fn is_work(&self, commit: &Commit) -> bool {
        let is_plain = commit.id.is_some() && commit.parent_ids.len() < 2;
        is_plain && !is_bot(commit) && !self.is_ignored(commit)
    }

    /// How many days before `today` a commit was made.
    pub fn days_since(&self, commit: &Commit, today: Date) -> i64 {
        days_between(commit.date, today)
    }

    /// Every path that a path or glob of a manifest ever stood for, a DVC pointer beside it included.
    pub fn paths_of(&self, manifest: &Manifest, written: &str, now: Paths<'_>) -> Vec<RepoPath> {
        let folder = manifest.path.folder();
        let resolved = [written.to_owned(), format!("{written}.dvc")].map(|written| folder.resolve(&written));
        let mut found = BTreeSet::new();
        for pattern in resolved.into_iter().flatten() {
            found.extend(now.matching(&pattern).into_iter().map(|entry| entry.path.clone()));
            let text = pattern.as_bstr().to_str_lossy();
            let globs = is_glob(&text).then(|| Globs::new([&*text]).ok()).flatten();
            let is_meant = |path: &&RepoPath| match &globs {
                Some(globs) => globs.matches(path),
                None => path.is_below(&pattern),
            };
            let changes = self.commits.list.iter().flat_map(|commit| &commit.changes);
            found.extend(changes.map(|change| &change.path).filter(is_meant).cloned());
        }
        found.into_iter().collect()
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
