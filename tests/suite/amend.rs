//! `git commit --amend` with a real hook: what stands in HEAD alone may still be mended, and nothing else.

use std::fs;

use crate::signoffs::{accept, tides};
use crate::world::World;

const SIGNOFF: &str = "signoffs/tides/data-to-model.yaml";

/// A repository whose `pre-commit` hook keeps what planlint says.
fn hooked() -> World {
    let world = tides();
    let (program, said) = (env!("CARGO_BIN_EXE_planlint"), world.beside("said"));
    let text =
        format!("#!/bin/sh\n'{program}' lint --staged --format concise >'{}'\nexit 0\n", said.display());
    world.script(&world.top().join(".git/hooks/pre-commit"), &text);
    world
}

/// Does the hook of a commit at this hour say that an entry was rewritten?
fn is_refused(world: &World, hour: u8, options: &[&str]) -> bool {
    world.git(&["add", "--all"]);
    let mut git = world.command("git");
    git.env("GIT_AUTHOR_DATE", format!("2025-09-12T{hour:02}:00:00+0000"));
    if options.contains(&"--amend") && !options.contains(&"--reset-author") {
        // The variable would set another date than that of HEAD.
        git.env_remove("GIT_AUTHOR_DATE");
    }
    let output = git.args(["commit", "--quiet", "--message", "more"]).args(options).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    fs::read_to_string(world.beside("said")).unwrap().contains("[signoff-rewritten]")
}

fn edit(world: &World, from: &str, to: &str) {
    let text = fs::read_to_string(world.top().join(SIGNOFF)).unwrap();
    assert!(text.contains(from), "{text}");
    world.write(SIGNOFF, text.replace(from, to));
}

#[test]
fn an_entry_may_be_mended_with_the_commit_that_brought_it() {
    let world = hooked();
    accept(&world, &["--note", "first word"]);
    assert!(!is_refused(&world, 10, &[]));
    edit(&world, "first word", "better word");
    assert!(!is_refused(&world, 11, &["--amend"]));
    edit(&world, "better word", "best word");
    assert!(is_refused(&world, 12, &[]), "a commit on top of it rewrites it");
}

#[test]
fn an_older_entry_may_not_be_mended_that_way() {
    let world = hooked();
    accept(&world, &["--note", "first word"]);
    assert!(!is_refused(&world, 10, &[]));
    accept(&world, &["--refuse", "--note", "second word"]);
    assert!(!is_refused(&world, 11, &[]));
    edit(&world, "second word", "another word");
    assert!(!is_refused(&world, 12, &["--amend"]));
    edit(&world, "first word", "no word");
    assert!(is_refused(&world, 13, &["--amend"]));
}

#[test]
fn with_another_author_or_date_git_leaves_no_trace_of_the_amendment() {
    let world = hooked();
    accept(&world, &["--note", "first word"]);
    assert!(!is_refused(&world, 10, &[]));
    edit(&world, "first word", "better word");
    assert!(is_refused(&world, 11, &["--amend", "--reset-author"]));
}

#[test]
fn the_first_commit_can_be_amended() {
    let world = World::new();
    let first = hooked();
    for path in ["lifecycle.yaml", "data/readings.dvc", "src/features/lags.py", "docs/card.md"] {
        world.write(path, fs::read(first.top().join(path)).unwrap());
    }
    world.git(&["add", "--all"]);
    accept(&world, &["--note", "first word"]);
    let hook = fs::read_to_string(first.top().join(".git/hooks/pre-commit")).unwrap();
    let hook = hook.replace(first.beside("said").to_str().unwrap(), world.beside("said").to_str().unwrap());
    world.script(&world.top().join(".git/hooks/pre-commit"), &hook);
    assert!(!is_refused(&world, 10, &[]));
    edit(&world, "first word", "better word");
    assert!(!is_refused(&world, 11, &["--amend"]));
}
