//! `unknown-reference`: ids that nothing defines.

use crate::diagnostic::{Edit, Severity};
use crate::model::{Kind, Manifest, Plan, Reference, Table, Thing};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::closest;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A reference to a role, stage, artifact, document, source or metric that nothing defines.
pub(super) const RULE: Rule = Rule {
    name: "unknown-reference",
    family: Family::Schema,
    summary: "A reference to a role, stage, artifact, document, source or metric that nothing defines",
    why: "What nobody defines nobody owns: a misspelt role is a lead who never hears of it, and a misspelt artifact is a handoff of nothing.",
    help: "correct the id, or define it in its section",
    exceptions: "What a stage needs and what is defined, but as a document, a metric or nothing of that project, is left to `artifact-no-producer`. References into another project are written `project/id`; they are not judged while a manifest of the snapshot cannot be read. A placeholder such as `TBD` in place of a role is left to `placeholder-value`.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Manifests],
    since: "0.1.0",
    source: "databricks/cli #5614, where an undefined team silently resolves to no owner",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    let mut seen: BTreeMap<(Section, &str), Vec<Reference<'_>>> = BTreeMap::new();
    let mut order = Vec::new();
    let references = manifest.references();
    let is_need =
        |one: &&Reference<'_>| one.kind == Kind::Need && manifest.lacks_producer(plan, &one.id.value);
    let needed: BTreeSet<&str> = references.iter().filter(is_need).map(|one| one.id.value.as_str()).collect();
    for reference in references.iter().cloned() {
        let id = reference.id.value.as_str();
        let is_left = needed.contains(id) && (reference.kind == Kind::Need || id.contains('/'));
        let section = section(reference.kind);
        let is_unknown = is_readable(manifest, section) && !is_defined(manifest, plan, &reference);
        if !is_unknown || is_left || is_unnamed_role(&reference) {
            continue;
        }
        let key = (section, reference.id.value.as_str());
        if !seen.contains_key(&key) {
            order.push(key);
        }
        seen.entry(key).or_default().push(reference);
    }
    for key in order {
        report(manifest, plan, key.0, &seen[&key], findings);
    }
}

/// `lead: TBD` names no role at all, which has a rule of its own.
fn is_unnamed_role(reference: &Reference<'_>) -> bool {
    reference.kind == Kind::Role && is_placeholder(&reference.id.value)
}

/// Where an id should be defined: one finding for an id that is missing there, however often it is used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Roles,
    Stages,
    Metrics,
    Things,
}

fn section(kind: Kind) -> Section {
    match kind {
        Kind::Role => Section::Roles,
        Kind::Stage => Section::Stages,
        Kind::Metric => Section::Metrics,
        Kind::Check | Kind::Need | Kind::Passed | Kind::Artifact => Section::Things,
    }
}

/// A section that is absent though required, or has no usable shape, was reported itself.
fn is_readable(manifest: &Manifest, section: Section) -> bool {
    match section {
        Section::Roles => manifest.roles.key().is_some() && !manifest.roles.is_spoiled(),
        Section::Stages => manifest.stages.key().is_some() && !manifest.stages.is_spoiled(),
        Section::Metrics => !manifest.metrics.is_spoiled(),
        Section::Things => {
            let spoiled = [manifest.sources.is_spoiled(), manifest.metrics.is_spoiled()];
            let produces = manifest.stages.iter().any(|stage| stage.value.produces.is_spoiled());
            !spoiled.contains(&true)
                && !manifest.documents.is_spoiled()
                && !manifest.stages.is_spoiled()
                && !produces
        }
    }
}

fn is_defined(manifest: &Manifest, plan: &Plan, reference: &Reference<'_>) -> bool {
    let id = reference.id.value.as_str();
    if let Some((project, id)) = id.split_once('/') {
        let claims = || plan.project(project);
        return claims().any(|other| other.artifact(id).is_some())
            || plan.incomplete && claims().next().is_none();
    }
    let thing = || manifest.thing(id);
    match reference.kind {
        Kind::Role => manifest.roles.has(id),
        Kind::Stage => manifest.stages.has(id),
        Kind::Metric => manifest.metrics.has(id),
        Kind::Check => matches!(thing(), Some(Thing::Metric(_) | Thing::Document(_))),
        Kind::Need => matches!(thing(), Some(Thing::Artifact(..) | Thing::Source(_))),
        Kind::Passed => matches!(thing(), Some(Thing::Artifact(..) | Thing::Document(_) | Thing::Source(_))),
        Kind::Artifact => matches!(thing(), Some(Thing::Artifact(..) | Thing::Source(_))),
    }
}

fn report(
    manifest: &Manifest,
    plan: &Plan,
    section: Section,
    uses: &[Reference<'_>],
    findings: &mut Findings<'_>,
) {
    let [first, others @ ..] = uses else { return };
    let id = first.id.value.as_str();
    if let (Section::Metrics | Section::Things, Some(thing)) = (section, manifest.thing(id)) {
        let message = format!("`{id}` is {}, not {}", name(&thing), expected(first.kind));
        findings
            .report(first.id.span, message)
            .because(thing.span(), "defined here")
            .help(other_kind_help(first.kind));
        return;
    }
    let answer = match id.split_once('/') {
        Some((project, artifact)) => in_other_project(plan, project, artifact),
        None => in_this_project(manifest, section, id, first.kind),
    };
    let mut finding = findings.report(first.id.span, answer.message).help(answer.help);
    if let Some(span) = answer.place {
        finding = finding.because(span, "did you mean this one?");
    }
    for other in others {
        finding = finding.because(other.id.span, "used here too");
    }
    if let Some(meant) = answer.meant {
        let write = |used: &Reference<'_>| Edit::replace(manifest.source, used.id.span, &meant);
        finding.fix(format!("write `{meant}` for `{id}`"), uses.iter().map(write).collect());
    }
}

/// What is said about an unknown id.
struct Answer {
    message: String,
    help: String,
    /// The one id that is probably meant.
    meant: Option<String>,
    /// Where that is defined, in this manifest.
    place: Option<Span>,
}

fn in_this_project(manifest: &Manifest, section: Section, id: &str, kind: Kind) -> Answer {
    let candidates = candidates(manifest, section, kind);
    let names = candidates.iter().map(|(name, _)| *name);
    let meant = renamed(manifest, section, id).or_else(|| closest(id, names));
    let span = meant.and_then(|meant| Some(candidates.iter().find(|(name, _)| *name == meant)?.1));
    let what = expected(kind);
    let help = match meant {
        Some(meant) => format!("write `{meant}`, or define `{id}` {}", home(kind)),
        None => format!("define `{id}` {}, or correct the id", home(kind)),
    };
    let message = match kind {
        Kind::Role | Kind::Stage | Kind::Metric => {
            format!("no {} is called `{id}`", what.trim_start_matches("a "))
        }
        _ => format!("`{id}` is not defined: it should be {what}"),
    };
    Answer { message, help, meant: meant.map(str::to_owned), place: span }
}

/// The id under which the manifest declares what the profile calls `id`.
fn renamed<'a>(manifest: &'a Manifest, section: Section, id: &str) -> Option<&'a str> {
    let profile = manifest.profile.as_deref()?;
    match section {
        Section::Roles => {
            let role = profile.role(id)?;
            manifest.roles.names().find(|name| role.is_called(name))
        }
        Section::Stages => {
            let stage = profile.stage(id)?;
            manifest.stages.names().find(|name| stage.is_called(name))
        }
        Section::Metrics | Section::Things => None,
    }
}

fn in_other_project(plan: &Plan, project: &str, id: &str) -> Answer {
    let Some(other) = plan.project(project).next() else {
        let meant = closest(project, plan.projects()).map(|meant| format!("{meant}/{id}"));
        let help = match &meant {
            Some(meant) => format!("write `{meant}`"),
            None => {
                "name a project that has a manifest in this repository, or declare the thing under `sources`"
                    .into()
            }
        };
        let message = format!("no manifest in this repository has the project `{project}`");
        return Answer { message, help, meant, place: None };
    };
    let meant = closest(id, other.artifacts().map(|(_, artifact)| artifact.name()));
    let meant = meant.map(|meant| format!("{project}/{meant}"));
    let help = match &meant {
        Some(meant) => format!("write `{meant}`"),
        None => format!("add `{id}` to what a stage of `{project}` produces, in `{}`", other.path),
    };
    Answer { message: format!("the project `{project}` produces no `{id}`"), help, meant, place: None }
}

fn candidates(manifest: &Manifest, section: Section, kind: Kind) -> Vec<(&str, Span)> {
    fn all<T>(table: &Table<T>) -> impl Iterator<Item = (&str, Span)> {
        table.iter().map(|item| (item.name(), item.id.span))
    }
    let artifacts = || manifest.artifacts().map(|(_, artifact)| (artifact.name(), artifact.id.span));
    match (section, kind) {
        (Section::Roles, _) => all(&manifest.roles).collect(),
        (Section::Stages, _) => all(&manifest.stages).collect(),
        (Section::Metrics, _) => all(&manifest.metrics).collect(),
        (_, Kind::Check) => all(&manifest.metrics).chain(all(&manifest.documents)).collect(),
        (_, Kind::Passed) => artifacts().chain(all(&manifest.documents)).collect(),
        _ => artifacts().chain(all(&manifest.sources)).collect(),
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "a role",
        Kind::Stage => "a stage",
        Kind::Metric => "a metric",
        Kind::Check => "a metric or a document",
        Kind::Need => "an artifact of a stage or a source",
        Kind::Passed => "an artifact or a document",
        Kind::Artifact => "an artifact",
    }
}

fn home(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "under `roles`",
        Kind::Stage => "under `stages`",
        Kind::Metric => "under `metrics`",
        Kind::Check => "under `metrics` or `documents`",
        Kind::Need => "under `produces` of a stage or under `sources`",
        Kind::Passed => "under `produces` of a stage or under `documents`",
        Kind::Artifact => "under `produces` of a stage",
    }
}

fn name(thing: &Thing<'_>) -> &'static str {
    match thing {
        Thing::Artifact(..) => "an artifact",
        Thing::Source(_) => "a source",
        Thing::Document(_) => "a document",
        Thing::Metric(_) => "a metric",
    }
}

fn other_kind_help(kind: Kind) -> &'static str {
    match kind {
        Kind::Check => "check a metric or a document here, and pass the artifact under `passes`",
        Kind::Need => {
            "name what a stage produces or a source here; documents and metrics go with the handoff"
        }
        Kind::Passed => "pass artifacts and documents here, and name metrics under `checks`",
        _ => "name something of the right kind here",
    }
}
