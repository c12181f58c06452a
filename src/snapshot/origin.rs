//! Whose commit some lines of a file come from, for the little that history adds to a sign-off.

use std::path::Path;
use std::process::Command;

use git2::{BlameOptions, Oid};

use super::{Repository, disk};
use crate::path::RepoPath;
use crate::text::Source;

/// The commit that some lines come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its author's name.
    pub name: String,
    /// Its author's address.
    pub mail: String,
    /// Has it a signature which git verifies?
    pub is_verified: bool,
}

impl Repository {
    /// Where lines `first` to `last` of a file come from, counted from one. `None` where a revision does not
    /// tell: it has other text there, the lines come from several commits, or history is cut off. Blame names
    /// the wrong commit in a shallow clone, so that nothing is told in one.
    pub fn origin(&self, revision: &str, file: &Source, first: usize, last: usize) -> Option<Origin> {
        let commit = self.resolve(revision).ok()?.peel_to_commit().ok().filter(|_| !self.is_shallow())?;
        let relative = disk::on_disk(Path::new(""), file.path()).ok()?;
        let end = file.line(last).end as usize;
        if !self.bytes_at(&commit, file.path())?.starts_with(&file.text().as_bytes()[..end]) {
            return None;
        }
        let mut options = BlameOptions::new();
        options.newest_commit(commit.id()).min_line(first).max_line(last);
        let blame = self.native().blame_file(&relative, Some(&mut options)).ok()?;
        let mut commits = blame.iter().map(|hunk| hunk.final_commit_id());
        let only = commits.next().filter(|only| commits.all(|other| other == *only))?;
        let hunk = blame.get_line(first)?;
        let author = hunk.final_signature()?;
        Some(Origin {
            name: String::from_utf8_lossy(author.name_bytes()).into_owned(),
            mail: String::from_utf8_lossy(author.email_bytes()).into_owned(),
            is_verified: self.verifies(only),
        })
    }

    fn bytes_at(&self, commit: &git2::Commit<'_>, path: &RepoPath) -> Option<Vec<u8>> {
        let relative = disk::on_disk(Path::new(""), path).ok()?;
        let entry = commit.tree().ok()?.get_path(&relative).ok()?;
        super::blobs::blob(self, entry.id(), path).ok()
    }

    /// Only the git program knows which keys are trusted.
    fn verifies(&self, id: Oid) -> bool {
        let is_signed = |commit: git2::Commit<'_>| commit.header_field_bytes("gpgsig").is_ok();
        if !self.native().find_commit(id).is_ok_and(is_signed) {
            return false;
        }
        let mut command = Command::new("git");
        command.env("GIT_DIR", self.git_folder()).args(["verify-commit", &id.to_string()]);
        command.output().is_ok_and(|output| output.status.success())
    }
}
