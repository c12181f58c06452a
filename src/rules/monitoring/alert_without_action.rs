//! `alert-without-action`: alerts from which nothing follows.

use crate::diagnostic::Severity;
use crate::model::{About, Alert, Item, Manifest, Plan};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// An alert neither goes back to a stage nor says what is done.
pub(super) static RULE: Rule = Rule {
    name: "alert-without-action",
    family: Family::Monitoring,
    summary: "An alert neither goes back to a stage nor says what is done",
    why: "An alert from which nothing follows is closed and comes again; soon nobody reads any of them.",
    help: "write the stage that learns from it under `back-to`, or what is done under `action`",
    exceptions: "An alert on infrastructure needs no stage that learns: `action: restart` will do.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "the CS249R book, feedback loops of the lifecycle; Shankar 2022, alert fatigue",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    for alert in &manifest.alerts {
        let name = alert.name();
        if !alert.value.back_to.is_absent() || !alert.value.action.is_absent() {
            continue;
        }
        let action = "what is done under `action`, such as `action: restart`";
        let help = match natural_target(manifest, alert) {
            Some(stage) => format!("write `back-to: {stage}` under `{name}`, or {action}"),
            None => {
                format!("write `back-to:` under `{name}` with the stage that learns from it, or {action}")
            }
        };
        findings.report(alert.id.span, format!("nothing follows from the alert `{name}`")).help(help);
    }
}

/// The stage to which the profile has such an alert go back, by the kind of its metric.
fn natural_target<'a>(manifest: &'a Manifest, alert: &Item<Alert>) -> Option<&'a str> {
    let metric = manifest.watched(&alert.value)?;
    let kind = match (manifest.shows_drift(&metric.value), manifest.shows_quality(metric)) {
        (true, _) => About::Drift,
        (false, true) => About::Quality,
        (false, false) => return None,
    };
    manifest.feedback().into_iter().find(|edge| edge.about == kind).map(|edge| edge.to.name())
}
