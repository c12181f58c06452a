//! The history behind a plan, as plain data with the questions that rules ask of it.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet};

use bstr::ByteSlice;
use hashbrown::HashSet;

use crate::error::Result;
use crate::glob::{Globs, is_glob, literal};
use crate::model::{Manifest, Paths};
use crate::path::RepoPath;
use crate::snapshot::{Awaited, Commit, Commits, EntryKind, Mailmap, Snapshot};
use crate::time::{Date, days_between};

/// Where a repository lists the commits that `git blame` looks through.
const IGNORED: &str = ".git-blame-ignore-revs";

/// The history behind a plan.
#[derive(Debug, Default)]
pub struct History {
    commits: Commits,
    /// The positions of the commits that touch a path, ascending.
    touching: BTreeMap<RepoPath, Vec<usize>>,
    /// As [`straight`] gives it.
    straight: Vec<usize>,
    /// The positions of the commits whose messages have a trailer, ascending.
    trailing: Vec<usize>,
    /// Commits of `.git-blame-ignore-revs`: they changed how files look, not what they say.
    ignored: HashSet<String>,
}

/// A history that git may still be asked for.
pub struct AskedHistory {
    known: OnceCell<History>,
    awaited: Cell<Option<Awaited<History>>>,
}

impl AskedHistory {
    /// What `wait` gives, once it is asked for.
    pub fn new(wait: impl FnOnce() -> Result<History> + 'static) -> Self {
        AskedHistory { known: OnceCell::new(), awaited: Cell::new(Some(Box::new(wait))) }
    }

    /// The history, for which the first call may wait.
    ///
    /// # Errors
    /// Git does not tell it.
    pub fn get(&self) -> Result<&History> {
        let found = self.awaited.take().map(|wait| wait()).transpose()?;
        Ok(self.known.get_or_init(|| found.expect("nobody asks again after an error")))
    }
}

impl From<History> for AskedHistory {
    fn from(known: History) -> Self {
        AskedHistory { known: known.into(), awaited: Cell::default() }
    }
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
        let mut touching: BTreeMap<RepoPath, Vec<usize>> = BTreeMap::new();
        for (at, commit) in commits.list.iter().enumerate() {
            for change in &commit.changes {
                match touching.get_mut(&change.path) {
                    Some(positions) => positions.push(at),
                    None => drop(touching.insert(change.path.clone(), vec![at])),
                }
            }
        }
        let has_trailers = |at: &usize| !commits.list[*at].message.trailers.is_empty();
        let trailing = (0..commits.list.len()).filter(has_trailers).collect();
        let ignored = ids.filter(|id| !id.is_empty()).collect();
        Ok(History { ignored, touching, trailing, straight: straight(&commits.list), commits })
    }

    /// Is all of it there? Otherwise nothing can be said of what is older than the cut.
    pub fn is_complete(&self) -> bool {
        !self.commits.cut_off
    }

    /// Every commit, children before parents.
    pub fn commits(&self) -> &[Commit] {
        &self.commits.list
    }

    /// The newest commit before a position in whose message a trailer of that key has a value that is meant.
    pub fn said(&self, key: &str, before: usize, is_meant: impl Fn(&str) -> bool) -> Option<&Commit> {
        let newer = self.trailing.iter().take_while(|at| **at < before).map(|at| &self.commits.list[*at]);
        newer.into_iter().find(|commit| commit.message.trailers(key).any(&is_meant))
    }

    /// The commits that edited any of these files of the checked snapshot, the newest first. Renames are
    /// followed; a mere rename, and commits of `.git-blame-ignore-revs`, are left out.
    pub fn commits_on(&self, paths: &[RepoPath]) -> Vec<&Commit> {
        let mut found: Vec<&Commit> = self.edits_of(paths).into_iter().map(|(commit, _)| commit).collect();
        found.dedup_by_key(|commit| commit.at);
        found
    }

    /// The same with the path that each commit edited, a pair for each path.
    pub fn edits_of<'p, 'h: 'p>(&'h self, paths: &'p [RepoPath]) -> Vec<(&'h Commit, &'p RepoPath)> {
        let mut found = Vec::new();
        // The newest first, each once: what was taken out is older than all that is put in for it.
        let mut waiting: BTreeSet<(usize, &'p RepoPath)> = BTreeSet::new();
        // Where a path is touched at a position or behind it.
        let next = |path: &RepoPath, at: usize| {
            let positions = self.touching.get(path)?;
            positions.get(positions.partition_point(|position| *position < at)).copied()
        };
        let wait = |path: &'p RepoPath, at: usize| next(path, at).map(|at| (at, path));
        waiting.extend(paths.iter().filter_map(|path| wait(path, 0)));
        while let Some((at, path)) = waiting.pop_first() {
            let commit = &self.commits.list[at];
            let mut former = None;
            for change in commit.changes.iter().filter(|change| change.path == *path) {
                former = change.from.as_ref().or(former);
                if change.edited && !self.is_ignored(commit) {
                    found.push((commit, path));
                }
            }
            waiting.extend(wait(former.unwrap_or(path), at + 1));
        }
        found
    }

    /// The last commit that edited any of these files.
    pub fn last_change(&self, paths: &[RepoPath]) -> Option<&Commit> {
        self.commits_on(paths).into_iter().next()
    }

    /// Was `one` made on top of `other`? Dates play no part, and commits side by side are neither newer.
    pub fn is_newer(&self, one: &Commit, other: &Commit) -> bool {
        let is_straight = self.straight.get(one.at).is_some_and(|end| *end >= other.at);
        one.at < other.at && (is_straight || self.on_top_of(other)[one.at])
    }

    /// The same for all at once: by position, up to the commit itself.
    pub fn on_top_of(&self, other: &Commit) -> Vec<bool> {
        let mut builds = vec![false; other.at];
        for at in (0..other.at).rev() {
            // A parent stands behind its child in the list.
            let mut parents = self.commits.list[at].parents.iter();
            builds[at] = parents.any(|parent| *parent == other.at || builds.get(*parent) == Some(&true));
        }
        builds
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
            let literal = if is_glob(&text) { literal(&text) } else { &text };
            let beginning = literal.as_bytes();
            let from = self.touching.range(RepoPath::from(literal)..).map(|(path, _)| path);
            let all = from.take_while(|path| path.as_bstr().starts_with(beginning));
            found.extend(all.filter(is_meant).cloned());
        }
        found.into_iter().collect()
    }

    fn is_ignored(&self, commit: &Commit) -> bool {
        commit.id.as_ref().is_some_and(|id| self.ignored.contains(id))
    }
}

/// By position, the last commit to which one comes by parents that stand next in the list, and are the only ones.
fn straight(commits: &[Commit]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..commits.len()).collect();
    for at in (0..commits.len().saturating_sub(1)).rev() {
        if commits[at].parents == [at + 1] {
            ends[at] = ends[at + 1];
        }
    }
    ends
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
