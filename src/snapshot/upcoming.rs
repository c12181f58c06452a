//! The commit that is about to be made: what it changes, on top of what, and by whom.

use std::env;
use std::fs;

use git2::{Delta, Diff, DiffFindOptions, DiffOptions, ErrorCode, Oid};

use super::history::person_of;
use super::{Commit, Message, PathChange, Person, Repository, trouble};
use crate::error::Result;
use crate::path::RepoPath;
use crate::time::Date;

/// How many added files on disk are held against how many deleted ones to see a rename.
const MOST_RENAMES: usize = 30;

impl Repository {
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

    /// The parents of HEAD, where the commit to come seems to take its place. `git commit --amend` does not tell its
    /// hooks, but it takes the author over from HEAD with the second, and tells them that. So does `git commit -C
    /// HEAD`; not so with `--reset-author` or `--date`.
    pub fn amended(&self) -> Option<Vec<String>> {
        let head = self.native().head().ok()?.peel_to_commit().ok()?;
        let told = |name: &str| env::var(format!("GIT_AUTHOR_{name}")).ok();
        // `git commit` writes the date in this form, and nobody else does.
        let time = told("DATE")?.strip_prefix('@')?.split(' ').next()?.parse::<i64>().ok()?;
        let author = head.author();
        let is_same = time == author.when().seconds()
            && told("NAME")?.as_bytes() == author.name_bytes()
            && told("EMAIL")?.as_bytes() == author.email_bytes();
        let is_there = |id: &Oid| self.native().find_commit(*id).is_ok();
        (is_same && head.parent_ids().all(|id| is_there(&id)))
            .then(|| head.parent_ids().map(|id| id.to_string()).collect())
    }

    /// Who the next commit will be by: `git commit` tells its hooks in the environment, and else the
    /// configuration says so.
    pub fn identity(&self) -> Person {
        let value = |variable: &str, key: &str| {
            let set = env::var(variable).ok().filter(|value| !value.trim().is_empty());
            set.or_else(|| self.config_text(key)).unwrap_or_default()
        };
        let mut person = Person {
            name: value("GIT_AUTHOR_NAME", "user.name"),
            mail: value("GIT_AUTHOR_EMAIL", "user.email"),
        };
        let plain = git2::Signature::now(&person.name, &person.mail);
        let mapped = self.native().mailmap().and_then(|map| map.resolve_signature(&plain?));
        if let Ok(mapped) = mapped {
            person = person_of(&mapped);
        }
        person
    }

    /// Has HEAD no commit yet?
    pub fn is_unborn(&self) -> bool {
        self.native().head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch)
    }
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
