//! Monitoring and feedback: who is woken, what do they do, and who learns from it?

use crate::rules::Rule;

/// The rules of this family, in the order of the tables.
pub(super) const RULES: &[&Rule] = &[];
