//! `artifact-not-found`: artifacts of stages under way that are not where the plan says.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::{Absence, Gathered};
use crate::model::{Artifact, Item, Manifest, Plan, Stage, State, Text};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::scalar;
use crate::text::Place;

/// The path of an artifact leads to nothing in git.
pub(super) static RULE: Rule = Rule {
    name: "artifact-not-found",
    family: Family::Artifacts,
    summary: "The path of an artifact leads to nothing in git: nothing is there yet, it is ignored, spelt in another case, or outside of the repository",
    why: "A path that leads nowhere is a handoff of nothing, and no sign-off, CODEOWNERS rule or reader finds what it means.",
    help: "correct the path, or commit what should be there",
    exceptions: "Planned stages are exempt, and addresses such as `s3://bucket/key` are not looked up. What Git LFS or DVC keeps counts as present: `<path>.dvc` beside it or beside a folder around it, and the outputs in a `dvc.lock`. What is simply missing from a stage that is done is left to `done-without-outputs`.",
    severity: Severity::Warning,
    evidence: &[Evidence::Tree],
    fixes: &[Safety::Safe, Safety::Unsafe],
    since: "0.1.0",
    source: "databricks/cli #5614 and Azure SDK #4859, where a path that matches nothing passes in silence",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, _: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    for (stage, artifact) in manifest.artifacts() {
        let Some(path) = artifact.value.path.given() else { continue };
        let written = path.value.as_str();
        let is_exempt =
            stage.value.state == State::Planned || written.contains("://") || is_placeholder(written);
        if is_exempt {
            continue;
        }
        match gathered.outputs.absence(manifest, written, &mut findings.search) {
            None => {}
            Some(Absence::Nothing(_)) if stage.value.state == State::Done => {}
            Some(absence) => report(manifest, stage, artifact, path, &absence, findings),
        }
    }
}

fn report(
    manifest: &Manifest,
    stage: &Item<Stage>,
    artifact: &Item<Artifact>,
    path: &Text,
    absence: &Absence,
    findings: &mut Findings<'_>,
) {
    let (written, id) = (&path.value, artifact.name());
    let (message, help) = words(written, id, stage, absence);
    let mut finding = findings.report(path.span, message).help(help);
    if stage.value.state == State::Done {
        finding = finding.severity(Severity::Error);
    }
    if let Some(state) = stage.value.state_span {
        let words = if stage.value.state == State::Done { "said to be done here" } else { "under way" };
        finding = finding.because(state, words);
    }
    let place = Place::new(manifest.source, path.span);
    let replace = |text: &str| vec![Edit::Replace { place, text: scalar(text) }];
    match absence {
        Absence::Backslashes(right) | Absence::Case(_, Some(right)) => {
            finding.fix(format!("write `{right}`"), replace(right));
        }
        Absence::Nothing(Some(near)) => {
            finding.unsafe_fix(format!("write `{near}`"), replace(near));
        }
        _ => {}
    }
}

fn words(written: &str, id: &str, stage: &Item<Stage>, absence: &Absence) -> (String, String) {
    let name = stage.name();
    match absence {
        Absence::Outside => (
            format!("`{written}` leads out of the repository, so nobody finds `{id}` there"),
            format!("write where `{id}` stands inside the repository, or its address"),
        ),
        Absence::Backslashes(right) => (
            format!("`{written}` has `\\` where git has `/`, so it leads to nothing"),
            format!("write `{right}`"),
        ),
        Absence::Case(there, Some(right)) => (
            format!("git has nothing at `{written}`, but `{there}` in other letters"),
            format!("write `{right}`"),
        ),
        Absence::Case(there, None) => (
            format!("git has nothing at `{written}`, but `{there}` in other letters"),
            format!("write the path of `{id}` in the letters of `{there}`"),
        ),
        Absence::Ignored => (
            format!("git ignores `{written}`, so `{id}` of `{name}` never gets into the repository"),
            format!(
                "track it with Git LFS or DVC, name its address, or take `{written}` out of `.gitignore`"
            ),
        ),
        Absence::Nothing(near) => (
            format!("`{name}` is under way, and git has nothing at `{written}`"),
            match near {
                Some(near) => format!("write `{near}` if that is meant, or commit `{written}`"),
                None => format!(
                    "commit a first version of `{written}`, correct the path, or set `{name}` back to `state: planned`"
                ),
            },
        ),
    }
}
