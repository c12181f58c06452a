//! What a person is used to from other tools: help, names that are nearly right, standard input, a quiet pipe.

use std::io::Write;
use std::process::{Output, Stdio};

use planlint::escape::is_deceptive;

use crate::world::World;

const PROGRAM: &str = env!("CARGO_BIN_EXE_planlint");

/// A manifest in which one key stands twice.
const TWICE: &str = "lifecycle: 1\nlifecycle: 1\n";

fn planlint(world: &World, arguments: &[&str]) -> Output {
    world.command(PROGRAM).args(arguments).output().unwrap()
}

/// What a command says on standard error that cannot do its work.
fn refused(world: &World, arguments: &[&str]) -> String {
    told(planlint(world, arguments), arguments)
}

fn told(output: Output, arguments: &[&str]) -> String {
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// A run that reads these bytes.
fn fed(world: &World, bytes: impl AsRef<[u8]>, arguments: &[&str]) -> Output {
    let mut command = world.command(PROGRAM);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A run that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(bytes.as_ref());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn what_is_nearly_right_is_recognized() {
    let world = World::new();
    world.write("plans/churn.lifecycle.yaml", TWICE);
    for (arguments, meant) in [
        (&["lnt"][..], "lint"),
        (&["lint", "--formt", "json"], "--format"),
        (&["lint", "--format", "jsn"], "json"),
        (&["lint", "--deny", "warnings"], "warning"),
        (&["lint", "plans/churn.lifecycle.yml"], "write `plans/churn.lifecycle.yaml`"),
        (&["lint", "plan"], "write `plans`"),
        (&["explain", "handof-gap"], "planlint explain handoff-gap"),
        (&["init", "--profile", "crispdm"], "crisp-dm"),
        (&["schema", "manifests"], "manifest"),
        (&["man", "lnt"], "planlint man lint"),
        (&["completions", "bsh"], "bash"),
    ] {
        let said = refused(&world, arguments);
        assert!(said.contains(meant), "{arguments:?}: {said}");
    }
    let output = planlint(&world, &["who", "plans/chrun.lifecycle.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("did you mean `plans/churn.lifecycle.yaml`?"), "{output:?}");
}

#[test]
fn shells_complete_rules_profiles_and_formats() {
    let world = World::without_repository();
    for shell in ["bash", "zsh", "fish"] {
        let script = text(&planlint(&world, &["completions", shell]).stdout);
        for name in ["crisp-ml-q", "narrated", "codeowners", "handoff-gap"] {
            assert!(script.contains(name), "{shell} does not complete `{name}`");
        }
    }
    let help = text(&planlint(&world, &["explain", "--help"]).stdout);
    assert!(!help.contains("metric-unwatched"), "a list of all rules is no help: {help}");
}

/// What would clear a screen, give a runner a command, and turn the direction of text.
const HOSTILE: &str = "\u{1b}]0;t\u{7}\u{9b}2J\n::error::owned\r\u{202e}x";

/// Commands to which that is added as one more word, each in its own way of going wrong.
const BEFORE: &[&str] = &[
    "",
    "lint",
    "lint --format",
    "lint --output",
    "lint --today",
    "lint --max-findings",
    "lint --each-commit",
    "lint --level",
    "lint --threshold",
    "lint --rev HEAD --rev",
    "lint --color",
    "lint --forge",
    "lint --profile",
    "lint --rev",
    "lint --config",
    "accept a",
    "accept",
    "explain",
    "rules --family",
    "diff",
    "init",
    "init --project",
    "man",
    "schema",
    "hook",
    "baseline",
    "completions",
];

/// What is typed wrong is repeated, and may come from a name that somebody else chose.
#[test]
fn what_is_typed_never_reaches_the_terminal_as_it_is() {
    let world = World::new();
    let words = |before: &&'static str| before.split_whitespace().collect::<Vec<_>>();
    let mut typed: Vec<Vec<&str>> = BEFORE.iter().map(words).collect();
    typed.iter_mut().for_each(|arguments| arguments.push(HOSTILE));
    let (option, level) = (format!("--{HOSTILE}"), format!("a={HOSTILE}"));
    typed.extend([
        vec!["lint", &option],
        vec!["lint", "--level", &level],
        vec!["lint", "--quiet", HOSTILE, &option],
    ]);
    for arguments in &typed {
        let said = refused(&world, arguments);
        let is_plain = |c: char| c == '\n' || !is_deceptive(c);
        assert!(said.chars().all(is_plain), "{arguments:?}: {said:?}");
        assert!(!said.lines().any(|line| line.trim_start().starts_with("::")), "{arguments:?}: {said}");
    }
}

#[test]
fn a_buffer_is_checked_in_the_place_of_its_file() {
    let world = World::new();
    world.write("lifecycle.yaml", "lifecycle: 1\nstatus: draft\nproject: a\nroles: {}\nstages: {}\n");
    world.write("other/lifecycle.yaml", TWICE);
    let arguments = ["lint", "-", "--stdin-filename", "lifecycle.yaml", "--format", "concise"];
    let found = fed(&world, TWICE, &arguments);
    assert_eq!(found.status.code(), Some(1), "{found:?}");
    let said = text(&found.stdout);
    assert!(said.contains("lifecycle.yaml:2:1: error[duplicate-key]"), "{said}");
    assert!(said.lines().all(|line| line.starts_with("lifecycle.yaml:")), "{said}");
    assert_eq!(std::fs::read_to_string(world.top().join("lifecycle.yaml")).unwrap().lines().count(), 5);
    let empty = fed(&world, "", &arguments);
    assert!(text(&empty.stdout).contains("the manifest is empty"), "{empty:?}");
}

#[test]
fn a_buffer_stands_among_what_is_staged_and_configured() {
    let world = World::new();
    world.write("planlint.yaml", "manifests: ['*.plan.yaml']\n");
    world.write("a.plan.yaml", TWICE);
    world.commit("a plan");
    world.write("planlint.yaml", "exlude: []\n");
    let lint = |options: &[&str]| {
        let arguments = ["lint", "-", "--stdin-filename", "new/b.plan.yaml", "--format", "concise"];
        fed(&world, TWICE, &[&arguments, options].concat())
    };
    let staged = lint(&["--staged"]);
    assert_eq!(staged.status.code(), Some(1), "{staged:?}");
    assert!(text(&staged.stdout).starts_with("new/b.plan.yaml:"), "{staged:?}");
    assert_eq!(lint(&[]).status.code(), Some(2), "on disk, the configuration is wrong");
    let corrected = ["lint", "-", "--stdin-filename", "planlint.yaml", "--format", "concise"];
    let corrected = fed(&world, "exclude: ['*.plan.yaml']\n", &corrected);
    assert_eq!((corrected.status.code(), text(&corrected.stdout)), (Some(0), String::new()));
}

#[test]
fn a_buffer_that_has_no_place_is_refused() {
    let world = World::new();
    world.write("plans/lifecycle.yaml", TWICE);
    for (arguments, word) in [
        (&["lint", "-"][..], "nothing says which file"),
        (&["lint", "--stdin-filename", "lifecycle.yaml"], "lint - --stdin-filename lifecycle.yaml"),
        (&["lint", "-", "plans", "--stdin-filename", "lifecycle.yaml"], "the one file"),
        (&["lint", "-", "--stdin-filename", "../lifecycle.yaml"], "outside of the repository"),
        (&["lint", "-", "--stdin-filename", "plans"], "is a folder"),
        (&["lint", "-", "--stdin-filename", "."], "is a folder"),
        (&["lint", "-", "--stdin-filename", ".git/lifecycle.yaml"], "is git's own"),
        (&["lint", "-", "--stdin-filename", "a.yaml", "--rev", "HEAD"], "cannot be used with"),
        (&["lint", "-", "--stdin-filename", "a.yaml", "--fix"], "cannot be used with"),
    ] {
        let said = told(fed(&world, TWICE, arguments), arguments);
        assert!(said.contains(word), "{arguments:?}: {said}");
    }
    let huge = vec![b'#'; 64 * 1024 * 1024 + 1];
    let arguments = ["lint", "-", "--stdin-filename", "lifecycle.yaml"];
    assert!(told(fed(&world, huge, &arguments), &arguments).contains("larger than 64 MiB"));
}

#[test]
fn verbose_says_what_was_looked_at_and_changes_no_report() {
    let world = World::new();
    world.write("lifecycle.yaml", format!("{TWICE}profile: tdsp\n"));
    let (plain, verbose) = (planlint(&world, &["lint"]), planlint(&world, &["lint", "--verbose"]));
    assert_eq!((&plain.status, &plain.stdout), (&verbose.status, &verbose.stdout));
    assert!(plain.stderr.is_empty());
    let said = text(&verbose.stderr);
    for word in [
        "looked at the work tree of `",
        "1 files, 1 of them read",
        "there is no `planlint.yaml`",
        "manifests: 1 checked, 0 excluded",
        "lifecycle.yaml (profile tdsp)",
        "only with `--history`: ",
        "took ",
    ] {
        assert!(said.contains(word), "`{word}` is not in {said}");
    }
}

#[test]
fn a_person_is_shown_fifty_findings_and_a_program_all() {
    let world = World::new();
    world.write("lifecycle.yaml", (0..80).map(|at| format!("unknown{at}: x\n")).collect::<String>());
    let shown = |options: &[&str]| {
        let output = planlint(&world, &[&["lint"], options].concat());
        let out = text(&output.stdout);
        (out.matches("unknown-field]").count(), out.contains("show all with `--max-findings all`"))
    };
    let all = ["--format", "concise", "--max-findings", "all"];
    assert_eq!(shown(&all).0, 80);
    assert_eq!(shown(&all[..2]), (80, false));
    let (human, hint) = shown(&["--format", "human"]);
    assert!(human <= 50 && hint, "{human} findings");
    assert_eq!(shown(&["--max-findings", "all"]), (80, false));
    assert!(shown(&["--max-findings", "3"]).1);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_as_shells_expect() {
    let world = World::new();
    world.write("lifecycle.yaml", TWICE);
    // The run waits for standard input when the signal comes.
    let script = format!(
        "set -m; sleep 60 | '{PROGRAM}' lint - --stdin-filename lifecycle.yaml & sleep 1; kill -INT -- -$!; wait $!; echo $?"
    );
    let said = crate::world::succeed(world.command("bash").args(["-c", &script]));
    assert_eq!(said.lines().last(), Some("130"), "{said}");
}
