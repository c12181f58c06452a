//! `metric-incomplete`: metrics that two people can read in two ways.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Bound, Field, Item, Manifest, Metric, Plan, Risk, Status, Watch};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::Spanned;

/// A metric lacks its meaning, unit, direction or the role that defines it, or what its use asks for.
pub(super) static RULE: Rule = Rule {
    name: "metric-incomplete",
    family: Family::Metrics,
    summary: "A metric lacks its meaning, unit, direction or the role that defines it, or what its use asks for",
    why: "A number without a meaning, a unit and a direction is read by everybody in their own way, and one that nobody defines is changed by whoever misses it. A mean hides the group for which a model fails, and an alert on labels that are not there yet stays silent for that long.",
    help: "write `means`, `unit`, `better` and `defined-by` under the metric",
    exceptions: "What a metric of the same id with `scope: repository` says in another manifest need not be repeated. From risk `limited` up it is advice to give the main quality metric `slices` with a `floor`: the first one that decides a handoff out of the stage in which the model is built and that `serves` another metric. A `label-delay` is missed only at a metric with an alert that needs labels: another one is `proxy-for` it, or it serves one with a `label-delay`.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: all roles understand the key metrics in the same way (S33), the product manager defines them (S20); Shankar 2022, ground truth arrives late; ML Test Score, quality on slices",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    let main = main_metric(manifest);
    for metric in &manifest.metrics {
        let missing = definition(manifest, plan, metric);
        let advised = match manifest.risk == Risk::Minimal || manifest.status == Status::Retired {
            true => Vec::new(),
            false => advised(manifest, metric, main == Some(metric.name())),
        };
        if missing.is_empty() && advised.is_empty() {
            continue;
        }
        let lacks = missing
            .iter()
            .map(|lack| lack.what.to_owned())
            .chain(advised.iter().map(|(lack, _)| (*lack).to_owned()));
        let message = format!("`{}` lacks {}", metric.name(), phrase::all(lacks));
        let finding = findings.report(metric.id.span, message);
        match missing.is_empty() {
            true => drop(finding.severity(Severity::Advice).help(advice(metric.name(), &advised))),
            false => {
                let keys = phrase::ids(missing.iter().map(|lack| lack.key));
                let fix = skeleton(manifest, metric, &missing);
                let finding = finding.help(format!("write {keys} under `{}`", metric.name()));
                if let Some(edits) = fix {
                    finding.unsafe_fix(format!("add {keys} to be corrected"), edits);
                }
            }
        }
    }
}

/// A key that every metric has.
struct Lack {
    key: &'static str,
    what: &'static str,
}

/// What is missing of the definition, here and in the definition for the whole repository.
fn definition(manifest: &Manifest, plan: &Plan, metric: &Item<Metric>) -> Vec<Lack> {
    let glossary: Vec<&Metric> = plan.glossary(metric.name(), manifest).collect();
    let mut missing = Vec::new();
    let mut look = |key, what, is_absent: fn(&Metric) -> bool| {
        if is_absent(&metric.value) && glossary.iter().all(|other| is_absent(other)) {
            missing.push(Lack { key, what });
        }
    };
    look("means", "a meaning", |metric| metric.means.is_absent());
    look("unit", "a unit", |metric| metric.unit.is_absent());
    look("better", "a direction", |metric| metric.better.is_absent());
    look("defined-by", "a role that defines it", |metric| metric.defined_by.is_absent());
    missing
}

/// The metric by which the model is judged in the first place.
fn main_metric(manifest: &Manifest) -> Option<&str> {
    let metrics = manifest.quality_metrics(&manifest.flow());
    let serves = |metric: &&Item<Metric>| !metric.value.serves.items().is_empty();
    metrics.iter().map(|acceptance| acceptance.metric).find(serves).map(Item::name)
}

/// What the use of a metric asks for, each with what to write.
fn advised(manifest: &Manifest, metric: &Item<Metric>, is_main: bool) -> Vec<(&'static str, &'static str)> {
    let mut advised = Vec::new();
    let has_floor = match &metric.value.slices {
        Field::Absent => false,
        Field::Spoiled => true,
        Field::Given(slices) => !slices.floor.is_absent(),
    };
    if is_main && !has_floor {
        advised.push((
            "a floor for its subgroups",
            "`slices: { by: <group>, floor: <number> }`, with the worst value that any group may have,",
        ));
    }
    let is_watched = matches!(manifest.watch_on(metric.name()), Watch::Alert(_));
    if metric.value.label_delay.is_absent() && is_watched && needs_labels(manifest, metric) {
        advised.push((
            "the time until its labels arrive",
            "`label-delay: 30d` or the like, the time until the truth is known,",
        ));
    }
    advised
}

fn needs_labels(manifest: &Manifest, metric: &Item<Metric>) -> bool {
    let is_late =
        |id: &str| manifest.metrics.get(id).is_some_and(|served| served.value.label_delay.given().is_some());
    let serves_late = || metric.value.serves.items().iter().any(|id| is_late(&id.value));
    manifest.proxies(metric.name()).next().is_some()
        || metric.value.proxy_for.is_absent() && !metric.value.is_operational() && serves_late()
}

fn advice(name: &str, advised: &[(&str, &str)]) -> String {
    format!("write {} under `{name}`", phrase::all(advised.iter().map(|(_, line)| (*line).to_owned())))
}

/// The missing lines as far as the plan lets one guess them; `None` where no role can be named.
fn skeleton(manifest: &Manifest, metric: &Item<Metric>, missing: &[Lack]) -> Option<Vec<Edit>> {
    let insert = |lack: &Lack| {
        Some(Edit::Insert {
            source: manifest.source,
            at: format!("metrics.{}", metric.name()),
            key: lack.key.to_owned(),
            value: guess(manifest, metric, lack.key)?,
        })
    };
    missing.iter().map(insert).collect()
}

fn guess(manifest: &Manifest, metric: &Item<Metric>, key: &str) -> Option<String> {
    let number = |field: &Field<Spanned<Bound>>| field.given().map(|bound| bound.value);
    let (target, alert) = (number(&metric.value.target), number(&metric.value.alert));
    Some(match key {
        "means" => metric.name().replace('-', " "),
        "unit" => {
            let fits = |bound: Bound| bound.numbers().all(|number| (0.0..=1.0).contains(&number));
            if target.or(alert).is_some_and(fits) { "ratio" } else { "index" }.to_owned()
        }
        "better" => match (target, alert) {
            (Some(Bound::Range(..)), _) | (_, Some(Bound::Range(..))) => "within",
            (Some(Bound::Number(target)), Some(Bound::Number(alert))) if target < alert => "lower",
            _ => "higher",
        }
        .to_owned(),
        _ => {
            let defines =
                |other: &Item<Metric>| other.value.defined_by.given().map(|by| by.value.to_string());
            let manager = manifest.player("product-manager").map(|role| role.name().to_owned());
            manager.or_else(|| manifest.metrics.iter().find_map(defines))?
        }
    })
}
