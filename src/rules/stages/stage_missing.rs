//! `stage-missing`: stages that the profile expects and the plan does not have.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Item, Kind, Manifest, Plan, Profile, ProfileStage};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::schema::scalar;
use crate::suggest::{affordable, closest};
use crate::text::Span;

/// A stage of the profile is absent, and nothing says why.
pub(super) static RULE: Rule = Rule {
    name: "stage-missing",
    family: Family::Stages,
    summary: "A stage of the profile is absent, and nothing says why",
    why: "A stage that is not in the plan has no lead: nobody prepares it, and it is noticed when the work before it is done.",
    help: "add the stage under `stages`, or give the reason for leaving it out under `skip`",
    exceptions: "A stage under another name that the profile knows, in English or Chinese, is there. So is one whose id is a slip of the pen away from such a name. What `skip` lists is left out on purpose. Where a handoff or an alert names the stage, the unknown reference is reported there. A plan without any stage is told so once.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe, Safety::Unsafe],
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
    let known: usize = profile.stages.iter().map(|stage| 1 + stage.aliases.len()).sum();
    let guessed = affordable(known * profile.stages.len());
    let is_absent = |stage: &&ProfileStage| {
        let is_told = named.iter().any(|id| stage.is_called(id) && !manifest.stages.has(id));
        let is_there = manifest.stages.names().take(guessed).any(|name| is_meant(profile, stage, name))
            || manifest.stages.names().any(|name| stage.is_called(name));
        !is_told && !is_there && !manifest.skips(|name| stage.is_called(name))
    };
    let absent: Vec<&ProfileStage> = profile.stages.iter().filter(is_absent).collect();
    if manifest.stages.is_empty() && absent.len() > 1 && manifest.skip.is_empty() {
        return report_all(manifest, profile, key, &absent, findings);
    }
    for stage in absent {
        let message = format!("profile `{}` expects a stage `{}`", profile.name, stage.id);
        let skeleton = Edit::insert(manifest.source, "stages", &stage.id, skeleton(manifest, stage));
        let title = format!("add `{}` under `stages`", stage.id);
        let mut finding = findings
            .report(key, message)
            .part(&stage.id)
            .help(help(manifest, stage))
            .unsafe_fix(title, vec![skeleton]);
        for skipped in
            manifest.skip.iter().take(guessed).filter(|skipped| is_meant(profile, stage, skipped.name()))
        {
            let help = format!("write `{}` instead of `{}` under `skip`", stage.id, skipped.name());
            let edit = Edit::replace(manifest.source, skipped.id.span, &stage.id);
            finding =
                finding.because(skipped.id.span, "did you mean it here?").fix(&help, vec![edit]).help(help);
        }
    }
}

/// A plan that has no stage at all has one gap, however many stages the profile has.
fn report_all(
    manifest: &Manifest,
    profile: &Profile,
    key: Span,
    absent: &[&ProfileStage],
    findings: &mut Findings<'_>,
) {
    let ids = phrase::ids(absent.iter().map(|stage| stage.id.as_str()));
    let message = format!("the plan has no stage, and profile `{}` expects {ids}", profile.name);
    let add =
        |stage: &&ProfileStage| Edit::insert(manifest.source, "stages", &stage.id, skeleton(manifest, stage));
    findings
        .report(key, message)
        .help(format!(
            "add them under `stages`, such as {}, or give the reasons under `skip`",
            entry(manifest, absent[0])
        ))
        .unsafe_fix("add the stages of the profile", absent.iter().map(add).collect());
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
    format!(
        "add {} under `stages`, or `{}: <reason>` under `skip` if the project has none",
        entry(manifest, stage),
        stage.id
    )
}

fn entry(manifest: &Manifest, stage: &ProfileStage) -> String {
    let lead = stage.lead.as_deref();
    let role = lead.and_then(|lead| manifest.player(lead)).map(Item::name).or(lead).unwrap_or("<role>");
    format!("`{}: {{ lead: {role} }}`", stage.id)
}

/// The stage as the profile has it, with the roles that the plan has, or is missing as well.
fn skeleton(manifest: &Manifest, stage: &ProfileStage) -> String {
    let is_left_out = |role: &str| {
        let known = manifest.profile.as_deref().and_then(|profile| profile.role(role));
        manifest.skips(|id| id == role || known.is_some_and(|known| known.is_called(id)))
    };
    let player = |role: &str| manifest.player(role).map(Item::name).map(str::to_owned);
    let is_known =
        |role: &str| manifest.profile.as_deref().is_some_and(|profile| profile.role(role).is_some());
    let id =
        |role: &str| player(role).or_else(|| (is_known(role) && !is_left_out(role)).then(|| role.to_owned()));
    let lead = stage.lead.as_deref().and_then(id).map(|lead| format!("lead: {lead}"));
    let does = (!stage.does.is_empty()).then(|| format!("does: {}", scalar(&stage.does)));
    let duty = |(role, duty): &(String, String)| Some(format!("{}: {}", id(role)?, scalar(duty)));
    let duties: Vec<String> = stage.support.iter().filter_map(duty).collect();
    let support = (!duties.is_empty()).then(|| format!("support: {{ {} }}", duties.join(", ")));
    let fields: Vec<String> = [lead, does, support].into_iter().flatten().collect();
    format!("{{ {} }}", fields.join(", "))
}
