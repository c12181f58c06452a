//! `handoff-foreign-artifact`: handoffs of what the giver does not have.

use crate::diagnostic::Severity;
use crate::model::{Absence, Crossing, Document, Flow, Item, Manifest, Plan, Text};
use crate::rules::handoffs::handoff_incomplete;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A handoff passes what neither the giving stage nor an earlier one has.
pub(super) static RULE: Rule = Rule {
    name: "handoff-foreign-artifact",
    family: Family::Handoffs,
    summary: "A handoff passes what neither the giving stage nor an earlier one has",
    why: "Nobody can answer for what somebody else makes later: the boundary of duty between the two stages is not where the plan says.",
    help: "pass what the giving stage makes, or name the stage that makes it under `from`",
    exceptions: "What an earlier stage made may be passed on, and a source that was used so far. A document may be passed by a stage that its owner leads or supports, or that received it in a handoff, and by any stage where it has no owner. What belongs to another project is not judged.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: clear boundaries of duty (S35); the CS249R book, boundary erosion",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let flow = manifest.flow();
    for crossing in flow.crossings().iter().filter(|crossing| crossing.is_forward()) {
        for passed in crossing.handoff.value.passes.items() {
            if let Some(document) = manifest.documents.get(&passed.value) {
                check_document(manifest, &flow, crossing, passed, document, findings);
            } else if manifest.sources.has(&passed.value) {
                check_source(manifest, &flow, crossing, passed, findings);
            } else {
                check_artifact(manifest, &flow, crossing, passed, findings);
            }
        }
    }
}

fn check_artifact(
    manifest: &Manifest,
    flow: &Flow<'_>,
    crossing: &Crossing<'_>,
    passed: &Text,
    findings: &mut Findings<'_>,
) {
    let Some(first) = manifest.makers(&passed.value).next().map(|at| flow.stage(at)) else { return };
    let has_it = manifest.makers(&passed.value).any(|at| at <= crossing.from);
    let is_unsure = flow.is_unsure(crossing.from);
    let Some(artifact) = first.value.produces.get(&passed.value).filter(|_| !has_it && !is_unsure) else {
        return;
    };
    let (id, giver) = (&passed.value, crossing.giver.name());
    let message = format!("`{giver}` cannot hand over `{id}`, which `{}` makes later", first.name());
    let help =
        format!("remove `{id}` from `passes`, or move it to `produces` of `{giver}` if it is made there");
    findings.report(passed.span, message).because(artifact.id.span, "made here").help(help);
}

fn check_source(
    manifest: &Manifest,
    flow: &Flow<'_>,
    crossing: &Crossing<'_>,
    passed: &Text,
    findings: &mut Findings<'_>,
) {
    let uses = |id: &Text| id.value == passed.value;
    let so_far = &flow.stages()[..=crossing.from];
    let has_it = so_far
        .iter()
        .any(|stage| stage.value.needs.is_spoiled() || stage.value.needs.items().iter().any(uses));
    let Some(source) = manifest.sources.get(&passed.value).filter(|_| !has_it) else { return };
    let (id, giver) = (&passed.value, crossing.giver.name());
    let message = format!("`{giver}` cannot hand over `{id}`, a source that no stage has used so far");
    let help = format!("remove `{id}` from `passes`, or add it to `needs` of `{giver}`");
    findings.report(passed.span, message).because(source.id.span, "owned by others").help(help);
}

fn check_document(
    manifest: &Manifest,
    flow: &Flow<'_>,
    crossing: &Crossing<'_>,
    passed: &Text,
    document: &Item<Document>,
    findings: &mut Findings<'_>,
) {
    let Some(owner) = document.value.owner.given().filter(|owner| manifest.roles.has(&owner.value)) else {
        return;
    };
    let received = |earlier: &Crossing<'_>| {
        earlier.is_forward() && earlier.handoff.value.passes.items().iter().any(|id| id.value == passed.value)
    };
    let giver = crossing.giver;
    let is_told = |absence: &Absence<'_>| {
        absence.role.name() == owner.value && absence.stage.id.span == crossing.giver.id.span
    };
    if manifest.absences().iter().any(is_told) {
        return;
    }
    let is_here = giver.value.involves(&owner.value) || !manifest.knows_people_of(giver);
    if is_here || flow.handoffs_to(crossing.from).any(received) {
        return;
    }
    let (id, owner_id, name) = (&passed.value, &owner.value, giver.name());
    let message =
        format!("`{name}` cannot hand over `{id}`: its owner `{owner_id}` takes no part in that stage");
    let is_expected = manifest.profile.as_deref().is_some_and(|profile| {
        let contains = manifest.expected(giver).map_or(&[][..], |stage| &stage.contains);
        contains.iter().any(|one| handoff_incomplete::is_one(manifest, profile, one, id))
    });
    let help = match is_expected {
        false => {
            format!("remove `{id}` from `passes`, or give `{owner_id}` a duty under `support` of `{name}`")
        }
        true => format!(
            "give `{owner_id}` a duty under `support` of `{name}`, or make a role of that stage the `owner` of `{id}`"
        ),
    };
    findings.report(passed.span, message).because(owner.span, "the owner").help(help);
}
