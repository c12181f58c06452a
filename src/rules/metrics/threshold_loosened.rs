//! `threshold-loosened`: a promise that became easier to keep, without a word from the role that made it.

use crate::diagnostic::Severity;
use crate::evidence::Change;
use crate::model::{Item, Loosened, Metric, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A change moves a target or an alert in the easier direction, and the role that defines the metric did not
/// make or approve it.
pub(super) static RULE: Rule = Rule {
    name: "threshold-loosened",
    family: Family::Metrics,
    summary: "A target or an alert moves in the easier direction, and the role that defines the metric has not approved it",
    why: "A threshold that gives way when the model misses it was no promise. Who defined it may change it, and then everybody who relies on it can see that they did.",
    help: "ask the role that defines the metric, and add a line `Approved-by:` with their handle to the commit message",
    exceptions: "Thresholds may always be tightened. A metric is followed by its id, an alias or its `means`. Plans that were drafts before are left alone, and so are numbers in another unit or direction, which cannot be compared. A change that the role makes itself is approved.",
    severity: Severity::Warning,
    evidence: &[Evidence::Difference],
    fixes: &[],
    since: "0.1.0",
    source: "article: the product manager defines metrics and acceptance criteria (S20); the CS249R book, adapting to change",
    checks: &[Check::Change(check)],
};

fn check(change: &Change<'_>, findings: &mut Findings<'_>) {
    if change.before.status == Status::Draft || change.after.status == Status::Draft {
        return;
    }
    for metric in &change.after.metrics {
        let Some(before) = change.former_metric(metric) else { continue };
        let loosened = metric.value.loosened_since(&before.value);
        if !loosened.is_empty() && !is_approved(change, &before.value) {
            report(metric, &before.value, change, &loosened, findings);
        }
    }
}

/// The role that defined the metric before decides, with the teams of before: it cannot be approved by whom the same
/// change appoints.
fn is_approved(change: &Change<'_>, before: &Metric) -> bool {
    let people = &change.before_plan.people;
    let Some(role) = before.defined_by.given().map(|role| role.value.as_str()) else { return false };
    change.trailers("Approved-by").any(|signature| change.before.is_signed_by_role(signature, role, people))
        || change.authors().any(|author| change.before.is_held_by(author, role, people))
}

/// One finding for a metric: one approval settles all of its numbers.
fn report(
    metric: &Item<Metric>,
    before: &Metric,
    change: &Change<'_>,
    loosened: &[Loosened<'_>],
    findings: &mut Findings<'_>,
) {
    let Some((first, others)) = loosened.split_first() else { return };
    let clause = |(at, one): (usize, &Loosened<'_>)| {
        let of = if at == 0 { format!(" of `{}`", metric.name()) } else { String::new() };
        match one.after {
            Some(after) => format!("`{}`{of} gives way from {} to {}", one.key, one.before, after.value),
            None => format!("`{}`{of}, which was {}, is gone", one.key, one.before),
        }
    };
    let message = phrase::all(loosened.iter().enumerate().map(clause));
    let place = |one: &Loosened<'_>| one.after.map_or(metric.id.span, |after| after.span);
    let help = match before.defined_by.given() {
        Some(role) => {
            let who = change.before.who(&role.value).map_or(&role.value, |who| &who.value);
            format!("ask `{}`, and add the line `Approved-by: {who}` to the commit message", role.value)
        }
        None => format!("name the role that may change it under `defined-by` of `{}`", metric.name()),
    };
    let mut finding = findings.report(place(first), message).help(help);
    for other in others {
        finding = finding.because(place(other), "this one as well");
    }
}
