//! The main job: what git is about to record is what is checked, whatever the files on disk say.

use std::fs;
use std::process::Output;

use crate::world::World;

const PLAN: &str = "lifecycle.yaml";

fn sound() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/stage-without-lead/good.yaml"))
        .unwrap()
}

fn faulty() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/stage-without-lead/bad.yaml"))
        .unwrap()
}

/// A repository with a sound plan committed and the hook installed by the program itself.
fn world() -> World {
    let world = World::new();
    world.write(PLAN, sound());
    world.write("notes.md", "one\n");
    world.commit("a plan");
    let install = planlint(&world, &["hook", "install"]);
    assert!(install.status.success(), "{install:?}");
    world
}

fn planlint(world: &World, arguments: &[&str]) -> Output {
    world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments).output().unwrap()
}

fn staged(world: &World) -> i32 {
    planlint(world, &["lint", "--staged"]).status.code().unwrap()
}

/// Does a commit pass? Where it does not, the hook must have said why.
fn commits(world: &World, arguments: &[&str]) -> bool {
    let head = world.git(&["rev-parse", "HEAD"]);
    let output = world.try_git(&[&["commit", "--quiet", "-m", "a change"], arguments].concat());
    let words =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() {
        assert_ne!(world.git(&["rev-parse", "HEAD"]), head);
    } else {
        assert!(words.contains("stage-without-lead"), "{words}");
        assert_eq!(world.git(&["rev-parse", "HEAD"]), head);
    }
    output.status.success()
}

#[test]
fn a_bad_staged_plan_fails_though_the_one_on_disk_is_mended() {
    let world = world();
    world.write(PLAN, faulty());
    world.git(&["add", PLAN]);
    world.write(PLAN, sound());
    assert_eq!(staged(&world), 1);
    assert_eq!(planlint(&world, &["lint"]).status.code(), Some(0));
    assert!(!commits(&world, &[]));
}

#[test]
fn a_mended_staged_plan_passes_though_the_one_on_disk_is_bad() {
    let world = world();
    world.write(PLAN, sound() + "x-note: mended\n");
    world.git(&["add", PLAN]);
    world.write(PLAN, faulty());
    assert_eq!(staged(&world), 0);
    assert_eq!(planlint(&world, &["lint"]).status.code(), Some(1));
    assert!(commits(&world, &[]));
}

#[test]
fn commit_all_checks_what_it_records() {
    let world = world();
    world.write(PLAN, faulty());
    assert!(!commits(&world, &["-a"]));
    world.write(PLAN, sound() + "x-note: mended\n");
    assert!(commits(&world, &["-a"]));
}

#[test]
fn commit_of_a_path_checks_what_it_records() {
    let world = world();
    world.write(PLAN, faulty());
    world.git(&["add", PLAN]);
    world.write("notes.md", "two\n");
    assert!(commits(&world, &["notes.md"]), "the staged fault is not part of this commit");
    assert!(!commits(&world, &[PLAN]));
    world.write(PLAN, sound() + "x-note: mended\n");
    assert!(commits(&world, &[PLAN]), "the index is still bad, and this commit takes the file on disk");
}

#[test]
fn commit_included_interactive_and_amended() {
    let world = world();
    world.write(PLAN, faulty());
    assert!(!commits(&world, &["-i", PLAN]));
    assert!(!commits(&world, &["--amend", "-a"]));
    world.git(&["reset", "--quiet"]);
    let mut child = world
        .command("git")
        .args(["commit", "--quiet", "-m", "a change", "-p"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"a\n").unwrap();
    assert!(!child.wait().unwrap().success());
    world.write(PLAN, sound() + "x-note: mended\n");
    assert!(commits(&world, &["--amend", "-a"]));
}

#[test]
fn a_commit_in_a_linked_worktree_or_a_subfolder() {
    let world = world();
    let linked = world.beside("linked");
    world.git(&["worktree", "add", "--quiet", linked.to_str().unwrap()]);
    fs::write(linked.join(PLAN), faulty()).unwrap();
    let commit = |folder: &std::path::Path| {
        world
            .command("git")
            .args(["commit", "--quiet", "-am", "a change"])
            .current_dir(folder)
            .output()
            .unwrap()
    };
    assert!(!commit(&linked).status.success());
    fs::write(linked.join(PLAN), sound() + "x-note: mended\n").unwrap();
    assert!(commit(&linked).status.success());
    world.write("deep/er/file.md", "a");
    world.write(PLAN, faulty());
    world.git(&["add", "--all"]);
    assert!(!commit(&world.top().join("deep/er")).status.success());
}

#[test]
fn deleting_what_a_done_stage_made_is_seen() {
    let world = World::new();
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/done-without-outputs/good");
    copy(std::path::Path::new(good), world.top());
    world.commit("a plan and what it made");
    assert!(planlint(&world, &["hook", "install"]).status.success());
    let listed = world.git(&["ls-files"]);
    for path in listed.lines().filter(|path| !path.ends_with(".yaml") && !path.ends_with(".yml")) {
        world.delete(path);
    }
    let output = world.try_git(&["commit", "-qam", "delete everything"]);
    let words =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success() && words.contains("done-without-outputs"), "{words}");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => {
                fs::create_dir_all(&target).unwrap();
                copy(&entry.path(), &target);
            }
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[test]
fn linting_changes_nothing() {
    let world = world();
    world.write(PLAN, faulty());
    world.git(&["add", PLAN]);
    world.write("untracked.md", "a");
    let before = crate::world::everything(world.top());
    for arguments in [&["lint"][..], &["lint", "--staged"], &["lint", "--rev", "HEAD"]] {
        planlint(&world, arguments);
    }
    assert_eq!(crate::world::everything(world.top()), before);
}
