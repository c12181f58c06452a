//! `handoff-gap`: handoffs that pass nothing, or not all that the receiver needs.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Crossing, Flow, Manifest, Plan, Wait};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A handoff passes nothing, or leaves out what the receiving stage needs from the giving one.
pub(super) static RULE: Rule = Rule {
    name: "handoff-gap",
    family: Family::Handoffs,
    summary: "A handoff passes nothing, or leaves out what the receiving stage needs from the giving one",
    why: "What is used but not handed over was accepted by nobody: feature code that changed unseen is a classic of models that fail in production only.",
    help: "add what the receiver needs to `passes`",
    exceptions: "Another handoff to the same stage may pass it.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "article: explicit handoff points (S30); Nahar 2022, collaboration at the boundaries; the CS249R book, undocumented preprocessing",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let flow = manifest.flow();
    let is_empty = |crossing: &Crossing<'_>| {
        let passes = &crossing.handoff.value.passes;
        !passes.is_spoiled() && passes.items().is_empty()
    };
    for crossing in flow.crossings().iter().filter(|crossing| crossing.is_forward()) {
        let twins = || flow.handoffs_to(crossing.to).filter(|other| other.from == crossing.from);
        let is_first = twins().next().is_some_and(|first| first.handoff.id == crossing.handoff.id);
        if is_empty(crossing) {
            nothing(manifest, &flow, crossing, findings);
        } else if is_first && !twins().any(is_empty) {
            gap(manifest, &flow, crossing, findings);
        }
    }
}

fn nothing(manifest: &Manifest, flow: &Flow<'_>, crossing: &Crossing<'_>, findings: &mut Findings<'_>) {
    let needed = flow.open(crossing);
    let needs: Vec<&str> = needed.iter().map(|wait| wait.need.value.as_str()).collect();
    let made: Vec<&str> = crossing.giver.value.produces.names().collect();
    let help = match (needs.as_slice(), made.as_slice()) {
        ([], []) => format!(
            "list under `passes` what `{}` gives to `{}`",
            crossing.giver.name(),
            crossing.receiver.name()
        ),
        ([], made) => format!(
            "list under `passes` what `{}` gets of {}",
            crossing.receiver.name(),
            phrase::ids(made.iter().copied())
        ),
        (needs, _) => format!("write `passes: [{}]`", needs.join(", ")),
    };
    let message = format!(
        "`{}` passes nothing from `{}` to `{}`",
        crossing.handoff.name(),
        crossing.giver.name(),
        crossing.receiver.name()
    );
    let mut finding = findings.report(crossing.handoff.id.span, message).help(help);
    for wait in &needed {
        finding = finding.because(wait.need.span, "needed here");
    }
    if !needed.is_empty() {
        let (title, edits) = addition(manifest, crossing, &needed);
        finding.fix(title, edits);
    }
}

fn gap(manifest: &Manifest, flow: &Flow<'_>, crossing: &Crossing<'_>, findings: &mut Findings<'_>) {
    let open = flow.open(crossing);
    if open.is_empty() {
        return;
    }
    let handoff = crossing.handoff;
    let needs = phrase::ids(open.iter().map(|wait| wait.need.value.as_str()));
    let message = format!(
        "`{}` does not pass {needs}, which `{}` needs from `{}`",
        handoff.name(),
        crossing.receiver.name(),
        crossing.giver.name()
    );
    let at = handoff.value.passes_span.unwrap_or(handoff.id.span);
    let (giver, receiver) = (crossing.giver.name(), crossing.receiver.name());
    let finding = findings.report(at, message).named(format!("handoffs from {giver} to {receiver}"));
    let mut finding = finding.help(format!("add {needs} to `passes`"));
    for wait in &open {
        finding = finding.because(wait.need.span, "needed here");
    }
    let (title, edits) = addition(manifest, crossing, &open);
    finding.fix(title, edits);
}

fn addition(manifest: &Manifest, crossing: &Crossing<'_>, open: &[Wait<'_>]) -> (String, Vec<Edit>) {
    let handoff = crossing.handoff.name();
    let needs = || open.iter().map(|wait| wait.need.value.as_str());
    let edit = |need| Edit::append(manifest.source, format!("handoffs.{handoff}.passes"), need);
    let title = format!("add {} to `passes` of `{handoff}`", phrase::ids(needs()));
    (title, needs().map(edit).collect())
}
