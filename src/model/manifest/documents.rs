//! What a document of a plan is: which template it follows, and which stages it belongs to.

use std::cell::LazyCell;

use crate::model::field::Item;
use crate::model::manifest::{Document, Manifest, Stage, State};
use crate::model::profile::{Profile, Template, TemplateHeading};
use crate::model::wording::{Wording, is_chinese};
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

    /// Is there a document of a kind? What cannot be read of a document may be anything.
    pub fn has_document(&self, is_kind: impl Fn(&str) -> bool) -> bool {
        let is_any =
            |document: &Item<Document>| document.value.template.is_spoiled() || document.is_of(&is_kind);
        self.documents.is_spoiled() || self.documents.iter().any(is_any)
    }

    /// The kinds of document that the profile expects of stages and that the plan does not name, each with the
    /// first such stage. Planned stages expect nothing while the plan names no document at all, and a kind that is
    /// used by its id without being declared is an unknown reference.
    pub fn unnamed_documents(&self) -> Vec<(&Item<Stage>, &str)> {
        let mut found: Vec<(&Item<Stage>, &str)> = Vec::new();
        // Few plans lack a document, and all references are many.
        let undeclared = LazyCell::new(|| -> Vec<&str> {
            let ids = self.references().into_iter().map(|one| one.id.value.as_str());
            ids.filter(|id| self.thing(id).is_none()).collect()
        });
        for stage in &self.stages {
            let is_early = stage.value.state == State::Planned && self.documents.is_empty();
            let Some(expected) = self.expected(stage).filter(|_| !is_early) else { continue };
            for kind in &expected.documents {
                let template = self.profile.as_deref().and_then(|profile| profile.template(kind));
                let is_kind =
                    |name: &str| name == kind || template.is_some_and(|template| template.is_called(name));
                let is_known = self.has_document(is_kind) || found.iter().any(|(_, known)| known == kind);
                if !is_known && !undeclared.iter().any(|id| is_kind(id)) {
                    found.push((stage, kind));
                }
            }
        }
        found
    }
}

impl Item<Document> {
    /// Is it of a kind, told by its template, else by its id? A template of one's own says nothing of the kind.
    pub fn is_of(&self, is_kind: impl Fn(&str) -> bool) -> bool {
        match self.value.template.given() {
            Some(template) if !template.value.starts_with("x-") => is_kind(&template.value),
            _ => is_kind(self.name()),
        }
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

/// A section that a template asks for.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    /// Its heading.
    pub title: &'a str,
    heading: &'a TemplateHeading,
    /// May it be left out?
    pub optional: bool,
}

impl Template {
    /// The sections it asks for, in order.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        self.headings.iter().map(|heading| Section {
            title: &heading.title,
            heading,
            optional: heading.optional,
        })
    }
}

impl<'a> Section<'a> {
    /// Is a heading of a document the one of this section, in one of its wordings?
    pub fn is_called(&self, heading: &Wording) -> bool {
        self.heading.wordings().iter().any(|wanted| heading.says(wanted))
    }

    /// Its heading in Chinese where it has one and that is asked for.
    pub fn title_in(&self, chinese: bool) -> &'a str {
        let mut titles = std::iter::once(self.title).chain(self.heading.aliases.iter().map(String::as_str));
        titles.find(|title| chinese && is_chinese(title)).unwrap_or(self.title)
    }
}
