//! Whose commit some lines of a file come from, for the little that history adds to a sign-off.

use std::path::Path;

use bstr::ByteSlice;
use git2::Oid;

use super::{Commit, Person, Repository, disk, program};
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
    /// Where lines `first` to `last` of a file come from, counted from one: the oldest of the commits that edited
    /// it, the newest first and each with its path then, which has these lines one after the other as they stand.
    /// `None` where the newest does not have them, since they are not committed yet.
    pub fn origin(
        &self,
        edits: &[(&Commit, &RepoPath)],
        file: &Source,
        first: usize,
        last: usize,
    ) -> Option<Origin> {
        let lines = file.text().get(file.line(first).start as usize..file.line(last).end as usize)?;
        let holds = |(commit, path): &&(&Commit, &RepoPath)| {
            let id = commit.id.as_ref().and_then(|id| Oid::from_str(id).ok());
            let commit = id.and_then(|id| self.native().find_commit(self.replaced(id)).ok());
            commit
                .and_then(|commit| self.bytes_at(&commit, path))
                .is_some_and(|text| has_lines(&text, lines.as_bytes()))
        };
        edits.first().filter(holds)?;
        let (commit, _) = edits.iter().rev().find(holds)?;
        let id = Oid::from_str(commit.id.as_ref()?).ok()?;
        Some(Origin { author: commit.message.author.clone(), signer: self.key_holder(id) })
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

/// Are these whole lines of a text?
fn has_lines(text: &[u8], lines: &[u8]) -> bool {
    text.find_iter(lines).any(|at| {
        let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
        is_end(at.checked_sub(1).and_then(|before| text.get(before))) && is_end(text.get(at + lines.len()))
    })
}

/// Somebody as keys name them: `Wei Chen <wei@acme.example>`, or an address alone.
fn named(holder: &str) -> Person {
    let parts = holder.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
    let (name, mail) = parts.unwrap_or((holder, holder));
    Person { name: name.trim().to_owned(), mail: mail.trim().to_owned() }
}
