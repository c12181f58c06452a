//! `meeting-lapsed`: a recurring meeting whose notes stopped.

use crate::diagnostic::Severity;
use crate::evidence::{Gathered, History};
use crate::model::{Manifest, Plan, Status, Threshold};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// The newest committed note of a meeting is older than twice its interval.
pub(super) static RULE: Rule = Rule {
    name: "meeting-lapsed",
    family: Family::Communication,
    summary: "The newest committed note of a meeting is older than twice its interval",
    why: "Meetings across roles die quietly: the first one is skipped for a deadline, and then everybody knows only their own part again.",
    help: "commit the notes of the last meeting, or write the interval that the meeting really has",
    exceptions: "Meetings without `notes`, notes that stand outside of the repository, and plans that are drafts, paused or retired are left alone. One meeting may be missed, or more with `missed-meetings` under `thresholds` in `planlint.yaml`.",
    severity: Severity::Advice,
    evidence: &[Evidence::History, Evidence::Clock],
    fixes: &[],
    since: "0.1.0",
    source: "article: regular meetings across roles (S31); the drift of routines into the informal",
    checks: &[Check::History(check)],
};

fn check(
    manifest: &Manifest,
    plan: &Plan,
    gathered: &Gathered<'_>,
    history: &History,
    findings: &mut Findings<'_>,
) {
    if !history.is_complete() || !gathered.clock || manifest.status != Status::Active {
        return;
    }
    let missed = i64::try_from(plan.thresholds.get(Threshold::MissedMeetings)).unwrap_or(i64::MAX);
    for meeting in &manifest.meetings {
        let (Some(every), Some(notes)) = (meeting.value.every.given(), meeting.value.notes.given()) else {
            continue;
        };
        if notes.value.contains("://") {
            continue;
        }
        let paths = history.paths_of(manifest, &notes.value, gathered.paths);
        let newest = history.last_change(&paths);
        // Without any note, the meeting counts from the last time somebody touched the plan.
        let start = newest.or_else(|| history.last_change(std::slice::from_ref(&manifest.path)));
        let Some(age) = start.map(|commit| history.days_since(commit, plan.today)) else { continue };
        if age <= every.value.in_days().saturating_mul(missed) {
            continue;
        }
        let message = match newest {
            Some(_) => format!("the newest note of `{}` is {age} days old", meeting.name()),
            None => format!("no note of `{}` was ever committed", meeting.name()),
        };
        let days = match every.value.in_days() {
            1 => "it meets every day".to_owned(),
            days => format!("it meets every {days} days"),
        };
        findings.report(notes.span, message).because(every.span, days);
    }
}
