//! `stage-missing`: stages that the profile expects and the plan does not have.

use crate::diagnostic::Severity;
use crate::model::{Item, Kind, Manifest, Plan, Profile, ProfileStage};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::closest;

/// A stage of the profile is absent, and nothing says why.
pub(super) const RULE: Rule = Rule {
    name: "stage-missing",
    family: Family::Stages,
    summary: "A stage of the profile is absent, and nothing says why",
    why: "A stage that is not in the plan has no lead: nobody prepares it, and it is noticed when the work before it is done.",
    help: "add the stage under `stages`, or give the reason for leaving it out under `skip`",
    exceptions: "A stage under another name that the profile knows, in English or Chinese, is there. So is one whose id is a slip of the pen away from such a name. What `skip` lists is left out on purpose. Where a handoff or an alert names the stage, the unknown reference is reported there.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    since: "0.1.0",
    source: "article: four stages (S13, S17, S21, S25); the CS249R book, the stages of the lifecycle",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let Some(profile) = manifest.profile.as_deref() else { return };
    let Some(key) = manifest.stages.key().filter(|_| !manifest.stages.is_spoiled()) else { return };
    let references = manifest.references();
    let named: Vec<&str> =
        references.iter().filter(|one| one.kind == Kind::Stage).map(|one| one.id.value.as_str()).collect();
    for stage in &profile.stages {
        if named.iter().any(|id| stage.is_called(id) && !manifest.stages.has(id)) {
            continue;
        }
        let is_there = manifest.stages.names().any(|name| is_meant(profile, stage, name));
        if is_there || manifest.skips(|name| stage.is_called(name)) {
            continue;
        }
        let message = format!("profile `{}` expects a stage `{}`", profile.name, stage.id);
        let mut finding = findings.report(key, message).help(help(manifest, stage));
        for skipped in manifest.skip.iter().filter(|skipped| is_meant(profile, stage, skipped.name())) {
            let help = format!("write `{}` instead of `{}` under `skip`", stage.id, skipped.name());
            finding = finding.because(skipped.id.span, "did you mean it here?").help(help);
        }
    }
}

/// Is it the id or an alias of the stage, or misspelt and closest to one of this stage?
fn is_meant(profile: &Profile, stage: &ProfileStage, name: &str) -> bool {
    if profile.stage(name).is_some() {
        return stage.is_called(name);
    }
    let known = profile.stages.iter().flat_map(|stage| std::iter::once(&stage.id).chain(&stage.aliases));
    closest(name, known.map(String::as_str)).is_some_and(|meant| stage.is_called(meant))
}

fn help(manifest: &Manifest, stage: &ProfileStage) -> String {
    let lead = stage.lead.as_deref();
    let role = lead.and_then(|lead| manifest.player(lead)).map(Item::name).or(lead).unwrap_or("<role>");
    format!(
        "add `{id}: {{ lead: {role} }}` under `stages`, or `{id}: <reason>` under `skip` if the project has none",
        id = stage.id
    )
}
