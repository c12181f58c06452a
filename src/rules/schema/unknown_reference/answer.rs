//! What is said about an id that nothing defines, and which one is probably meant.

use crate::model::{Kind, Manifest, Plan, Table, Text, Thing, same_handle};
use crate::rules::Findings;
use crate::suggest::closest;
use crate::text::Span;

use super::Section;

/// What is said about an unknown id.
pub(super) struct Answer {
    pub message: String,
    pub help: String,
    /// The one id that is probably meant.
    pub meant: Option<String>,
    /// Where that is defined, in this manifest.
    pub place: Option<Span>,
}

pub(super) fn in_this_project(
    manifest: &Manifest,
    section: Section,
    id: &str,
    kind: Kind,
    may_guess: bool,
) -> Answer {
    let candidates = candidates(manifest, section, kind);
    let names = candidates.iter().map(|(name, _)| *name).filter(|_| may_guess);
    let meant = renamed(manifest, section, id).or_else(|| closest(id, names));
    let span = meant.and_then(|meant| Some(candidates.iter().find(|(name, _)| *name == meant)?.1));
    let what = expected(kind);
    let parts: Vec<&str> = id.split(['，', '、']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let help = match meant {
        _ if parts.len() > 1 => format!("write `{}`, with a plain comma", parts.join(", ")),
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

/// `lead: "@acme/ml"`: somebody where a role should stand.
pub(super) fn handle(manifest: &Manifest, id: &str) -> Answer {
    let holds = |who: &Text| same_handle(&who.value, id);
    let role = manifest.roles.iter().find(|role| role.value.who.given().is_some_and(holds));
    let help = match role {
        Some(role) => format!("write `{}`, the role that `{id}` holds", role.name()),
        None => format!("write the id of a role here, and `{id}` under `who` of that role"),
    };
    Answer {
        message: format!("`{id}` is somebody, and a role should stand here"),
        help,
        meant: role.map(|role| role.name().to_owned()),
        place: role.map(|role| role.id.span),
    }
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

pub(super) fn in_other_project(plan: &Plan, project: &str, id: &str, findings: &mut Findings<'_>) -> Answer {
    let Some(other) = plan.project(project).next() else {
        let may_guess = findings.may_compare(plan.projects());
        let projects = plan.projects().filter(|_| may_guess);
        let meant = closest(project, projects).map(|meant| format!("{meant}/{id}"));
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
    let may_guess = findings.may_compare(other.artifacts());
    let names = other.artifacts().map(|(_, artifact)| artifact.name()).filter(|_| may_guess);
    let meant = closest(id, names);
    let meant = meant.map(|meant| format!("{project}/{meant}"));
    let help = match &meant {
        Some(meant) => format!("write `{meant}`"),
        None => format!("add `{id}` to what a stage of `{project}` produces, in `{}`", other.path),
    };
    Answer { message: format!("the project `{project}` produces no `{id}`"), help, meant, place: None }
}

pub(super) fn candidates(manifest: &Manifest, section: Section, kind: Kind) -> Vec<(&str, Span)> {
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

pub(super) fn expected(kind: Kind) -> &'static str {
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

pub(super) fn name(thing: &Thing<'_>) -> &'static str {
    match thing {
        Thing::Artifact(..) => "an artifact",
        Thing::Source(_) => "a source",
        Thing::Document(_) => "a document",
        Thing::Metric(_) => "a metric",
    }
}

pub(super) fn other_kind_help(kind: Kind) -> &'static str {
    match kind {
        Kind::Check => "check a metric or a document here, and pass the artifact under `passes`",
        Kind::Need => {
            "name what a stage produces or a source here; documents and metrics go with the handoff"
        }
        Kind::Passed => "pass artifacts and documents here, and name metrics under `checks`",
        _ => "name something of the right kind here",
    }
}
