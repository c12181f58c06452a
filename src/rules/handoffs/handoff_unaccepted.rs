//! `handoff-unaccepted`: work that goes on with what nobody has accepted.

use hashbrown::HashSet;

use crate::diagnostic::Severity;
use crate::evidence::Gathered;
use crate::evidence::signoffs::{Said, Word};
use crate::model::{Crossing, Manifest, Plan, State, Status, Verdict};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A stage works with, or is done with, what its receiver has not accepted, or has refused.
pub(super) static RULE: Rule = Rule {
    name: "handoff-unaccepted",
    family: Family::Handoffs,
    summary: "A stage is at work or done, and a receiver has not accepted what was handed over, or has refused it",
    why: "Responsibility passes at the moment of acceptance. Without one, nobody answers for the data when the model fails, and a refusal that is worked around is never mended.",
    help: "let the receiver run `planlint accept`, and commit the sign-off",
    exceptions: "Only for handoffs that want a sign-off: those with `signoff: required`, and from risk `limited` up all without `signoff: optional`, except where the same role gives and receives. Each role under `receivers` signs for itself. It is a warning while the receiving stage is active, an error once it is done. A retired plan is left alone.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Tree],
    fixes: &[],
    since: "0.1.0",
    source: "article: responsibility passes clearly from role to role (S30); the CS249R book, outputs are validated at each transition",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    let strays = gathered.signoffs.strays(manifest, plan);
    let misnamed: HashSet<&str> =
        strays.iter().filter_map(|(_, stray)| Some(stray.as_ref()?.name())).collect();
    let flow = manifest.flow();
    let due = |crossing: &&Crossing<'_>| crossing.is_forward() && manifest.is_due(&crossing.handoff.value);
    for crossing in flow.crossings().iter().filter(due) {
        if !misnamed.contains(crossing.handoff.name()) {
            check_one(manifest, plan, gathered, crossing, findings);
        }
    }
}

fn check_one(
    manifest: &Manifest,
    plan: &Plan,
    gathered: &Gathered<'_>,
    crossing: &Crossing<'_>,
    findings: &mut Findings<'_>,
) {
    let handoff = crossing.handoff;
    let Some(receivers) = manifest.acceptors(&handoff.value) else { return };
    let Some(path) = manifest.signoff_path(handoff.name()) else { return };
    let file = gathered.signoffs.of(manifest, handoff.name());
    if file.is_some_and(|file| !file.is_readable()) {
        return;
    }
    let word = file.map_or_else(|| Word::silent(&receivers), |file| file.word(manifest, &receivers, plan));
    let missing: Vec<&str> = word.missing().filter(|_| !word.is_left_to_others()).collect();
    let refused: Vec<&Said<'_>> = word.receivers.iter().filter(|said| said.is(Verdict::Refused)).collect();
    if missing.is_empty() && refused.is_empty() {
        return;
    }
    let state = if crossing.receiver.value.state == State::Done { "done" } else { "active" };
    let message = message(crossing, state, &missing, &refused);
    let call = manifest.handoff_call(handoff.name(), plan);
    let whose = phrase::ids(missing.iter().copied().chain(refused.iter().map(|said| said.role)));
    let again = if missing.is_empty() { "mend what was refused, then let" } else { "let" };
    let each = if missing.len() + refused.len() > 1 { " each" } else { "" };
    let help = format!("{again} {whose}{each} run `planlint accept {call}`, and commit `{path}`");
    let mut finding = findings.report(handoff.id.span, message).help(help);
    if state == "active" {
        finding = finding.severity(Severity::Warning);
    }
    if let Some(span) = crossing.receiver.value.state_span {
        finding = finding.because(span, format!("`{}` is {state}", crossing.receiver.name()));
    }
    for said in refused {
        let verdict = said.signoff.and_then(|signoff| signoff.verdict.given());
        if let Some((file, verdict)) = file.zip(verdict) {
            finding = finding.because_at(file.place(verdict.span), format!("refused by {}", said.by_whom()));
        }
    }
}

fn message(crossing: &Crossing<'_>, state: &str, missing: &[&str], refused: &[&Said<'_>]) -> String {
    let (name, stage) = (crossing.handoff.name(), crossing.receiver.name());
    let mut clauses = Vec::new();
    if !missing.is_empty() {
        let verb = if missing.len() == 1 { "has" } else { "have" };
        clauses.push(format!("{} {verb} not accepted", phrase::ids(missing.iter().copied())));
    }
    if !refused.is_empty() {
        clauses.push(format!("{} refused", phrase::ids(refused.iter().map(|said| said.role))));
    }
    format!("`{stage}` is {state}, and {} `{name}`", phrase::all(clauses))
}
