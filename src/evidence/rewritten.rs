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
    let items = file.file.root.as_ref().and_then(Node::as_list).unwrap_or_default();
    items.iter().map(Node::to_json).collect()
}

/// The position of the first entry that is not there in its turn.
fn missing(was: &[Value], is: &[Value]) -> Option<usize> {
    let mut rest = is.iter();
    was.iter().position(|entry| !rest.any(|other| other == entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assemble::assemble;
    use crate::model::{Paths, Plan};
    use crate::snapshot::{OverlaySnapshot, Snapshot};

    const PLAN: &str = "lifecycle: 1\nproject: tides\nroles: { a: '@a' }\nstages: { one: { lead: a }, two: { lead: a } }\nhandoffs: { HANDOFF: { from: one, to: two } }\n";
    const FIRST: &str = "- { by: '@a', as: a, at: 2025-01-06, verdict: refused }\n";
    const SECOND: &str = "- { by: '@a', as: a, at: 2025-02-03, verdict: accepted, of: {} }\n";

    fn read(handoff: &str, file: Option<(&str, &str)>) -> (Plan, Signoffs) {
        let mut snapshot =
            OverlaySnapshot::new(None).with("lifecycle.yaml", PLAN.replace("HANDOFF", handoff));
        if let Some((name, text)) = file {
            snapshot = snapshot.with(format!("signoffs/tides/{name}.yaml").as_str(), text);
        }
        let read = assemble(&snapshot, "2025-09-01".parse().unwrap(), &[]).unwrap();
        let (plan, mut sources) = (read.plan, read.sources);
        let paths = Paths::new(snapshot.entries());
        let signoffs = Signoffs::gather(&snapshot, paths, &plan, &mut sources).unwrap();
        (plan, signoffs)
    }

    fn numbers(
        before: (&str, Option<(&str, &str)>),
        after: (&str, Option<(&str, &str)>),
    ) -> Vec<(usize, bool)> {
        let ((old_plan, old), (new_plan, new)) = (read(before.0, before.1), read(after.0, after.1));
        let found = rewritten((&old_plan.manifests[0], &old), (&new_plan.manifests[0], &new));
        found.iter().map(|one| (one.number, one.now.is_some())).collect()
    }

    #[test]
    fn adding_moving_and_formatting_rewrite_nothing() {
        let both = format!("{FIRST}{SECOND}");
        let block = "# formatted\n- by: \"@a\"\n  verdict: refused\n  as: a\n  at: '2025-01-06'\n";
        let swapped = format!("{SECOND}{FIRST}");
        let before = ("x", Some(("x", FIRST)));
        assert_eq!(numbers(before, ("x", Some(("x", &both)))), []);
        assert_eq!(numbers(before, ("x", Some(("x", &swapped)))), []);
        assert_eq!(numbers(before, ("x", Some(("x", block)))), []);
        assert_eq!(numbers(before, ("y", Some(("y", &both)))), []);
        assert_eq!(numbers(before, ("y", None)), []);
    }

    #[test]
    fn editing_and_removing_do() {
        let both = format!("{FIRST}{SECOND}");
        let edited = both.replace("refused", "accepted, of: {}");
        let before = ("x", Some(("x", both.as_str())));
        assert_eq!(numbers(before, ("x", Some(("x", &edited)))), [(1, true)]);
        assert_eq!(numbers(before, ("x", Some(("x", FIRST)))), [(2, false)]);
        assert_eq!(numbers(before, ("x", Some(("x", "[]\n")))), [(1, false)]);
        assert_eq!(numbers(before, ("x", None)), [(1, false)]);
    }
}
