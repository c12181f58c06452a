//! Artifacts, sources, consumers: does everything that is needed come from somewhere, and is it really there?

use crate::rules::Rule;

/// The rules of this family, in the order of the tables.
pub(super) const RULES: &[&Rule] = &[];
