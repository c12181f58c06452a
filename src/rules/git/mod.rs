//! What only git can tell: does the plan agree with what really happens?

use crate::rules::Rule;

mod waiver_invalid;

/// The rules of this family, in the order of the tables.
pub(super) const RULES: &[&Rule] = &[&waiver_invalid::RULE];
