//! Who is who: the `.mailmap` of a snapshot, which says by which name and address somebody is known.

use git2::{Mailmap as Native, Signature, Time};

use super::native;
use super::{Commits, EntryKind, Person, Snapshot};
use crate::error::Result;
use crate::limits;
use crate::path::RepoPath;

/// Where git looks for it. A link in its place is not followed, as git does not follow it.
const PATH: &str = ".mailmap";

/// The `.mailmap` of a snapshot. What the configuration of git names besides is passed over: it differs from one
/// machine to the next.
pub struct Mailmap(Option<Native>);

impl Mailmap {
    /// Reads it; nobody is known by another name where there is none.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn of(snapshot: &dyn Snapshot) -> Result<Self> {
        let path = RepoPath::from(PATH);
        let entries = snapshot.entries();
        let found = entries.binary_search_by(|entry| entry.path.cmp(&path));
        if !found.is_ok_and(|at| entries[at].kind == EntryKind::File) {
            return Ok(Mailmap(None));
        }
        let bytes = snapshot.read(&path)?;
        if bytes.len() > limits::MAILMAP.most {
            return Ok(Mailmap(None));
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // Lines that say nothing are passed over, as git does.
        Ok(Mailmap(Native::from_buffer(&text).ok()))
    }

    /// The name and address by which somebody is known.
    pub fn person(&self, person: &Person) -> Person {
        let written = Signature::new(&person.name, &person.mail, &Time::new(0, 0));
        let known = written.and_then(|written| match &self.0 {
            Some(map) => map.resolve_signature(&written),
            None => Ok(written),
        });
        known.map_or_else(|_| person.clone(), |known| native::person(&known))
    }

    /// The commits, with their authors as they are known.
    pub fn commits(&self, mut commits: Commits) -> Commits {
        for commit in commits.list.iter_mut().filter(|_| self.0.is_some()) {
            commit.message.author = self.person(&commit.message.author);
        }
        commits
    }
}
