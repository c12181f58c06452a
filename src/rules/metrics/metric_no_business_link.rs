//! `metric-no-business-link`: model metrics that serve nothing the business wants.

use crate::diagnostic::Severity;
use crate::model::{Item, Manifest, Metric, Plan, Risk, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// No chain of `serves` leads from a model metric to a business metric.
pub(super) static RULE: Rule = Rule {
    name: "metric-no-business-link",
    family: Family::Metrics,
    summary: "No chain of `serves` leads from a model metric to a business metric",
    why: "A model can get better by a number that nobody outside the team cares about; the link says what the business gains from it.",
    help: "write `serves` under the metric, with the business metric that it is for",
    exceptions: "Off with `risk: minimal` and for retired plans. A model metric is one that decides a handoff out of the stage in which the model is built and that this stage's lead measures; time, size and money are left out. What a metric is `proxy-for` it serves too. Where a plan has no business metric at all, `objective-missing` says so.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: the product manager keeps the technical plan aligned with the business goal (S8); CRISP-ML(Q), success criteria; Nahar 2022",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    let is_asked = manifest.risk != Risk::Minimal && manifest.status != Status::Retired;
    if !is_asked || !manifest.has_business_metric() {
        return;
    }
    let model = manifest.quality_metrics(&manifest.flow());
    let names: Vec<&str> = model.iter().map(|acceptance| acceptance.metric.name()).collect();
    let is_offered =
        |metric: &&Item<Metric>| !names.contains(&metric.name()) && metric.value.serves.is_absent();
    let offered = manifest.business_metrics().find(is_offered).map(Item::name);
    for acceptance in &model {
        let metric = acceptance.metric;
        let Some(end) = dead_end(manifest, plan, metric.name(), &names) else { continue };
        let message = match end {
            End::ServesNothing => format!("`{}` serves no business metric", metric.name()),
            End::Itself => format!("`{}` serves itself, and no business metric", metric.name()),
            End::Circle => {
                format!("`{}` serves only metrics that serve each other in a circle", metric.name())
            }
        };
        findings
            .report(metric.id.span, message)
            .because(acceptance.check.span, "judges the model here")
            .help(help(offered, metric.name()));
    }
}

/// A chain of more metrics is not followed to its end.
const LONGEST: usize = 100;

/// How the chains from a model metric end without a business metric.
enum End {
    ServesNothing,
    Itself,
    Circle,
}

/// `None` where a chain reaches a business metric or cannot be followed, and where another model metric on it
/// is to blame.
fn dead_end(manifest: &Manifest, plan: &Plan, start: &str, model: &[&str]) -> Option<End> {
    let served = served(manifest, plan, start)?;
    if served.is_empty() {
        return Some(End::ServesNothing);
    }
    let mut reached: Vec<&str> = Vec::new();
    let mut ahead = served;
    while let Some(id) = ahead.pop() {
        if reached.contains(&id) {
            continue;
        }
        if reached.len() == LONGEST {
            return None;
        }
        reached.push(id);
        let next = self::served(manifest, plan, id)?;
        if next.is_empty() && !model.contains(&id) {
            return None;
        }
        ahead.extend(next);
    }
    let order = |id: &str| model.iter().position(|other| *other == id);
    let mut others = reached.iter().filter(|id| **id != start).filter_map(|id| order(id)).peekable();
    let is_first = reached.contains(&start) && others.clone().all(|other| Some(other) > order(start));
    let end = if reached == [start] { End::Itself } else { End::Circle };
    (others.peek().is_none() || is_first).then_some(end)
}

/// What a metric is there for; `None` where that cannot be told.
fn served<'a>(manifest: &'a Manifest, plan: &'a Plan, id: &str) -> Option<Vec<&'a str>> {
    let metric = &manifest.metrics.get(id)?.value;
    let is_linked_elsewhere = || plan.glossary(id, manifest).any(|shared| !shared.serves.items().is_empty());
    if metric.serves.is_spoiled() || metric.proxy_for.is_spoiled() || is_linked_elsewhere() {
        return None;
    }
    let served = metric.serves.items().iter().chain(metric.proxy_for.items());
    Some(served.map(|id| id.value.as_str()).collect())
}

fn help(offered: Option<&str>, name: &str) -> String {
    match offered {
        Some(business) => format!("write `serves: {business}` under `{name}`, or the metric that it is for"),
        None => format!(
            "add the metric of the business goal under `metrics`, and write `serves: <that metric>` under `{name}`"
        ),
    }
}
