//! Communication: do those who depend on each other ever meet, and does somebody decide?

use crate::rules::Rule;

mod cadence_too_slow;
mod decision_owner_missing;
mod handoff_parties_never_meet;
mod meeting_lapsed;
mod no_cross_role_meeting;
mod risk_unowned;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &no_cross_role_meeting::RULE,
    &handoff_parties_never_meet::RULE,
    &cadence_too_slow::RULE,
    &meeting_lapsed::RULE,
    &decision_owner_missing::RULE,
    &risk_unowned::RULE,
];
