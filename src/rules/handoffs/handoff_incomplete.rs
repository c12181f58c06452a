//! `handoff-incomplete`: handoffs without something that the profile has them contain.

use std::borrow::Cow;
use std::cell::LazyCell;

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Crossing, Expected, Flow, Manifest, Plan, Profile, ProfileStage};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A way back is a role under `release.rollback`, and `rollback-missing` asks for it.
const ROLLBACK: &str = "rollback";

/// A handoff lacks something that the profile has a handoff of that stage contain.
pub(super) static RULE: Rule = Rule {
    name: "handoff-incomplete",
    family: Family::Handoffs,
    summary: "A handoff lacks something that the profile has a handoff of that stage contain",
    why: "Data without its contract, a model without its evaluation or a service without its runbook is only half handed over: the receiver comes back for the rest when it is late.",
    help: "add what is missing to `passes`",
    exceptions: "Told by id, by `kind` of an artifact and by `template` of a document. All handoffs from a stage to later stages are taken together, with those of the stages after it that the profile does not know. A document under `checks` counts, and a kind of document that the plan does not name at all is left to `document-required`. A way back is asked for by `rollback-missing`.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "the CS249R book, the roles matrix and the interfaces of the stages",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let Some(profile) = manifest.profile.as_deref() else { return };
    let flow = manifest.flow();
    let unnamed = LazyCell::new(|| manifest.unnamed_documents());
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
        let open = LazyCell::new(|| crossings.iter().flat_map(|one| flow.open(one)).collect::<Vec<_>>());
        let is_missing = |one: &&Expected| {
            let is_unnamed = || unnamed.iter().any(|(_, kind)| one.any_of.iter().any(|any| any == kind));
            let is_gap = || open.iter().any(|wait| is_one(manifest, profile, one, &wait.need.value));
            !is_covered(manifest, profile, one, &crossings) && !is_unnamed() && !is_gap()
        };
        let missing: Vec<&Expected> = expected.contains.iter().filter(is_missing).collect();
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
    let handoffs = || crossings.iter().map(|crossing| &crossing.handoff.value);
    let checks = handoffs().flat_map(|handoff| handoff.checks.items());
    let checks = checks.filter(|id| manifest.documents.has(&id.value));
    let mut passed = handoffs().flat_map(|handoff| handoff.passes.items()).chain(checks);
    let asks_rollback = expected.any_of.iter().any(|kind| kind == ROLLBACK);
    asks_rollback || passed.any(|id| is_one(manifest, profile, expected, &id.value))
}

/// Is the thing of that id what is expected: by its id, its kind, or its template?
pub(super) fn is_one(manifest: &Manifest, profile: &Profile, expected: &Expected, id: &str) -> bool {
    let is_any = |word: &str| expected.any_of.iter().any(|kind| kind == word);
    let name = id.rsplit('/').next().unwrap_or(id);
    let is_plain = name.bytes().all(|byte| byte.is_ascii() && byte != b'_' && !byte.is_ascii_uppercase());
    let name = if is_plain { Cow::Borrowed(name) } else { name.replace('_', "-").to_lowercase().into() };
    let is_kind = || {
        let makers = manifest.stages.iter().filter_map(|stage| stage.value.produces.get(id));
        makers.into_iter().any(|artifact| artifact.value.kind.given().is_some_and(|kind| is_any(&kind.value)))
    };
    let is_template = || {
        let template = manifest.documents.get(id).and_then(|document| document.value.template.given());
        template.is_some_and(|written| {
            let mut known = profile.templates.iter();
            let known = known.find(|one| {
                one.id == written.value || one.aliases.iter().any(|alias| *alias == written.value)
            });
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
    let known = |one: &&Expected| known(manifest, profile, one, first.from, flow);
    let add = missing.iter().map(|one| addition(profile, one, known(one)));
    let help = format!("add {} to `passes`", phrase::all(add));
    let out = format!("handoffs from {}", first.giver.name());
    let finding = findings.report(first.handoff.id.span, message).named(out).help(help.clone());
    if let Some(known) = missing.iter().map(known).collect::<Option<Vec<&str>>>() {
        let append = |id| Edit::append(manifest.source, format!("handoffs.{name}.passes"), id);
        finding.fix(help, known.into_iter().map(append).collect());
    }
}

/// What the plan has of the kind.
fn known<'a>(
    manifest: &'a Manifest,
    profile: &Profile,
    expected: &Expected,
    giver: usize,
    flow: &Flow<'a>,
) -> Option<&'a str> {
    let so_far = flow.stages()[..=giver].iter().flat_map(|stage| stage.value.produces.names());
    let mut known = so_far.chain(manifest.documents.names());
    known.find(|id| is_one(manifest, profile, expected, id))
}

/// What to pass: the thing by its id where the plan has it, else a thing of the kind.
fn addition(profile: &Profile, expected: &Expected, known: Option<&str>) -> String {
    if let Some(id) = known {
        return format!("`{id}`");
    }
    let is_template = |kind: &&String| profile.templates.iter().any(|template| template.id == **kind);
    match (expected.any_of.iter().find(is_template), expected.any_of.first()) {
        (Some(template), _) => format!("a document with `template: {template}`"),
        (None, Some(kind)) => format!("an artifact with `kind: {kind}`"),
        (None, None) => expected.title.clone(),
    }
}
