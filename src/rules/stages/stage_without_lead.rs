//! `stage-without-lead`: stages that nobody leads.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Item, Lead, Manifest, Plan, Stage};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// A stage has no lead.
pub(super) static RULE: Rule = Rule {
    name: "stage-without-lead",
    family: Family::Stages,
    summary: "A stage has no lead",
    why: "Where several roles help and none is accountable, each waits for another: work stops between them, and at a handoff there is nobody to give or to accept.",
    help: "name one role under `lead`",
    exceptions: "None in a plan that is in force; a plan with `status: draft` gets a warning. A team is one lead.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: the lead of each stage (S14, S18, S22) and its own fourth stage, which names three roles and no lead (S26-S28); RACI, exactly one accountable",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    for stage in &manifest.stages {
        if matches!(stage.value.lead, Lead::Absent) {
            let message = match stage.value.support.len() {
                0 => format!("nobody leads `{}`", stage.name()),
                1 => format!("nobody leads `{}`: one role supports it, and it has no lead", stage.name()),
                many => format!("nobody leads `{}`: {many} roles support it, and none leads", stage.name()),
            };
            let finding = findings.report(stage.id.span, message).help(help(manifest, stage));
            if let Some(player) = default(manifest, stage) {
                let (source, at) = (manifest.source, format!("stages.{}", stage.name()));
                let mut edits = vec![Edit::insert(source, &at, "lead", player)];
                if stage.value.support.has(player) {
                    edits.push(Edit::remove(source, format!("{at}.support.{player}")));
                }
                finding.unsafe_fix(format!("write `lead: {player}` under `{}`", stage.name()), edits);
            }
        }
    }
}

/// The role that leads the stage by default.
fn default<'a>(manifest: &'a Manifest, stage: &Item<Stage>) -> Option<&'a str> {
    let expected = manifest.expected(stage)?;
    manifest.player(expected.lead.as_deref()?).map(Item::name)
}

fn help(manifest: &Manifest, stage: &Item<Stage>) -> String {
    let name = stage.name();
    let profile = manifest.profile.as_deref();
    let expected = manifest.expected(stage).and_then(|stage| stage.lead.as_deref());
    let (Some(profile), Some(role)) = (profile, expected) else {
        return match manifest.roles.len() {
            0 => format!("declare a role under `roles` and write it as `lead` under `{name}`"),
            1..=6 => {
                format!("write `lead:` with one of {} under `{name}`", phrase::ids(manifest.roles.names()))
            }
            _ => format!("write `lead:` with one of your roles under `{name}`"),
        };
    };
    let Some(player) = manifest.player(role).map(Item::name) else {
        let profile = &profile.name;
        return format!(
            "write `lead:` with one of your roles under `{name}`; the default of profile `{profile}` is `{role}`"
        );
    };
    let help = format!("write `lead: {player}` under `{name}`, the default of profile `{}`", profile.name);
    match stage.value.support.has(player) {
        true => format!("{help}, and take it out of `support`"),
        false => help,
    }
}
