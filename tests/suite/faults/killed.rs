//! Runs that are killed at some moment, and runs that meet each other.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{PROGRAM, Scene, files};
use crate::signoffs::tides;
use crate::world::{World, everything};

fn quietly(command: &mut Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_run_that_is_killed_leaves_each_file_old_or_new_and_the_next_one_does_the_rest() {
    let mut caught = 0;
    for scene in Scene::all() {
        let world = scene.copy();
        let started = Instant::now();
        quietly(&mut scene.run(&world)).wait().unwrap();
        let whole = started.elapsed();
        for part in 1..=3 {
            killed(&scene, |_, passed| passed > whole * part / 4);
        }
        // Most of the time goes by before the first byte is written.
        let at_work = (0..3).filter(|_| killed(&scene, |world, _| scene.is_at_work(world)));
        caught += at_work.count();
    }
    assert!(caught > 0, "no run was caught between two steps");
}

/// Kills a run as soon as something is so, unless it has ended by itself. Was it caught in the middle?
fn killed(scene: &Scene, is_time: impl Fn(&World, Duration) -> bool) -> bool {
    let world = scene.copy();
    let started = Instant::now();
    let mut running = quietly(&mut scene.run(&world));
    while running.try_wait().unwrap().is_none() && !is_time(&world, started.elapsed()) {}
    running.kill().unwrap();
    running.wait().unwrap();
    let is_caught = scene.assert_whole(&world);
    scene.assert_mended(&world);
    is_caught
}

#[test]
fn runs_that_meet_leave_what_one_would_have_left() {
    for scene in Scene::all() {
        let world = scene.copy();
        let runs: Vec<Child> = (0..4).map(|_| quietly(&mut scene.run(&world))).collect();
        let codes: Vec<_> = runs.into_iter().map(|mut run| run.wait().unwrap().code().unwrap()).collect();
        let [alone, after] = scene.writer.codes;
        assert!(codes.contains(&alone), "{:?}: {codes:?}", scene.writer.words);
        assert!(
            codes.iter().all(|code| [alone, after, 2].contains(code)),
            "{:?}: {codes:?}",
            scene.writer.words
        );
        assert_eq!(files(world.top()), scene.after, "{:?}: {codes:?}", scene.writer.words);
    }
}

#[test]
fn verdicts_that_meet_are_all_kept() {
    let world = tides();
    let accept = |note: usize| {
        let mut command = world.command(PROGRAM);
        command.args(["accept", "data-to-model", "--by", "@wei", "--note", &format!("word {note}")]);
        quietly(&mut command)
    };
    let runs: Vec<Child> = (0..8).map(accept).collect();
    for mut run in runs {
        assert_eq!(run.wait().unwrap().code(), Some(0));
    }
    let text = std::fs::read_to_string(world.top().join("signoffs/tides/data-to-model.yaml")).unwrap();
    assert!((0..8).all(|note| text.contains(&format!("note: word {note}\n"))), "{text}");
    assert_eq!(text.matches("- by: ").count(), 8, "{text}");
}

#[test]
fn a_lock_that_nobody_holds_keeps_nobody_out() {
    let world = tides();
    world.write("signoffs/tides/data-to-model.yaml.lock", "left behind");
    crate::signoffs::accept(&world, &[]);
    assert!(!world.top().join("signoffs/tides/data-to-model.yaml.lock").exists());
    let place = world.write("signoffs/tides/data-to-model.yaml.lock", "");
    let held = std::fs::File::open(place).unwrap();
    held.lock().unwrap();
    let output =
        world.command(PROGRAM).args(["accept", "data-to-model", "--note", "again"]).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && words.contains("somebody else is writing"), "{words}");
}

#[test]
fn a_hook_is_kept_though_a_run_was_killed_between_its_two_names() {
    let world = super::ground();
    let hooks = world.top().join(".git/hooks");
    let before = everything(&hooks);
    let planlint = |words: &[&str]| {
        let output = world.command(PROGRAM).arg("hook").args(words).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    for next in [&["install", "--scripts"], &["uninstall"][..]] {
        std::fs::hard_link(hooks.join("pre-commit"), hooks.join("pre-commit.before-planlint")).unwrap();
        planlint(next);
        planlint(&["uninstall"]);
        assert_eq!(everything(&hooks), before);
    }
}
