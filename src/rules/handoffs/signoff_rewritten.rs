//! `signoff-rewritten`: a record of who accepted what that was changed afterwards.

use crate::diagnostic::Severity;
use crate::evidence::Change;
use crate::evidence::rewritten::{Rewritten, rewritten};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::text::Place;

/// An entry of a sign-off file is edited or taken away, where a new one should have been added.
pub(super) static RULE: Rule = Rule {
    name: "signoff-rewritten",
    family: Family::Handoffs,
    summary: "An entry of a sign-off file was edited or removed, where a new one should have been added",
    why: "A sign-off is a record of what somebody said on a day. If it can be rewritten, nobody can rely on any of them, and that is found out when it matters.",
    help: "put the entry back as it was, and add a new one below it with `planlint accept`",
    exceptions: "Entries are compared as they are read, so layout, quotes and comments may change. A file may move with its handoff or project, and may go with a handoff that the plan does not have any more.",
    severity: Severity::Error,
    evidence: &[Evidence::Difference],
    fixes: &[],
    since: "0.1.0",
    source: "article: responsibility passes clearly at each handoff (S30); EU AI Act, articles 12 and 17, on records",
    checks: &[Check::Change(check)],
};

fn check(change: &Change<'_>, findings: &mut Findings<'_>) {
    // Where the project has no name that can be read, nobody knows where its sign-offs are.
    if change.after.project.given().is_none() {
        return;
    }
    let before = (change.before, change.before_signoffs);
    let found = rewritten(before, (change.after, &change.gathered.signoffs));
    let is_left =
        |one: &Rewritten<'_>| one.after.is_none() && change.gathered.paths.entry(&one.before.path).is_some();
    let (left, gone): (Vec<_>, Vec<_>) = found.into_iter().partition(is_left);
    left_behind(change, &left, findings);
    for found in gone {
        report(change, &found, findings);
    }
}

/// The project has another name, and its sign-offs are still where the old one has them.
fn left_behind(change: &Change<'_>, left: &[Rewritten<'_>], findings: &mut Findings<'_>) {
    let (Some(first), Some(project)) = (left.first(), change.after.project.given()) else { return };
    let handoff = &first.before.handoff;
    let (old, new) = (first.before.path.folder(), change.after.signoff_path(handoff));
    let new = new.map_or_else(String::new, |path| path.folder().to_string());
    let message = format!("the project is `{}` now, and its sign-offs are still in `{old}`", project.value);
    let mut finding = findings
        .report(project.span, message)
        .help(format!("move them along with `git mv {old} {new}`"))
        .explains("handoff-unaccepted");
    for handoff in left.iter().filter_map(|one| change.after.handoffs.get(&one.before.handoff)) {
        finding = finding.because(handoff.id.span, "nobody accepted it under the new name");
    }
}

/// Points at what stands in the entry's place, else at the file's handoff.
fn report(change: &Change<'_>, found: &Rewritten<'_>, findings: &mut Findings<'_>) {
    let handoff = &found.before.handoff;
    let by = found.entry.by.given().map_or("somebody", |by| by.value.as_str());
    let day = found.entry.day().map_or_else(String::new, |day| format!(" on {day}"));
    let is_shorter = found.after.is_some_and(|now| now.entries.len() < found.before.entries.len());
    let (what, stands) = match found.after {
        None => ("is gone with its file", None),
        Some(_) if is_shorter => ("is gone", None),
        Some(_) => ("reads differently now", found.now),
    };
    let message = format!("the sign-off of `{handoff}` by `{by}`{day} {what}");
    let named = change.after.handoffs.get(handoff).map_or(change.after.head, |handoff| handoff.id.span);
    let place = Place::new(change.after.source, named);
    let help = format!(
        "put the entry back as it was, and add a new one with `planlint accept {handoff}` if something changed"
    );
    let finding =
        findings.report_at(stands.unwrap_or(place), message).help(help).explains("handoff-unaccepted");
    if stands.is_some() {
        finding.because_at(place, "the handoff that it accepts or refuses");
    }
}
