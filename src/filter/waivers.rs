//! Waivers: findings that a manifest accepts, with a reason and an end.
//!
//! A waiver silences past its end as well: the verdict on a commit must not change with the date alone.

use crate::diagnostic::Severity;
use crate::filter::{Finding, Verdict};
use crate::limits;
use crate::model::{File, Manifest, Plan, Waiver};
use crate::rules;
use crate::rules::Rule;

/// What is wrong with a waiver is not waived.
const OWN: &str = "waiver-invalid";

/// The reason for which the manifest of a finding waives it, where it does; empty where it cannot be read.
pub(super) fn accepts(plan: &Plan, finding: &Finding) -> Option<String> {
    let manifest = plan.manifest(super::home(&finding.diagnostic, plan).source)?;
    let waiver = counting(manifest).iter().find(|waiver| covers(waiver, finding))?;
    Some(waiver.reason.given().map_or_else(String::new, |reason| reason.value.to_string()))
}

/// The waivers of a manifest that count: each is held against every finding.
fn counting(manifest: &Manifest) -> &[Waiver] {
    &manifest.waivers[..manifest.waivers.len().min(limits::WAIVERS.most)]
}

/// The waivers of a manifest, by position, that silence nothing though their rule could find something. None where anything else is wrong with the plan: that may be what keeps the rule silent.
pub(super) fn idle(
    manifest: &Manifest,
    file: &File,
    verdict: &Verdict,
    could_find: impl Fn(&Rule) -> bool,
) -> Vec<usize> {
    let is_here = |finding: &&Finding| finding.diagnostic.primary.place.source == manifest.source;
    let weighs =
        |finding: &Finding| finding.diagnostic.severity > Severity::Advice && finding.diagnostic.rule != OWN;
    if !file.is_sound() || verdict.findings.iter().filter(is_here).any(weighs) {
        return Vec::new();
    }
    let could_run = |waiver: &Waiver| {
        let rule = waiver.rule.given().and_then(|rule| rules::find(&rule.value));
        rule.is_some_and(|rule| rule.name != OWN && could_find(rule))
    };
    let is_complete = |waiver: &Waiver| has_reason(waiver) && waiver.until.given().is_some();
    // What an earlier waiver silences is not silenced once more.
    let is_idle = |at: usize, waiver: &Waiver| {
        let earlier = &counting(manifest)[..at];
        let needs = |finding: &Finding| {
            covers(waiver, finding) && !earlier.iter().any(|other| covers(other, finding))
        };
        !verdict.waived.iter().any(needs)
    };
    let mut found = Vec::new();
    for (at, waiver) in counting(manifest).iter().enumerate() {
        let is_told = verdict.findings.iter().filter(is_here).any(|finding| {
            finding.diagnostic.rule == OWN && waiver.span.contains(finding.diagnostic.primary.place.span)
        });
        if could_run(waiver) && is_complete(waiver) && !is_told && is_idle(at, waiver) {
            found.push(at);
        }
    }
    found
}

/// Only a waiver with a reason counts; one whose reason cannot be read was reported for that.
fn has_reason(waiver: &Waiver) -> bool {
    waiver.reason.is_spoiled() || waiver.reason.given().is_some_and(|reason| !reason.value.trim().is_empty())
}

fn covers(waiver: &Waiver, finding: &Finding) -> bool {
    let rule = finding.diagnostic.rule;
    let same_rule = rule != OWN && waiver.rule.given().is_some_and(|waived| waived.value == rule);
    has_reason(waiver)
        && same_rule
        && !waiver.at.is_spoiled()
        && waiver.at.given().is_none_or(|at| is_at(&finding.node, &at.value))
}

/// Is `node` the node `path` or inside it?
fn is_at(node: &str, path: &str) -> bool {
    node.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
