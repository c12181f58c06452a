//! Whose commit some lines of a file come from, for the little that history adds to a sign-off.

use super::{Person, Repository};
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
        let commit = self.source().commit(revision).ok().filter(|_| !self.is_shallow())?.to_string();
        let end = file.line(last).end as usize;
        let (files, path) = (self.source().files(&commit, revision).ok()?, file.path());
        let (_, blob) = files.into_iter().find(|(other, _)| other == path)?;
        if !self.source().blob(blob.id, path).ok()?.starts_with(&file.text().as_bytes()[..end]) {
            return None;
        }
        let (id, author) = self.git().blame(&commit, path, first, last)?;
        Some(Origin { author, signer: self.git().key_holder(&id).map(|holder| named(&holder)) })
    }
}

/// Somebody as keys name them: `Wei Chen <wei@acme.example>`, or an address alone.
fn named(holder: &str) -> Person {
    let parts = holder.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
    let (name, mail) = parts.unwrap_or((holder, holder));
    Person { name: name.trim().to_owned(), mail: mail.trim().to_owned() }
}
