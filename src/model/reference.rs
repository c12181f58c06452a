//! Every place in a manifest that names something else by its id: one list for all rules on references.

use std::fmt;

use crate::model::field::{Field, Item, Text};
use crate::model::manifest::{Lead, Manifest};

/// What kind of thing a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A role.
    Role,
    /// A stage.
    Stage,
    /// A metric.
    Metric,
    /// A metric or a document: a check at a handoff.
    Check,
    /// An artifact, or a source: what a stage needs.
    Need,
    /// An artifact or a document: what a handoff passes.
    Passed,
    /// An artifact: what a consumer uses or a document describes.
    Artifact,
}

/// One place that names something.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    /// The id as written.
    pub id: &'a Text,
    /// What it should name.
    pub kind: Kind,
    /// What the named thing is there.
    pub part: Part<'a>,
    /// The place gives work or a say, not just news.
    pub involves: bool,
}

/// What a named thing is in its place, as in "leads `deployment`". It is put into words only where somebody reads it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    verb: &'static str,
    /// The thing in which it is named; `None` where the verb says it all.
    owner: Option<&'a str>,
}

impl<'a> Part<'a> {
    fn of<T>(owner: &'a Item<T>, verb: &'static str) -> Self {
        Part { verb, owner: Some(owner.name()) }
    }
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.owner {
            Some(owner) => write!(out, "{} `{owner}`", self.verb),
            None => out.write_str(self.verb),
        }
    }
}

/// As many references as most manifests have.
const MANY: usize = 128;

impl Manifest {
    /// All references, in the order of the sections.
    pub fn references(&self) -> Vec<Reference<'_>> {
        let mut list = List(Vec::with_capacity(MANY));
        for metric in &self.metrics {
            list.role(metric, &metric.value.defined_by, "defines");
            list.role(metric, &metric.value.measured_by, "measures");
            list.all(metric, metric.value.serves.items(), Kind::Metric, "is served by");
            list.all(metric, metric.value.proxy_for.items(), Kind::Metric, "is stood in for by");
        }
        self.stage_references(&mut list);
        for handoff in &self.handoffs {
            list.one(handoff, &handoff.value.from, Kind::Stage, "gives in");
            list.one(handoff, &handoff.value.to, Kind::Stage, "receives in");
            list.all(handoff, handoff.value.receivers.items(), Kind::Role, "receives");
            list.all(handoff, handoff.value.passes.items(), Kind::Passed, "passes in");
            list.all(handoff, handoff.value.checks.items(), Kind::Check, "is checked in");
        }
        for document in &self.documents {
            list.role(document, &document.value.owner, "keeps");
            list.all(document, document.value.describes.items(), Kind::Artifact, "is described in");
        }
        for meeting in &self.meetings {
            list.all(meeting, meeting.value.roles.items(), Kind::Role, "comes to");
            list.role(meeting, &meeting.value.chair, "chairs");
        }
        for alert in &self.alerts {
            list.one(alert, &alert.value.metric, Kind::Metric, "is watched by");
            list.role(alert, &alert.value.owner, "answers");
            list.one(alert, &alert.value.back_to, Kind::Stage, "learns from");
        }
        for consumer in &self.consumers {
            list.all(consumer, consumer.value.uses.items(), Kind::Artifact, "is used by");
        }
        for risk in &self.risks {
            list.role(risk, &risk.value.owner, "watches");
        }
        if let Some(owner) = self.retire.given().and_then(|retire| retire.owner.given()) {
            list.push(owner, Kind::Role, Part { verb: "decides when the model retires", owner: None });
        }
        list.0
    }

    fn stage_references<'a>(&'a self, list: &mut List<'a>) {
        for stage in &self.stages {
            list.lead(stage, &stage.value.lead, "leads");
            for duty in &stage.value.support {
                list.push(&duty.id, Kind::Role, Part::of(stage, "supports"));
            }
            for role in stage.value.inform.items() {
                let part = Part::of(stage, "is told of");
                list.0.push(Reference { id: role, kind: Kind::Role, part, involves: false });
            }
            list.all(stage, stage.value.needs.items(), Kind::Need, "is needed by");
            if let Some(release) = stage.value.release.given() {
                list.lead(stage, &release.decides, "decides the release of");
                list.role(stage, &release.rollback, "rolls back");
            }
        }
    }
}

struct List<'a>(Vec<Reference<'a>>);

impl<'a> List<'a> {
    fn push(&mut self, id: &'a Text, kind: Kind, part: Part<'a>) {
        self.0.push(Reference { id, kind, part, involves: true });
    }

    fn one<T>(&mut self, owner: &'a Item<T>, field: &'a Field<Text>, kind: Kind, verb: &'static str) {
        if let Some(id) = field.given() {
            self.push(id, kind, Part::of(owner, verb));
        }
    }

    fn role<T>(&mut self, owner: &'a Item<T>, field: &'a Field<Text>, verb: &'static str) {
        self.one(owner, field, Kind::Role, verb);
    }

    fn lead<T>(&mut self, owner: &'a Item<T>, lead: &'a Lead, verb: &'static str) {
        match lead {
            Lead::One(role) => self.push(role, Kind::Role, Part::of(owner, verb)),
            Lead::Several(roles, _) => self.all(owner, roles, Kind::Role, verb),
            Lead::Absent | Lead::Spoiled => {}
        }
    }

    fn all<T>(&mut self, owner: &'a Item<T>, ids: &'a [Text], kind: Kind, verb: &'static str) {
        for id in ids {
            self.push(id, kind, Part::of(owner, verb));
        }
    }
}
