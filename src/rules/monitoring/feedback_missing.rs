//! `feedback-missing`: what production learns and no earlier stage hears.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{About, Feedback, Item, Manifest, Metric, Plan, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A feedback loop of the profile is closed by no alert.
pub(super) static RULE: Rule = Rule {
    name: "feedback-missing",
    family: Family::Monitoring,
    summary: "A feedback loop of the profile is closed by no alert",
    why: "Data drifts and models age. Where nothing goes back to those who prepare the data and build the model, the team hears of it from its customers.",
    help: "write the stage that learns under `back-to` of an alert",
    exceptions: "A loop from or to a stage that the plan does not have or skips is not expected. A plan without any alert is told so once, by `duty-uncovered`. Silent while an alert goes to a stage that is not declared, or says neither `back-to` nor `action`: it may be the loop. A handoff that runs back is left to `stage-order`.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: find out why performance drops, watch data drift (S27, S28); the CS249R book, feedback loops of the lifecycle",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    let alerts = &manifest.alerts;
    let (Some(profile), Some(key)) = (manifest.profile.as_deref(), alerts.key()) else { return };
    let is_unsure = alerts.iter().any(|alert| manifest.is_open_ended(&alert.value));
    if alerts.is_empty() || is_unsure || manifest.status == Status::Retired {
        return;
    }
    let flow = manifest.flow();
    for edge in manifest.feedback() {
        let mut back = flow.crossings().iter().filter(|crossing| !crossing.is_forward());
        let runs_back = back.any(|crossing| crossing.receiver.name() == edge.to.name());
        if runs_back || alerts.iter().any(|alert| edge.has(&alert.value)) {
            continue;
        }
        let message = format!(
            "profile `{}` expects `{}` to tell `{}` about {}, and no alert goes back there",
            profile.name,
            edge.from.name(),
            edge.to.name(),
            subject(&edge)
        );
        let (id, entry) = skeleton(manifest, &edge);
        let edit = Edit::Insert {
            source: manifest.source,
            at: "alerts".to_owned(),
            key: id.clone(),
            value: entry.clone(),
        };
        findings
            .report(key, message)
            .part(format!("{} to {}", edge.from.name(), edge.to.name()))
            .because(edge.to.id.span, "hears nothing")
            .help(format!("write `back-to: {}` under an alert, or add `{id}: {entry}`", edge.to.name()))
            .unsafe_fix(format!("add the alert `{id}`"), vec![edit]);
    }
}

fn subject(edge: &Feedback<'_>) -> String {
    match edge.expected.about.as_str() {
        "" => "what it sees".to_owned(),
        about => about.to_owned(),
    }
}

/// An alert that closes the loop, from what the plan has: its metric, the lead who learns, the runbook.
fn skeleton(manifest: &Manifest, edge: &Feedback<'_>) -> (String, String) {
    let wanted = match edge.about {
        About::Drift => "data-drift".to_owned(),
        About::Quality => "quality-drop".to_owned(),
        About::Other => format!("back-to-{}", edge.expected.to),
    };
    let id = phrase::free_id(&wanted, |id| manifest.alerts.has(id));
    let metric = metric_for(manifest, edge).map(|metric| format!("metric: {}, ", metric.name()));
    let owner = manifest.lead_of(edge.to).map(|role| format!("owner: {role}, "));
    let runbook = manifest.runbook().map(|path| format!("runbook: {path}, "));
    let parts = [metric, owner, Some("respond: 1d, ".to_owned()), runbook];
    let parts: String = parts.into_iter().flatten().collect();
    (id, format!("{{ {parts}back-to: {} }}", edge.to.name()))
}

/// A metric with an alarm value that tells what the loop is about.
fn metric_for<'a>(manifest: &'a Manifest, edge: &Feedback<'_>) -> Option<&'a Item<Metric>> {
    let tells = |metric: &&Item<Metric>| match edge.about {
        About::Drift => manifest.shows_drift(&metric.value),
        About::Quality => manifest.shows_quality(metric) && !manifest.shows_drift(&metric.value),
        About::Other => false,
    };
    manifest.metrics.iter().find(|metric| tells(metric) && metric.value.alert.given().is_some())
}
