//! The baseline on a real repository: what was wrong before does not count, what is new does.

mod history;

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::diff::{changed, sound};
use crate::world::World;

const PLAN: &str = "lifecycle.yaml";
const LIST: &str = "planlint-baseline.yaml";

/// An alert without an owner: one error.
fn alert(at: usize) -> String {
    format!(
        "  alarm-{at:03}: {{ metric: day-ahead-error, respond: 4h, runbook: \"docs/runbook.md#error-high\", back-to: model-development }}\n"
    )
}

/// A plan with so many old errors.
pub fn old(alerts: std::ops::Range<usize>) -> String {
    let all: String = alerts.map(alert).collect();
    changed(&sound(), &[("\nalerts:\n", &format!("\nalerts:\n{all}"))])
}

/// The same with an owner for some of them.
fn mended(text: &str, alerts: std::ops::Range<usize>) -> String {
    alerts.fold(text.to_owned(), |text, at| {
        let old = format!("alarm-{at:03}: {{ metric");
        changed(&text, &[(&old, &format!("alarm-{at:03}: {{ owner: ml-engineer, metric"))])
    })
}

/// A stage loses its lead: one error.
pub fn faulty(text: &str) -> String {
    changed(text, &[("    lead: ml-engineer\n", "")])
}

/// A repository of that plan, committed.
pub fn world(text: &str) -> World {
    let world = World::new();
    world.write_tree();
    world.write(PLAN, text);
    world.commit("a plan");
    world
}

pub fn planlint(world: &World, arguments: &[&str]) -> Output {
    world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments).output().unwrap()
}

/// The exit code and all that was said.
pub fn said(world: &World, arguments: &[&str]) -> (i32, String) {
    let output = planlint(world, arguments);
    let words = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(words).unwrap())
}

pub fn json(world: &World, arguments: &[&str]) -> Value {
    let output = planlint(world, &[&["lint", "--format", "json"], arguments].concat());
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// The rules and nodes of a list of the report.
pub fn nodes(report: &Value, list: &str) -> Vec<(String, String)> {
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let all = report[list].as_array().unwrap().iter();
    all.map(|finding| (text(finding, "rule"), text(finding, "node"))).collect()
}

fn the_new_one() -> Vec<(String, String)> {
    vec![("stage-without-lead".to_owned(), "stages.model-development".to_owned())]
}

fn entries(world: &World) -> Vec<String> {
    let text = fs::read_to_string(world.top().join(LIST)).unwrap();
    text.lines().filter(|line| line.starts_with("  - ")).map(str::to_owned).collect()
}

/// A repository with 200 old errors, all of them in the baseline, which is committed.
fn adopted() -> World {
    let world = world(&old(0..200));
    let (code, words) = said(&world, &["baseline", "write"]);
    assert_eq!(
        (code, &*words),
        (
            0,
            "`planlint-baseline.yaml` lists 200 findings: 200 added, 0 gone\ncommit it: `git add planlint-baseline.yaml`\n"
        )
    );
    world.commit("adopt planlint");
    world
}

#[test]
fn of_200_old_findings_and_a_new_one_only_the_new_one_counts() {
    let world = world(&old(0..200));
    assert_eq!(said(&world, &["lint", "--quiet"]).0, 1);
    assert_eq!(json(&world, &[])["summary"]["error"], 200);
    let world = adopted();
    assert_eq!(entries(&world).len(), 200);
    for snapshot in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        let (code, words) = said(&world, &[&["lint"], snapshot].concat());
        assert_eq!(code, 0, "{words}");
        assert!(
            words.starts_with("no problems in 1 manifest (") && words.contains("; 200 in the baseline\n"),
            "{words}"
        );
    }
    assert_eq!(said(&world, &["lint", "--rev", "HEAD~1", "--quiet"]).0, 1, "it has no baseline");
    world.write(PLAN, faulty(&old(0..200)));
    world.git(&["add", PLAN]);
    for snapshot in [&[][..], &["--staged"]] {
        let report = json(&world, snapshot);
        assert_eq!(nodes(&report, "findings"), the_new_one());
        assert_eq!(report["summary"]["baseline"], 200);
        let states = |list: &str| {
            report[list].as_array().unwrap().iter().map(|one| one["state"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(states("findings"), ["new"]);
        assert!(states("baseline").iter().all(|state| state == "baseline"));
    }
    let (code, words) = said(&world, &["lint"]);
    assert_eq!((code, words.matches("[alert-without-owner]").count()), (1, 0), "{words}");
    let concise = said(&world, &["lint", "--format", "concise"]).1;
    assert_eq!(concise.lines().count(), 1, "{concise}");
    assert_eq!(json(&world, &["--no-baseline"])["summary"]["error"], 201);
}

#[test]
fn the_baseline_is_that_of_what_is_checked() {
    let world = world(&old(0..2));
    said(&world, &["baseline", "write"]);
    assert_eq!(said(&world, &["lint"]).0, 0);
    assert_eq!(said(&world, &["lint", "--staged"]).0, 1, "it is not staged");
    world.git(&["add", LIST]);
    world.delete(LIST);
    assert_eq!(said(&world, &["lint"]).0, 1, "it is staged only");
    assert_eq!(said(&world, &["lint", "--staged"]).0, 0);
}

#[test]
fn what_was_mended_is_pruned_and_nothing_else() {
    let world = adopted();
    let before = entries(&world);
    world.write(PLAN, faulty(&mended(&old(0..200), 20..30)));
    let (code, words) = said(&world, &["lint", "--quiet"]);
    assert_eq!(code, 1, "{words}");
    assert!(
        words.contains("10 entries of the baseline are no longer found: run `planlint baseline prune`\n"),
        "{words}"
    );
    assert_eq!(nodes(&json(&world, &[]), "stale").len(), 10);
    let (code, words) = said(&world, &["baseline", "prune"]);
    assert_eq!(
        (code, &*words),
        (
            0,
            "10 entries taken out of `planlint-baseline.yaml`; 190 entries stay\ncommit it: `git add planlint-baseline.yaml`\n"
        )
    );
    let mended: Vec<String> = (20..30).map(|at| format!("node: alerts.alarm-{at:03} ")).collect();
    let is_mended = |line: &&String| mended.iter().any(|node| line.contains(node));
    assert_eq!(before.iter().filter(is_mended).count(), 10);
    assert_eq!(entries(&world), before.iter().filter(|line| !is_mended(line)).cloned().collect::<Vec<_>>());
    assert_eq!(world.git(&["diff", "--numstat", LIST]), format!("0\t10\t{LIST}"));
    assert_eq!(nodes(&json(&world, &[]), "findings"), the_new_one(), "prune adds nothing");
    let (_, words) = said(&world, &["baseline", "prune"]);
    assert_eq!(words, "nothing to take out of `planlint-baseline.yaml`; 190 entries stay\n");
    let (_, words) = said(&world, &["baseline", "write"]);
    assert!(words.starts_with("`planlint-baseline.yaml` lists 191 findings: 1 added, 0 gone\n"), "{words}");
}

#[test]
fn entries_outlive_moved_lines_comments_and_another_order() {
    let world = adopted();
    let text = old(0..200);
    let (head, rest) = text.split_once("\nalerts:\n").unwrap();
    let mut lines: Vec<String> = rest.lines().take(200).map(|line| format!("  # why\n\n{line}")).collect();
    lines.reverse();
    let tail: String = rest.lines().skip(200).map(|line| format!("{line}\n")).collect();
    world.write(PLAN, format!("# moved\n\nalerts:\n{}\n{tail}\n\n{head}", lines.join("\n")));
    let (code, words) = said(&world, &["lint"]);
    assert_eq!(code, 0, "{words}");
    assert_eq!(words.lines().count(), 1, "{words}");
    assert!(words.contains("; 200 in the baseline"), "{words}");
}

#[test]
fn a_renamed_manifest_needs_its_new_path_in_the_baseline() {
    let world = world(&old(0..3));
    said(&world, &["baseline", "write"]);
    world.commit("adopt");
    world.git(&["mv", PLAN, "heat.lifecycle.yaml"]);
    let (code, words) = said(&world, &["lint"]);
    assert_eq!(code, 1, "{words}");
    assert!(
        words.contains("3 entries of the baseline are about `lifecycle.yaml`, which is gone: write its new path in `planlint-baseline.yaml`, or run `planlint baseline prune`"),
        "{words}"
    );
    let list = fs::read_to_string(world.top().join(LIST)).unwrap();
    world.write(LIST, list.replace("path: lifecycle.yaml", "path: heat.lifecycle.yaml"));
    assert_eq!(said(&world, &["lint"]).0, 0);
}

#[test]
fn two_branches_that_prune_are_merged() {
    let world = adopted();
    let prune = |branch: &str, alerts: std::ops::Range<usize>| {
        world.git(&["checkout", "--quiet", "-b", branch, "main"]);
        world.write(PLAN, mended(&old(0..200), alerts));
        said(&world, &["baseline", "prune"]);
        world.commit("mend some");
    };
    prune("one", 10..20);
    prune("other", 100..110);
    world.git(&["merge", "--quiet", "one"]);
    let (code, words) = said(&world, &["lint"]);
    assert_eq!(
        (code, words.contains("; 180 in the baseline") && words.lines().count() == 1),
        (0, true),
        "{words}"
    );
}

#[test]
fn neighbours_are_merged_by_union_and_a_conflict_is_told() {
    let world = adopted();
    for (branch, alerts) in [("one", 10..12), ("other", 12..14)] {
        world.git(&["checkout", "--quiet", "-b", branch, "main"]);
        // Lines that the plan itself can be merged with.
        let text = mended(&old(0..200), alerts).replace("\n  alarm", "\n\n\n  alarm");
        world.write(PLAN, text);
        said(&world, &["baseline", "prune"]);
        world.commit("mend some");
    }
    let merge = world.try_git(&["merge", "--quiet", "--strategy-option=theirs", "one", "--no-commit"]);
    assert!(merge.status.success(), "{merge:?}");
    world.git(&["merge", "--abort"]);
    assert!(
        !world.try_git(&["merge", "--quiet", "one"]).status.success(),
        "lines side by side are a conflict"
    );
    let (code, words) = said(&world, &["lint"]);
    assert_eq!(code, 2, "{words}");
    assert!(words.contains("planlint-baseline.yaml") && words.contains("conflict"), "{words}");
    assert_eq!(said(&world, &["lint", "--staged"]).0, 2);
    world.git(&["merge", "--abort"]);
    world.write(".git/info/attributes", "planlint-baseline.yaml merge=union\nlifecycle.yaml merge=union\n");
    assert!(world.try_git(&["merge", "--quiet", "one"]).status.success());
    assert!(entries(&world).len() >= 196, "what both have is there still");
    let report = json(&world, &[]);
    assert_eq!(report["misconfigured"], false, "{report}");
}

#[test]
fn a_baseline_that_is_wrong_is_told_like_any_other_file() {
    let world = world(&sound());
    let entry = "  - { path: lifecycle.yaml, rule: stage-without-lead }\n";
    let cases = [
        (format!("baseline: 1\nfindngs:\n{entry}"), "unknown-field", "the baseline has no field `findngs`"),
        (format!("findings:\n{entry}"), "missing-field", "the baseline needs a field `baseline`"),
        (
            "baseline: 1\nfindings:\n  - { rule: stage-without-lead }\n".into(),
            "missing-field",
            "a finding needs a field `path`",
        ),
        (format!("baseline: 2\nfindings:\n{entry}"), "unsupported-version", "the baseline is in format 2"),
        (format!("baseline: 1\nfindings: [\n{entry}"), "yaml-syntax", ""),
        (
            format!("baseline: 1\nfindings:\n<<<<<<< HEAD\n{entry}=======\n>>>>>>> one\n"),
            "yaml-syntax",
            "conflict",
        ),
    ];
    for (text, rule, message) in cases {
        world.write(LIST, &text);
        let (code, words) = said(&world, &["lint", "--format", "concise"]);
        assert_eq!(code, 2, "{words}");
        assert!(words.contains(&format!("[{rule}]")) && words.contains(message), "{text}{words}");
        assert!(words.lines().all(|line| line.starts_with(LIST)), "{words}");
        assert_eq!(said(&world, &["lint", "--no-baseline"]).0, 0);
        assert_eq!(said(&world, &["baseline", "prune"]).0, 2);
    }
    let (code, words) = said(&world, &["baseline", "write"]);
    assert_eq!(code, 0, "{words}");
    assert_eq!(said(&world, &["lint"]).0, 0, "it was written anew");
    world.write(LIST, "");
    assert_eq!(said(&world, &["lint"]).0, 0, "an empty file lists nothing");
}

#[test]
fn what_cannot_be_read_is_not_listed_and_hides_nothing() {
    let world = world(&old(0..5));
    world.write("other/lifecycle.yaml", "lifecycle: 1\nproject: [\n");
    let (code, words) = said(&world, &["baseline", "write"]);
    assert_eq!(code, 1, "{words}");
    assert!(
        words.contains("lists 5 findings: 5 added")
            && words.contains("1 finding cannot be listed and still counts"),
        "{words}"
    );
    assert!(words.contains("  other/lifecycle.yaml:") && words.contains("[yaml-syntax]"), "{words}");
    world.delete("other/lifecycle.yaml");
    assert_eq!(said(&world, &["lint"]).0, 0);
    // A manifest that cannot be read for a while keeps its entries.
    world.write(PLAN, old(0..5) + "\nbroken: [\n");
    let report = json(&world, &[]);
    assert_eq!((nodes(&report, "findings").len(), nodes(&report, "stale").len()), (1, 0));
    let (_, words) = said(&world, &["baseline", "prune"]);
    assert_eq!(words, "nothing to take out of `planlint-baseline.yaml`; 5 entries stay\n");
}

#[test]
fn a_waiver_comes_first_and_cannot_be_listed_itself() {
    let waiver = "\nwaivers:\n  - { rule: alert-without-owner, at: alerts.alarm-001 }\n";
    let world = world(&(old(0..3) + waiver));
    let (code, words) = said(&world, &["baseline", "write"]);
    assert_eq!(code, 1, "{words}");
    assert!(words.contains("lists 3 findings") && words.contains("[waiver-invalid]"), "{words}");
    let good = waiver.replace(" }", ", reason: replaced in spring, until: 2026-03-01, by: \"@ines\" }");
    world.write(PLAN, old(0..3) + &good);
    let report = json(&world, &[]);
    let count = |list: &str| nodes(&report, list).len();
    assert_eq!(["findings", "waived", "baseline", "stale"].map(count), [0, 1, 2, 1]);
}

#[test]
fn only_what_was_looked_for_can_be_gone() {
    let world = adopted();
    world.write("other/lifecycle.yaml", sound().replace("heat-demand", "other"));
    let report = json(&world, &["other"]);
    assert_eq!(nodes(&report, "stale"), [], "the manifest was not asked for");
    world.write(LIST, "baseline: 1\nfindings:\n  - { path: lifecycle.yaml, rule: plan-stale, node: review }\n  - { path: lifecycle.yaml, rule: rule-of-tomorrow }\n  - { path: lifecycle.yaml, rule: threshold-loosened, node: metrics.x }\n");
    let report = json(&world, &[]);
    assert_eq!(nodes(&report, "stale"), [("threshold-loosened".to_owned(), "metrics.x".to_owned())]);
}

#[test]
fn a_fix_leaves_alone_what_the_baseline_lists() {
    let world = world(&changed(&sound(), &[("status: active", "stauts: active")]));
    said(&world, &["baseline", "write"]);
    let before = fs::read_to_string(world.top().join(PLAN)).unwrap();
    assert!(said(&world, &["lint", "--fix"]).1.contains("nothing fixed"));
    assert_eq!(fs::read_to_string(world.top().join(PLAN)).unwrap(), before);
    said(&world, &["lint", "--fix", "--no-baseline"]);
    assert!(fs::read_to_string(world.top().join(PLAN)).unwrap().contains("status: active"));
}

#[test]
fn the_list_is_written_where_it_can_be_committed() {
    let world = world(&old(0..1));
    world.write(".gitignore", "*baseline*\n");
    let (code, words) = said(&world, &["baseline", "write"]);
    assert_eq!(code, 2, "{words}");
    assert!(
        words.contains("`planlint-baseline.yaml` is ignored by git: `*baseline*` in `.gitignore:1` says so"),
        "{words}"
    );
    world.write(".gitignore", "");
    std::os::unix::fs::symlink("../elsewhere", world.top().join(LIST)).unwrap();
    assert_eq!(said(&world, &["baseline", "write"]).0, 2);
    world.delete(LIST);
    let (code, words) = said(&world, &["baseline", "prune"]);
    assert_eq!(code, 2);
    assert!(
        words.contains("there is no baseline `planlint-baseline.yaml`")
            && words.contains("planlint baseline write"),
        "{words}"
    );
    let elsewhere = self::world(&old(0..3));
    elsewhere.write("planlint.yaml", "baseline: plans/old.yaml\n");
    assert!(said(&elsewhere, &["baseline", "write"]).1.contains("commit it: `git add plans/old.yaml`"));
    assert_eq!((said(&elsewhere, &["lint"]).0, elsewhere.top().join(LIST).exists()), (0, false));
    elsewhere.write("planlint.yaml", "baseline: ../old.yaml\n");
    let (code, words) = said(&elsewhere, &["lint"]);
    assert!(code == 2 && words.contains("`../old.yaml` is no file inside the repository"), "{words}");
    let sound = self::world(&sound());
    assert_eq!(
        said(&sound, &["baseline", "write"]),
        (0, "nothing to list in `planlint-baseline.yaml`\n".to_owned())
    );
    assert!(!sound.top().join(LIST).exists());
}
