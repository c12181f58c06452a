//! The scripts of the GitHub action, in a real repository and with inputs that want to be more than data.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::world::World;

const HOSTILE: [&str; 7] = [
    "\"; touch pwned; \"",
    "$(touch pwned)",
    "`touch pwned`",
    "x\n::error::forged\ntouch pwned",
    "a && touch pwned",
    "*",
    "\u{1b}]0;x\u{7}",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A repository whose plan has an error, and a runner's files around it.
fn world(plan: &str) -> World {
    let world = World::new();
    world.write_tree();
    let fixture = root().join("tests/rules/stage-without-lead").join(plan);
    world.write("lifecycle.yaml", fs::read(fixture).unwrap());
    world.commit("one");
    fs::create_dir(world.beside("temporary")).unwrap();
    world
}

/// A step of the action, with inputs that do no harm.
fn step(world: &World, script: &str) -> Command {
    let mut step = world.command("bash");
    let program = Path::new(env!("CARGO_BIN_EXE_planlint")).parent().unwrap();
    step.arg(root().join("action").join(script));
    step.env("PATH", format!("{}:{}", program.display(), std::env::var("PATH").unwrap()));
    step.env("RUNNER_TEMP", world.beside("temporary"));
    step.env("GITHUB_OUTPUT", world.beside("output")).env("GITHUB_PATH", world.beside("path"));
    step.env("PLANLINT_VERSION", "system").env("PLANLINT_ARGUMENTS", "").env("PLANLINT_FORMAT", "concise");
    step.env("PLANLINT_SARIF", "false").env("PLANLINT_DENY", "error");
    step
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn outputs(world: &World) -> String {
    let text = fs::read_to_string(world.beside("output")).unwrap_or_default();
    drop(fs::remove_file(world.beside("output")));
    text
}

#[test]
fn the_threshold_decides_and_the_exit_code_is_handed_on() {
    for (plan, deny, code, handed_on) in [
        ("good.yaml", "error", 0, 0),
        ("bad.yaml", "error", 1, 1),
        ("bad.yaml", "warning", 1, 1),
        ("bad.yaml", "never", 0, 1),
    ] {
        let world = world(plan);
        let output = step(&world, "lint.sh").env("PLANLINT_DENY", deny).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{plan} {deny}: {}", text(&output));
        assert_eq!(outputs(&world), format!("exit-code={handed_on}\n"));
    }
    let world = world("good.yaml");
    let mut undone = step(&world, "lint.sh");
    undone.env("PLANLINT_DENY", "never").env("PLANLINT_ARGUMENTS", "--rev gone");
    assert_eq!(undone.output().unwrap().status.code(), Some(2), "a check that was not done never passes");
}

#[test]
fn arguments_are_split_and_nothing_else() {
    let world = world("bad.yaml");
    let output =
        step(&world, "lint.sh").env("PLANLINT_ARGUMENTS", " --rev HEAD\n--max-findings  1 ").output();
    assert_eq!(output.unwrap().status.code(), Some(1));
    let output = step(&world, "lint.sh").env("PLANLINT_ARGUMENTS", "life*.yaml").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("life*.yaml"), "no shell may expand it: {}", text(&output));
}

#[test]
fn hostile_inputs_stay_data() {
    for variable in
        ["PLANLINT_ARGUMENTS", "PLANLINT_FORMAT", "PLANLINT_SARIF", "PLANLINT_DENY", "PLANLINT_VERSION"]
    {
        for value in HOSTILE {
            let world = world("good.yaml");
            let script = if variable == "PLANLINT_VERSION" { "install.sh" } else { "lint.sh" };
            let output = step(&world, script).env(variable, value).output().unwrap();
            let said = text(&output);
            assert_eq!(output.status.code(), Some(2), "{variable}={value:?}: {said}");
            assert!(!world.top().join("pwned").exists(), "{variable}={value:?} was run");
            let forged = |line: &str| line.trim_start().starts_with("::error::");
            assert!(!said.lines().any(forged), "{variable}={value:?} speaks to the runner: {said}");
            assert!(!said.contains('\u{1b}'), "{variable}={value:?} speaks to the terminal: {said}");
            assert!(!outputs(&world).contains("forged") && !world.beside("path").exists());
        }
    }
}

#[test]
fn a_program_on_the_path_is_taken_or_missed() {
    let world = world("good.yaml");
    assert!(step(&world, "install.sh").status().unwrap().success());
    let output = step(&world, "install.sh").env("PATH", "/usr/bin:/bin").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("planlint is not on the PATH: install it in a step before this one"));
}
