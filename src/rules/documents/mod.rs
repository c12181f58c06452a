//! Documents: are they there, whole, and of the same shape everywhere?

use crate::rules::Rule;

mod document_missing;
mod document_placeholder;
mod document_required;
mod document_section_missing;
mod document_stale;
mod skeleton;
mod template_drift;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &document_missing::RULE,
    &document_required::RULE,
    &document_section_missing::RULE,
    &document_placeholder::RULE,
    &document_stale::RULE,
    &template_drift::RULE,
];
