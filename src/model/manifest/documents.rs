//! What a document of a plan is: which template it follows, and which stages it belongs to.

use crate::model::field::Item;
use crate::model::manifest::{Document, Manifest, Stage, State};
use crate::model::profile::{Profile, Template};
use crate::path::RepoPath;

impl Manifest {
    /// The one path that a field of this manifest means, `#heading` left aside. `None` for an address, a glob, and
    /// what leaves the repository.
    pub fn file(&self, written: &str) -> Option<RepoPath> {
        let path = written.split_once('#').map_or(written, |(path, _)| path);
        let is_one = !path.is_empty() && !path.contains("://") && !crate::glob::is_glob(path);
        self.path.folder().resolve(path).filter(|_| is_one)
    }

    /// The template of the profile that a document follows: by what it says, else by its id.
    pub fn template(&self, document: &Item<Document>) -> Option<&Template> {
        let profile = self.profile.as_deref()?;
        match document.value.template.given() {
            Some(template) => profile.template(&template.value),
            None if document.value.template.is_absent() => profile.template(document.name()),
            None => None,
        }
    }

    /// How far the stages have come that a document belongs to: those whose kind of document it is, those that
    /// hand it over, and those whose artifacts it describes. `None` where it belongs to no stage.
    pub fn progress(&self, document: &Item<Document>) -> Option<(&Item<Stage>, State)> {
        let template = self.template(document).map(|template| template.id.as_str());
        let writes = |stage: &&Item<Stage>| {
            self.expected(stage).is_some_and(|known| {
                let kinds = || known.documents.iter().map(String::as_str);
                kinds().any(|kind| Some(kind) == template || kind == document.name())
            })
        };
        let hands_over = |stage: &&Item<Stage>| {
            self.handoffs.iter().any(|handoff| {
                let passes = handoff.value.passes.items().iter().any(|id| id.value == document.name());
                passes && handoff.value.from.given().is_some_and(|from| from.value == stage.name())
            })
        };
        let describes = |stage: &&Item<Stage>| {
            document.value.describes.items().iter().any(|id| stage.value.produces.has(&id.value))
        };
        let belongs = |stage: &&Item<Stage>| writes(stage) || hands_over(stage) || describes(stage);
        let furthest = self.stages.iter().filter(belongs).max_by_key(|stage| stage.value.state);
        furthest.map(|stage| (stage, stage.value.state))
    }
}

impl Profile {
    /// The template of that id or alias.
    pub fn template(&self, name: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.is_called(name))
    }
}

impl Template {
    /// Is `name` this template, by id or alias?
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.aliases.iter().any(|alias| alias == name)
    }
}
