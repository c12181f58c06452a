//! `duty-uncovered`: what the profile has somebody watch, and nobody here watches.

use crate::diagnostic::Severity;
use crate::model::{About, Feedback, Item, Manifest, Plan, Profile, Stage, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A duty of monitoring is covered by no alert.
pub(super) static RULE: Rule = Rule {
    name: "duty-uncovered",
    family: Family::Monitoring,
    summary: "A duty of monitoring is covered by no alert",
    why: "\"We monitor it\" is no duty until something rings for somebody: data drift comes before the drop in quality, and the drop before the complaint.",
    help: "add an alert on a metric that shows it, with its `owner`",
    exceptions: "What an alert watches is told by its metric, not by its name. `proxy-for` or `unit: index` shows data drift; `label-delay`, `serves` or a metric that stands in for it shows quality. An alert without a known metric counts for the stage it goes back to. Where nothing at all goes back to the stage, `feedback-missing` says so. A stage that nobody leads has nobody yet to plan its alerts: `stage-without-lead` comes first. Silent in retired plans, and where the profile expects no feedback from production or the plan has no such stage.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: monitoring and alerts, why performance drops, data drift (S26, S27, S28)",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    let (Some(profile), Some(watch)) = (manifest.profile.as_deref(), manifest.watch()) else { return };
    let alerts = &manifest.alerts;
    if manifest.status == Status::Retired || alerts.is_spoiled() || manifest.metrics.is_spoiled() {
        return;
    }
    if alerts.is_empty() {
        if watch.value.lead.one().is_some() {
            no_alert(manifest, profile, watch, findings);
        }
        return;
    }
    for edge in manifest.feedback() {
        let goes_back = alerts.iter().any(|alert| edge.has(&alert.value));
        let is_told = alerts.iter().any(|alert| manifest.tells(&alert.value, &edge));
        if goes_back && !is_told && edge.about != About::Other {
            untold(manifest, profile, &edge, findings);
        }
    }
}

fn no_alert(manifest: &Manifest, profile: &Profile, watch: &Item<Stage>, findings: &mut Findings<'_>) {
    let name = watch.name();
    let message =
        format!("profile `{}` expects `{name}` to watch the model, and the plan has no alert", profile.name);
    let at = manifest.alerts.key().unwrap_or(watch.id.span);
    findings.report(at, message).named("alerts").help(
        "add an alert under `alerts` for each thing that is watched, with `metric`, `owner`, `respond`, `runbook` and `back-to`",
    );
}

/// An alert goes back to the stage, but none shows what the loop is about.
fn untold(manifest: &Manifest, profile: &Profile, edge: &Feedback<'_>, findings: &mut Findings<'_>) {
    let (what, metric) = match edge.about {
        About::Quality => ("drops in model quality", "that says how good the model is"),
        _ => ("data drift", "with `proxy-for` or `unit: index`"),
    };
    let Some(key) = manifest.alerts.key() else { return };
    let message = format!(
        "profile `{}` expects somebody in `{}` to watch for {what}, and no alert is on a metric that shows it",
        profile.name,
        edge.from.name()
    );
    let owner = manifest
        .lead_of(edge.to)
        .map_or("with its `owner`".to_owned(), |role| format!("with `owner: {role}`"));
    let mut finding = findings
        .report(key, message)
        .part(what)
        .help(format!("add an alert on a metric {metric}, {owner} and `back-to: {}`", edge.to.name()));
    for alert in manifest.alerts.iter().filter(|alert| edge.has(&alert.value)) {
        if let Some(metric) = manifest.watched(&alert.value) {
            finding = finding.because(metric.id.span, format!("`{}` watches this", alert.name()));
        }
    }
}
