//! Scripted histories: what was committed when and by whom, played with real git.
//!
//! ```text
//! # a comment
//! 2025-01-06 Maria <maria@acme.example>: Write the plan
//!   add .                      every file of the fixture that is not there yet; or one path or folder
//! 2025-08-01 Wei <wei@acme.example>: Train again
//!   change config/train.yaml   one more line of comment in it
//!   move a.md b.md
//!   delete c.md
//!   trailer Reviewed: model-card
//! ```
//!
//! A commit without any line below it is empty.

use std::collections::BTreeMap;
use std::fs;

use crate::world::{World, succeed};

/// Plays a script in a world, with these files at hand.
pub fn play(world: &World, files: &BTreeMap<String, Vec<u8>>, script: &str) {
    let lines = script.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let mut open: Option<(&str, Vec<&str>)> = None;
    let mut steps = Vec::new();
    for line in lines {
        match (line.strip_prefix("  "), &mut open) {
            (Some(step), Some((_, trailers))) => match step.strip_prefix("trailer ") {
                Some(trailer) => trailers.push(trailer),
                None => steps.push(step),
            },
            (Some(step), None) => panic!("`{step}` belongs to no commit"),
            (None, _) => {
                close(world, files, open.take(), &mut steps);
                open = Some((line, Vec::new()));
            }
        }
    }
    close(world, files, open, &mut steps);
}

fn close(
    world: &World,
    files: &BTreeMap<String, Vec<u8>>,
    open: Option<(&str, Vec<&str>)>,
    steps: &mut Vec<&str>,
) {
    let Some((head, trailers)) = open else { return };
    for step in steps.drain(..) {
        act(world, files, step);
    }
    let (date, rest) = head.split_once(' ').unwrap_or_else(|| panic!("no date in `{head}`"));
    let (person, subject) = rest.split_once(": ").unwrap_or_else(|| panic!("no subject in `{head}`"));
    let (name, mail) = person.split_once(" <").unwrap_or_else(|| panic!("no address in `{head}`"));
    let message = format!("{subject}\n\n{}\n", trailers.join("\n"));
    world.git(&["add", "--all"]);
    let mut commit = world.command("git");
    commit.args(["commit", "--quiet", "--allow-empty", "--message", &message]);
    for who in ["AUTHOR", "COMMITTER"] {
        commit.env(format!("GIT_{who}_NAME"), name);
        commit.env(format!("GIT_{who}_EMAIL"), mail.trim_end_matches('>'));
        commit.env(format!("GIT_{who}_DATE"), format!("{date}T12:00:00Z"));
    }
    succeed(&mut commit);
}

fn act(world: &World, files: &BTreeMap<String, Vec<u8>>, step: &str) {
    let words: Vec<&str> = step.split_whitespace().collect();
    match words.as_slice() {
        ["add", "."] => {
            for (path, bytes) in files.iter().filter(|(path, _)| !world.top().join(path).exists()) {
                world.write(path, bytes);
            }
        }
        ["add", wanted] => {
            let below = format!("{wanted}/");
            let found: Vec<_> =
                files.iter().filter(|(path, _)| path == wanted || path.starts_with(&below)).collect();
            assert!(!found.is_empty(), "the fixture has no `{wanted}`");
            for (path, bytes) in found {
                world.write(path, bytes);
            }
        }
        ["change", path] => {
            let place = world.top().join(path);
            let mut text = fs::read_to_string(&place).unwrap_or_else(|_| panic!("`{path}` is not there"));
            text.push_str(if path.ends_with(".md") { "\n<!-- looked over -->\n" } else { "# changed\n" });
            fs::write(place, text).unwrap();
        }
        ["move", from, to] => drop(world.git(&["mv", from, to])),
        ["delete", path] => world.delete(path),
        _ => panic!("`{step}` is no step"),
    }
}
