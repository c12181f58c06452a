//! Rules on stages.

use crate::rules::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
