//! `objective-missing`: plans that do not say what for, how success shows, or within which limits.

use crate::diagnostic::Severity;
use crate::model::{Item, Manifest, Plan, Risk, State, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A plan does not say what it is for, by which business metric it succeeds, or what limits the model has.
pub(super) static RULE: Rule = Rule {
    name: "objective-missing",
    family: Family::Stages,
    summary: "A plan does not say what it is for, by which business metric it succeeds, or what limits the model has",
    why: "A model can reach every metric of its own and help nobody; a limit on latency, platform or privacy that comes up after training costs a second training.",
    help: "write `about`, a business metric that others serve, and `constraints`",
    exceptions: "Off with `risk: minimal` and for retired plans. A metric counts as a business metric where another one `serves` it or the product manager defines it. `constraints` are asked for once model development has begun.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: the product manager defines the business need (S8); the CS249R book, constraint propagation; CRISP-ML(Q), success criteria",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    if manifest.risk == Risk::Minimal || manifest.status == Status::Retired {
        return;
    }
    let project = manifest.title();
    if manifest.about.is_absent() {
        let help = "write `about:` with one sentence on what is predicted or decided, and for whom";
        let message = format!("nothing says what `{project}` is for");
        findings.report(manifest.head, message).named("about").help(help);
    }
    if !manifest.metrics.is_spoiled() && !manifest.has_business_metric() {
        let message = format!("no metric says when `{project}` is a success for the business");
        findings.report(manifest.head, message).named("metrics").help(metric_help(manifest));
    }
    if manifest.constraints.is_empty() && !manifest.constraints.is_spoiled() {
        limits(manifest, findings);
    }
}

fn metric_help(manifest: &Manifest) -> String {
    let manager = manifest.player("product-manager").map(Item::name);
    match (manifest.metrics.iter().next(), manager) {
        (Some(metric), _) => format!(
            "add the metric of the business goal under `metrics`, and write `serves: <that metric>` at `{}`",
            metric.name()
        ),
        (None, Some(role)) => {
            format!("add the metric of the business goal under `metrics`, with `defined-by: {role}`")
        }
        (None, None) => {
            "add the metric of the business goal under `metrics`, and one that `serves` it".into()
        }
    }
}

fn limits(manifest: &Manifest, findings: &mut Findings<'_>) {
    let is_begun = |stage: &&Item<_>| {
        let is_development = manifest.expected(stage).is_some_and(|expected| expected.development);
        is_development && stage.value.state != State::Planned
    };
    if let Some(stage) = manifest.stages.iter().find(is_begun) {
        let message =
            format!("`{}` has begun, and nothing says within which limits the model must work", stage.name());
        findings
            .report(stage.value.state_span.unwrap_or(stage.id.span), message)
            .named("constraints")
            .help("write the target platform, latency and privacy under `constraints`, such as `latency: at most 200ms`");
    }
}
