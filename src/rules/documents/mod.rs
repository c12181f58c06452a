//! Documents: are they there, whole, and of the same shape everywhere?

use crate::rules::Rule;

mod document_stale;

/// The rules of this family, in the order of the tables.
pub(super) const RULES: &[&Rule] = &[&document_stale::RULE];
