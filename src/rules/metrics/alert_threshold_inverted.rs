//! `alert-threshold-inverted`: alerts that go off while the promise is kept.

use crate::diagnostic::Severity;
use crate::model::{Better, Bound, Item, Manifest, Metric, Plan};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// An alert lies on the good side of its target, or on the target itself.
pub(super) static RULE: Rule = Rule {
    name: "alert-threshold-inverted",
    family: Family::Metrics,
    summary: "An alert lies on the good side of its target, or on the target itself",
    why: "An alert that goes off while the promise is kept wakes somebody for nothing, and after the third time nobody gets up; most often the direction or one of the numbers is wrong.",
    help: "move `alert` to the bad side of `target`, or correct `better`",
    exceptions: "Silent where `better` is missing, since no side is good then. With `better: within` the alert's range holds the target's; they may share one end.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: all roles understand the key metrics in the same way (S33); the CS249R book, alerts at 88 for a promise of 90",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    for metric in &manifest.metrics {
        let Some(better) = metric.value.better.given() else { continue };
        reversed_ranges(metric, findings);
        let (Some(target), Some(alert)) = (metric.value.target.given(), metric.value.alert.given()) else {
            continue;
        };
        let name = metric.name();
        let (bound, promise) = (alert.value, target.value);
        // A number in another unit is told as that.
        if !metric.value.has_room_for(bound) || !metric.value.has_room_for(promise) {
            continue;
        }
        let finding = match stand(better.value, bound, promise) {
            Stand::Apart => continue,
            Stand::Same => findings
                .report(
                    alert.span,
                    format!("`{name}` alerts at {bound}, which is its target: nothing lies between"),
                )
                .severity(Severity::Warning),
            Stand::Inverted => findings.report(
                alert.span,
                format!("`{name}` alerts at {bound} while its target of {promise} is still kept"),
            ),
        };
        finding
            .because(target.span, "the promise")
            .because(
                better.span,
                match better.value {
                    Better::Higher => "so the alert lies below the target",
                    Better::Lower => "so the alert lies above the target",
                    Better::Within => "so the alert's range holds the target's",
                },
            )
            .help(help(better.value, promise));
    }
}

enum Stand {
    Apart,
    Same,
    Inverted,
}

/// How an alert stands to its target. What does not fit the direction was reported by the schema.
fn stand(better: Better, alert: Bound, target: Bound) -> Stand {
    match (better, alert, target) {
        (Better::Within, Bound::Range(a, b), Bound::Range(c, d)) if a > b || c > d => Stand::Apart,
        (Better::Higher | Better::Lower, Bound::Number(_), Bound::Number(_))
        | (Better::Within, Bound::Range(..), Bound::Range(..)) => {
            if alert == target {
                Stand::Same
            } else if is_outside(better, alert, target) {
                Stand::Apart
            } else {
                Stand::Inverted
            }
        }
        _ => Stand::Apart,
    }
}

/// Is everything that the target promises good enough for the alert?
fn is_outside(better: Better, alert: Bound, target: Bound) -> bool {
    target.numbers().all(|number| better.accepts(alert, number) == Some(true))
}

fn help(better: Better, target: Bound) -> String {
    match better {
        Better::Higher => format!("write an `alert` below {target}, or correct `target` or `better`"),
        Better::Lower => format!("write an `alert` above {target}, or correct `target` or `better`"),
        Better::Within => {
            format!("write an `alert` range that begins below and ends above {target}, or correct `target`")
        }
    }
}

/// A range that ends before it begins accepts nothing.
fn reversed_ranges(metric: &Item<Metric>, findings: &mut Findings<'_>) {
    for (key, bound) in [("target", &metric.value.target), ("alert", &metric.value.alert)] {
        let Some(bound) = bound.given() else { continue };
        if let Bound::Range(low, high) = bound.value
            && low > high
        {
            findings
                .report(
                    bound.span,
                    format!("the `{key}` range of `{}` ends below where it begins", metric.name()),
                )
                .part("range")
                .help(format!("write `{key}: [{high}, {low}]`"));
        }
    }
}
