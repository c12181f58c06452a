//! Sign-offs that were there before and are not there any more as they were: the record is only ever added to.

use serde_json::Value;

use crate::evidence::signoffs::{SignoffFile, Signoffs};
use crate::model::{Manifest, Signoff};
use crate::text::Place;
use crate::yaml::Node;

/// An entry that was edited or taken away.
#[derive(Clone, Copy, Debug)]
pub struct Rewritten<'a> {
    /// The file as it was.
    pub before: &'a SignoffFile,
    /// The entry as it was.
    pub entry: &'a Signoff,
    /// Its number in the file as it was, counted from one.
    pub number: usize,
    /// The file as it is; `None` where it is gone.
    pub after: Option<&'a SignoffFile>,
    /// What stands in the place of the entry now, where anything does.
    pub now: Option<Place>,
}

/// Every entry of a manifest's sign-offs that a change edited or took away. Entries are compared as they are
/// read, so that their formatting may change. A file may move with its handoff or its project, entries of two
/// branches may be merged in any order, and a file may go with a handoff that the plan does not have any more.
pub fn rewritten<'a>(
    (before, old): (&Manifest, &'a Signoffs),
    (after, new): (&Manifest, &'a Signoffs),
) -> Vec<Rewritten<'a>> {
    let mut found = Vec::new();
    for file in old.beside(before).filter(|file| file.is_readable()) {
        let was = values(file);
        let same_name = new.beside(after).find(|other| other.handoff == file.handoff);
        let moved = || {
            let is_new = |other: &&SignoffFile| old.beside(before).all(|one| one.handoff != other.handoff);
            new.beside(after).filter(is_new).find(|other| missing(&was, &values(other)).is_none())
        };
        let now = same_name.or_else(moved);
        match now {
            Some(now) if !now.is_readable() => {}
            None if !after.handoffs.has(&file.handoff) => {}
            now => {
                let is = now.map_or_else(Vec::new, values);
                if let Some(at) = missing(&was, &is) {
                    found.push(Rewritten {
                        before: file,
                        entry: &file.entries[at],
                        number: at + 1,
                        after: now,
                        now: now.and_then(|now| Some(now.place(now.entries.get(at)?.span))),
                    });
                }
            }
        }
    }
    found
}

fn values(file: &SignoffFile) -> Vec<Value> {
    let items = file.file.root().and_then(Node::as_list).unwrap_or_default();
    items.iter().map(Node::to_json).collect()
}

/// The position of the first entry that is not there in its turn.
fn missing(was: &[Value], is: &[Value]) -> Option<usize> {
    let mut rest = is.iter();
    was.iter().position(|entry| !rest.any(|other| other == entry))
}
