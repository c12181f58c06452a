//! `acceptance-unmet`: accepted although a number is not good enough, without a word why.

use crate::diagnostic::Severity;
use crate::evidence::signoffs::SignoffFile;
use crate::evidence::{Gathered, Measured};
use crate::model::{Better, Bound, Handoff, Item, Manifest, Metric, Plan, State, Status, Verdict};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::text::{Span, Spanned};

/// A value that the receiver saw misses the metric's target, and the sign-off does not say why it was accepted.
pub(super) static RULE: Rule = Rule {
    name: "acceptance-unmet",
    family: Family::Handoffs,
    summary: "A value that the receiver saw misses the metric's target, and the sign-off does not say why it was accepted",
    why: "A target that gives way without a word is no acceptance criterion, and the next one who reads the sign-off takes the number for good.",
    help: "accept again with a note that says why, or refuse",
    exceptions: "A `note` in the sign-off is a word why. Only the last acceptance of each receiver counts. Where the same number stands in the tree and its stage is done, `metric-value-misses-target` tells of it.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Tree],
    fixes: &[],
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
        let mut seen: Vec<Span> = Vec::new();
        for said in word.receivers.iter().filter(|said| said.is(Verdict::Accepted)) {
            let signoff = said.signoff.filter(|signoff| signoff.note.is_absent());
            for met in signoff.into_iter().flat_map(|signoff| &signoff.met) {
                let metric = manifest.metrics.get(met.name());
                let Some((metric, number)) = metric.zip(met.value.given()) else { continue };
                if !seen.contains(&number.span) && !is_told(manifest, gathered, handoff, metric, number.value)
                {
                    seen.push(number.span);
                    let call = manifest.handoff_call(handoff.name(), plan);
                    report(manifest, file, handoff, (metric, number), (said.role, &call), findings);
                }
            }
        }
    }
}

/// The same number in the tree, of a stage that is done, has a finding of its own.
fn is_told(
    manifest: &Manifest,
    gathered: &Gathered<'_>,
    handoff: &Item<Handoff>,
    metric: &Item<Metric>,
    number: f64,
) -> bool {
    let giver = handoff.value.from.given().and_then(|from| manifest.stages.get(&from.value));
    let is_same = |measured: &Measured| measured.number == number;
    let measured = gathered.measurements.of(manifest, metric.name());
    giver.is_some_and(|giver| giver.value.state == State::Done)
        && handoff.value.checks.items().iter().any(|check| check.value == metric.name())
        && measured.is_some_and(|found| found.as_ref().is_ok_and(is_same))
}

fn report(
    manifest: &Manifest,
    file: &SignoffFile,
    handoff: &Item<Handoff>,
    (metric, number): (&Item<Metric>, &Spanned<f64>),
    (role, call): (&str, &str),
    findings: &mut Findings<'_>,
) {
    let Some((target, miss)) = miss(&metric.value, number.value) else { return };
    let message =
        format!("`{}` was {} when `{}` was accepted, {miss}", metric.name(), number.value, handoff.name());
    let help = format!(
        "let `{role}` run `planlint accept {call} --note` with the reason, or `planlint accept {call} --refuse`"
    );
    findings
        .report_at(file.place(number.span), message)
        .part(role)
        .because_at(manifest.place(checked(handoff, metric)), "checked here")
        .because_at(manifest.place(target.span), "the target")
        .help(help);
}

/// Where a handoff says that a metric is checked, else the handoff itself.
fn checked(handoff: &Item<Handoff>, metric: &Item<Metric>) -> Span {
    let check = handoff.value.checks.items().iter().find(|check| check.value == metric.name());
    check.map_or(handoff.id.span, |check| check.span)
}

/// The target that a number misses, and how.
fn miss(metric: &Metric, number: f64) -> Option<(&Spanned<Bound>, String)> {
    let target = metric.target.given().filter(|_| metric.meets_target(number) == Some(false))?;
    let side = match (metric.better.given()?.value, target.value) {
        (Better::Higher, _) => "below",
        (Better::Within, Bound::Range(low, _)) if number < low => "below",
        _ => "above",
    };
    Some((target, format!("{side} its target of {}", target.value)))
}
