//! Communication: do those who depend on each other ever meet?

use crate::rules::Rule;

mod meeting_lapsed;

/// The rules of this family, in the order of the tables.
pub(super) const RULES: &[&Rule] = &[&meeting_lapsed::RULE];
