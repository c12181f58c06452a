//! Who supplies what is needed, and who uses what is made, over all manifests.

use crate::model::manifest::{Manifest, Thing};
use crate::model::plan::Plan;
use crate::model::reference::Kind;

impl Manifest {
    /// Is this need an id that is defined, but as nothing that is made or supplied: a document, a metric, or
    /// something of another project that the project does not produce?
    pub fn lacks_producer(&self, plan: &Plan, id: &str) -> bool {
        let Some((project, id)) = id.split_once('/') else {
            return matches!(self.thing(id), Some(Thing::Document(_) | Thing::Metric(_)));
        };
        let claims: Vec<&Manifest> = plan.project(project).collect();
        let is_made = claims.iter().any(|other| other.artifact(id).is_some());
        let is_readable = claims.iter().all(|other| other.outputs_are_readable());
        !claims.is_empty() && !is_made && is_readable
    }

    /// Can everything be read that its stages produce?
    pub fn outputs_are_readable(&self) -> bool {
        let has_stages = self.stages.key().is_some() && !self.stages.is_spoiled();
        has_stages && !self.stages.iter().any(|stage| stage.value.produces.is_spoiled())
    }

    /// The ids of everything that a stage needs, a handoff passes or checks, a document describes or a consumer
    /// uses, as written; `None` where not all of that can be read.
    pub fn uses(&self) -> Option<Vec<&str>> {
        let spoiled = [
            self.stages.is_spoiled() || self.stages.iter().any(|stage| stage.value.needs.is_spoiled()),
            self.handoffs.is_spoiled()
                || self
                    .handoffs
                    .iter()
                    .any(|one| one.value.passes.is_spoiled() || one.value.checks.is_spoiled()),
            self.consumers.is_spoiled() || self.consumers.iter().any(|one| one.value.uses.is_spoiled()),
            self.documents.is_spoiled() || self.documents.iter().any(|one| one.value.describes.is_spoiled()),
        ];
        let is_use = |kind: Kind| matches!(kind, Kind::Need | Kind::Passed | Kind::Check | Kind::Artifact);
        let references = self.references();
        let ids = references.iter().filter(|one| is_use(one.kind)).map(|one| one.id.value.as_str());
        (!spoiled.contains(&true)).then(|| ids.collect())
    }
}
