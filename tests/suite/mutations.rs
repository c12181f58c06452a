//! The full example with one thing wrong outside of its manifest, or changed since the last commit: all that is said.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use planlint::check::{Request, check};
use planlint::snapshot::OverlaySnapshot;
use serde_json::Value;

use crate::world::World;

const PLAN: &str = "churn.lifecycle.yaml";
const SIGNOFF: &str = "signoffs/churn-prediction/data-to-model.yaml";
const CARD: &str = "docs/model-card.md";
const QUALITY: &str = "reports/data-quality.json";
const FACTORS: &str =
    "Plan type (monthly, yearly, family). Tenure was looked at and made no difference of note.\n";

const DATA_TO_MODEL: &str = "  data-to-model:
    from: data-preparation
    to: model-development
    passes: [training-set, feature-code, feature-contract, data-card]
    checks: [label-completeness]
    within: 3d                     # receiver accepts or refuses within 3 days
";

type Files = BTreeMap<String, String>;

/// One thing that is done to the example.
enum Do {
    /// The first place in a file where the old text stands gets the new one.
    Edit(&'static str, &'static str, &'static str),
    Write(&'static str, &'static str),
    Append(&'static str, &'static str),
    Delete(&'static str),
    Move(&'static str, &'static str),
}

use Do::{Append, Delete, Edit, Move, Write};

impl Do {
    fn apply(&self, files: &mut Files) {
        let take = |files: &mut Files, path: &str| files.remove(path).unwrap_or_else(|| panic!("no {path}"));
        match self {
            Edit(path, old, new) => {
                let text = files.get_mut(*path).unwrap_or_else(|| panic!("no {path}"));
                assert!(text.contains(old), "{path} has no {old:?}");
                *text = text.replacen(old, new, 1);
            }
            Write(path, text) => drop(files.insert((*path).to_owned(), (*text).to_owned())),
            Append(path, text) => files.get_mut(*path).unwrap().push_str(text),
            Delete(path) => drop(take(files, path)),
            Move(from, to) => {
                let text = take(files, from);
                files.insert((*to).to_owned(), text);
            }
        }
    }
}

fn example() -> Files {
    fn gather(folder: &Path, inside: &str, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{inside}{}", entry.file_name().to_str().unwrap());
            match entry.file_type().unwrap().is_dir() {
                true => gather(&entry.path(), &format!("{name}/"), files),
                false => drop(files.insert(name, fs::read_to_string(entry.path()).unwrap())),
            }
        }
    }
    let mut files = Files::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/churn"), "", &mut files);
    files
}

/// Every finding as `severity rule path:line`, the path left out where it is the manifest.
fn found(files: &Files) -> Vec<String> {
    let add = |snapshot: OverlaySnapshot, (path, text): (&String, &String)| {
        snapshot.with(path.as_str(), text.as_bytes().to_vec())
    };
    let snapshot = files.iter().fold(OverlaySnapshot::new(None), add);
    let report = check(&snapshot, &Request::on("2025-09-01".parse().unwrap())).unwrap();
    let row = |finding: &planlint::filter::Finding| {
        let place = finding.diagnostic.primary.place;
        let path = report.sources.get(place.source).path().to_string();
        let line = files
            .get(&path)
            .map_or(0, |text| text[..place.span.range().start.min(text.len())].matches('\n').count() + 1);
        let at = if path == PLAN { line.to_string() } else { format!("{path}:{line}") };
        format!("{} {} {at}", finding.diagnostic.severity.name(), finding.diagnostic.rule)
    };
    report.findings.iter().map(row).collect()
}

const WAIVER: &str = "waivers:
  - { rule: retirement-missing, reason: pilot, until: 2025-12-01, by: \"@maria\" }
";

#[test]
fn what_is_wrong_beside_the_manifest_is_one_finding() {
    let rows: &[(&[Do], &[&str])] = &[
        (&[], &[]),
        // What a stage makes.
        (&[Delete("data/training.parquet.dvc")], &["error done-without-outputs 83"]),
        (&[Delete("models/churn.onnx.dvc")], &["warning artifact-not-found 97"]),
        (&[Delete("deploy/Dockerfile")], &[]),
        (&[Move("data/training.parquet.dvc", "data/Training.parquet.dvc")], &["error artifact-not-found 83"]),
        (&[Write("src/features/new.py", "x = 1\n")], &["warning acceptance-stale 128"]),
        (&[Move("src/features/score.py", "src/features/scores.py")], &["warning acceptance-stale 128"]),
        (&[Edit("data/training.parquet.dvc", "187432960", "187432961")], &["warning acceptance-stale 128"]),
        // Waivers.
        (&[Edit(PLAN, "until: 2025-12-31", "until: 2099-12-31")], &["error waiver-invalid 176"]),
        (&[Edit(PLAN, "waivers:\n", WAIVER)], &["warning waiver-invalid 175"]),
        // Documents.
        (&[Delete("docs/data-card.md")], &["error document-missing 146"]),
        (&[Delete(CARD)], &["warning document-missing 147"]),
        (&[Edit(PLAN, "path: docs/model-card.md", "path: docs")], &["warning document-missing 147"]),
        (&[Edit(PLAN, "template: model-card", "template: model-cart")], &["warning document-required 88"]),
        (&[Edit(PLAN, "template: model-card", "template: x-model")], &[]),
        (&[Edit(CARD, "## Factors\n", "")], &["warning document-section-missing 147"]),
        (&[Edit(CARD, "## Factors", "<!--\n## Factors\n-->")], &["warning document-section-missing 147"]),
        (&[Edit(CARD, "## Factors", "#### 3. **FACTORS:**")], &[]),
        (&[Edit(CARD, "## Intended use", "## 预期用途")], &[]),
        (&[Edit(CARD, FACTORS, "")], &["warning document-placeholder docs/model-card.md:15"]),
        (&[Edit(CARD, FACTORS, "<!-- later -->\n")], &["warning document-placeholder docs/model-card.md:15"]),
        (&[Edit(CARD, FACTORS, "TODO: write\n")], &["warning document-placeholder docs/model-card.md:17"]),
        (
            &[Edit("docs/runbook.md", "### slow-batch", "### slow run")],
            &["warning alert-without-runbook 165"],
        ),
        // Measured values.
        (&[Edit(QUALITY, "0.991", "0.97")], &["error metric-value-misses-target 56"]),
        (&[Edit(QUALITY, "0.991", "\"0.991\"")], &["error metric-value-misses-target 56"]),
        (&[Edit(QUALITY, "0.991", "9.8e-1")], &[]),
        (&[Delete(QUALITY)], &["error metric-value-misses-target 56"]),
        (&[Edit("reports/metrics.json", "0.634", "0.5")], &[]),
        // CODEOWNERS.
        (&[Append("CODEOWNERS", "/models/ @acme/ops\n")], &["warning codeowners-mismatch 97"]),
        (&[Append("CODEOWNERS", "/models/\n")], &["warning codeowners-mismatch 97"]),
        (&[Append("CODEOWNERS", "/models/ @wei\n")], &[]),
        (&[Append("CODEOWNERS", "/models/ @maria\n")], &[]),
        (&[Append("CODEOWNERS", "!/models/ @acme/ops\n")], &[]),
        (&[Append("CODEOWNERS", "/ops/ @acme/ops\n")], &["warning codeowners-mismatch 111"]),
        (
            &[Append("CODEOWNERS", "/ops/ @acme/ops\n/config/ @acme/ops\n")],
            &["warning codeowners-mismatch 98", "warning codeowners-mismatch 111"],
        ),
        (&[Delete("CODEOWNERS")], &["advice codeowners-mismatch 3"]),
        // Sign-offs.
        (&[Delete(SIGNOFF)], &["warning handoff-unaccepted 125"]),
        (&[Edit(SIGNOFF, "accepted", "refused")], &["warning handoff-unaccepted 125"]),
        (&[Edit(SIGNOFF, "\"@wei\"", "\"@bob\"")], &[&format!("error acceptance-by-outsider {SIGNOFF}:3")]),
        (&[Edit(SIGNOFF, "\"@wei\"", "\"@acme/ml\"")], &[]),
        (&[Edit(SIGNOFF, "as: ml", "as: data")], &[&format!("error acceptance-by-outsider {SIGNOFF}:4")]),
        (&[Edit(SIGNOFF, "0.991", "0.9")], &[]),
        (
            &[
                Edit(SIGNOFF, "0.991", "0.9"),
                Edit(SIGNOFF, "  note: baseline only, refund table still late\n", ""),
            ],
            &[&format!("error acceptance-unmet {SIGNOFF}:12")],
        ),
        (&[Edit(PLAN, "  data-to-model:\n", "  data_to_model:\n")], &["error wrong-type 125"]),
        (&[Edit(PLAN, DATA_TO_MODEL, "")], &["error handoff-missing 95"]),
        (
            &[Edit(
                PLAN,
                "from: model-development\n    to: deployment",
                "from: deployment\n    to: model-development",
            )],
            &["error stage-order 133"],
        ),
        (
            &[Move(SIGNOFF, "signoffs/churn-prediction/data-to-modell.yaml")],
            &["error unknown-reference signoffs/churn-prediction/data-to-modell.yaml:1"],
        ),
    ];
    let mut wrong = String::new();
    for (at, (done, expected)) in rows.iter().enumerate() {
        let mut files = example();
        done.iter().for_each(|one| one.apply(&mut files));
        let rows = found(&files);
        if rows != *expected {
            wrong.push_str(&format!("row {at}: expected {expected:?}\n   found {rows:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn lint(world: &World) -> Vec<String> {
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    let output = command.args(["lint", "--staged", "--format", "json", "--today", "2025-09-01"]).output();
    let report: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    let row = |finding: &Value| {
        format!("{} {}", finding["rule"].as_str().unwrap(), finding["start"]["line"].as_u64().unwrap())
    };
    report["findings"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn what_a_commit_changes_is_one_finding() {
    const LOOSER: Do = Edit(PLAN, "target: 0.60 ", "target: 0.55 ");
    let rows: &[(&[Do], &[&str])] = &[
        (&[], &[]),
        (&[LOOSER], &["threshold-loosened 40"]),
        (&[Edit(PLAN, "target: 0.60 ", "target: 0.6 ")], &[]),
        (&[Edit(PLAN, "target: 0.60 ", "target: 0.62 ")], &[]),
        (&[LOOSER, Edit(PLAN, "alert: 0.52 ", "alert: 0.45 ")], &["threshold-loosened 40"]),
        (&[Edit(PLAN, "    alert: 0.52                    # act below\n", "")], &["threshold-loosened 36"]),
        (
            &[
                Edit(PLAN, "  batch-duration:\n", "  run-duration:\n"),
                Edit(PLAN, "recall, batch-duration]", "recall, run-duration]"),
                Edit(PLAN, "checks: [batch-duration]", "checks: [run-duration]"),
                Edit(PLAN, "metric: batch-duration", "metric: run-duration"),
                Edit(PLAN, "target: 90", "target: 100"),
            ],
            &["threshold-loosened 70"],
        ),
        (&[LOOSER, Move(PLAN, "plans.lifecycle.yaml")], &["threshold-loosened 40"]),
        (
            &[Edit(PLAN, "owner: ml-engineer,     respond: 1d", "owner: devops-engineer, respond: 1d")],
            &["lead-changed-silently 162"],
        ),
        (&[Edit(PLAN, "\"@acme/ml\"", "\"@ACME/ML\"")], &[]),
        (&[Edit(SIGNOFF, "2025-08-04", "2025-08-03")], &["signoff-rewritten 3"]),
        (&[Delete(SIGNOFF)], &["signoff-rewritten 125"]),
        (&[Write(SIGNOFF, "[]\n")], &["signoff-rewritten 125"]),
        (&[Edit(SIGNOFF, "accepted", "refused")], &["signoff-rewritten 3"]),
        (&[Edit(PLAN, "project: churn-prediction", "project: churn")], &["signoff-rewritten 3"]),
        (&[Edit(PLAN, "project: churn-prediction", "project: \"a b?\"")], &["wrong-type 3"]),
        (
            &[
                Edit(PLAN, "unit: minutes", "unit: hours"),
                Edit(PLAN, "target: 90", "target: 9"),
                Edit(PLAN, "alert: 120", "alert: 12"),
            ],
            &["threshold-loosened 70"],
        ),
        (
            &[
                Edit(PLAN, "unit: minutes", "unit: hours"),
                Edit(PLAN, "target: 90", "target: 1.5"),
                Edit(PLAN, "alert: 120", "alert: 2"),
            ],
            &[],
        ),
        (&[Edit(SIGNOFF, "\"@wei\"", "'@wei'"), Edit(SIGNOFF, "0.991", "0.9910")], &[]),
        // A plan that is not in force leaves its waivers alone.
        (&[Edit(PLAN, "status: active", "status: paused")], &[]),
    ];
    let mut wrong = String::new();
    for (at, (done, expected)) in rows.iter().enumerate() {
        let world = World::new();
        let before = example();
        before.iter().for_each(|(path, text)| drop(world.write(path, text)));
        world.commit("the example");
        let mut after = before.clone();
        done.iter().for_each(|one| one.apply(&mut after));
        before.keys().filter(|path| !after.contains_key(*path)).for_each(|path| world.delete(path));
        after.iter().for_each(|(path, text)| drop(world.write(path, text)));
        world.git(&["add", "--all"]);
        let rows: Vec<String> =
            lint(&world).into_iter().filter(|row| !row.starts_with("plan-not-codeowned")).collect();
        if rows != *expected {
            wrong.push_str(&format!("row {at}: expected {expected:?}\n   found {rows:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
