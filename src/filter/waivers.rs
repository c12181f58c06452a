//! Waivers: findings that a manifest accepts, with a reason and an end.
//!
//! A waiver silences past its end as well: the verdict on a commit must not change with the date alone.

use crate::filter::Finding;
use crate::model::{Manifest, Plan, Waiver};

/// Does the manifest of a finding waive it?
pub(super) fn accepts(plan: &Plan, finding: &Finding) -> bool {
    let manifest = plan.manifest(super::home(&finding.diagnostic, plan).source);
    manifest.is_some_and(|manifest| waivers(manifest).any(|waiver| covers(waiver, finding)))
}

/// Only a waiver with a reason counts; one whose reason cannot be read was reported for that.
fn waivers(manifest: &Manifest) -> impl Iterator<Item = &Waiver> {
    manifest.waivers.iter().filter(|waiver| !waiver.reason.is_absent())
}

fn covers(waiver: &Waiver, finding: &Finding) -> bool {
    let same_rule = waiver.rule.given().is_some_and(|rule| rule.value == finding.diagnostic.rule);
    same_rule && !waiver.at.is_spoiled() && waiver.at.given().is_none_or(|at| is_at(&finding.node, &at.value))
}

/// Is `node` the node `path` or inside it?
fn is_at(node: &str, path: &str) -> bool {
    node.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
