//! `artifact-unused`: artifacts that nobody needs.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use hashbrown::HashSet;

use crate::diagnostic::Severity;
use crate::model::{Artifact, Item, Manifest, Plan, Stage};
use crate::order;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::is_id;

/// An artifact is made, and no stage, handoff, document, metric or consumer uses it.
pub(super) static RULE: Rule = Rule {
    name: "artifact-unused",
    family: Family::Artifacts,
    summary: "An artifact is made, and no stage, handoff, document, metric or consumer uses it",
    why: "What nobody uses is kept, paid for and changed for no one; or somebody does use it, and the plan does not know them.",
    help: "name it where it is used, or stop making it",
    exceptions: "Artifacts of kind `report` or `log` are for reading and exempt, and so is what the last stage makes, which is the result itself. What the profile has a handoff contain is left to the rules on handoffs. Use by another project (`project/id`) counts, and so does a document at its path or a metric whose value stands in it.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifest, Evidence::Manifests],
    fixes: &[],
    since: "0.1.0",
    source: "Sculley et al., underutilised dependencies",
    checks: &[Check::Plan(check)],
};

/// Kinds of artifact that are made to be read.
const FOR_READING: &[&str] = &["report", "log", "logs", "reports", "报告", "日志"];

fn check(plan: &Plan, findings: &mut Findings<'_>) {
    if plan.incomplete {
        return;
    }
    let used: Option<Vec<Vec<&str>>> = plan.manifests.iter().map(Manifest::uses).collect();
    let Some(used) = used else { return };
    let elsewhere: HashSet<&str> = used.iter().flatten().copied().filter(|id| id.contains('/')).collect();
    for (manifest, uses) in plan.manifests.iter().zip(&used) {
        // An id that nothing defines may be any of them, and is told as that.
        if uses.iter().any(|id| !id.contains('/') && manifest.thing(id).is_none()) {
            continue;
        }
        let named = LazyCell::new(|| paths(manifest));
        let last = manifest.stages.iter().last().map(Item::name);
        for (stage, artifact) in manifest.artifacts().filter(|(stage, _)| Some(stage.name()) != last) {
            let full = || format!("{}/{}", manifest.title(), artifact.name());
            let is_used = uses.contains(&artifact.name()) || elsewhere.contains(full().as_str());
            let is_left = is_for_handoff(manifest, stage, artifact);
            if is_used || !is_id(artifact.name()) || is_left || is_exempt(artifact, &named) {
                continue;
            }
            let (id, stage) = (artifact.name(), stage.name());
            findings
                .report_at(
                    manifest.place(artifact.id.span),
                    format!("`{stage}` makes `{id}`, and no stage, handoff or consumer uses it"),
                )
                .help(format!("add `{id}` to `needs` or `passes` where it is used, name who uses it under `consumers`, or give it `kind: report`"));
        }
    }
}

fn is_exempt(artifact: &Item<Artifact>, named: &BTreeSet<&str>) -> bool {
    let kind = &artifact.value.kind;
    let is_for_reading = kind.given().is_some_and(|kind| FOR_READING.contains(&kind.value.as_str()));
    let path = artifact.value.path.given();
    is_for_reading || kind.is_spoiled() || path.is_none_or(|path| named.contains(path.value.as_str()))
}

/// What the profile has the handoff of a stage contain is missing there, which has rules of its own.
fn is_for_handoff(manifest: &Manifest, stage: &Item<Stage>, artifact: &Item<Artifact>) -> bool {
    let kind = artifact.value.kind.given().map(|kind| kind.value.as_str());
    let is_it = |name: &String| name == artifact.name() || Some(name.as_str()) == kind;
    manifest
        .expected(stage)
        .is_some_and(|known| known.contains.iter().any(|one| one.any_of.iter().any(is_it)))
}

/// The files that documents, runbooks and measured values stand in.
fn paths(manifest: &Manifest) -> BTreeSet<&str> {
    let documents = manifest.documents.iter().filter_map(|document| document.value.path.given());
    let values = manifest.metrics.iter().filter_map(|metric| metric.value.value.given());
    let runbooks = manifest.alerts.iter().filter_map(|alert| alert.value.runbook.given());
    let contracts = manifest.sources.iter().filter_map(|source| source.value.contract.given());
    let all = documents.chain(values).chain(runbooks).chain(contracts);
    order::set(all.filter_map(|path| path.value.split('#').next()))
}
