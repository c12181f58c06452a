//! `signoff-rewritten`: records of acceptance that were changed afterwards.

use crate::diagnostic::Severity;
use crate::evidence::Change;
use crate::evidence::rewritten::rewritten;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::text::Span;

/// A sign-off that was there before was edited or taken away.
pub(super) const RULE: Rule = Rule {
    name: "signoff-rewritten",
    family: Family::Handoffs,
    summary: "A sign-off that was there before was edited or taken away",
    why: "A record that can be rewritten proves nothing: who accepted what, and when, must be there as it was said, also when it turned out wrong.",
    help: "put the entry back, and add a new one with `planlint accept`",
    exceptions: "Entries are compared as they are read, so that formatting and comments may change. A file may move with its handoff or project, entries of two branches may be merged in any order, and a file may go together with its handoff.",
    severity: Severity::Error,
    evidence: &[Evidence::Difference],
    since: "0.1.0",
    source: "the need of an audit; EU AI Act, Art. 12 on records and Art. 17 on a quality system, in spirit",
    checks: &[Check::Change(check)],
};

fn check(change: &Change<'_>, findings: &mut Findings<'_>) {
    let before = (change.before, change.before_signoffs);
    let after = (change.after, &change.gathered.signoffs);
    for found in rewritten(before, after) {
        let by = found.entry.by.given().map_or_else(String::new, |by| format!(" of `{}`", by.value));
        let day = found.entry.day().map_or_else(String::new, |day| format!(", {day},"));
        let handoff = &found.before.handoff;
        let declared = change.after.handoffs.get(handoff).map_or(change.after.head, |one| one.id.span);
        let declared = change.after.place(declared);
        let (place, what) = match (found.now, found.after) {
            (Some(place), _) => (place, "is not what it was"),
            (None, Some(file)) => (file.place(Span::at(0)), "was taken away"),
            (None, None) => (declared, "was taken away with its file"),
        };
        let message = format!("entry {}{by}{day} on `{handoff}` {what}", found.number);
        let help = match found.after {
            Some(_) => format!("put the entry back, and say what is new with `planlint accept {handoff}`"),
            None => format!("restore `{}`, for instance with `git restore --source HEAD`", found.before.path),
        };
        let finding = findings.report_at(place, message).help(help);
        if place != declared {
            finding.because_at(declared, "the handoff");
        }
    }
}
