//! Whom the profile expects in a stage and the plan leaves out of it.

use crate::model::field::Item;
use crate::model::manifest::{Manifest, Role, Stage};
use crate::model::profile::{Profile, ProfileStage};

/// A declared role that the profile expects in a stage and that neither leads nor supports it.
#[derive(Clone, Copy, Debug)]
pub struct Absence<'a> {
    /// What the profile says of the stage.
    pub expected: &'a ProfileStage,
    /// The stage, the first where several stand for the profile's one.
    pub stage: &'a Item<Stage>,
    /// The role.
    pub role: &'a Item<Role>,
    /// What it should do there; `None` where it should lead.
    pub duty: Option<&'a str>,
}

impl Manifest {
    /// Every declared role that is absent where the profile expects it, in the order of the profile. Stages
    /// whose people are not all known are left out.
    pub fn absences(&self) -> Vec<Absence<'_>> {
        let Some(profile) = self.profile.as_deref() else { return Vec::new() };
        let mut found = Vec::new();
        for expected in &profile.stages {
            let stages: Vec<&Item<Stage>> =
                self.stages.iter().filter(|stage| expected.is_called(stage.name())).collect();
            let is_skipped = self.skips(|id| expected.is_called(id));
            let is_known = stages.iter().all(|stage| self.knows_people_of(stage));
            let Some(stage) = stages.first().copied().filter(|_| !is_skipped && is_known) else { continue };
            let lead = expected.lead.iter().map(|lead| (lead.as_str(), None));
            let support = expected.support.iter().map(|(role, duty)| (role.as_str(), Some(duty.as_str())));
            for (role, duty) in lead.chain(support) {
                let player = self.player(role).filter(|_| !self.leaves_out(profile, role));
                let takes_part = |role: &Item<Role>| stages.iter().any(|one| one.value.involves(role.name()));
                if let Some(role) = player.filter(|player| !takes_part(player)) {
                    found.push(Absence { expected, stage, role, duty });
                }
            }
        }
        found
    }

    fn leaves_out(&self, profile: &Profile, role: &str) -> bool {
        let known = profile.role(role);
        self.skips(|id| id == role || known.is_some_and(|known| known.is_called(id)))
    }
}
