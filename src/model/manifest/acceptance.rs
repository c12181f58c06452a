//! Who has to accept a handoff, and what: the plan's side of a sign-off.

use crate::model::field::{Field, Item, Text};
use crate::model::manifest::{Handoff, Manifest, Risk, State, Thing};
use crate::model::people::same_handle;
use crate::model::plan::Plan;
use crate::placeholder::is_placeholder;
use crate::time::Date;

/// Does somebody hold a role?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// Yes, or they stand in for its holder.
    Yes,
    /// No.
    No,
    /// The plan does not tell: the role is held by a team that nobody has listed, or by nobody yet.
    Unknown,
}

impl Manifest {
    /// The roles that accept a handoff: its receivers, else the lead of the receiving stage. `None` where one
    /// of them is not known.
    pub fn acceptors<'a>(&'a self, handoff: &'a Handoff) -> Option<Vec<&'a str>> {
        match &handoff.receivers {
            Field::Spoiled => None,
            Field::Given(roles) if !roles.is_empty() => {
                let roles = roles.iter().map(|role| role.value.as_str());
                roles.map(|role| self.roles.has(role).then_some(role)).collect()
            }
            _ => {
                let to = self.stages.get(&handoff.to.given()?.value)?;
                Some(vec![self.lead_of(to)?])
            }
        }
    }

    /// Must a handoff be signed off? Unless it says so itself, it must from risk `limited` up, and where the
    /// giver does not accept its own work.
    pub fn wants_signoff(&self, handoff: &Handoff) -> bool {
        match &handoff.signoff {
            Field::Given(word) => word.value == "required",
            Field::Spoiled => false,
            Field::Absent => self.risk >= Risk::Limited && !self.is_handed_to_oneself(handoff),
        }
    }

    /// Must it be signed off by now: is the receiving stage at work, or done?
    pub fn is_due(&self, handoff: &Handoff) -> bool {
        let to = handoff.to.given().and_then(|to| self.stages.get(&to.value));
        to.is_some_and(|to| to.value.state != State::Planned) && self.wants_signoff(handoff)
    }

    fn is_handed_to_oneself(&self, handoff: &Handoff) -> bool {
        let lead = |stage: &Field<Text>| self.lead_of(self.stages.get(&stage.given()?.value)?);
        handoff.receivers.items().is_empty()
            && lead(&handoff.from).is_some_and(|giver| lead(&handoff.to) == Some(giver))
    }

    /// The path or glob of something that a handoff passes, as the manifest writes it. `None` where nothing in
    /// the tree stands for it: an address, another project's output, what has no path.
    pub fn passed_path(&self, handoff: &Item<Handoff>, id: &str) -> Option<&str> {
        let giver = handoff.value.from.given().and_then(|from| self.stages.get(&from.value));
        let own = giver.and_then(|giver| giver.value.produces.get(id)).map(|artifact| &artifact.value.path);
        let path = own.or_else(|| match self.thing(id)? {
            Thing::Artifact(_, artifact) => Some(&artifact.value.path),
            Thing::Document(document) => Some(&document.value.path),
            Thing::Source(source) => Some(&source.value.contract),
            Thing::Metric(_) => None,
        });
        let written = path?.given()?.value.as_str();
        (!written.contains("://")).then_some(written)
    }

    /// How a handoff is called on the command line: with its project where another plan has one of that name.
    pub fn handoff_call(&self, handoff: &str, plan: &Plan) -> String {
        let is_elsewhere = |other: &Manifest| other.source != self.source && other.handoffs.has(handoff);
        match self.project.given().filter(|_| plan.manifests.iter().any(is_elsewhere)) {
            Some(project) => format!("{}/{handoff}", project.value),
            None => handoff.to_owned(),
        }
    }

    /// Does somebody hold a role, or stand in for its holder, on a day?
    pub fn holds(&self, role: &str, handle: &str, day: Option<Date>, plan: &Plan) -> Holding {
        let Some(role) = self.roles.get(role).map(|role| &role.value) else { return Holding::Unknown };
        let is_named =
            |name: &str| !is_placeholder(name) && (plan.people.any_handle || plan.people.is_handle(name));
        let Some(who) = role.who.given().filter(|who| is_named(&who.value)) else { return Holding::Unknown };
        let is_over = |last: Option<Date>| day.zip(last).is_some_and(|(day, last)| day > last);
        let until = role.until.given().map(|until| until.value);
        let others = [&role.backup, &role.replaced_by].into_iter().filter_map(Field::given);
        let names = others.map(|name| (name.value.as_str(), None)).chain([(who.value.as_str(), until)]);
        let mut holding = Holding::No;
        for (name, until) in names {
            let is_theirs = match plan.people.teams.get(name) {
                _ if same_handle(name, handle) => !is_over(until),
                Some(members) => {
                    members.iter().any(|member| same_handle(&member.handle, handle) && !is_over(member.until))
                }
                None if plan.people.is_team(name) && !plan.people.is_team(handle) => {
                    holding = Holding::Unknown;
                    false
                }
                None => false,
            };
            if is_theirs {
                return Holding::Yes;
            }
        }
        holding
    }
}
