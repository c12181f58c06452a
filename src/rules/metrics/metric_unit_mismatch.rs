//! `metric-unit-mismatch`: numbers that their unit cannot have.

use crate::diagnostic::Severity;
use crate::model::{Item, Manifest, Metric, Plan, Unit};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::text::Span;

/// A threshold is a number that its unit cannot have.
pub(super) static RULE: Rule = Rule {
    name: "metric-unit-mismatch",
    family: Family::Metrics,
    summary: "A threshold is a number that its unit cannot have",
    why: "85 and 0.85 are the same promise to a reader and not to a program: a ratio is never above 85, so the check passes always or never.",
    help: "write the number in the metric's unit, or correct the unit",
    exceptions: "`index`, money and unknown units may have any number; a word that is one letter away from a known unit is a warning. A percentage below 1 is one: `0.5` percent of errors.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: all roles understand the key metrics in the same way (S33); 85 in one file and 0.85 in the other",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    for metric in &manifest.metrics {
        let Some(word) = metric.value.unit.given() else { continue };
        let unit = Unit::of(&word.value);
        if let Some(meant) = Unit::meant(&word.value) {
            let message =
                format!("no unit is called `{}`, so its numbers are held against nothing", word.value);
            let help = format!("write `unit: {meant}`, or a word that is no slip of it");
            findings.report(word.span, message).severity(Severity::Warning).help(help);
        }
        let Some(limits) = unit.limits() else { continue };
        let outside = outside(metric, limits);
        let Some((key, number, span)) = outside.first().copied() else { continue };
        let range = match unit {
            Unit::Ratio => "which lies between 0 and 1",
            Unit::Percent => "which lies between 0 and 100",
            _ => "which is never negative",
        };
        let message = format!(
            "the {key} of `{}` is {number}, and its unit is `{}`, {range}",
            metric.name(),
            word.value
        );
        let finding = findings.report(span, message).named(format!("metrics.{}", metric.name()));
        let mut finding = finding.because(word.span, "its unit");
        for (_, number, span) in &outside[1..] {
            finding = finding.because(*span, format!("{number} is none either"));
        }
        finding.help(help(unit, number));
    }
}

/// Every number outside the limits: what it is, the number, its place; one for each threshold.
fn outside(metric: &Item<Metric>, (least, most): (f64, f64)) -> Vec<(&'static str, f64, Span)> {
    let floor = metric.value.slices.given().and_then(|slices| slices.floor.given());
    let thresholds =
        [("target", metric.value.target.given()), ("alert", metric.value.alert.given()), ("floor", floor)];
    let outside = thresholds.into_iter().filter_map(|(key, bound)| {
        let bound = bound?;
        let number = bound.value.numbers().find(|number| !(least..=most).contains(number))?;
        Some((key, number, bound.span))
    });
    outside.collect()
}

fn help(unit: Unit, number: f64) -> String {
    match unit {
        Unit::Ratio if number > 1.0 && number <= 100.0 => {
            let part = (number * 1e7).round() / 1e9;
            format!("write {part}, or `unit: percent`, or `unit: index` if it may be above 1")
        }
        Unit::Ratio => "write a number from 0 to 1, or `unit: index` if it may be any".to_owned(),
        Unit::Percent => "write a number from 0 to 100, or `unit: index` if it may be any".to_owned(),
        _ => "write a number that is not negative, or `unit: index` if it may be any".to_owned(),
    }
}
