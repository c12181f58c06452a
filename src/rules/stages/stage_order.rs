//! `stage-order`: needs and handoffs that run against the order of the stages.

use std::collections::{BTreeSet, VecDeque};

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Alert, Crossing, Flow, Item, Manifest, Plan, Wait};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// After this many searches for cycles a plan is so tangled that each need is reported for itself.
const MOST_SEARCHES: usize = 100;

/// How many stations of a cycle are shown.
const MOST_STATIONS: usize = 8;

/// A stage needs what only a later one makes, needs go round in a circle, or a handoff runs backwards.
pub(super) static RULE: Rule = Rule {
    name: "stage-order",
    family: Family::Stages,
    summary: "A stage needs what only a later one makes, needs go round in a circle, or a handoff runs backwards",
    why: "Stages stand in the order of the work: one that waits for a later one never starts.",
    help: "put the stages in the order of the work, and declare what comes back from production as `back-to` of an alert",
    exceptions: "What comes back from production is no dependency where an alert names the earlier stage in `back-to`. Where several stages make an artifact, one that is not later is enough.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "the CS249R book, the lifecycle and its feedback loops",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let flow = manifest.flow();
    let waits = tangled(&flow);
    for (_, group) in waits.iter().filter(|(ends, _)| ends.0 == ends.1) {
        own(manifest, &flow, group, findings);
    }
    let mut covered: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut searches = 0;
    for (ends, group) in waits.iter().filter(|(ends, _)| ends.0 != ends.1) {
        if covered.contains(ends) {
            continue;
        }
        searches += 1;
        let back = if searches <= MOST_SEARCHES { way(&flow, &waits, *ends) } else { Vec::new() };
        covered.extend(back.iter().map(|wait| (wait.receiver, wait.giver)));
        later(&flow, group, &back, findings);
    }
    for crossing in flow.crossings().iter().filter(|crossing| !crossing.is_forward()) {
        let is_told = waits.iter().any(|(ends, _)| *ends == (crossing.to, crossing.from) && ends.0 != ends.1);
        let is_feedback = flow.is_feedback(crossing.from, crossing.to);
        if !is_told && (!is_feedback || flow.is_swapped(crossing.to, crossing.from)) {
            backwards(manifest, &flow, crossing, findings);
        }
    }
}

/// Needs of one stage on another.
type Group<'a> = ((usize, usize), Vec<Wait<'a>>);

/// The needs that no earlier stage meets, by (receiver, giver), in the order of the file.
fn tangled<'a>(flow: &Flow<'a>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for receiver in 0..flow.stages().len() {
        let start = groups.len();
        for wait in flow.waits_in_vain(receiver) {
            match groups[start..].iter_mut().find(|(ends, _)| ends.1 == wait.giver) {
                Some((_, group)) => group.push(wait),
                None => groups.push(((receiver, wait.giver), vec![wait])),
            }
        }
    }
    groups
}

fn own(manifest: &Manifest, flow: &Flow<'_>, group: &[Wait<'_>], findings: &mut Findings<'_>) {
    // An id of two things was reported as such.
    for wait in group.iter().filter(|wait| !manifest.sources.has(&wait.need.value)) {
        let (name, need) = (flow.stage(wait.receiver).name(), &wait.need.value);
        findings
            .report(wait.need.span, format!("`{name}` needs `{need}`, which it produces itself"))
            .because(wait.artifact.id.span, "produced here")
            .help(format!("remove `{need}` from `needs` of `{name}`"));
    }
}

/// The shortest way on which the giver waits for the receiver in turn; empty where it does not.
fn way<'a>(flow: &Flow<'a>, tangled: &[Group<'a>], (receiver, giver): (usize, usize)) -> Vec<Wait<'a>> {
    let mut from: Vec<Option<Wait<'a>>> = vec![None; flow.stages().len()];
    let mut queue = VecDeque::from([giver]);
    while let Some(at) = queue.pop_front() {
        let start = tangled.partition_point(|(ends, _)| ends.0 < at);
        let late = tangled[start..].iter().take_while(|(ends, _)| ends.0 == at).map(|(_, group)| group[0]);
        for wait in flow.waits(at).chain(late) {
            if wait.giver != giver && from[wait.giver].is_none() {
                from[wait.giver] = Some(wait);
                queue.push_back(wait.giver);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = receiver;
    while let Some(wait) = from[at] {
        way.push(wait);
        at = wait.receiver;
        if at == giver {
            way.reverse();
            return way;
        }
    }
    Vec::new()
}

fn later(flow: &Flow<'_>, group: &[Wait<'_>], back: &[Wait<'_>], findings: &mut Findings<'_>) {
    let first = group[0];
    let (name, giver) = (flow.stage(first.receiver).name(), flow.stage(first.giver).name());
    let needs = phrase::ids(group.iter().map(|wait| wait.need.value.as_str()));
    let ends = format!("needs of {name} from {giver}");
    let comes_back = flow.comes_back(first.giver, first.receiver);
    let Some(last) = back.first() else {
        let message = format!("`{name}` needs {needs}, which only `{giver}` makes, a later stage");
        let help = match comes_back {
            true => format!(
                "write `back-to: {name}` at the alert that brings it, or move `{giver}` above `{name}`"
            ),
            false => format!("move `{giver}` above `{name}`, or take {needs} out of its `needs`"),
        };
        let finding = findings.report(first.need.span, message).named(ends);
        finding.because(first.artifact.id.span, "made here").help(help);
        return;
    };
    let message = format!("`{name}` needs {needs} from `{giver}`, which cannot start without `{name}`");
    let help = match comes_back {
        true => format!(
            "write `back-to: {name}` at the alert that brings it, or take {needs} out of `needs` of `{name}`"
        ),
        false => format!(
            "take {needs} out of `needs` of `{name}`, or `{}` out of `needs` of `{giver}`",
            last.need.value
        ),
    };
    let mut finding = findings.report(first.need.span, message).named(ends).help(help);
    for wait in back.iter().take(MOST_STATIONS) {
        let (waiting, made) = (flow.stage(wait.receiver).name(), flow.stage(wait.giver).name());
        finding = finding.because(wait.need.span, format!("`{waiting}` needs it from `{made}`"));
    }
}

fn backwards(manifest: &Manifest, flow: &Flow<'_>, crossing: &Crossing<'_>, findings: &mut Findings<'_>) {
    let handoff = crossing.handoff;
    let (Some(from), Some(to)) = (handoff.value.from.given(), handoff.value.to.given()) else { return };
    let name = handoff.name();
    if crossing.from == crossing.to {
        let message = format!("`{name}` hands `{}` over to itself", to.value);
        let help = format!("name the stage that receives in `to`, or remove `{name}`");
        findings.report(to.span, message).because(from.span, "the same stage gives").help(help);
        return;
    }
    let back_to = |stage: &str| {
        manifest.alerts.iter().any(|alert| alert.value.back_to.given().is_some_and(|to| to.value == stage))
    };
    let help = match back_to(&to.value) {
        _ if flow.is_swapped(crossing.to, crossing.from) => {
            format!("swap `from` and `to`: `{}` needs what `{}` makes", from.value, to.value)
        }
        true => format!(
            "remove `{name}`, since an alert goes back to `{0}` already, or move `{0}` below `{1}`",
            to.value, from.value
        ),
        false => format!(
            "write `back-to: {0}` at an alert instead of `{name}`, or move `{0}` below `{1}`",
            to.value, from.value
        ),
    };
    let remove = Edit::remove(manifest.source, format!("handoffs.{name}"));
    let fix = match (back_to(&to.value), bearer(manifest, flow, crossing)) {
        _ if flow.is_swapped(crossing.to, crossing.from) => {
            let swap = [(from, to), (to, from)]
                .map(|(old, new)| Edit::replace(manifest.source, old.span, new.as_str()));
            Some((format!("swap `from` and `to` of `{name}`"), swap.into()))
        }
        (true, _) => Some((format!("remove `{name}`"), vec![remove])),
        (false, Some(alert)) => {
            let edit = Edit::insert(manifest.source, format!("alerts.{alert}"), "back-to", to.as_str());
            let title = format!("write `back-to: {}` at the alert `{alert}` instead of `{name}`", to.value);
            Some((title, vec![edit, remove]))
        }
        (false, None) => None,
    };
    let finding = findings
        .report(to.span, format!("`{name}` runs backwards: `{}` comes before `{}`", to.value, from.value))
        .because(crossing.receiver.id.span, "receives, and comes first")
        .because(crossing.giver.id.span, "gives")
        .help(help);
    if let Some((title, edits)) = fix {
        finding.unsafe_fix(title, edits);
    }
}

/// The alert that may say where what it sees goes back to: one that says nothing so far, of a role that takes
/// part in one of the two stages, or the only one.
fn bearer<'a>(manifest: &'a Manifest, flow: &Flow<'_>, crossing: &Crossing<'_>) -> Option<&'a str> {
    let free: Vec<_> = manifest.alerts.iter().filter(|alert| alert.value.back_to.is_absent()).collect();
    let stages = [crossing.receiver, crossing.giver];
    let takes_part = |alert: &&&Item<Alert>| {
        let owner = alert.value.owner.given();
        owner.is_some_and(|owner| stages.iter().any(|stage| stage.value.involves(&owner.value)))
    };
    let alert = match free.as_slice() {
        [only] => Some(only),
        several => several.iter().find(takes_part),
    };
    alert.filter(|_| flow.comes_back(crossing.from, crossing.to)).map(|alert| alert.name())
}
