//! Who stands behind a role, and what the plan gives them to do.

use hashbrown::{HashMap, HashSet};

use crate::model::field::{Item, Text};
use crate::model::manifest::{Lead, Manifest, Role, Stage};
use crate::model::people::same_handle;
use crate::model::plan::Plan;
use crate::model::reference::{Kind, Reference};
use crate::order;
use crate::placeholder::is_placeholder;
use crate::text::Span;
use crate::time::Date;

impl Manifest {
    /// The places that give each role work or a say, by the id they name, declared or not; what it leads
    /// comes first.
    pub fn involvements(&self) -> HashMap<&str, Vec<Reference<'_>>> {
        let mut found: HashMap<&str, Vec<Reference<'_>>> = HashMap::new();
        for reference in self.references() {
            if reference.kind == Kind::Role && reference.involves {
                found.entry(reference.id.value.as_str()).or_default().push(reference);
            }
        }
        let leads: HashSet<Span> = self.leads().map(|(_, lead)| lead.span).collect();
        for places in found.values_mut() {
            order::by_key(places, |place| !leads.contains(&place.id.span));
        }
        found
    }

    /// The one person known to hold a role today. `None` for nobody, a placeholder, a text that is no
    /// handle, a team of several or of unknown size, and somebody who has left.
    pub fn person<'a>(&'a self, role: &str, plan: &'a Plan) -> Option<&'a str> {
        let role = self.roles.get(role)?;
        let who = role.value.who.given().map(|who| who.value.as_str())?;
        let is_named = !is_placeholder(who) && (plan.people.any_handle || plan.people.is_handle(who));
        let is_there = is_named && self.departure(role, plan).is_none();
        plan.people.person(who).filter(|_| is_there)
    }

    /// How to speak of that person: by the handle that the manifest has, since others are not its business.
    pub fn individual(&self, role: &str, plan: &Plan) -> Option<String> {
        let person = self.person(role, plan)?;
        let who = &self.who(role)?.value;
        Some(match same_handle(who, person) {
            true => format!("`{who}`"),
            false => format!("the only member of `{who}`"),
        })
    }

    /// The one person who holds every role that somebody holds, where those are two or more.
    pub fn soloist<'a>(&'a self, plan: &'a Plan) -> Option<&'a str> {
        let mut held = self.roles.iter().filter(|role| !role.value.who.is_absent());
        let first = self.person(held.next()?.name(), plan)?;
        let is_same = |role: &Item<Role>| {
            self.person(role.name(), plan).is_some_and(|person| same_handle(person, first))
        };
        let others: Vec<bool> = held.map(is_same).collect();
        (!others.is_empty() && others.iter().all(|same| *same)).then_some(first)
    }

    /// The last day of the one who is written as holding a role, where that day is over.
    pub fn departure(&self, role: &Item<Role>, plan: &Plan) -> Option<Date> {
        let until = role.value.until.given().map(|until| until.value);
        let left = role.value.who.given().and_then(|who| plan.people.left(&who.value));
        until.into_iter().chain(left).filter(|last| *last < plan.today).min()
    }

    /// Every stage with a single lead, and the id of that lead.
    pub fn leads(&self) -> impl Iterator<Item = (&Item<Stage>, &Text)> {
        self.stages.iter().filter_map(|stage| Some((stage, stage.value.lead.one()?)))
    }

    /// Can every place that may give a role work be read? If not, a role without work may have some there.
    pub fn work_is_readable(&self) -> bool {
        let sections = [
            self.metrics.is_unreadable(),
            self.stages.key().is_none() || self.stages.is_spoiled(),
            self.handoffs.is_unreadable(),
            self.documents.is_unreadable(),
            self.meetings.is_unreadable(),
            self.alerts.is_unreadable(),
            self.risks.is_unreadable(),
            self.retire.is_spoiled(),
            self.retire.given().is_some_and(|retire| retire.owner.is_spoiled()),
            self.metrics
                .iter()
                .any(|one| one.value.defined_by.is_spoiled() || one.value.measured_by.is_spoiled()),
            self.stages.iter().any(|stage| !stage_is_readable(&stage.value)),
            self.handoffs.iter().any(|handoff| handoff.value.receivers.is_spoiled()),
            self.documents.iter().any(|document| document.value.owner.is_spoiled()),
            self.meetings.iter().any(|one| one.value.roles.is_spoiled() || one.value.chair.is_spoiled()),
            self.alerts.iter().any(|alert| alert.value.owner.is_spoiled()),
            self.risks.iter().any(|risk| risk.value.owner.is_spoiled()),
        ];
        !sections.contains(&true)
    }
}

fn stage_is_readable(stage: &Stage) -> bool {
    let release = stage.release.given();
    !matches!(stage.lead, Lead::Spoiled)
        && !stage.support.is_spoiled()
        && !stage.inform.is_spoiled()
        && !stage.release.is_spoiled()
        && !release
            .is_some_and(|release| matches!(release.decides, Lead::Spoiled) || release.rollback.is_spoiled())
}
