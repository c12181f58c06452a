//! `handoff-parties-never-meet`: givers and receivers who have no way to talk.

use crate::diagnostic::Severity;
use crate::model::{Crossing, Manifest, Plan, Status, Text};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// Giver and receiver of a handoff share no meeting and no channel.
pub(super) const RULE: Rule = Rule {
    name: "handoff-parties-never-meet",
    family: Family::Communication,
    summary: "Giver and receiver of a handoff share no meeting and no channel",
    why: "A receiver who cannot ask accepts on trust or refuses on suspicion; most of what matters at a handoff is said, not written.",
    help: "let both come to one meeting, or name the channel where they talk under `channels`",
    exceptions: "A channel counts for all roles. So does a meeting for two roles of the same holder. A plan without any meeting gets one finding for all its handoffs.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: regular meetings across roles (S31); Piorkowski 2021, gaps between AI developers and those they work with",
    checks: &[Check::Manifest(check)],
};

/// A handoff, who gives it, and those receivers who never meet the giver.
type Strangers<'a> = (Crossing<'a>, &'a Text, Vec<&'a Text>);

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    let may_talk = !manifest.channels.is_empty() || manifest.channels.is_spoiled();
    let meetings = &manifest.meetings;
    let are_known = meetings.iter().all(|meeting| manifest.knows_guests_of(&meeting.value));
    if may_talk || meetings.is_spoiled() || !are_known || manifest.status == Status::Retired {
        return;
    }
    let flow = manifest.flow();
    let strangers: Vec<Strangers<'_>> =
        flow.crossings().iter().filter_map(|crossing| strangers(manifest, plan, crossing)).collect();
    if !meetings.is_empty() {
        strangers.iter().for_each(|one| report(manifest, one, findings));
    } else if let [first, others @ ..] = strangers.as_slice() {
        nobody_meets(first, others, findings);
    }
}

fn strangers<'a>(manifest: &'a Manifest, plan: &Plan, crossing: &Crossing<'a>) -> Option<Strangers<'a>> {
    let (giver, mut receivers) = manifest.parties(crossing)?;
    receivers.retain(|receiver| {
        let (giver, receiver) = (giver.value.as_str(), receiver.value.as_str());
        let is_same = manifest.is_held_alike(giver, receiver, plan);
        !is_same && manifest.shared_meeting(giver, receiver, plan).is_none()
    });
    (!receivers.is_empty()).then_some((*crossing, giver, receivers))
}

fn names<'a>(receivers: &[&'a Text]) -> Vec<&'a str> {
    receivers.iter().map(|receiver| receiver.value.as_str()).collect()
}

fn report(manifest: &Manifest, (crossing, giver, receivers): &Strangers<'_>, findings: &mut Findings<'_>) {
    let (name, receivers_named) = (crossing.handoff.name(), phrase::ids(names(receivers)));
    let message = format!(
        "`{}` gives `{name}` to {receivers_named}, and they share no meeting and no channel",
        giver.value
    );
    let mut giver_meets = manifest
        .meetings
        .iter()
        .filter(|meeting| meeting.value.roles.items().iter().any(|role| role.value == giver.value));
    let help = match giver_meets.next() {
        Some(meeting) => format!("add {receivers_named} to `roles` of `{}`", meeting.name()),
        None => format!("add a meeting of `{}` and {receivers_named} under `meetings`", giver.value),
    };
    let mut finding = findings
        .report(crossing.handoff.id.span, message)
        .because(giver.span, "gives it")
        .help(format!("{help}, or name the channel where they talk under `channels`"));
    for receiver in receivers {
        finding = finding.because(receiver.span, "receives it");
    }
}

/// Without any meeting all parties are strangers for one and the same reason.
fn nobody_meets(first: &Strangers<'_>, others: &[Strangers<'_>], findings: &mut Findings<'_>) {
    let (crossing, giver, receivers) = first;
    let message = format!(
        "`{}` gives `{}` to {}, and the plan has no meeting and no channel",
        giver.value,
        crossing.handoff.name(),
        phrase::ids(names(receivers))
    );
    let mut finding = findings.report(crossing.handoff.id.span, message).named("meetings").help(
        "name the channel where they talk under `channels`, such as `team: \"#team\"`, or a meeting under `meetings`",
    );
    for (crossing, ..) in others {
        finding = finding.because(crossing.handoff.id.span, "nor do its parties meet");
    }
}
