//! `alert-without-owner`: alerts that ring for nobody.

use crate::diagnostic::Severity;
use crate::model::{Alert, Item, Manifest, Plan, Stage};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// An alert names no role that answers it.
pub(super) static RULE: Rule = Rule {
    name: "alert-without-owner",
    family: Family::Monitoring,
    summary: "An alert names no role that answers it",
    why: "An alert that is everybody's is muted by everybody: the model gets worse in full view of a dashboard.",
    help: "write the role that answers under `owner`",
    exceptions: "An owner whom nobody is assigned to is told where the role is declared, by `role-unassigned`.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: monitoring, alerts and who analyses what they show (S26-S28); the operations chapter of the Machine Learning Systems book, alerts that go to the wrong team",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    for alert in manifest.alerts.iter().filter(|alert| alert.value.owner.is_absent()) {
        let name = alert.name();
        let message = match manifest.watched(&alert.value) {
            Some(metric) => format!("nobody answers `{name}`, the alert on `{}`", metric.name()),
            None => format!("nobody answers the alert `{name}`"),
        };
        let finding = findings.report(alert.id.span, message);
        match natural_owner(manifest, alert) {
            Some((role, stage)) => finding
                .because(stage.id.span, format!("led by `{role}`"))
                .help(format!("write `owner: {role}` under `{name}`, or another role that answers it")),
            None => finding.help(format!("write `owner:` under `{name}`, with the role that answers it")),
        };
    }
}

/// The lead of the stage that learns from an alert, else of the one that watches.
fn natural_owner<'a>(manifest: &'a Manifest, alert: &Item<Alert>) -> Option<(&'a str, &'a Item<Stage>)> {
    let learns = alert.value.back_to.given().and_then(|stage| manifest.stages.get(&stage.value));
    let stage = learns.or_else(|| manifest.watch())?;
    Some((manifest.lead_of(stage)?, stage))
}
