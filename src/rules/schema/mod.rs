//! Schema and file: can the manifest be read, and does it say what a manifest can say?

use crate::rules::Rule;

mod bad_time_value;
mod duplicate_key;
mod duplicate_project;
mod missing_field;
mod rename;
mod unknown_field;
mod unknown_reference;
mod unquoted_value;
mod unsupported_version;
mod wrong_type;
mod yaml_syntax;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &yaml_syntax::RULE,
    &unquoted_value::RULE,
    &duplicate_key::RULE,
    &unknown_field::RULE,
    &missing_field::RULE,
    &wrong_type::RULE,
    &unknown_reference::RULE,
    &bad_time_value::RULE,
    &unsupported_version::RULE,
    &duplicate_project::RULE,
];
