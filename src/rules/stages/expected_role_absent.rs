//! `expected-role-absent`: roles that the profile expects in a stage and that take no part in it.

use crate::diagnostic::{Edit, Severity};
use crate::model::{Item, Manifest, Plan, Profile, ProfileStage, Role, Stage};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::scalar;

/// A role that the profile expects in a stage neither leads nor supports it.
pub(super) const RULE: Rule = Rule {
    name: "expected-role-absent",
    family: Family::Stages,
    summary: "A role that the profile expects in a stage neither leads nor supports it",
    why: "Data that no domain expert has looked at, and a model whose acceptance criteria no product manager has set, fail late and at the customer's.",
    help: "add the role with its duty under `support`",
    exceptions: "A role or stage under `skip` is not expected. A role that is not declared at all is reported once, as missing. Where a plan has several stages for one of the profile, taking part in one of them is enough.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    since: "0.1.0",
    source: "article: who helps in each stage (S15, S16, S19, S20, S23, S24, S27, S28); Sambasivan 2021, data cascades; NIST AI RMF MEASURE 4.1",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let Some(profile) = manifest.profile.as_deref() else { return };
    for expected in &profile.stages {
        let called = manifest.stages.iter().filter(|stage| expected.is_called(stage.name()));
        let stages: Vec<&Item<Stage>> = called.collect();
        let is_skipped = manifest.skips(|id| expected.is_called(id));
        let is_known = stages.iter().all(|stage| manifest.knows_people_of(stage));
        if let (Some(first), false, true) = (stages.first(), is_skipped, is_known) {
            for (role, duty) in &expected.support {
                let player = manifest.player(role).filter(|_| !is_left_out(manifest, profile, role));
                let is_absent =
                    |player: &&Item<Role>| stages.iter().all(|stage| !stage.value.involves(player.name()));
                if let Some(player) = player.filter(is_absent) {
                    report(manifest, profile, expected, first, player, duty, findings);
                }
            }
        }
    }
}

fn is_left_out(manifest: &Manifest, profile: &Profile, role: &str) -> bool {
    let known = profile.role(role);
    manifest.skips(|id| id == role || known.is_some_and(|known| known.is_called(id)))
}

fn report(
    manifest: &Manifest,
    profile: &Profile,
    expected: &ProfileStage,
    stage: &Item<Stage>,
    player: &Item<Role>,
    duty: &str,
    findings: &mut Findings<'_>,
) {
    let (name, role) = (stage.name(), player.name());
    let at = stage.value.support.key().unwrap_or(stage.id.span);
    let what = if name == expected.id { String::new() } else { format!(" (its `{}`)", expected.id) };
    let message = format!("profile `{}` expects `{role}` in `{name}`{what}: {duty}", profile.name);
    findings
        .report(at, message)
        .because(player.id.span, "the role")
        .help(format!("add `{role}: {duty}` under `support` of `{name}`"))
        .unsafe_fix(
            format!("add `{role}` under `support` of `{name}`"),
            vec![Edit::insert(manifest.source, format!("stages.{name}.support"), role, scalar(duty))],
        );
}
