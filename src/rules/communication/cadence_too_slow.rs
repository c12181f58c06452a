//! `cadence-too-slow`: meetings that come after the decision they are for.

use crate::diagnostic::Severity;
use crate::model::{Crossing, Item, Manifest, Meeting, Plan, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::{Span, Spanned};
use crate::time::Duration;

/// A meeting is rarer than the handoffs of those who come to it, or than the profile expects.
pub(super) static RULE: Rule = Rule {
    name: "cadence-too-slow",
    family: Family::Communication,
    summary: "A meeting is rarer than the handoffs of those who come to it, or than the profile expects",
    why: "Where work is accepted or refused within days, a meeting once a month hears of it when it is over.",
    help: "let the meeting take place more often",
    exceptions: "A week is always often enough. Giver and receiver are judged by the most frequent meeting to which both come, and the longest time of the profile by the most frequent meeting that has all leads.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: regular meetings (S31); the workflow chapter of the CS249R book, loops that run in days and loops that run in months",
    checks: &[Check::Manifest(check)],
};

/// What waits for less than a week is settled between meetings: nobody is asked to meet more often.
const OFTEN_ENOUGH: Duration = Duration::days(7);

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    let flow = manifest.flow();
    let of_leads = meeting_of_leads(manifest, plan);
    for meeting in &manifest.meetings {
        let Some(every) = meeting.value.every.given() else { continue };
        let hasty = flow.crossings().iter().filter_map(|crossing| {
            let within = crossing.handoff.value.within.given()?;
            let is_too_late = every.value > within.value.max(OFTEN_ENOUGH);
            (is_too_late && waits_for(manifest, plan, crossing, meeting)).then_some((crossing, within))
        });
        if let Some((crossing, within)) = hasty.min_by_key(|(_, within)| within.value) {
            too_slow_for(meeting, every.span, crossing, within, findings);
        } else if of_leads.is_some_and(|leads| leads.name() == meeting.name()) {
            too_slow_for_profile(manifest, meeting, every, findings);
        }
    }
}

/// Is this the meeting at which the parties of a handoff see each other soonest?
fn waits_for(manifest: &Manifest, plan: &Plan, crossing: &Crossing<'_>, meeting: &Item<Meeting>) -> bool {
    let Some((giver, receivers)) = manifest.parties(crossing) else { return false };
    receivers.iter().any(|receiver| {
        let (giver, receiver) = (giver.value.as_str(), receiver.value.as_str());
        let is_same = manifest.is_held_alike(giver, receiver, plan);
        let soonest = manifest.shared_meeting(giver, receiver, plan);
        !is_same && soonest.is_some_and(|soonest| soonest.name() == meeting.name())
    })
}

fn meeting_of_leads<'a>(manifest: &'a Manifest, plan: &Plan) -> Option<&'a Item<Meeting>> {
    let leads = manifest.all_leads().filter(|leads| leads.len() > 1)?;
    let has_all = |meeting: &Meeting| leads.iter().all(|lead| manifest.comes_to(&lead.value, meeting, plan));
    manifest.most_frequent(has_all)
}

fn too_slow_for(
    meeting: &Item<Meeting>,
    every: Span,
    crossing: &Crossing<'_>,
    within: &Spanned<Duration>,
    findings: &mut Findings<'_>,
) {
    let (name, handoff) = (meeting.name(), crossing.handoff.name());
    let limit = within.value.max(OFTEN_ENOUGH);
    findings
        .report(
            every,
            format!(
                "`{name}` is rarer than `{handoff}` allows, which is accepted or refused within {}",
                phrase::duration(within.value)
            ),
        )
        .part(handoff)
        .because(within.span, format!("the time for `{handoff}`"))
        .help(format!("write `every: {}` under `{name}`", phrase::duration(limit)));
}

fn too_slow_for_profile(
    manifest: &Manifest,
    meeting: &Item<Meeting>,
    every: &Spanned<Duration>,
    findings: &mut Findings<'_>,
) {
    let Some(profile) = manifest.profile.as_deref() else { return };
    let Some(longest) = profile.meeting_at_most.filter(|longest| every.value > *longest) else { return };
    let (name, longest) = (meeting.name(), phrase::duration(longest));
    let message = format!(
        "profile `{}` expects all leads to meet at least every {longest}, and `{name}` is rarer",
        profile.name
    );
    findings.report(every.span, message).help(format!("write `every: {longest}` under `{name}`, or less"));
}
