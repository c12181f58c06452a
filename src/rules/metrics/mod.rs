//! Metrics: does everybody mean the same number?

mod alert_threshold_inverted;
mod metric_conflict;
mod metric_incomplete;
mod metric_lookalike;
mod metric_no_business_link;
mod metric_unit_mismatch;
mod metric_unwatched;
mod metric_value_misses_target;
mod names;

use crate::rules::Rule;

mod threshold_loosened;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &metric_incomplete::RULE,
    &metric_conflict::RULE,
    &metric_lookalike::RULE,
    &alert_threshold_inverted::RULE,
    &metric_unit_mismatch::RULE,
    &metric_value_misses_target::RULE,
    &metric_unwatched::RULE,
    &metric_no_business_link::RULE,
    &threshold_loosened::RULE,
];
