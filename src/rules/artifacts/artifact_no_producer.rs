//! `artifact-no-producer`: needs that no stage makes and no source supplies.

use crate::diagnostic::Severity;
use crate::model::{Kind, Manifest, Plan, Reference, Thing};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::closest;

/// A stage needs what no stage makes and no source supplies.
pub(super) static RULE: Rule = Rule {
    name: "artifact-no-producer",
    family: Family::Artifacts,
    summary: "A stage needs what no stage makes and no source supplies",
    why: "Work waits for it, and nobody in the plan is the one who makes it: the gap shows on the day the stage begins.",
    help: "let a stage produce it, or declare it under `sources`",
    exceptions: "An id that nothing at all defines is left to `unknown-reference`. Another project's output is looked up as `project/id`; it is not judged while that project's manifest cannot be read in full.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Manifests],
    fixes: &[],
    since: "0.1.0",
    source: "the CS249R book, debt patterns: undeclared data dependencies",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    let references = manifest.references();
    for need in references.iter().filter(|reference| reference.kind == Kind::Need) {
        let id = need.id.value.as_str();
        if seen.contains(&id) || !manifest.lacks_producer(plan, id) {
            continue;
        }
        seen.push(id);
        match id.split_once('/') {
            Some((project, thing)) => elsewhere(plan, project, thing, need, &references, findings),
            None => here(manifest, need, findings),
        }
    }
}

fn here(manifest: &Manifest, need: &Reference<'_>, findings: &mut Findings<'_>) {
    let id = need.id.value.as_str();
    let Some(thing) = manifest.thing(id) else { return };
    let (what, help) = match thing {
        Thing::Document(_) => (
            "a document",
            format!(
                "name what the stage works on; a document such as `{id}` goes into `passes` of the handoff"
            ),
        ),
        _ => (
            "a metric",
            format!(
                "name what the stage works on; a metric such as `{id}` goes into `checks` of the handoff"
            ),
        ),
    };
    let message =
        format!("`{id}` {}, but it is {what}: no stage makes it and no source supplies it", need.part);
    findings.report(need.id.span, message).named(id).because(thing.span(), "defined here").help(help);
}

fn elsewhere(
    plan: &Plan,
    project: &str,
    id: &str,
    need: &Reference<'_>,
    references: &[Reference<'_>],
    findings: &mut Findings<'_>,
) {
    let Some(other) = plan.project(project).next() else { return };
    let may_guess = findings.may_compare(other.artifacts());
    let names = other.artifacts().map(|(_, artifact)| artifact.name()).filter(|_| may_guess);
    let help = match closest(id, names) {
        Some(meant) => format!("write `{project}/{meant}`"),
        None => format!("add `{id}` to what a stage of `{project}` produces, in `{}`", other.path),
    };
    let message = format!("`{project}/{id}` {}, and the project `{project}` produces no `{id}`", need.part);
    let place = other.place(other.stages.key().unwrap_or(other.head));
    let mut finding = findings.report(need.id.span, message).named(need.id.as_str()).help(help);
    let same =
        |reference: &&Reference<'_>| reference.id.value == need.id.value && reference.id.span != need.id.span;
    for reference in references.iter().filter(same) {
        finding = finding.because(reference.id.span, "used here too");
    }
    finding.because_at(place, format!("the stages of `{project}`"));
}
