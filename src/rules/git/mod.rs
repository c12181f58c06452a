//! What only git can tell: does the plan agree with what really happens?

use crate::rules::Rule;

mod codeowners_mismatch;

mod history_unavailable;

mod lead_changed_silently;

mod plan_not_codeowned;

mod plan_stale;

mod waiver_invalid;

mod work_by_outsiders;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &codeowners_mismatch::RULE,
    &plan_not_codeowned::RULE,
    &lead_changed_silently::RULE,
    &plan_stale::RULE,
    &work_by_outsiders::RULE,
    &waiver_invalid::RULE,
    &history_unavailable::RULE,
];
