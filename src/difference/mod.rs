//! The difference between two plans in their own terms: a lead changed, a handoff gone, a threshold loosened.

mod compare;

mod flow;

mod numbers;

mod people;

mod service;

use crate::difference::compare::{Compare, Renames};
use crate::evidence::{Side, pairs};
use crate::model::Manifest;
use crate::order;
use crate::path::RepoPath;

/// Which way a change goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The plan promises or demands less than before.
    Weakening,
    /// The plan promises or demands more than before.
    Strengthening,
    /// Something else than before; better or worse cannot be told.
    Neutral,
}

impl Kind {
    /// The word for it in every format.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Weakening => "weakening",
            Kind::Strengthening => "strengthening",
            Kind::Neutral => "neutral",
        }
    }

    /// The kind of the opposite change.
    fn opposite(self) -> Kind {
        match self {
            Kind::Weakening => Kind::Strengthening,
            Kind::Strengthening => Kind::Weakening,
            Kind::Neutral => Kind::Neutral,
        }
    }
}

/// One change to a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which way it goes.
    pub kind: Kind,
    /// The node that changed: `handoffs.data-to-model.within`.
    pub node: String,
    /// What changed, in one sentence without a full stop.
    pub message: String,
    /// What was written before, where that is one value.
    pub before: Option<String>,
    /// What is written now.
    pub after: Option<String>,
}

/// All changes to the plan of one project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectDifference {
    /// The project, as it is called now.
    pub project: String,
    /// Its manifest now, or before, where the plan is gone.
    pub path: RepoPath,
    /// Where its manifest was before, if it moved.
    pub moved_from: Option<RepoPath>,
    /// The changes, in the order of a manifest's sections.
    pub changes: Vec<Difference>,
}

/// Everything that changed from one plan to another, project by project, in the order of the paths. Layout,
/// comments and order are no change; neither is what could not be read before. What cannot be read any more is.
pub fn differences(before: Side<'_>, after: Side<'_>) -> Vec<ProjectDifference> {
    let paired = pairs(before, after, |_| true);
    let mut found: Vec<ProjectDifference> =
        paired.iter().map(|(one, other)| project(before, after, one, other)).collect();
    let is_paired = |manifest: &Manifest| {
        paired.iter().any(|(one, other)| std::ptr::eq(*one, manifest) || std::ptr::eq(*other, manifest))
    };
    let alone = |manifest: &Manifest, kind: Kind| {
        let message = match kind {
            Kind::Weakening => "the plan is gone",
            _ => "the plan is new",
        };
        let change =
            Difference { kind, node: String::new(), message: message.to_owned(), before: None, after: None };
        ProjectDifference {
            project: manifest.title(),
            path: manifest.path.clone(),
            moved_from: None,
            changes: vec![change],
        }
    };
    let gone = before.plan.manifests.iter().filter(|one| !is_paired(one));
    found.extend(gone.map(|one| alone(one, Kind::Weakening)));
    let new = after.plan.manifests.iter().filter(|one| !is_paired(one));
    found.extend(new.map(|one| alone(one, Kind::Strengthening)));
    found.retain(|one| !one.changes.is_empty());
    order::by(&mut found, |one, other| one.path.cmp(&other.path));
    found
}

fn project(before: Side<'_>, after: Side<'_>, one: &Manifest, other: &Manifest) -> ProjectDifference {
    let (one_source, other_source) = (before.sources.get(one.source), after.sources.get(other.source));
    let mut compare = Compare {
        before: one,
        after: other,
        texts: (one_source, other_source),
        roles: Renames::of_roles(one, other),
        found: Vec::new(),
    };
    people::compare(&mut compare);
    numbers::compare(&mut compare);
    flow::compare(&mut compare);
    service::compare(&mut compare);
    let moved_from = (one.path != other.path).then(|| one.path.clone());
    ProjectDifference { project: other.title(), path: other.path.clone(), moved_from, changes: compare.found }
}
