//! `acceptance-unmet`: accepted although a number is not good enough, without a word why.

use crate::diagnostic::Severity;
use crate::evidence::Gathered;
use crate::model::{Better, Bound, Handoff, Item, Manifest, Metric, Plan, Status, Verdict};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::text::Spanned;

/// A value that the receiver saw misses the metric's target, and the sign-off does not say why it was accepted.
pub(super) const RULE: Rule = Rule {
    name: "acceptance-unmet",
    family: Family::Handoffs,
    summary: "A value that the receiver saw misses the metric's target, and the sign-off does not say why it was accepted",
    why: "A target that gives way without a word is no acceptance criterion, and the next one who reads the sign-off takes the number for good.",
    help: "accept again with a note that says why, or refuse",
    exceptions: "A `note` in the sign-off is a word why. Only the last acceptance of each receiver counts.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Tree],
    since: "0.1.0",
    source: "article: the product manager defines acceptance criteria (S20); the CS249R book, quality invariants of a stage",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    for handoff in &manifest.handoffs {
        let Some(file) = gathered.signoffs.of(manifest, handoff.name()) else { continue };
        let Some(receivers) = manifest.acceptors(&handoff.value) else { continue };
        let word = file.word(manifest, &receivers, plan);
        let mut told = Vec::new();
        for said in word.receivers.iter().filter(|said| said.is(Verdict::Accepted)) {
            let Some(signoff) = said.signoff.filter(|signoff| signoff.note.is_absent()) else { continue };
            for met in &signoff.met {
                let metric = manifest.metrics.get(met.name());
                let Some((metric, number)) = metric.zip(met.value.given()) else { continue };
                let Some((bound, miss)) = miss(&metric.value, number.value) else { continue };
                if told.contains(&number.span) {
                    continue;
                }
                told.push(number.span);
                let message = format!(
                    "`{}` was {} when `{}` was accepted, {miss}",
                    metric.name(),
                    number.value,
                    handoff.name()
                );
                let call = manifest.handoff_call(handoff.name(), plan);
                let help = format!(
                    "let `{}` run `planlint accept {call} --note` with the reason, or `planlint accept {call} --refuse`",
                    said.role
                );
                findings
                    .report_at(file.place(number.span), message)
                    .because_at(manifest.place(checked(handoff, metric)), "checked here")
                    .because_at(manifest.place(bound.span), "the target")
                    .help(help);
            }
        }
    }
}

/// Where a handoff says that a metric is checked, else the handoff itself.
fn checked(handoff: &Item<Handoff>, metric: &Item<Metric>) -> crate::text::Span {
    let check = handoff.value.checks.items().iter().find(|check| check.value == metric.name());
    check.map_or(handoff.id.span, |check| check.span)
}

/// The target that a number misses, and how.
fn miss(metric: &Metric, number: f64) -> Option<(&Spanned<Bound>, String)> {
    let target = metric.target.given()?;
    let how = match (metric.better.given()?.value, target.value) {
        (Better::Higher, Bound::Number(least)) if number < least => format!("below its target of {least}"),
        (Better::Lower, Bound::Number(most)) if number > most => format!("above its target of {most}"),
        (Better::Within, Bound::Range(low, high)) if number < low || number > high => {
            format!("outside of its target of {low} to {high}")
        }
        _ => return None,
    };
    Some((target, how))
}
