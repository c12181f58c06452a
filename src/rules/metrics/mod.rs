//! Metrics: does everybody mean the same number?

use crate::rules::Rule;

/// The rules of this family, in the order of the tables.
pub(super) const RULES: &[&Rule] = &[];
