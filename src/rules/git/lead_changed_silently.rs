//! `lead-changed-silently`: a duty that passed to somebody who has not said that they take it.

use crate::diagnostic::Severity;
use crate::evidence::Change;
use crate::model::{Manifest, Status, Text, same_handle};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A lead, the holder of a role, or the owner of an alert changes, and the new one has not accepted.
pub(super) static RULE: Rule = Rule {
    name: "lead-changed-silently",
    family: Family::Git,
    summary: "A stage, a role or an alert passes to somebody else, and no commit says that they accept",
    why: "A duty that is handed over in a file alone is often news to the one who now has it: the first they hear of it is the alert that nobody answered.",
    help: "add a line `Accepted-by:` with the handle of the new owner to the commit message when they agree",
    exceptions: "The first assignment, another spelling of the same handle, a role that only gets another id, and plans that are drafts are left alone. A change that the new owner commits themselves is accepted.",
    severity: Severity::Warning,
    evidence: &[Evidence::Difference],
    fixes: &[],
    since: "0.1.0",
    source: "article: responsibility passes clearly from role to role (S30); the CS249R book, handing over a shift",
    checks: &[Check::Change(check)],
};

fn check(change: &Change<'_>, findings: &mut Findings<'_>) {
    if change.after.status == Status::Draft || change.before.status == Status::Draft {
        return;
    }
    for role in &change.after.roles {
        let was = former(change, role.name()).and_then(|id| change.before.who(id));
        if let (Some(was), Some(now)) = (was, role.value.who.given())
            && is_other(&was.value, &now.value)
            && !is_accepted(change, None, &now.value)
        {
            let message = format!(
                "role `{}` passes from `{}` to `{}`, without a word from `{}`",
                role.name(),
                was.value,
                now.value,
                now.value
            );
            findings.report(now.span, message).help(help(&now.value));
        }
    }
    for stage in &change.after.stages {
        let was = change.before.stages.get(stage.name()).and_then(|stage| stage.value.lead.one());
        let what = format!("the lead of `{}`", stage.name());
        passes(change, &what, was, stage.value.lead.one(), findings);
    }
    for alert in &change.after.alerts {
        let was = change.before.alerts.get(alert.name()).and_then(|alert| alert.value.owner.given());
        let what = format!("the alert `{}`", alert.name());
        passes(change, &what, was, alert.value.owner.given(), findings);
    }
}

/// Something that belongs to a role: it passes only where other people hold the new one.
fn passes(
    change: &Change<'_>,
    what: &str,
    was: Option<&Text>,
    now: Option<&Text>,
    findings: &mut Findings<'_>,
) {
    let (Some(was), Some(now)) = (was, now) else { return };
    let after = change.after;
    if former(change, &now.value) == Some(was.value.as_str()) {
        return;
    }
    let (Some(holder), Some(held)) = (after.who(&now.value), change.before.who(&was.value)) else { return };
    if !is_other(&held.value, &holder.value) || is_accepted(change, Some(&now.value), &holder.value) {
        return;
    }
    let message = format!(
        "{what} passes from `{}` to `{}`, without a word from `{}`",
        was.value, now.value, holder.value
    );
    let role = after.roles.get(&now.value).map_or(now.span, |role| role.id.span);
    findings
        .report(now.span, message)
        .because(role, format!("held by `{}`", holder.value))
        .help(help(&holder.value));
}

/// The id that a role had before: its own, or that of a role which is gone and which the same people held.
fn former<'a>(change: &Change<'a>, role: &'a str) -> Option<&'a str> {
    if change.before.roles.has(role) {
        return Some(role);
    }
    let who = &change.after.who(role)?.value;
    let is_gone = |id: &&str| !change.after.roles.has(id);
    let mut gone = change.before.roles.names().filter(is_gone);
    gone.find(|id| change.before.who(id).is_some_and(|was| same_handle(&was.value, who)))
}

/// Did somebody hold it before, and does somebody else now?
fn is_other(was: &str, now: &str) -> bool {
    // `@wei` and `wei` are two spellings, and the wrong one is told as that.
    let bare = |handle: &str| handle.trim().trim_start_matches('@').to_owned();
    !same_handle(&bare(was), &bare(now)) && !is_placeholder(was) && !is_placeholder(now)
}

fn is_accepted(change: &Change<'_>, role: Option<&str>, who: &str) -> bool {
    let people = &change.plan.people;
    let by_role = |manifest: &Manifest, signature: &str| {
        role.is_some_and(|role| manifest.is_signed_by_role(signature, role, people))
    };
    let mut signatures = change.trailers("Accepted-by");
    signatures.any(|signature| people.is_signed_by(signature, who) || by_role(change.after, signature))
        || change.authors().any(|author| people.is_known_as(author, who))
}

fn help(who: &str) -> String {
    format!("add the line `Accepted-by: {who}` to the commit message when they agree")
}
