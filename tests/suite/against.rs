//! `--against` on a real repository: what the branch brings counts, what was there before does not.

use std::fs;

use crate::baseline::{faulty, json, nodes, old, planlint, said, world};
use crate::diff::{changed, sound};
use crate::world::World;

const PLAN: &str = "lifecycle.yaml";

/// A branch `work` on top of `main`, whose plan has so many old errors.
fn branch(alerts: usize) -> World {
    let world = world(&old(0..alerts));
    world.git(&["checkout", "--quiet", "-b", "work"]);
    world
}

#[test]
fn only_what_is_new_on_the_branch_counts() {
    let world = branch(20);
    let (code, words) = said(&world, &["lint", "--against", "main"]);
    assert_eq!(code, 0, "{words}");
    let owned = "alarm-003: { owner: ml-engineer, metric";
    let text = changed(
        &faulty(&old(0..20)),
        &[("alarm-003: { metric", owned), ("\nalerts:\n", "\n# moved\n\nalerts:\n")],
    );
    world.write(PLAN, text);
    for subject in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        world.commit("a fault and a remedy");
        let report = json(&world, &[&["--against", "main"], subject].concat());
        assert_eq!(
            nodes(&report, "findings"),
            [("stage-without-lead".into(), "stages.model-development".into())]
        );
        assert_eq!(nodes(&report, "fixed"), [("alert-without-owner".into(), "alerts.alarm-003".into())]);
        assert_eq!(report["fixed"][0]["state"], "fixed");
        assert_eq!((&report["summary"]["unchanged"], &report["summary"]["error"]), (&19.into(), &1.into()));
        world.write("notes.md", format!("{subject:?}"));
    }
    let base = world.git(&["rev-parse", "--short=10", "main"]);
    let (code, words) = said(&world, &["lint", "--against", "main"]);
    assert_eq!(code, 1, "{words}");
    let summary =
        format!("compared with revision {base}, the merge base with main: 1 new, 19 unchanged, 1 fixed\n");
    assert!(words.contains(&summary), "{words}");
    assert_eq!(words.matches("[alert-without-owner]").count(), 0, "{words}");
    assert_eq!(said(&world, &["lint", "--against", "main", "--format", "concise"]).1.lines().count(), 1);
    assert_eq!(json(&world, &[])["summary"]["error"], 20, "without it, all count");
}

#[test]
fn main_may_have_moved_on() {
    let world = branch(3);
    world.git(&["checkout", "--quiet", "main"]);
    world.write(PLAN, sound());
    world.commit("all mended on main");
    world.git(&["checkout", "--quiet", "work"]);
    let report = json(&world, &["--against", "main"]);
    assert_eq!(report["summary"]["unchanged"], 3, "the branch did not bring them");
    assert_eq!(nodes(&report, "findings"), []);
}

#[test]
fn a_renamed_manifest_is_followed() {
    let world = branch(5);
    world.git(&["mv", PLAN, "heat.lifecycle.yaml"]);
    world.write("heat.lifecycle.yaml", faulty(&old(0..5)));
    let report = json(&world, &["--against", "main"]);
    assert_eq!(
        nodes(&report, "findings"),
        [("stage-without-lead".into(), "stages.model-development".into())]
    );
    assert_eq!((nodes(&report, "unchanged").len(), nodes(&report, "fixed").len()), (5, 0));
}

#[test]
fn changes_are_new_by_nature() {
    let world = branch(2);
    world.write(PLAN, changed(&old(0..2), &[("target: 0.06\n", "target: 0.08\n")]));
    let report = json(&world, &["--against", "main"]);
    let rules: Vec<String> = nodes(&report, "findings").into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["threshold-loosened"]);
    world.commit("looser");
    let report = json(&world, &["--each-commit", "main..work"]);
    assert_eq!(nodes(&report, "findings").len(), 3, "it takes no base");
    said(&world, &["baseline", "write"]);
    world.commit("adopt");
    let report = json(&world, &["--each-commit", "main..work"]);
    assert_eq!((nodes(&report, "findings").len(), nodes(&report, "baseline").len()), (1, 2));
}

#[test]
fn the_baseline_and_the_base_go_together() {
    let world = world(&old(0..4));
    said(&world, &["baseline", "write"]);
    world.commit("adopt");
    world.git(&["checkout", "--quiet", "-b", "work"]);
    let list = fs::read_to_string(world.top().join("planlint-baseline.yaml")).unwrap();
    let shorter: Vec<&str> = list.lines().filter(|line| !line.contains("alarm-001")).collect();
    world.write("planlint-baseline.yaml", shorter.join("\n"));
    let report = json(&world, &["--against", "main"]);
    assert_eq!(nodes(&report, "unchanged"), [("alert-without-owner".into(), "alerts.alarm-001".into())]);
    assert_eq!((nodes(&report, "baseline").len(), nodes(&report, "findings").len()), (3, 0));
    assert_eq!(nodes(&report, "fixed"), []);
}

#[test]
fn a_waiver_that_goes_brings_its_finding_back() {
    let waiver = "\nwaivers:\n  - { rule: alert-without-owner, at: alerts.alarm-000, reason: replaced in spring, until: 2026-03-01, by: \"@ines\" }\n";
    let world = world(&(old(0..1) + waiver));
    world.git(&["checkout", "--quiet", "-b", "work"]);
    world.write(PLAN, old(0..1));
    assert_eq!(nodes(&json(&world, &["--against", "main"]), "findings").len(), 1);
    world.commit("take the waiver away");
    world.git(&["checkout", "--quiet", "-b", "back"]);
    world.write(PLAN, old(0..1) + waiver);
    let report = json(&world, &["--against", "work"]);
    assert_eq!(
        (nodes(&report, "waived").len(), nodes(&report, "fixed").len()),
        (1, 0),
        "accepted is not mended"
    );
}

#[test]
fn a_base_of_which_nothing_is_known_is_said_to_be_so() {
    let world = World::new();
    world.write_tree();
    world.commit("no plan yet");
    world.git(&["checkout", "--quiet", "-b", "work"]);
    world.write(PLAN, old(0..2));
    let (code, words) = said(&world, &["lint", "--against", "main"]);
    let base = world.git(&["rev-parse", "--short=10", "main"]);
    assert_eq!(code, 1);
    let summary = format!(
        "everything is new, as nothing is known of revision {base}, the merge base with main: it has no manifest\n"
    );
    assert!(words.contains(&summary), "{words}");
    assert_eq!(json(&world, &["--against", "main"])["base"]["obstacle"], "it has no manifest");
    world.write("planlint.yaml", "exlude: [x]\n");
    world.commit("a plan and a broken configuration");
    world.git(&["checkout", "--quiet", "-b", "later"]);
    world.delete("planlint.yaml");
    let (_, words) = said(&world, &["lint", "--against", "work"]);
    assert!(words.contains(": its configuration is wrong\n"), "{words}");
}

#[test]
fn without_a_commit_in_common_it_cannot_be_compared() {
    let world = branch(1);
    world.git(&["checkout", "--quiet", "--orphan", "alone"]);
    let (code, words) = said(&world, &["lint", "--against", "main"]);
    assert_eq!(code, 2, "{words}");
    assert!(words.contains("HEAD has no commit yet"), "{words}");
    world.commit("alone");
    let (code, words) = said(&world, &["lint", "--against", "main"]);
    assert_eq!(code, 2, "{words}");
    assert!(words.contains("`main` and `HEAD` have no commit in common"), "{words}");

    world.git(&["checkout", "--quiet", "work"]);
    world.write("notes.md", "a");
    world.commit("more");
    let clone = world.beside("shallow");
    let from = format!("file://{}", world.top().display());
    world.git(&["clone", "--quiet", "--depth=1", "--no-single-branch", &from, clone.to_str().unwrap()]);
    let output = world
        .command(env!("CARGO_BIN_EXE_planlint"))
        .args(["lint", "--against", "origin/main"])
        .current_dir(&clone)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(words.contains("have no commit in common") && words.contains("git fetch --unshallow"), "{words}");
    let output = planlint(&world, &["lint", "--against", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_misread_manifest_is_not_called_mended() {
    let world = branch(4);
    world.write(PLAN, old(0..4) + "\nbroken: [\n");
    let report = json(&world, &["--against", "main"]);
    assert_eq!((nodes(&report, "findings").len(), nodes(&report, "fixed").len()), (1, 0));
    world.delete(PLAN);
    world.write("other/lifecycle.yaml", "lifecycle: 1\nproject: other\nstages: {}\nroles: {}\n");
    assert_eq!(nodes(&json(&world, &["--against", "main"]), "fixed").len(), 4);
}
