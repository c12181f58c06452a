//! `handoff-parties-never-meet`: givers and receivers who have no way to talk.

use crate::diagnostic::Severity;
use crate::model::{Manifest, Plan, Status, Strangers, Text};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// Giver and receiver of a handoff share no meeting and no channel.
pub(super) static RULE: Rule = Rule {
    name: "handoff-parties-never-meet",
    family: Family::Communication,
    summary: "Giver and receiver of a handoff share no meeting and no channel",
    why: "A receiver who cannot ask accepts on trust or refuses on suspicion; most of what matters at a handoff is said, not written.",
    help: "let both come to one meeting, or name the channel where they talk under `channels`",
    exceptions: "A channel counts for all roles. So does a meeting for two roles of the same holder. A plan without any meeting gets one finding for all its handoffs, and `no-cross-role-meeting` speaks for those whose parties would meet if all leads did.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: regular meetings across roles (S31); Piorkowski 2021, gaps between AI developers and those they work with",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    let strangers = manifest.strangers(plan);
    if !manifest.meetings.is_empty() {
        strangers.iter().for_each(|one| report(manifest, one, findings));
    } else if let [first, others @ ..] = strangers.as_slice() {
        nobody_meets(first, others, findings);
    }
}

fn names<'a>(receivers: &[&'a Text]) -> Vec<&'a str> {
    receivers.iter().map(|receiver| receiver.value.as_str()).collect()
}

fn report(manifest: &Manifest, strangers: &Strangers<'_>, findings: &mut Findings<'_>) {
    let Strangers { handoff, giver, receivers } = strangers;
    let receivers_named = phrase::ids(names(receivers));
    let message = format!(
        "`{}` gives `{}` to {receivers_named}, and they share no meeting and no channel",
        giver.value,
        handoff.name()
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
        .report(handoff.id.span, message)
        .because(giver.span, "gives it")
        .help(format!("{help}, or name the channel where they talk under `channels`"));
    for receiver in receivers {
        finding = finding.because(receiver.span, "receives it");
    }
}

/// Without any meeting all parties are strangers for one and the same reason.
fn nobody_meets(first: &Strangers<'_>, others: &[Strangers<'_>], findings: &mut Findings<'_>) {
    let message = format!(
        "`{}` gives `{}` to {}, and the plan has no meeting and no channel",
        first.giver.value,
        first.handoff.name(),
        phrase::ids(names(&first.receivers))
    );
    let mut finding = findings.report(first.handoff.id.span, message).named("meetings").help(
        "name the channel where they talk under `channels`, such as `team: \"#team\"`, or a meeting under `meetings`",
    );
    for other in others {
        finding = finding.because(other.handoff.id.span, "nor do its parties meet");
    }
}
