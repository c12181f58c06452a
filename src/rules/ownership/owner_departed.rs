//! `owner-departed`: people who have left and still hold something.

use std::cell::LazyCell;

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Field, Item, Manifest, Plan, Reference, Role, Status, Text};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::scalar;
use crate::text::Span;
use crate::time::Date;

/// Somebody who has left still leads, supports or owns something.
pub(super) static RULE: Rule = Rule {
    name: "owner-departed",
    family: Family::Ownership,
    summary: "Somebody who has left still leads, supports or owns something",
    why: "Questions, alerts and reviews go to an account that nobody reads, and what they looked after runs on with no owner.",
    help: "write who holds the role now",
    exceptions: "Only where it is written down: `until` of the role, or of the member in every team of `planlint.yaml`. Silent in retired plans.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "the Open Data Contract Standard, which dates the members of a team; zombie features in the operations chapter of the Machine Learning Systems book",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    let involvements = LazyCell::new(|| manifest.involvements());
    for role in &manifest.roles {
        let Some(last) = manifest.departure(role, plan) else { continue };
        if let Some(uses) = involvements.get(role.name()) {
            report(manifest, role, last, uses, plan, findings);
        }
    }
    let sources = manifest.sources.iter().map(|source| (&source.id, &source.value.owner));
    let consumers = manifest.consumers.iter().map(|consumer| (&consumer.id, &consumer.value.owner));
    for (id, owner) in sources.chain(consumers) {
        let Some(owner) = owner.given() else { continue };
        if let Some(last) = plan.people.left(&owner.value).filter(|last| *last < plan.today) {
            findings
                .report(owner.span, format!("`{}` left on {last} and still owns `{}`", owner.value, id.value))
                .help(format!("write the handle of those who own `{}` now", id.value));
        }
    }
}

fn report(
    manifest: &Manifest,
    role: &Item<Role>,
    last: Date,
    uses: &[Reference<'_>],
    plan: &Plan,
    findings: &mut Findings<'_>,
) {
    let (Some(who), Some(first)) = (role.value.who.given(), uses.first()) else { return };
    let handle = who.value.as_str();
    if is_placeholder(handle) {
        return;
    }
    let until = role.value.until.given().filter(|until| until.value == last).map(|until| until.span);
    let id = role.name();
    let what = match until {
        Some(_) => format!("`{handle}` held `{id}` until {last}"),
        None => format!("`{handle}` left on {last}"),
    };
    let finding = findings.report(who.span, format!("{what}, but `{id}` still {}", first.part));
    let finding = match until {
        Some(span) => finding.because(span, "the last day"),
        None => finding,
    };
    let finding = finding.because(first.id.span, "still has work here").help(help(role, until, plan));
    if let Some(new) = successor(role, plan) {
        let quoted = scalar(&new.value);
        let mut edits = vec![Edit::replace(manifest.source, who.span, &quoted)];
        let fields = [("until", role.value.until.is_absent()), ("replaced-by", false)];
        let remove = |field: &str| Edit::remove(manifest.source, format!("roles.{id}.{field}"));
        edits.extend(fields.iter().filter(|(_, is_absent)| !is_absent).map(|(field, _)| remove(field)));
        finding.fix(format!("write `{quoted}` under `{id}`, which was its `replaced-by`"), edits);
    }
}

fn help(role: &Item<Role>, until: Option<Span>, plan: &Plan) -> String {
    let also = match (until, &role.value.replaced_by) {
        (Some(_), Field::Given(_)) => ", and take `until` and `replaced-by` out",
        (Some(_), _) => ", and take `until` out",
        (None, Field::Given(_)) => ", and take `replaced-by` out",
        (None, _) => "",
    };
    match successor(role, plan) {
        Some(new) => format!("write `who: \"{}\"` under `{}`{also}", new.value, role.name()),
        None => format!("write the handle of the one who holds `{}` now{also}", role.name()),
    }
}

/// Who follows, unless they have left as well.
fn successor<'a>(role: &'a Item<Role>, plan: &Plan) -> Option<&'a Text> {
    let new = role.value.replaced_by.given().filter(|new| !is_placeholder(&new.value))?;
    let is_gone = plan.people.left(&new.value).is_some_and(|last| last < plan.today);
    (!is_gone).then_some(new)
}
