//! `no-cross-role-meeting`: leads who never sit at one table.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Item, Manifest, Meeting, Plan, Profile, Status, Text};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// No recurring meeting has all leads.
pub(super) const RULE: Rule = Rule {
    name: "no-cross-role-meeting",
    family: Family::Communication,
    summary: "No recurring meeting has all leads",
    why: "What one role knows and another needs is told only where both come: without a regular meeting each stage becomes an island, and news arrives with the handoff.",
    help: "add a meeting of all leads under `meetings`",
    exceptions: "Plans in which one person or one team leads everything, and profiles that expect no meeting. Two roles of the same holder need only one chair. Silent while the lead of some stage, or who comes to a meeting, cannot be told.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: regular meetings across roles avoid information silos (S31)",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    let Some(profile) = manifest.profile.as_deref().filter(|profile| profile.leads_meet) else { return };
    let Some(leads) = manifest.all_leads().filter(|_| manifest.status != Status::Retired) else { return };
    let [first, others @ ..] = leads.as_slice() else { return };
    let is_one_team = others.iter().all(|lead| manifest.is_held_alike(&first.value, &lead.value, plan));
    let meetings = &manifest.meetings;
    let are_known = meetings.iter().all(|meeting| manifest.knows_guests_of(&meeting.value));
    if is_one_team || meetings.is_spoiled() || !are_known {
        return;
    }
    let absent = |meeting: &Item<Meeting>| -> Vec<&str> {
        let roles = leads.iter().map(|lead| lead.value.as_str());
        roles.filter(|role| !manifest.comes_to(role, &meeting.value, plan)).collect()
    };
    let fullest =
        meetings.iter().map(|meeting| (meeting, absent(meeting))).min_by_key(|(_, absent)| absent.len());
    match fullest {
        None => none_at_all(manifest, profile, &leads, findings),
        Some((_, absent)) if absent.is_empty() => {}
        Some((meeting, absent)) => leaves_out(manifest, profile, meeting, &absent, findings),
    }
}

fn none_at_all(manifest: &Manifest, profile: &Profile, leads: &[&Text], findings: &mut Findings<'_>) {
    let at = manifest.meetings.key().unwrap_or(manifest.head);
    let roles: Vec<&str> = leads.iter().map(|lead| lead.value.as_str()).collect();
    let message = format!(
        "profile `{}` expects a regular meeting of all leads, and {} never meet",
        profile.name,
        phrase::ids(roles.iter().copied())
    );
    let value = format!("{{ every: 1w, roles: [{}] }}", roles.join(", "));
    let edit = Edit::Insert {
        source: manifest.source,
        at: "meetings".to_owned(),
        key: "leads-meeting".to_owned(),
        value: value.clone(),
    };
    findings
        .report(at, message)
        .named("meetings")
        .help(format!("add `leads-meeting: {value}` under `meetings`"))
        .unsafe_fix("add a weekly meeting of all leads", vec![edit]);
}

fn leaves_out(
    manifest: &Manifest,
    profile: &Profile,
    meeting: &Item<Meeting>,
    absent: &[&str],
    findings: &mut Findings<'_>,
) {
    let name = meeting.name();
    let message = format!(
        "profile `{}` expects a regular meeting of all leads, and `{name}`, the nearest to one, leaves out {}",
        profile.name,
        phrase::ids(absent.iter().copied())
    );
    let append = |role: &&str| Edit::Append {
        source: manifest.source,
        at: format!("meetings.{name}.roles"),
        item: (*role).to_owned(),
    };
    let mut finding = findings
        .report(meeting.id.span, message)
        .help(format!("add {} to `roles` of `{name}`", phrase::ids(absent.iter().copied())))
        .unsafe_fix(format!("invite every lead to `{name}`"), absent.iter().map(append).collect());
    for (stage, lead) in manifest.leads().filter(|(_, lead)| absent.contains(&lead.value.as_str())) {
        finding = finding.because(lead.span, format!("leads `{}`", stage.name()));
    }
}
