//! Handoffs: is what one stage makes for another handed over, whole, and accepted by a rule?

use crate::rules::Rule;

mod acceptance_by_outsider;
mod acceptance_stale;
mod acceptance_unmet;
mod handoff_foreign_artifact;
mod handoff_gap;
mod handoff_incomplete;
pub(super) mod handoff_missing;
mod handoff_unaccepted;
mod handoff_without_checks;
mod signoff_rewritten;

/// The rules of this family, in the order of the tables.
pub(super) static RULES: &[&Rule] = &[
    &handoff_missing::RULE,
    &handoff_gap::RULE,
    &handoff_foreign_artifact::RULE,
    &handoff_without_checks::RULE,
    &handoff_incomplete::RULE,
    &handoff_unaccepted::RULE,
    &acceptance_stale::RULE,
    &acceptance_by_outsider::RULE,
    &acceptance_unmet::RULE,
    &signoff_rewritten::RULE,
];
