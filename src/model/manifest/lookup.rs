//! Looking things up in a manifest: what an id stands for, what the profile says of it, who holds a role.

use crate::model::field::{Item, Text};
use crate::model::manifest::{Artifact, Document, Manifest, Metric, Role, Source, Stage};
use crate::model::profile::ProfileStage;
use crate::text::{Place, Span};

/// What an id of the shared namespace stands for.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'a> {
    /// An artifact and the stage that makes it.
    Artifact(&'a Item<Stage>, &'a Item<Artifact>),
    /// An input that others own.
    Source(&'a Item<Source>),
    /// A document.
    Document(&'a Item<Document>),
    /// A metric.
    Metric(&'a Item<Metric>),
}

impl Thing<'_> {
    /// Where it is defined.
    pub fn span(&self) -> Span {
        match self {
            Thing::Artifact(_, item) => item.id.span,
            Thing::Source(item) => item.id.span,
            Thing::Document(item) => item.id.span,
            Thing::Metric(item) => item.id.span,
        }
    }
}

impl Manifest {
    /// A place in this manifest.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    /// The project's id, or the path where it has none.
    pub fn title(&self) -> String {
        self.project.given().map_or_else(|| self.path.to_string(), |id| id.value.to_string())
    }

    /// What an id stands for in the namespace of artifacts, sources, documents and metrics.
    pub fn thing(&self, id: &str) -> Option<Thing<'_>> {
        let artifact = || self.artifact(id).map(|(stage, item)| Thing::Artifact(stage, item));
        let source = || self.sources.get(id).map(Thing::Source);
        let document = || self.documents.get(id).map(Thing::Document);
        let metric = || self.metrics.get(id).map(Thing::Metric);
        artifact().or_else(source).or_else(document).or_else(metric)
    }

    /// The artifact of that id, with the first stage that makes it.
    pub fn artifact(&self, id: &str) -> Option<(&Item<Stage>, &Item<Artifact>)> {
        let stage = self.stages.at(self.makers(id).next()?)?;
        Some((stage, stage.value.produces.get(id)?))
    }

    /// The positions of the stages that make an artifact, ascending.
    pub fn makers(&self, artifact: &str) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        self.makers.of(artifact)
    }

    /// Every artifact with its stage.
    pub fn artifacts(&self) -> impl Iterator<Item = (&Item<Stage>, &Item<Artifact>)> {
        self.stages.iter().flat_map(|stage| stage.value.produces.iter().map(move |item| (stage, item)))
    }

    /// What the profile says about a stage of this manifest.
    pub fn expected(&self, stage: &Item<Stage>) -> Option<&ProfileStage> {
        self.profile.as_deref()?.stage(stage.name())
    }

    /// The role of this manifest that plays a role of the profile: by id, else by alias.
    pub fn player(&self, profile_role: &str) -> Option<&Item<Role>> {
        let known = self.profile.as_deref().and_then(|profile| profile.role(profile_role));
        let alias = || self.roles.iter().find(|role| known.is_some_and(|known| known.is_called(role.name())));
        self.roles.get(profile_role).or_else(alias)
    }

    /// Is a stage or role of the profile left out on purpose?
    pub fn skips(&self, is_called: impl Fn(&str) -> bool) -> bool {
        self.skip.is_spoiled() || self.skip.names().any(is_called)
    }

    /// Who holds a role.
    pub fn who(&self, role: &str) -> Option<&Text> {
        self.roles.get(role)?.value.who.given()
    }
}
