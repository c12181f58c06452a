//! `handoff-missing`: work that passes from one lead to another without a handoff.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Flow, Manifest, Plan, Wait};
use crate::order;
use crate::order::Sorted;
use crate::rules::handoffs::{handoff_incomplete, handoff_without_checks};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A stage needs what a stage of another lead makes, and no handoff covers it.
pub(super) static RULE: Rule = Rule {
    name: "handoff-missing",
    family: Family::Handoffs,
    summary: "A stage needs what a stage of another lead makes, and no handoff covers it",
    why: "Without a handoff nobody gives, nobody accepts, and the day on which responsibility changed is a matter of memory.",
    help: "add a handoff from the stage that makes it to the stage that needs it",
    exceptions: "Where the same role leads both stages none is asked for. A handoff from a third stage that passes the artifact on covers it.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: make the handoff points explicit (S30); the CS249R book, handoffs as the points where projects fail",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    if manifest.handoffs.is_spoiled() {
        return;
    }
    let flow = manifest.flow();
    for open in missing(manifest, &flow) {
        report(manifest, &flow, &open, findings);
    }
}

/// What passes from one lead to another without a handoff, by the two stages.
pub(in crate::rules) fn missing<'a>(manifest: &'a Manifest, flow: &Flow<'a>) -> Vec<Vec<Wait<'a>>> {
    let mut found = Vec::new();
    for at in 0..flow.stages().len() {
        for (giver, waits) in changes_of_lead(manifest, flow, at) {
            let is_covered = flow.handoffs_to(at).any(|crossing| crossing.from == giver);
            let open: Vec<_> =
                waits.into_iter().filter(|wait| !flow.may_reach(at, &wait.need.value)).collect();
            let is_told = flow.may_be_meant(giver, at) || flow.is_swapped(giver, at);
            if !is_covered && !open.is_empty() && !is_told {
                found.push(open);
            }
        }
    }
    found
}

/// What a stage needs from earlier stages of other leads, by the stage that makes it.
fn changes_of_lead<'a>(
    manifest: &'a Manifest,
    flow: &Flow<'a>,
    receiver: usize,
) -> Sorted<usize, Vec<Wait<'a>>> {
    let Some(lead) = manifest.lead_of(flow.stage(receiver)) else { return Sorted::default() };
    let is_change = |wait: &Wait<'_>| {
        let mut makers = manifest.makers(&wait.need.value).filter(|at| *at <= receiver);
        let is_own = makers.any(|at| manifest.lead_of(flow.stage(at)) == Some(lead));
        !is_own && manifest.lead_of(flow.stage(wait.giver)).is_some()
    };
    let changes = flow.waits(receiver).filter(is_change);
    order::grouped(changes.map(|wait| (wait.giver, wait)))
}

fn report(manifest: &Manifest, flow: &Flow<'_>, open: &[Wait<'_>], findings: &mut Findings<'_>) {
    let first = open[0];
    let (giver, receiver) = (flow.stage(first.giver), flow.stage(first.receiver));
    let lead = |stage| manifest.lead_of(stage).unwrap_or_default();
    let needs = || open.iter().map(|wait| wait.need.value.as_str());
    let message = format!(
        "`{}` needs {} from `{}`, and no handoff passes it from `{}` to `{}`",
        receiver.name(),
        phrase::ids(needs()),
        giver.name(),
        lead(giver),
        lead(receiver)
    );
    let message = if open.len() > 1 { message.replace("passes it", "passes them") } else { message };
    let (checks, within) = handoff_without_checks::terms(manifest, giver, receiver);
    let checks = if checks.is_empty() { String::new() } else { format!(", checks: [{}]", checks.join(", ")) };
    let id = free_id(manifest, giver.name(), receiver.name());
    let passes = passes(manifest, flow, open).join(", ");
    let (from, to) = (giver.name(), receiver.name());
    let value = format!("{{ from: {from}, to: {to}, passes: [{passes}]{checks}, within: {within} }}");
    findings
        .report(first.need.span, message)
        .named(format!("handoffs from {from} to {to}"))
        .because(first.artifact.id.span, "made here")
        .help(format!("add `{id}: {value}` under `handoffs`"))
        .unsafe_fix(
            format!("add `{id}` under `handoffs`"),
            vec![Edit::insert(manifest.source, "handoffs", id, value)],
        );
}

/// What the receiver needs, and what the profile has the giver hand over besides, as far as the plan has it.
fn passes<'a>(manifest: &'a Manifest, flow: &Flow<'a>, open: &[Wait<'a>]) -> Vec<&'a str> {
    let mut passed: Vec<&str> = open.iter().map(|wait| wait.need.value.as_str()).collect();
    let giver = flow.stage(open[0].giver);
    // All handoffs out of a stage are taken together.
    if flow.crossings().iter().any(|crossing| crossing.from == open[0].giver && crossing.is_forward()) {
        return passed;
    }
    let (Some(profile), Some(expected)) = (manifest.profile.as_deref(), manifest.expected(giver)) else {
        return passed;
    };
    for one in &expected.contains {
        let is_one = |id: &&str| handoff_incomplete::is_one(manifest, profile, one, id);
        let mut known = giver.value.produces.names().chain(manifest.documents.names());
        if !passed.iter().any(is_one) {
            passed.extend(known.find(is_one));
        }
    }
    passed
}

/// An id for a new handoff, short where that is free.
fn free_id(manifest: &Manifest, from: &str, to: &str) -> String {
    let first = |id: &str| id.split('-').find(|part| !part.is_empty()).unwrap_or("stage").to_owned();
    let short = format!("{}-to-{}", first(from), first(to));
    let long = format!("{from}-to-{to}");
    let taken = |id: &str| manifest.handoffs.has(id) || id.chars().count() > 64;
    let numbered = || (2..).map(|number| format!("handoff-{number}")).find(|id| !taken(id));
    [short, long].into_iter().find(|id| !taken(id)).or_else(numbered).unwrap_or_default()
}
