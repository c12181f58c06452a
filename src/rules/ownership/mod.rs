//! Roles and ownership: is there one reachable, accountable party for each duty, and are they really there?

use crate::rules::Rule;

mod duty_missing;
mod no_backup;
mod no_second_pair_of_eyes;
mod one_person_many_leads;
mod owner_departed;
mod owner_not_a_handle;
mod placeholder_value;
mod role_missing;
mod role_unassigned;
mod role_unused;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &role_unassigned::RULE,
    &placeholder_value::RULE,
    &owner_not_a_handle::RULE,
    &role_unused::RULE,
    &role_missing::RULE,
    &duty_missing::RULE,
    &one_person_many_leads::RULE,
    &no_backup::RULE,
    &no_second_pair_of_eyes::RULE,
    &owner_departed::RULE,
];
