//! Changes and history with real git: what each way of making a commit is judged by.

use std::fs;

use serde_json::Value;

use crate::diff::{changed, sound};
use crate::world::World;

const PLAN: &str = "lifecycle.yaml";

/// A repository with a plan, the tree that it names, and a branch `work` on top of `main`.
fn world() -> World {
    let world = World::new();
    let tree = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/tree");
    copy(&world, std::path::Path::new(tree), "");
    world.write(PLAN, sound());
    world.commit("a plan");
    world.git(&["checkout", "--quiet", "-b", "work"]);
    world
}

fn copy(world: &World, from: &std::path::Path, to: &str) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{to}{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => copy(world, &entry.path(), &format!("{path}/")),
            false => drop(world.write(&path, fs::read(entry.path()).unwrap())),
        }
    }
}

fn loosened() -> String {
    changed(&sound(), &[("target: 0.06\n", "target: 0.08\n")])
}

fn write(world: &World, text: &str, message: &str) -> String {
    world.write(PLAN, text);
    world.commit(message);
    world.git(&["rev-parse", "HEAD"])
}

/// The rule and the message of each finding.
fn lint(world: &World, arguments: &[&str]) -> Vec<(String, String)> {
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    let output = command.args(["lint", "--format", "json"]).args(arguments).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let all = report["findings"].as_array().unwrap();
    all.iter().map(|finding| (text(finding, "rule"), text(finding, "message"))).collect()
}

fn found(rule: &str, message: &str) -> Vec<(String, String)> {
    vec![(rule.to_owned(), message.to_owned())]
}

const LOOSENED: &str = "`target` of `day-ahead-error` gives way from 0.06 to 0.08";

fn in_commit(id: &str) -> Vec<(String, String)> {
    found("threshold-loosened", &format!("{LOOSENED} in commit `{}`", &id[..10]))
}

#[test]
fn what_is_staged_is_held_against_head() {
    let world = world();
    assert_eq!(lint(&world, &["--staged"]), []);
    world.write(PLAN, loosened());
    assert_eq!(lint(&world, &["--staged"]), [], "it is not staged");
    assert_eq!(lint(&world, &[]), found("threshold-loosened", LOOSENED));
    world.git(&["add", PLAN]);
    world.write(PLAN, sound());
    assert_eq!(lint(&world, &["--staged"]), found("threshold-loosened", LOOSENED));
    write(&world, &loosened(), "looser");
    assert_eq!(lint(&world, &["--rev", "HEAD"]), [], "a revision by itself changes nothing");
}

#[test]
fn the_first_commit_changes_nothing() {
    let world = World::new();
    copy(&world, std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/tree")), "");
    world.write(PLAN, sound());
    world.git(&["add", "--all"]);
    assert_eq!(lint(&world, &["--staged"]), []);
}

#[test]
fn a_branch_is_held_against_its_merge_base() {
    let world = world();
    write(&world, &loosened(), "looser");
    world.git(&["checkout", "--quiet", "main"]);
    write(&world, &changed(&sound(), &[("target: 0.97\n", "target: 0.99\n")]), "tighter on main");
    world.git(&["checkout", "--quiet", "work"]);
    // Against main itself, the coverage would seem to have been loosened by the branch.
    for subject in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        let arguments = [&["--against", "main"], subject].concat();
        assert_eq!(lint(&world, &arguments), found("threshold-loosened", LOOSENED), "{subject:?}");
    }
    world.git(&["commit", "--quiet", "--allow-empty", "-m", "Ask\n\nApproved-by: @ines"]);
    assert_eq!(lint(&world, &["--against", "main"]), [], "any commit of the branch may carry the trailer");
}

#[test]
fn each_commit_is_judged_by_its_own_message() {
    let world = world();
    let one = write(&world, &loosened(), "looser");
    write(
        &world,
        &changed(&loosened(), &[("target: 0.08\n", "target: 0.1\n")]),
        "Looser\n\nApproved-by: @ines",
    );
    write(&world, &sound(), "as it was");
    assert_eq!(lint(&world, &["--each-commit", "main..work"]), in_commit(&one));
    assert_eq!(lint(&world, &["--each-commit", "main.."]), in_commit(&one));
    assert_eq!(lint(&world, &["--against", "main"]), [], "together they change nothing");
    assert_eq!(lint(&world, &["--each-commit", "work..main"]), [], "nothing is new in main");
}

#[test]
fn rebase_cherry_pick_revert_and_fast_forward_run_no_hook_and_are_seen() {
    let world = world();
    let picked = write(&world, &loosened(), "looser");
    world.git(&["checkout", "--quiet", "main"]);
    world.write("notes.md", "a");
    world.commit("other work");
    let start = world.git(&["rev-parse", "HEAD"]);
    let range = format!("{start}..HEAD");

    world.git(&["cherry-pick", &picked]);
    assert_eq!(lint(&world, &["--each-commit", &range]), in_commit(&world.git(&["rev-parse", "HEAD"])));

    world.git(&["revert", "--no-edit", "HEAD"]);
    world.git(&["revert", "--no-edit", "HEAD"]);
    let found = lint(&world, &["--each-commit", "HEAD~1..HEAD"]);
    assert_eq!(found, in_commit(&world.git(&["rev-parse", "HEAD"])), "the revert of a revert loosens again");

    world.git(&["reset", "--quiet", "--hard", &start]);
    world.git(&["checkout", "--quiet", "work"]);
    world.git(&["rebase", "--quiet", "main"]);
    let rebased = world.git(&["rev-parse", "HEAD"]);
    assert_ne!(rebased, picked);
    world.git(&["checkout", "--quiet", "main"]);
    world.git(&["merge", "--quiet", "--ff-only", "work"]);
    assert_eq!(lint(&world, &["--each-commit", &range]), in_commit(&rebased));
}

#[test]
fn a_merge_is_only_judged_for_what_is_new_in_it() {
    let world = world();
    let one = write(&world, &loosened(), "looser");
    world.git(&["checkout", "--quiet", "main"]);
    world.write("notes.md", "a");
    world.commit("other work");
    let start = world.git(&["rev-parse", "HEAD"]);
    world.git(&["merge", "--quiet", "--no-edit", "--no-ff", "work"]);
    assert_eq!(lint(&world, &["--each-commit", &format!("{start}..HEAD")]), in_commit(&one));
    // While it is being merged, it is not the merge that loosens.
    world.git(&["reset", "--quiet", "--hard", &start]);
    world.git(&["merge", "--quiet", "--no-commit", "--no-ff", "work"]);
    assert_eq!(lint(&world, &["--staged"]), []);
    world.write(PLAN, changed(&sound(), &[("target: 0.06\n", "target: 0.085\n")]));
    world.git(&["add", PLAN]);
    assert_eq!(lint(&world, &["--staged"]).len(), 1, "an evil merge loosens more than both");
}

#[test]
fn the_hook_of_a_clean_merge_knows_what_is_merged() {
    let world = world();
    write(&world, &loosened(), "looser");
    world.git(&["checkout", "--quiet", "main"]);
    world.write("notes.md", "a");
    world.commit("other work");
    let said = world.beside("said");
    let program = env!("CARGO_BIN_EXE_planlint");
    let text = format!("#!/bin/sh\n'{program}' lint --staged --format concise >'{}'\n", said.display());
    world.script(&world.top().join(".git/hooks/pre-merge-commit"), &text);
    world.git(&["merge", "--quiet", "--no-edit", "--no-ff", "work"]);
    assert_eq!(fs::read_to_string(said).unwrap(), "");
}

#[test]
fn a_renamed_manifest_and_a_new_layout_are_no_change() {
    let world = world();
    world.git(&["mv", PLAN, "heat.lifecycle.yaml"]);
    world.write("heat.lifecycle.yaml", sound().replace("target: 0.06\n", "target:   0.060 # as agreed\n"));
    world.git(&["add", "--all"]);
    assert_eq!(lint(&world, &["--staged"]), []);
    world.write("heat.lifecycle.yaml", loosened().replace("heat-demand", "heat"));
    world.git(&["add", "--all"]);
    assert_eq!(lint(&world, &["--staged"]), found("threshold-loosened", LOOSENED));
}

#[test]
fn the_author_who_defines_a_metric_needs_no_trailer() {
    let world = world();
    world.write(".mailmap", "@Ines <ada@example.org>\n");
    world.commit("Ada is known as Ines");
    world.write(PLAN, loosened());
    world.git(&["add", "--all"]);
    assert_eq!(lint(&world, &["--staged"]), []);
    world.git(&["commit", "--quiet", "-m", "looser"]);
    assert_eq!(lint(&world, &["--each-commit", "main..work"]), []);
}

/// A name or an address that only looks like the handle is anybody's.
#[test]
fn a_look_alike_approves_nothing() {
    let world = world();
    let looser = found("threshold-loosened", LOOSENED);
    for (name, mail) in [("Mallory", "ines@evil.example"), ("ines", "m@evil.example")] {
        let message = world.beside("message");
        world.write(PLAN, loosened());
        world.git(&["add", "--all"]);
        fs::write(&message, format!("Looser\n\nApproved-by: {name} <{mail}>\n")).unwrap();
        assert_eq!(lint(&world, &["--staged", "--message", message.to_str().unwrap()]), looser, "{name}");
        let author = format!("{name} <{mail}>");
        world.git(&["commit", "--quiet", "--no-verify", "--author", &author, "-m", "looser"]);
        let id = world.git(&["rev-parse", "HEAD"]);
        assert_eq!(lint(&world, &["--each-commit", "HEAD~1..HEAD"]), in_commit(&id), "{name}");
        write(&world, &sound(), "as before");
    }
    world.write(PLAN, loosened());
    let author = "--author=Ines <7+ines@users.noreply.github.com>";
    world.git(&["commit", "--quiet", "--no-verify", "--all", author, "-m", "looser"]);
    assert_eq!(lint(&world, &["--each-commit", "HEAD~1..HEAD"]), []);
}

#[test]
fn nobody_appoints_themselves_to_the_role_that_approves() {
    let world = world();
    let of_team = |text: String| text.replace("who: \"@ines\", backup: \"@paul\"", "who: \"@acme/product\"");
    write(&world, &of_team(sound()), "A team defines the metrics");
    let teams = "teams:\n  \"@acme/product\": [{ who: \"@ada\", mail: ada@example.org }, \"@ines\"]\n";
    world.write("planlint.yaml", teams);
    world.write(PLAN, of_team(loosened()));
    world.git(&["add", "--all"]);
    assert_eq!(lint(&world, &["--staged"]), found("threshold-loosened", LOOSENED));
    world.write(PLAN, of_team(sound()));
    world.commit("Ada joins the team");
    world.write(PLAN, of_team(loosened()));
    world.git(&["add", "--all"]);
    assert_eq!(lint(&world, &["--staged"]), []);
}

/// The mailmap is that of before the change: not of the change, of the files on disk, or of this machine's git.
#[test]
fn nobody_becomes_somebody_else_in_the_change_to_approve() {
    let world = world();
    world.write(PLAN, loosened());
    let machine = world.beside("mailmap");
    fs::write(&machine, "@Ines <ada@example.org>\n").unwrap();
    world.git(&["config", "mailmap.file", machine.to_str().unwrap()]);
    world.write(".mailmap", "@Ines <ada@example.org>\n");
    world.git(&["add", PLAN]);
    assert_eq!(lint(&world, &["--staged"]), found("threshold-loosened", LOOSENED), "on disk only");
    world.git(&["add", "--all"]);
    assert_eq!(lint(&world, &["--staged"]), found("threshold-loosened", LOOSENED), "in the same change");
    world.git(&["commit", "--quiet", "-m", "looser"]);
    let id = world.git(&["rev-parse", "HEAD"]);
    assert_eq!(lint(&world, &["--rev", "HEAD", "--against", "main"]), found("threshold-loosened", LOOSENED));
    assert_eq!(lint(&world, &["--each-commit", "main..work"]), in_commit(&id));
    world.write(PLAN, sound());
    world.commit("as before");
    world.delete(".mailmap");
    world.write(PLAN, loosened());
    world.git(&["add", PLAN]);
    assert_eq!(lint(&world, &["--staged"]), [], "it is in HEAD");
}

#[test]
fn the_message_is_read_as_git_reads_it() {
    let world = world();
    world.write(PLAN, loosened());
    world.git(&["add", "--all"]);
    let message = |text: &str| {
        let place = world.beside("message");
        fs::write(&place, text).unwrap();
        lint(&world, &["--staged", "--message", place.to_str().unwrap()])
    };
    assert_eq!(message("Looser\n\nApproved-by: @ines\n\n# Changes to be committed:\n"), []);
    assert_eq!(message("Looser\n\nApproved-by: @wei\n"), found("threshold-loosened", LOOSENED));
    assert_eq!(message("Looser\n\n# Approved-by: @ines\n"), found("threshold-loosened", LOOSENED));
    assert_eq!(message("Approved-by: @ines\n"), found("threshold-loosened", LOOSENED));
    assert_eq!(message("Looser\n\nApproved-by: @ines\n\nand more words\n").len(), 1);
    let verbose = "Looser\n\n# ------------------------ >8 ------------------------\n\nApproved-by: @ines\n";
    assert_eq!(message(verbose).len(), 1);
    // Everything else was judged by the `pre-commit` hook.
    world.write(PLAN, loosened().replace("    lead: ml-engineer\n", ""));
    world.git(&["add", "--all"]);
    assert_eq!(message("Looser\n\nApproved-by: @ines\n"), []);
}

#[test]
fn a_shallow_clone_says_once_what_it_cannot_tell() {
    let world = world();
    world.write("more.lifecycle.yaml", sound().replace("heat-demand", "cold-demand"));
    world.commit("two plans");
    let clone = world.beside("clone");
    let from = format!("file://{}", world.top().display());
    world.git(&["clone", "--quiet", "--depth=1", &from, clone.to_str().unwrap()]);
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    let output =
        command.args(["lint", "--history", "--format", "concise"]).current_dir(&clone).output().unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = words.lines().filter(|line| line.contains("history-unavailable")).collect();
    assert_eq!(lines.len(), 1, "{words}");
    assert!(lines[0].contains("`document-stale`") && lines[0].contains("`plan-stale`"), "{words}");
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    let output = command.args(["lint", "--against", "HEAD~1"]).current_dir(&clone).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("git fetch --unshallow"), "{output:?}");
}

#[test]
fn history_follows_renames_and_sees_what_is_not_committed() {
    let world = world();
    let text = changed(
        &sound(),
        &[(
            "template: data-card, owner: data-engineer }",
            "template: data-card, owner: data-engineer, describes: [readings] }",
        )],
    );
    write(&world, &text, "The card describes the readings");
    world.git(&["mv", "data/readings.parquet.dvc", "data/all.parquet.dvc"]);
    let moved = text.replace("data/readings.parquet.dvc", "data/all.parquet.dvc");
    write(&world, &moved, "Another name for the readings");
    let stale = |arguments: &[&str]| {
        let found = lint(&world, &[&["--history"], arguments].concat());
        found.into_iter().any(|(rule, _)| rule == "document-stale")
    };
    assert!(!stale(&["--rev", "HEAD"]), "a mere rename changes nothing");
    world.write(
        "data/all.parquet.dvc",
        "outs:\n- md5: 00000000000000000000000000000000\n  path: all.parquet\n",
    );
    assert!(stale(&[]) && !stale(&["--staged"]) && !stale(&["--rev", "HEAD"]));
    world.commit("More readings");
    assert!(stale(&["--rev", "HEAD"]));
    let id = world.git(&["rev-parse", "HEAD"]);
    world.write(".git-blame-ignore-revs", format!("# layout only\n{id}\n"));
    world.commit("Look through a commit");
    assert!(!stale(&["--rev", "HEAD"]));
    world.delete(".git-blame-ignore-revs");
    world.commit("Look at it again");
    assert!(stale(&[]));
    world.write(
        "docs/data-card.md",
        fs::read_to_string(world.top().join("docs/data-card.md")).unwrap() + "\nMore.\n",
    );
    assert!(!stale(&[]), "the card on disk is newer");
}

#[test]
fn a_range_that_is_none_is_refused() {
    let world = world();
    for (range, word) in [("main", "two dots"), ("main...work", "three dots"), ("main..nowhere", "nowhere")] {
        let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
        let output = command.args(["lint", "--each-commit", range]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{range}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(word), "{output:?}");
    }
}

#[test]
fn a_waiver_for_a_change_waits_for_the_next_one() {
    let world = world();
    let waiver =
        "\nwaivers:\n  - { rule: threshold-loosened, reason: winter, until: 2025-12-31, by: \"@ines\" }\n";
    write(&world, &(sound() + waiver), "Let thresholds give way until the end of the year");
    assert_eq!(lint(&world, &[]), []);
    assert_eq!(lint(&world, &["--rev", "HEAD"]), []);
    world.write(PLAN, loosened() + waiver);
    assert_eq!(lint(&world, &[]), []);
    world.commit("looser");
    assert_eq!(lint(&world, &["--each-commit", "HEAD~1..HEAD"]), []);
}

#[test]
fn a_sign_off_is_only_ever_added_to() {
    let world = world();
    let path = "signoffs/heat-demand/data-to-model.yaml";
    let entry =
        "- { by: \"@nordheat/forecast\", as: ml-engineer, at: 2025-01-06, verdict: refused, of: {} }\n";
    world.write(path, entry);
    world.write("CODEOWNERS", "* @everybody\n/signoffs/ @nordheat/forecast\n");
    world.commit("refused");
    world.git(&["branch", "start"]);
    world.write(path, entry.replace("2025-01-06", "2025-01-07"));
    world.commit("another day");
    let id = world.git(&["rev-parse", "HEAD"]);
    let rewritten = |arguments: &[&str]| {
        let found = lint(&world, arguments).into_iter();
        found.filter(|(rule, _)| rule == "signoff-rewritten").map(|(_, message)| message).collect::<Vec<_>>()
    };
    let message =
        "the sign-off of `data-to-model` by `@nordheat/forecast` on 2025-01-06 reads differently now";
    let expected = format!("{message} in commit `{}`", &id[..10]);
    assert_eq!(rewritten(&["--each-commit", "start.."]), [expected]);
    assert_eq!(rewritten(&["--against", "start"]), [message]);
    world.write(path, entry);
    world.commit("as it was");
    assert_eq!(rewritten(&["--against", "start"]), [""; 0]);
    assert_eq!(rewritten(&["--each-commit", "HEAD~1.."]).len(), 1, "what was added may not go either");
}
