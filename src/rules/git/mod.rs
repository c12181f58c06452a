//! What only git can tell: does the plan agree with what really happens?

use crate::rules::Rule;

mod codeowners_mismatch;

mod plan_not_codeowned;

mod waiver_invalid;

/// The rules of this family, in the order of the tables.
pub(super) const RULES: &[&Rule] =
    &[&codeowners_mismatch::RULE, &plan_not_codeowned::RULE, &waiver_invalid::RULE];
