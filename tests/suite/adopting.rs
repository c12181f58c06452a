//! What the first plans of public repositories stumbled over, each in the smallest repository that shows it.

use std::fs;
use std::process::Output;

use sha2::{Digest as _, Sha256};

use crate::world::World;

const PLAN: &str = "\
lifecycle: 1
project: demo
roles:
  data-engineer: '@acme/data'
  ml-engineer: '@acme/ml'
metrics:
  accuracy:
    means: share of pictures told rightly
    unit: ratio
    better: higher
    target: 0.9
    defined-by: ml-engineer
    measured-by: ml-engineer
    value: eval/metrics.json#acc
stages:
  data-preparation: { lead: data-engineer, produces: { images: data/**, splits: 'data/*.csv' }, state: done }
  model-development: { lead: ml-engineer, needs: [images], produces: { model: model.pkl }, state: active }
skip: { deployment: nothing is served, monitoring: nothing is served }
handoffs:
  data-to-model: { from: data-preparation, to: model-development, passes: [images, splits], checks: [accuracy], within: 3d }
  model-back: { from: model-development, to: data-preparation, passes: [model], within: 3d }
";

const LOCK: &str = "schema: '2.0'
stages:
  train: { outs: [{ path: model.pkl, md5: 1f0c }] }
  evaluate: { outs: [{ path: eval, md5: 2a0d.dir }] }
";

fn world(files: &[(&str, &str)]) -> World {
    let world = World::new();
    world.write("lifecycle.yaml", PLAN);
    world.write("data/train.csv", "1");
    for (path, text) in files {
        world.write(path, text);
    }
    world.git(&["add", "--all"]);
    world
}

fn planlint(world: &World, arguments: &[&str]) -> Output {
    world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments).output().unwrap()
}

/// What is found of one rule, with its help.
fn found(world: &World, rule: &str) -> String {
    let output = planlint(world, &["lint", "--format", "json", "--staged"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let of_rule = findings.iter().filter(|one| one["rule"] == rule);
    of_rule.map(|one| format!("{}: {}\n", one["message"], one["help"])).collect()
}

#[test]
fn a_number_that_a_pipeline_of_dvc_keeps_is_not_missed() {
    let world = world(&[(".gitignore", "/eval\n/model.pkl\n")]);
    let told = found(&world, "metric-value-misses-target");
    assert!(told.contains("git ignores `eval/metrics.json`") && told.contains(".gitignore"), "{told}");
    world.write("dvc.lock", LOCK);
    world.git(&["add", "dvc.lock"]);
    assert_eq!(found(&world, "metric-value-misses-target"), "");
}

/// The id is the one that anybody can make from the lock, and it follows this output alone.
#[test]
fn what_a_pipeline_of_dvc_makes_is_accepted_by_the_hash_in_its_lock() {
    let world = world(&[("dvc.lock", LOCK)]);
    let output = planlint(&world, &["accept", "model-back", "--by", "@acme/data"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let written = fs::read_to_string(world.top().join("signoffs/demo/model-back.yaml")).unwrap();
    let id: String =
        Sha256::digest(b"100644 1f0c\tmodel.pkl\0").iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(written.contains(&format!("model: \"sha256:{id}\"")), "{written}");
    world.git(&["add", "--all"]);
    assert_eq!(found(&world, "acceptance-stale"), "");
    for (lock, is_stale) in
        [(LOCK.replace("2a0d.dir", "2a0e.dir"), false), (LOCK.replace("1f0c", "1f0d"), true)]
    {
        world.write("dvc.lock", lock);
        world.git(&["add", "--all"]);
        assert_eq!(!found(&world, "acceptance-stale").is_empty(), is_stale);
    }
}

#[test]
fn a_file_in_a_folder_of_dvc_is_accepted_by_the_pointer_of_the_folder() {
    let world = world(&[("models.dvc", "outs: [{ md5: 77.dir, path: models }]\n")]);
    world.write("lifecycle.yaml", PLAN.replace("model: model.pkl", "model: models/a.pkl"));
    world.git(&["add", "--all"]);
    let output = planlint(&world, &["accept", "model-back", "--by", "@acme/data"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    world.git(&["add", "--all"]);
    assert_eq!(found(&world, "acceptance-stale"), "");
    world.write("models.dvc", "outs: [{ md5: 78.dir, path: models }]\n");
    world.git(&["add", "--all"]);
    assert!(found(&world, "acceptance-stale").contains("`model` changed"));
}

#[test]
fn skipped_stages_need_nobody_to_lead_them() {
    let world = world(&[]);
    let told = found(&world, "role-missing");
    assert!(!told.contains("devops-engineer") && told.contains("domain-expert"), "{told}");
}

#[test]
fn two_artifacts_over_one_file_are_no_matter_of_codeowners_once_it_is_written() {
    let world = world(&[("CODEOWNERS", "/data/ @acme/others\n")]);
    world.write("lifecycle.yaml", PLAN.replace("model: model.pkl", "model: data/train.*"));
    let told = found(&world, "codeowners-mismatch");
    assert!(told.contains("@acme/others"), "{told}");
    assert!(planlint(&world, &["codeowners", "--write"]).status.success());
    world.git(&["add", "--all"]);
    assert_eq!(found(&world, "codeowners-mismatch"), "");
    assert!(found(&world, "artifact-two-producers").contains("data/train.csv"));
}

#[test]
fn files_that_others_own_are_not_counted_with_those_of_the_first() {
    let world = world(&[
        ("CODEOWNERS", "/data/ @acme/others\n/data/vault* @acme/vault\n"),
        ("data/vault.csv", "2"),
        ("data/test.csv", "3"),
    ]);
    let told = found(&world, "codeowners-mismatch");
    assert!(told.contains("`data/test.csv` and 1 more of `images` to `@acme/others`"), "{told}");
}

#[test]
fn the_written_lines_join_no_section_of_another() {
    let world =
        world(&[(".gitlab/CODEOWNERS", "[Docs] @acme/docs\n/docs/\n^[Optional] @acme/rare\n/rare/\n")]);
    assert!(planlint(&world, &["codeowners", "--write"]).status.success());
    let written = fs::read_to_string(world.top().join(".gitlab/CODEOWNERS")).unwrap();
    let ours = written.split_once("# planlint: begin").unwrap().1;
    assert!(ours.lines().nth(1) == Some("[planlint]"), "{written}");
    world.git(&["add", "--all"]);
    assert_eq!(found(&world, "codeowners-mismatch"), "");
}
