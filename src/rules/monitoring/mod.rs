//! Monitoring and feedback: who answers, by what, and who learns from it?

use crate::rules::Rule;

mod alert_without_action;
mod alert_without_owner;
mod alert_without_runbook;
mod duty_uncovered;
mod feedback_missing;
mod rollback_missing;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &alert_without_owner::RULE,
    &alert_without_runbook::RULE,
    &alert_without_action::RULE,
    &feedback_missing::RULE,
    &rollback_missing::RULE,
    &duty_uncovered::RULE,
];
