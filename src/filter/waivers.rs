//! Waivers: findings that a manifest accepts, with a reason and an end.
//!
//! A waiver silences past its end as well: the verdict on a commit must not change with the date alone.

use crate::model::{Manifest, Waiver};

/// Does a manifest waive a finding about one of its nodes?
pub(super) fn accepts(rule: &str, subjects: &[(&Manifest, String)]) -> bool {
    let waives =
        |(manifest, node): &(&Manifest, String)| waivers(manifest).any(|waiver| covers(waiver, rule, node));
    subjects.iter().any(waives)
}

/// Only a waiver with a reason counts.
fn waivers(manifest: &Manifest) -> impl Iterator<Item = &Waiver> {
    manifest.waivers.iter().filter(|waiver| waiver.reason.given().is_some())
}

fn covers(waiver: &Waiver, rule: &str, node: &str) -> bool {
    let same_rule = waiver.rule.given().is_some_and(|written| written.value == rule);
    same_rule && !waiver.at.is_spoiled() && waiver.at.given().is_none_or(|at| is_at(node, &at.value))
}

/// Is `node` the node `path` or inside it?
fn is_at(node: &str, path: &str) -> bool {
    node.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
