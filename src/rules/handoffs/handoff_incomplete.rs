//! `handoff-incomplete`: handoffs without something that the profile has them contain.

use crate::diagnostic::Severity;
use crate::model::{Crossing, Expected, Flow, Item, Manifest, Plan, Profile, ProfileStage, Stage};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// What a role under `release.rollback` stands for.
const ROLLBACK: &str = "rollback";

/// A handoff lacks something that the profile has a handoff of that stage contain.
pub(super) const RULE: Rule = Rule {
    name: "handoff-incomplete",
    family: Family::Handoffs,
    summary: "A handoff lacks something that the profile has a handoff of that stage contain",
    why: "Data without its contract, a model without its evaluation or a service without its runbook is only half handed over: the receiver comes back for the rest when it is late.",
    help: "add what is missing to `passes`",
    exceptions: "Told by id, by `kind` of an artifact and by `template` of a document. All handoffs from a stage to later stages are taken together, with those of the stages after it that the profile does not know. A document under `checks` counts.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    since: "0.1.0",
    source: "the CS249R book, the roles matrix and the interfaces of the stages",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let Some(profile) = manifest.profile.as_deref() else { return };
    let flow = manifest.flow();
    for (at, stage) in flow.stages().iter().enumerate() {
        let Some(expected) = manifest.expected(stage) else { continue };
        let unknown = flow.stages()[at + 1..].iter().take_while(|stage| manifest.expected(stage).is_none());
        let last = at + unknown.count();
        let leaves = |crossing: &&Crossing<'_>| (at..=last).contains(&crossing.from) && crossing.is_forward();
        let crossings: Vec<Crossing<'_>> = flow.crossings().iter().filter(leaves).copied().collect();
        let Some(first) = crossings.iter().find(|crossing| crossing.from == at) else { continue };
        let is_told = crossings.iter().any(|crossing| {
            crossing.handoff.value.passes.items().is_empty() || !flow.knows_passed(&crossing.handoff.value)
        });
        let open: Vec<_> = crossings.iter().flat_map(|crossing| flow.open(crossing)).collect();
        let is_gap =
            |one: &Expected| open.iter().any(|wait| is_one(manifest, profile, one, &wait.need.value));
        let missing: Vec<&Expected> = expected
            .contains
            .iter()
            .filter(|one| !is_covered(manifest, profile, one, &crossings) && !is_gap(one))
            .collect();
        if !missing.is_empty() && !is_told {
            report(manifest, profile, expected, first, &missing, &flow, findings);
        }
    }
}

fn is_covered(
    manifest: &Manifest,
    profile: &Profile,
    expected: &Expected,
    crossings: &[Crossing<'_>],
) -> bool {
    let ids = |crossing: &Crossing<'_>| -> Vec<String> {
        let handoff = &crossing.handoff.value;
        let checks = handoff.checks.items().iter().filter(|id| manifest.documents.has(&id.value));
        handoff.passes.items().iter().chain(checks).map(|id| id.value.clone()).collect()
    };
    let has_rollback = |stage: &Item<Stage>| {
        let release = &stage.value.release;
        release.is_spoiled() || release.given().is_some_and(|release| !release.rollback.is_absent())
    };
    let rolls_back =
        |crossing: &Crossing<'_>| has_rollback(crossing.giver) || has_rollback(crossing.receiver);
    let asks_rollback = expected.any_of.iter().any(|kind| kind == ROLLBACK);
    crossings.iter().any(|crossing| {
        ids(crossing).iter().any(|id| is_one(manifest, profile, expected, id))
            || asks_rollback && rolls_back(crossing)
    })
}

/// Is the thing of that id what is expected: by its id, its kind, or its template?
pub(super) fn is_one(manifest: &Manifest, profile: &Profile, expected: &Expected, id: &str) -> bool {
    let is_any = |word: &str| expected.any_of.iter().any(|kind| kind == word);
    let name = id.rsplit('/').next().unwrap_or(id).replace('_', "-").to_lowercase();
    let is_kind = || {
        let makers = manifest.stages.iter().filter_map(|stage| stage.value.produces.get(id));
        makers.into_iter().any(|artifact| artifact.value.kind.given().is_some_and(|kind| is_any(&kind.value)))
    };
    let is_template = || {
        let template = manifest.documents.get(id).and_then(|document| document.value.template.given());
        template.is_some_and(|written| {
            let mut known = profile.templates.iter();
            let known = known.find(|one| one.id == written.value || one.aliases.contains(&written.value));
            is_any(&written.value) || known.is_some_and(|known| is_any(&known.id))
        })
    };
    is_any(&name) || is_kind() || is_template()
}

fn report(
    manifest: &Manifest,
    profile: &Profile,
    expected: &ProfileStage,
    first: &Crossing<'_>,
    missing: &[&Expected],
    flow: &Flow<'_>,
    findings: &mut Findings<'_>,
) {
    let name = first.handoff.name();
    let titles = phrase::all(missing.iter().map(|one| one.title.clone()));
    let stage = match first.giver.name() == expected.id {
        true => String::new(),
        false => format!(" out of its `{}`", expected.id),
    };
    let message = format!("profile `{}` expects `{name}`{stage} to hand over {titles}", profile.name);
    let add = missing.iter().filter(|one| !one.any_of.iter().any(|kind| kind == ROLLBACK));
    let add: Vec<String> = add.map(|one| addition(manifest, profile, one, first.from, flow)).collect();
    let mut help = Vec::new();
    if !add.is_empty() {
        help.push(format!("add {} to `passes`", phrase::all(add.clone())));
    }
    if add.len() < missing.len() {
        help.push(format!("name a role in `rollback` under `release` of `{}`", first.giver.name()));
    }
    findings.report(first.handoff.id.span, message).help(help.join(", and "));
}

/// What to pass: the thing by its id where the plan has it, else a thing of the kind.
fn addition(
    manifest: &Manifest,
    profile: &Profile,
    expected: &Expected,
    giver: usize,
    flow: &Flow<'_>,
) -> String {
    let so_far = flow.stages()[..=giver].iter().flat_map(|stage| stage.value.produces.names());
    let mut known = so_far.chain(manifest.documents.names());
    if let Some(id) = known.find(|id| is_one(manifest, profile, expected, id)) {
        return format!("`{id}`");
    }
    let is_template = |kind: &&String| profile.templates.iter().any(|template| template.id == **kind);
    match (expected.any_of.iter().find(is_template), expected.any_of.first()) {
        (Some(template), _) => format!("a document with `template: {template}`"),
        (None, Some(kind)) => format!("an artifact with `kind: {kind}`"),
        (None, None) => expected.title.clone(),
    }
}
