//! `done-without-outputs`: finished stages whose artifacts are not in git.

use crate::diagnostic::Severity;
use crate::evidence::{Absence, Gathered};
use crate::model::{Artifact, Item, Manifest, Plan, Stage, State};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A stage is done, and git has no file for something it produces.
pub(super) static RULE: Rule = Rule {
    name: "done-without-outputs",
    family: Family::Stages,
    summary: "A stage is done, and git has no file for something it produces",
    why: "The next stage starts from what this one left; a result that is only on somebody's disk cannot be checked, handed over or built again.",
    help: "commit the file, correct its path, or set the state back to `active`",
    exceptions: "Addresses such as `s3://bucket/key` are not looked up. A pointer that Git LFS or DVC keeps in git counts as the file, also as `<path>.dvc` beside it. A path that git ignores, that leaves the repository or that is spelt in another case is left to `artifact-not-found`. Outside a git repository the rule is left out.",
    severity: Severity::Error,
    evidence: &[Evidence::Tree],
    fixes: &[],
    since: "0.1.0",
    source: "the CS249R book, what each stage leaves to the next",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, _: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    for stage in manifest.stages.iter().filter(|stage| stage.value.state == State::Done) {
        for artifact in &stage.value.produces {
            look_up(manifest, gathered, stage, artifact, findings);
        }
    }
}

fn look_up(
    manifest: &Manifest,
    gathered: &Gathered<'_>,
    stage: &Item<Stage>,
    artifact: &Item<Artifact>,
    findings: &mut Findings<'_>,
) {
    let path = artifact.value.path.given();
    let Some(path) = path.filter(|path| !path.value.contains("://") && !is_placeholder(&path.value)) else {
        return;
    };
    let Some(Absence::Nothing(near)) = gathered.outputs.absence(manifest, &path.value, &mut findings.search)
    else {
        return;
    };
    let (written, name) = (&path.value, stage.name());
    let correct = near.map_or_else(|| "correct the path".to_owned(), |near| format!("write `{near}`"));
    let finding = findings
        .report(path.span, format!("`{name}` is done, and git has nothing at `{written}`"))
        .help(format!("commit `{written}` or {correct}, or set `{name}` back to `state: active`"));
    if let Some(state) = stage.value.state_span {
        finding.because(state, "said to be done here");
    }
}
