//! `artifact-unversioned`: artifacts of which nobody can say which version was used.

use crate::amount::{about, size};
use crate::diagnostic::Severity;
use crate::evidence::{Gathered, Large};
use crate::model::{Artifact, Item, Manifest, Plan, State, Text, Threshold};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// An artifact is a large binary file in git itself, or an address without a version.
pub(super) static RULE: Rule = Rule {
    name: "artifact-unversioned",
    family: Family::Artifacts,
    summary: "An artifact is a large binary file in git itself, or an address without a version",
    why: "A model is only as reproducible as its data: behind an address without a version the content changes unseen, and large binaries in git make every clone slow until somebody rewrites the history.",
    help: "put the file under Git LFS or DVC, or write a `version`",
    exceptions: "Large is over 5 MiB, or what `large-file` under `thresholds` in `planlint.yaml` says; text of any size, and what Git LFS or DVC keeps, is fine. An address is taken to have a version if any part of it after the host or bucket has a digit, as in `v3`, `2025-08-01` or `@sha256:…`. Addresses of planned stages are exempt.",
    severity: Severity::Warning,
    evidence: &[Evidence::Tree],
    fixes: &[],
    since: "0.1.0",
    source: "the CS249R book: the versioned dataset is what data preparation leaves",
    checks: &[Check::Manifest(check_address), Check::Repository(check_size)],
};

fn check_address(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    for (stage, artifact) in manifest.artifacts() {
        let Some(path) = artifact.value.path.given() else { continue };
        let is_planned = stage.value.state == State::Planned;
        if is_planned || !artifact.value.version.is_absent() || has_version(&path.value) {
            continue;
        }
        let (id, written) = (artifact.name(), &path.value);
        findings
            .report(path.span, format!("`{id}` stands at `{written}`, and nothing says which version of it"))
            .help(format!(
                "write `{id}: {{ path: {written}, version: … }}`, or an address with the version in it"
            ));
    }
}

/// Is it no address, or one with a version in it?
fn has_version(written: &str) -> bool {
    let Some((_, rest)) = written.split_once("://") else { return true };
    let inside = rest.split_once('/').map_or("", |(_, inside)| inside);
    inside.contains(|one: char| one.is_ascii_digit())
}

fn check_size(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let limit = size(plan.thresholds.get(Threshold::LargeFile));
    for (_, artifact) in manifest.artifacts() {
        let Some(path) = artifact.value.path.given().filter(|path| !path.value.contains("://")) else {
            continue;
        };
        let pattern = manifest.path.folder().resolve(&path.value);
        if let Some(large) = pattern.and_then(|pattern| gathered.outputs.large(&pattern)) {
            report(artifact, path, large, &limit, findings);
        }
    }
}

fn report(artifact: &Item<Artifact>, path: &Text, large: &Large, limit: &str, findings: &mut Findings<'_>) {
    let actual = about(large.size);
    let others = match large.others {
        0 => String::new(),
        1 => ", and so is another large file".to_owned(),
        others => format!(", and so are {others} other large files"),
    };
    let message = format!(
        "`{}` of {actual} is kept in git itself, as part of `{}`{others}",
        large.path,
        artifact.name()
    );
    let help = format!(
        "put it under Git LFS with `git lfs track \"{}\"`, or under DVC; binary files over {limit} slow every clone",
        large.path
    );
    findings.report(path.span, message).help(help);
}
