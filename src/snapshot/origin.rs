//! Whose commit some lines of a file come from, for the little that history adds to a sign-off.

use bstr::ByteSlice;

use super::{Commit, Person, Repository};
use crate::path::RepoPath;
use crate::text::Source;

/// The commit that some lines come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its id.
    pub commit: String,
    /// Its author, whom anybody can write into a commit.
    pub author: Person,
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
            let change = commit.changes.iter().find(|change| change.path == **path);
            let text = change.and_then(|change| self.source().blob(change.blob?, path).ok());
            text.is_some_and(|text| has_lines(&text, lines.as_bytes()))
        };
        edits.first().filter(holds)?;
        let (commit, _) = edits.iter().rev().find(holds)?;
        Some(Origin { commit: commit.id.clone()?, author: commit.message.author.clone() })
    }

    /// Who signed a commit, where git verifies the signature and trusts the key to be theirs. A forge signs what is
    /// merged on its pages with a key of its own.
    pub fn signer(&self, commit: &str) -> Option<Person> {
        self.git().key_holder(commit).map(|holder| named(&holder))
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
