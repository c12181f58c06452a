//! Whose commit some lines of a file come from, for the little that history adds to a sign-off.

use std::path::Path;

use git2::{BlameOptions, Oid};

use super::history::person_of;
use super::{Person, Repository, disk, program};
use crate::path::RepoPath;
use crate::text::Source;

/// The commit that some lines come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its author, whom anybody can write into a commit.
    pub author: Person,
    /// Who signed it, where git verifies the signature and trusts the key to be theirs. A forge signs what is
    /// merged on its pages with a key of its own.
    pub signer: Option<Person>,
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
        options.newest_commit(commit.id()).min_line(first).max_line(last).use_mailmap(true);
        let blame = self.native().blame_file(&relative, Some(&mut options)).ok()?;
        let mut commits = blame.iter().map(|hunk| hunk.final_commit_id());
        let only = commits.next().filter(|only| commits.all(|other| other == *only))?;
        let hunk = blame.get_line(first)?;
        let author = hunk.final_signature()?;
        Some(Origin { author: person_of(&author), signer: self.key_holder(only) })
    }

    fn bytes_at(&self, commit: &git2::Commit<'_>, path: &RepoPath) -> Option<Vec<u8>> {
        let relative = disk::on_disk(Path::new(""), path).ok()?;
        let entry = commit.tree().ok()?.get_path(&relative).ok()?;
        super::blobs::blob(self, entry.id(), path).ok()
    }

    /// Whose key signed a commit: only the git program knows which keys are trusted, and whose they are.
    fn key_holder(&self, id: Oid) -> Option<Person> {
        let commit = self.native().find_commit(id).ok()?;
        commit.header_field_bytes("gpgsig").or_else(|_| commit.header_field_bytes("gpgsig-sha256")).ok()?;
        program::key_holder(self.git_folder(), &id.to_string()).map(|holder| named(&holder))
    }
}

/// Somebody as keys name them: `Wei Chen <wei@acme.example>`, or an address alone.
fn named(holder: &str) -> Person {
    let parts = holder.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
    let (name, mail) = parts.unwrap_or((holder, holder));
    Person { name: name.trim().to_owned(), mail: mail.trim().to_owned() }
}
