//! `no-cross-role-meeting`: leads who never sit at one table.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Item, Manifest, Meeting, Plan, Profile, Status, Strangers, Text};
use crate::rules::{Check, Evidence, Family, Finding, Findings, Rule, phrase};

/// No recurring meeting has all leads.
pub(super) static RULE: Rule = Rule {
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
        None => {
            let finding = none_at_all(manifest, profile, &leads, findings);
            instead_of_handoffs(finding, manifest.strangers(plan).iter());
        }
        Some((_, absent)) if absent.is_empty() => {}
        Some((meeting, absent)) => {
            let finding = leaves_out(manifest, profile, meeting, &absent, findings);
            let comes = |role: &Text| {
                absent.contains(&role.value.as_str()) || manifest.comes_to(&role.value, &meeting.value, plan)
            };
            let strangers = manifest.strangers(plan);
            let would_meet =
                |one: &&Strangers<'_>| comes(one.giver) && one.receivers.iter().all(|it| comes(it));
            instead_of_handoffs(finding, strangers.iter().filter(would_meet));
        }
    }
}

/// Speaks for the handoffs whose parties meet nowhere only because of this.
fn instead_of_handoffs<'a>(finding: Finding<'_>, strangers: impl Iterator<Item = &'a Strangers<'a>>) {
    let finding = finding.explains("handoff-parties-never-meet");
    strangers.fold(finding, |finding, strangers| {
        finding.because(strangers.handoff.id.span, "nor do its giver and receiver meet")
    });
}

fn none_at_all<'f>(
    manifest: &Manifest,
    profile: &Profile,
    leads: &[&Text],
    findings: &'f mut Findings<'_>,
) -> Finding<'f> {
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
        .unsafe_fix("add a weekly meeting of all leads", vec![edit])
}

fn leaves_out<'f>(
    manifest: &Manifest,
    profile: &Profile,
    meeting: &Item<Meeting>,
    absent: &[&str],
    findings: &'f mut Findings<'_>,
) -> Finding<'f> {
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
    finding
}
