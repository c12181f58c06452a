//! `metric-unwatched`: promises of the release that nobody looks at afterwards.

use crate::diagnostic::Severity;
use crate::model::{Acceptance, Item, Manifest, Plan, Status, Watch};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A metric decides a handoff to or from production, and no alert watches it or a proxy of it.
pub(super) static RULE: Rule = Rule {
    name: "metric-unwatched",
    family: Family::Metrics,
    summary: "A metric decides a handoff to or from production, and no alert watches it or a proxy of it",
    why: "What was good enough on the day of release gets worse with the world, and without an alert the users are the first to see it.",
    help: "add an alert on the metric, or on one that is `proxy-for` it",
    exceptions: "Plans without a stage that monitors, where the profile has one, are exempt, as are plans without any alert, which `duty-uncovered` speaks of. An alert on a metric that is `proxy-for` this one is enough.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: find out why performance drops and watch data drift (S27, S28); ML Test Score, offline and online metrics; Shankar 2022",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let is_over = manifest.status == Status::Retired;
    if is_over || manifest.alerts.is_empty() || !manifest.is_monitored() {
        return;
    }
    let flow = manifest.flow();
    let mut seen: Vec<&str> = Vec::new();
    for acceptance in manifest.acceptances(&flow) {
        let crossing = acceptance.crossing;
        let is_released =
            [crossing.giver, crossing.receiver].into_iter().any(|stage| manifest.is_production(stage));
        if is_released && !seen.contains(&acceptance.metric.name()) {
            seen.push(acceptance.metric.name());
            look_for_watch(manifest, acceptance, findings);
        }
    }
}

fn look_for_watch(manifest: &Manifest, acceptance: Acceptance<'_>, findings: &mut Findings<'_>) {
    let metric = acceptance.metric;
    let proxies: Vec<&str> = manifest.proxies(metric.name()).map(Item::name).collect();
    let mut looked_at = std::iter::once(metric.name()).chain(proxies.iter().copied());
    if looked_at.any(|id| manifest.watch_on(id) != Watch::Nobody) {
        return;
    }
    let handoff = acceptance.crossing.handoff.name();
    let proxy = match proxies.is_empty() {
        true => String::new(),
        false => format!(" or {}, which stands in for it", phrase::ids(proxies.iter().copied())),
    };
    let message = format!("`{}` decides `{handoff}`, and no alert watches it{proxy}", metric.name());
    let watched = proxies.first().copied().unwrap_or(metric.name());
    findings
        .report(metric.id.span, message)
        .because(acceptance.check.span, "decides here")
        .help(format!("add an alert with `metric: {watched}` and an `owner` under `alerts`"));
}
