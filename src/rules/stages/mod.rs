//! Stages and lifecycle: does every stage have one lead, the helpers it needs, and its place in the order?

use crate::rules::Rule;

mod done_without_outputs;
mod expected_role_absent;
mod objective_missing;
mod retirement_missing;
mod stage_missing;
mod stage_order;
mod stage_state_inverted;
mod stage_two_leads;
mod stage_without_lead;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &stage_without_lead::RULE,
    &stage_two_leads::RULE,
    &stage_missing::RULE,
    &stage_order::RULE,
    &expected_role_absent::RULE,
    &done_without_outputs::RULE,
    &stage_state_inverted::RULE,
    &objective_missing::RULE,
    &retirement_missing::RULE,
];
