//! Who meets whom: meetings, the leads that belong together, and the two sides of a handoff.

use crate::model::field::{Item, Text};
use crate::model::manifest::{Crossing, Handoff, Manifest, Meeting};
use crate::model::people::same_handle;
use crate::model::plan::Plan;
use crate::placeholder::is_placeholder;

/// The two sides of a handoff who have no way to talk.
#[derive(Clone, Debug)]
pub struct Strangers<'a> {
    /// The handoff.
    pub handoff: &'a Item<Handoff>,
    /// The role that gives it.
    pub giver: &'a Text,
    /// Those of its receivers who share no meeting with the giver; at least one.
    pub receivers: Vec<&'a Text>,
}

impl Manifest {
    /// Every role that leads a stage, each once, in the order of the stages. `None` where the lead of some
    /// stage cannot be told.
    pub fn all_leads(&self) -> Option<Vec<&Text>> {
        let mut leads: Vec<&Text> = Vec::new();
        for stage in &self.stages {
            let lead = stage.value.lead.one().filter(|lead| self.roles.has(&lead.value))?;
            if !leads.iter().any(|known| known.value == lead.value) {
                leads.push(lead);
            }
        }
        (!self.stages.is_spoiled()).then_some(leads)
    }

    /// Are two roles held by the same person or the same team?
    pub fn is_held_alike(&self, one: &str, other: &str, plan: &Plan) -> bool {
        let who = |role| self.who(role).map(|who| who.value.as_str()).filter(|who| !is_placeholder(who));
        // Nobody but the only member of a team goes by two handles.
        let is_alone = |role| who(role).is_some_and(|who| plan.people.only_member(who).is_some());
        let same_person = || match (self.person(one, plan), self.person(other, plan)) {
            (Some(one), Some(other)) => same_handle(one, other),
            _ => false,
        };
        let same_words =
            || matches!((who(one), who(other)), (Some(one), Some(other)) if same_handle(one, other));
        one == other || same_words() || (is_alone(one) || is_alone(other)) && same_person()
    }

    /// Does a role come to a meeting, itself or through its holder?
    pub fn comes_to(&self, role: &str, meeting: &Meeting, plan: &Plan) -> bool {
        let mut present = meeting.roles.items().iter().chain(meeting.chair.given());
        present.any(|guest| self.is_held_alike(role, &guest.value, plan))
    }

    /// Can all who come to a meeting be told?
    pub fn knows_guests_of(&self, meeting: &Meeting) -> bool {
        let mut guests = meeting.roles.items().iter().chain(meeting.chair.given());
        meeting.roles.given().is_some()
            && !meeting.chair.is_spoiled()
            && guests.all(|guest| self.roles.has(&guest.value))
    }

    /// The role that gives a handoff and those that receive it. `None` where one of them cannot be told.
    pub fn parties<'a>(&self, crossing: &Crossing<'a>) -> Option<(&'a Text, Vec<&'a Text>)> {
        let receivers = &crossing.handoff.value.receivers;
        let giver = crossing.giver.value.lead.one()?;
        let receivers: Vec<&Text> = match receivers.items() {
            [] => vec![crossing.receiver.value.lead.one()?],
            named => named.iter().collect(),
        };
        let is_known = |role: &&Text| self.roles.has(&role.value);
        let are_known = is_known(&giver) && receivers.iter().all(is_known);
        (are_known && !crossing.handoff.value.receivers.is_spoiled()).then_some((giver, receivers))
    }

    /// The handoffs whose giver and receiver share no meeting and no channel. Two roles of the same holder need
    /// neither. None, while it cannot be told who comes to the meetings.
    pub fn strangers(&self, plan: &Plan) -> Vec<Strangers<'_>> {
        let may_talk = !self.channels.is_empty() || self.channels.is_spoiled();
        let are_known = self.meetings.iter().all(|meeting| self.knows_guests_of(&meeting.value));
        if may_talk || self.meetings.is_spoiled() || !are_known {
            return Vec::new();
        }
        let flow = self.flow();
        let found = flow.crossings().iter().filter_map(|crossing| {
            let (giver, mut receivers) = self.parties(crossing)?;
            receivers.retain(|receiver| {
                !self.is_held_alike(&giver.value, &receiver.value, plan)
                    && self.shared_meeting(&giver.value, &receiver.value, plan).is_none()
            });
            let handoff = crossing.handoff;
            (!receivers.is_empty()).then_some(Strangers { handoff, giver, receivers })
        });
        found.collect()
    }

    /// Of the meetings to which both roles come, the most frequent one; the first of several.
    pub fn shared_meeting(&self, one: &str, other: &str, plan: &Plan) -> Option<&Item<Meeting>> {
        self.most_frequent(|meeting| self.comes_to(one, meeting, plan) && self.comes_to(other, meeting, plan))
    }

    /// The most frequent meeting of a kind; the first of several.
    pub fn most_frequent(&self, is_asked_for: impl Fn(&Meeting) -> bool) -> Option<&Item<Meeting>> {
        let asked_for = self.meetings.iter().filter(|meeting| is_asked_for(&meeting.value));
        asked_for.min_by_key(|meeting| meeting.value.every.given().map(|every| every.value))
    }
}
