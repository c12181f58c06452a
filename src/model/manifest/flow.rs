//! What flows through a plan: who makes what is needed, and which handoffs carry it.

use hashbrown::HashMap;

use crate::model::field::{Item, Text};
use crate::model::manifest::{Alert, Artifact, Handoff, Lead, Manifest, Stage};

/// The flow of one manifest, indexed. Stages are named by their position in the file, from 0.
#[derive(Debug)]
pub struct Flow<'a> {
    manifest: &'a Manifest,
    stages: Vec<&'a Item<Stage>>,
    crossings: Vec<Crossing<'a>>,
    into: HashMap<usize, Vec<usize>>,
    first_production: Option<usize>,
    first_unsure: Option<usize>,
}

/// A handoff whose two stages are both declared.
#[derive(Clone, Copy, Debug)]
pub struct Crossing<'a> {
    /// The handoff.
    pub handoff: &'a Item<Handoff>,
    /// The position of the giving stage.
    pub from: usize,
    /// The position of the receiving stage.
    pub to: usize,
    /// The giving stage.
    pub giver: &'a Item<Stage>,
    /// The receiving stage.
    pub receiver: &'a Item<Stage>,
}

impl Crossing<'_> {
    /// Does it lead to a later stage?
    pub fn is_forward(&self) -> bool {
        self.from < self.to
    }
}

/// A stage works on something that a stage of the same manifest makes.
#[derive(Clone, Copy, Debug)]
pub struct Wait<'a> {
    /// The position of the stage that needs it.
    pub receiver: usize,
    /// The position of the stage that makes it.
    pub giver: usize,
    /// The need as written.
    pub need: &'a Text,
    /// What is made.
    pub artifact: &'a Item<Artifact>,
}

impl Manifest {
    /// The flow of this manifest.
    pub fn flow(&self) -> Flow<'_> {
        let stages: Vec<_> = self.stages.iter().collect();
        let is_production = |stage: &&Item<Stage>| self.expected(stage).is_some_and(|stage| stage.production);
        let crossings: Vec<_> = self.handoffs.iter().filter_map(|handoff| crossing(self, handoff)).collect();
        let mut into: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, crossing) in crossings.iter().enumerate() {
            into.entry(crossing.to).or_default().push(at);
        }
        Flow {
            manifest: self,
            crossings,
            into,
            first_production: stages.iter().position(is_production),
            first_unsure: stages.iter().position(|stage| stage.value.produces.is_spoiled()),
            stages,
        }
    }

    /// The one lead of a stage, where that role is declared.
    pub fn lead_of<'a>(&self, stage: &'a Item<Stage>) -> Option<&'a str> {
        let lead = stage.value.lead.one()?.value.as_str();
        self.roles.has(lead).then_some(lead)
    }

    /// Are all roles that lead or support a stage known, and is one of them its lead?
    pub fn knows_people_of(&self, stage: &Item<Stage>) -> bool {
        let is_led = match &stage.value.lead {
            Lead::Absent | Lead::Spoiled => false,
            Lead::One(role) => self.roles.has(&role.value),
            Lead::Several(roles, _) => roles.iter().all(|role| self.roles.has(&role.value)),
        };
        is_led
            && !stage.value.support.is_spoiled()
            && stage.value.support.names().all(|role| self.roles.has(role))
    }
}

impl Stage {
    /// Does a role lead or support it?
    pub fn involves(&self, role: &str) -> bool {
        let leads = match &self.lead {
            Lead::Absent | Lead::Spoiled => false,
            Lead::One(lead) => lead.value == role,
            Lead::Several(leads, _) => leads.iter().any(|lead| lead.value == role),
        };
        leads || self.support.has(role)
    }
}

fn crossing<'a>(manifest: &'a Manifest, handoff: &'a Item<Handoff>) -> Option<Crossing<'a>> {
    let (from, to) = (&handoff.value.from.given()?.value, &handoff.value.to.given()?.value);
    Some(Crossing {
        handoff,
        from: manifest.stages.position(from)?,
        to: manifest.stages.position(to)?,
        giver: manifest.stages.get(from)?,
        receiver: manifest.stages.get(to)?,
    })
}

impl<'a> Flow<'a> {
    /// The stage at a position.
    pub fn stage(&self, at: usize) -> &'a Item<Stage> {
        self.stages[at]
    }

    /// All stages, in the order of the file.
    pub fn stages(&self) -> &[&'a Item<Stage>] {
        &self.stages
    }

    /// May a stage up to this position make more than can be read?
    pub fn is_unsure(&self, at: usize) -> bool {
        self.first_unsure.is_some_and(|first| first <= at)
    }

    /// Every handoff between two declared stages, in the order of the file.
    pub fn crossings(&self) -> &[Crossing<'a>] {
        &self.crossings
    }

    /// Every handoff to a stage, in the order of the file.
    pub fn handoffs_to(&self, to: usize) -> impl Iterator<Item = &Crossing<'a>> {
        self.into.get(&to).into_iter().flatten().map(|at| &self.crossings[*at])
    }

    /// Everything that a stage needs from an earlier one; of several that make it, from the last.
    pub fn waits(&self, receiver: usize) -> impl Iterator<Item = Wait<'a>> {
        self.stages[receiver].value.needs.items().iter().filter_map(move |need| {
            let earlier = self.manifest.makers(&need.value).rev().find(|at| *at < receiver);
            self.wait(receiver, earlier?, need)
        })
    }

    /// Everything that a stage needs and that no earlier stage makes: only itself, or a later one, the first of
    /// them. What comes back over a declared feedback edge is left out, and so is everything where an earlier
    /// stage may make it for all that can be read.
    pub fn waits_in_vain(&self, receiver: usize) -> impl Iterator<Item = Wait<'a>> {
        let is_unsure = self.is_unsure(receiver);
        let needs = self.stages[receiver].value.needs.items().iter().filter(move |_| !is_unsure);
        needs.filter_map(move |need| {
            let first = self.manifest.makers(&need.value).next().filter(|first| *first >= receiver)?;
            let is_own = first == receiver && self.manifest.makers(&need.value).len() > 1;
            let is_in_vain = !is_own && !self.is_feedback(first, receiver);
            is_in_vain.then(|| self.wait(receiver, first, need))?
        })
    }

    fn wait(&self, receiver: usize, giver: usize, need: &'a Text) -> Option<Wait<'a>> {
        let artifact = self.stages[giver].value.produces.get(&need.value)?;
        Some(Wait { receiver, giver, need, artifact })
    }

    /// Does an alert declare that what one stage sees goes back to another? Only from production to a stage
    /// before it.
    pub fn is_feedback(&self, from: usize, to: usize) -> bool {
        let to_stage = self.stages[to].name();
        let goes_there =
            |alert: &Item<Alert>| alert.value.back_to.given().is_some_and(|to| to.value == to_stage);
        self.comes_back(from, to) && self.manifest.alerts.iter().any(goes_there)
    }

    /// Does the way from one stage to another lead from production to a stage before it? Where no stage is known
    /// to be production, any later stage may be.
    pub fn comes_back(&self, from: usize, to: usize) -> bool {
        self.first_production.map_or(to < from, |first| to < first && first <= from)
    }

    /// What the receiver of a handoff needs from its giver, and no handoff brings.
    pub fn open(&self, crossing: &Crossing<'a>) -> Vec<Wait<'a>> {
        let needs = self.waits(crossing.to).filter(|wait| {
            let is_own = crossing.receiver.value.produces.has(&wait.need.value);
            wait.giver == crossing.from && !is_own && !self.may_reach(crossing.to, &wait.need.value)
        });
        needs.collect()
    }

    /// Does a handoff lead from one stage back to an earlier one, where it should lead the other way? Feedback
    /// does not bring a stage what it makes itself.
    pub fn is_swapped(&self, from: usize, to: usize) -> bool {
        let waits = || self.waits(to).any(|wait| wait.giver == from);
        let is_feedback = self.is_feedback(to, from);
        let made = &self.stages[from].value.produces;
        let is_turned = |crossing: &Crossing<'_>| {
            let passes = crossing.handoff.value.passes.items();
            crossing.from == to && (!is_feedback || passes.iter().any(|id| made.has(&id.value)))
        };
        from < to
            && self.handoffs_to(from).any(is_turned)
            && !self.handoffs_to(to).any(|crossing| crossing.from == from)
            && waits()
    }

    /// Can all that a handoff passes be told?
    pub fn knows_passed(&self, handoff: &Handoff) -> bool {
        let manifest = self.manifest;
        let is_known = |id: &str| {
            let is_thing = manifest.sources.has(id) || manifest.documents.has(id) || manifest.metrics.has(id);
            is_thing || id.contains('/') || manifest.makers(id).len() > 0
        };
        !handoff.passes.is_spoiled() && handoff.passes.items().iter().all(|id| is_known(&id.value))
    }

    /// Does some handoff to a stage pass `id`, for all that can be told?
    pub fn may_reach(&self, to: usize, id: &str) -> bool {
        self.handoffs_to(to).any(|crossing| {
            let handoff = &crossing.handoff.value;
            handoff.passes.items().iter().any(|passed| passed.value == id) || !self.knows_passed(handoff)
        })
    }

    /// May a handoff that names no declared stage on one of its sides be meant for these two?
    pub fn may_be_meant(&self, from: usize, to: usize) -> bool {
        let position = |stage: Option<&Text>| self.manifest.stages.position(&stage?.value);
        self.manifest.handoffs.iter().map(|handoff| &handoff.value).any(|handoff| {
            let ends = (position(handoff.from.given()), position(handoff.to.given()));
            match ends {
                (Some(_), Some(_)) => false,
                (giver, receiver) => giver.is_none_or(|at| at == from) && receiver.is_none_or(|at| at == to),
            }
        })
    }
}
