//! `stage-state-inverted`: stages that are done, or due, before the stages they build on.

use crate::diagnostic::Severity;
use crate::model::{Item, Manifest, Plan, Stage, State, Wait};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A stage is done, or due earlier, while a stage that it needs is not.
pub(super) static RULE: Rule = Rule {
    name: "stage-state-inverted",
    family: Family::Stages,
    summary: "A stage is done, or due earlier, while a stage that it needs is not",
    why: "Either the plan is behind what happened, or the later stage was finished on something that was still to change.",
    help: "correct the state or the date of one of the two stages",
    exceptions: "Equal dates are fine. Where both stages have a `round` and the receiver is in an earlier one, they are not compared. Dates no longer matter once the stage that gives is done.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "the CS249R book, what each stage leaves to the next; TDSP checkpoints",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let flow = manifest.flow();
    for (at, receiver) in flow.stages().iter().enumerate() {
        let mut seen = Vec::new();
        for wait in flow.waits(at) {
            let is_made = |at| flow.stage(at).value.state == State::Done;
            let has_other = manifest.makers(&wait.need.value).any(is_made);
            if !seen.contains(&wait.giver) && !has_other {
                seen.push(wait.giver);
                compare(receiver, flow.stage(wait.giver), &wait, findings);
            }
        }
    }
}

/// The giver is not done.
fn compare(receiver: &Item<Stage>, giver: &Item<Stage>, wait: &Wait<'_>, findings: &mut Findings<'_>) {
    let (late, early) = (&giver.value, &receiver.value);
    let is_earlier_round = match (early.round.given(), late.round.given()) {
        (Some(early), Some(late)) => early.value < late.value,
        _ => false,
    };
    if is_earlier_round {
        return;
    }
    let (name, other, need) = (receiver.name(), giver.name(), &wait.need.value);
    if early.state == State::Done {
        let message = format!("`{name}` is done, but `{other}`, which makes the `{need}` it needs, is not");
        let help = format!(
            "write `state: done` at `{other}` or `state: active` at `{name}`, or count iterations with `round` in both"
        );
        findings
            .report(early.state_span.unwrap_or(receiver.id.span), message)
            .part(other)
            .because(late.state_span.unwrap_or(giver.id.span), "not done yet")
            .because(wait.need.span, "needed here")
            .help(help);
        return;
    }
    if let (Some(due), Some(later)) = (early.due.given(), late.due.given())
        && due.value < later.value
    {
        let message = format!("`{name}` is due before `{other}`, which makes the `{need}` it needs");
        let help =
            format!("move `{name}` to {} or later, or `{other}` to {} or earlier", later.value, due.value);
        findings
            .report(due.span, message)
            .part(other)
            .because(later.span, "due later")
            .because(wait.need.span, "needed here")
            .help(help);
    }
}
