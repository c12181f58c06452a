//! Artifacts, sources, consumers: is everything where the plan says, made by one, and known to those who use it?

use crate::rules::Rule;

mod artifact_no_producer;
mod artifact_not_found;
mod artifact_two_producers;
mod artifact_unused;
mod artifact_unversioned;
mod consumer_undeclared;
mod source_without_contract;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &artifact_not_found::RULE,
    &artifact_no_producer::RULE,
    &artifact_two_producers::RULE,
    &artifact_unused::RULE,
    &artifact_unversioned::RULE,
    &source_without_contract::RULE,
    &consumer_undeclared::RULE,
];
