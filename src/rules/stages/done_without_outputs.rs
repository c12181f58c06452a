//! `done-without-outputs`: finished stages whose artifacts are not in git.

use crate::diagnostic::Severity;
use crate::evidence::Gathered;
use crate::model::{Artifact, Item, Manifest, Paths, Plan, Stage, State};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A stage is done, and git has no file for something it produces.
pub(super) const RULE: Rule = Rule {
    name: "done-without-outputs",
    family: Family::Stages,
    summary: "A stage is done, and git has no file for something it produces",
    why: "The next stage starts from what this one left; a result that is only on somebody's disk cannot be checked, handed over or built again.",
    help: "commit the file, correct its path, or set the state back to `active`",
    exceptions: "Addresses such as `s3://bucket/key` are not looked up. A pointer that Git LFS or DVC keeps in git counts as the file, also as `<path>.dvc` beside it. Outside a git repository the rule is left out.",
    severity: Severity::Error,
    evidence: &[Evidence::Tree],
    since: "0.1.0",
    source: "the CS249R book, what each stage leaves to the next",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, _: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    for stage in manifest.stages.iter().filter(|stage| stage.value.state == State::Done) {
        for artifact in &stage.value.produces {
            look_up(manifest, gathered.paths, stage, artifact, findings);
        }
    }
}

fn look_up(
    manifest: &Manifest,
    paths: Paths<'_>,
    stage: &Item<Stage>,
    artifact: &Item<Artifact>,
    findings: &mut Findings<'_>,
) {
    let Some(path) = artifact.value.path.given() else { return };
    if path.value.contains("://") || is_placeholder(&path.value) {
        return;
    }
    let folder = manifest.path.folder();
    let matches = |written: &str| Some(!paths.matching(&folder.resolve(written)?).is_empty());
    let written = &path.value;
    let (message, help) = match matches(written) {
        Some(true) => return,
        Some(false) if matches(&format!("{}.dvc", written.trim_end_matches('/'))) == Some(true) => return,
        Some(false) => (
            format!("`{}` is done, and git has nothing at `{written}`", stage.name()),
            format!(
                "commit `{written}` or correct the path, or set `{}` back to `state: active`",
                stage.name()
            ),
        ),
        None => (
            format!("`{}` is done, and `{written}` leads out of the repository", stage.name()),
            format!("write where `{}` stands inside the repository, or its address", artifact.name()),
        ),
    };
    let finding = findings.report(path.span, message).help(help);
    if let Some(state) = stage.value.state_span {
        finding.because(state, "said to be done here");
    }
}
