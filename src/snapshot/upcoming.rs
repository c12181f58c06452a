//! The commit that is about to be made: what it changes, on top of what, and by whom.

use std::env;
use std::fs;
use std::io::BufReader;

use bstr::ByteSlice;

use super::object::ObjectId;
use super::{Commit, Message, PathChange, Person, Repository, log, trouble};
use crate::error::Result;
use crate::order;
use crate::time::Date;

impl Repository {
    /// What is staged, or lies on disk, as a commit to be on top of HEAD.
    ///
    /// # Errors
    /// HEAD, the index or the work tree cannot be read.
    pub fn pending(&self, staged: bool, message: Message, today: Date) -> Result<Commit> {
        let unlisted = |cause| trouble::instead(cause, |cause| trouble::unlisted("what changed", cause));
        let question: &[&str] = match self.is_unborn() {
            true => &["hash-object", "-t", "tree", "--stdin"],
            false => &["rev-parse", "--verify", "HEAD"],
        };
        let damaged = |cause| trouble::damaged("HEAD", cause);
        let head = self.git().answer(question, b"").map_err(|cause| trouble::instead(cause, damaged))?;
        let head = head.trim_ascii_end().to_str_lossy();
        let mut words = vec!["diff-index", "--raw", "-z", "--no-abbrev", "--ignore-submodules=none"];
        words.extend(log::renames(self));
        words.extend(if staged { ["--cached", "--ita-invisible-in-index"].as_slice() } else { &[] });
        words.extend([head.as_ref(), "--"]);
        let found = self.git().stream(&words, |output| log::changes(BufReader::new(output)));
        let mut changes = found.map_err(unlisted)?.ok_or_else(log::unexpected)?;
        if !staged {
            let new = |(path, _)| PathChange { path, from: None, edited: true, blob: None };
            changes.extend(self.git().untracked().map_err(unlisted)?.into_iter().map(new));
        }
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
        ids.retain(|id| ObjectId::parse(id.as_bytes()).is_some() && self.source().commit(id).is_ok());
        order::unique(&mut ids);
        ids
    }

    /// The parents of HEAD, where the commit to come seems to take its place. `git commit --amend` does not tell its
    /// hooks, but it takes the author over from HEAD with the second, and tells them that. So does `git commit -C
    /// HEAD`; not so with `--reset-author` or `--date`.
    pub fn amended(&self) -> Option<Vec<String>> {
        let told = |name: &str| env::var(format!("GIT_AUTHOR_{name}")).ok();
        // `git commit` writes the date in this form, and nobody else does.
        let time = told("DATE")?.strip_prefix('@')?.split(' ').next()?.parse::<i64>().ok()?;
        let head = self.source().commit("HEAD").ok()?;
        let (author, written) = self.source().author(head)?;
        let is_same = time == written && told("NAME")? == author.name && told("EMAIL")? == author.mail;
        let parents = self.source().parents(head);
        (is_same && parents.iter().all(|id| self.source().commit(id).is_ok())).then_some(parents)
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
        self.source().is_unborn()
    }
}
