//! What git ignores, wherever the rule stands: what planlint tells is what `git check-ignore` says.

use std::process::Command;

use crate::world::World;

const PLAN: &str = "lifecycle: 1\nproject: churn\nroles: { ml-engineer: { who: \"@wei\" } }\nstages:\n  model-development: { lead: ml-engineer, does: train, state: active, produces: { model: out/model.bin } }\n";

/// A command of this world that lacks a variable.
fn command(world: &World, program: &str, without: Option<&str>) -> Command {
    let mut command = world.command(program);
    if let Some(name) = without {
        command.env_remove(name);
    }
    command
}

/// Is the artifact told to be ignored?
fn is_told(world: &World, without: Option<&str>) -> bool {
    let mut command = command(world, env!("CARGO_BIN_EXE_planlint"), without);
    let output = command.args(["lint", "--staged", "--format", "concise"]).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("artifact-not-found"), "{told}");
    told.contains("git ignores `out/model.bin`")
}

fn is_ignored(world: &World, without: Option<&str>) -> bool {
    let mut command = command(world, "git", without);
    command.args(["check-ignore", "--quiet", "plans/a/out/model.bin"]).status().unwrap().success()
}

#[test]
fn a_rule_counts_wherever_it_stands() {
    for (place, rule, expected) in [
        (".gitignore", "*.bin\n", true),
        (".gitignore", "out\n", true),
        ("plans/.gitignore", "a/out/\n", true),
        ("plans/a/out/.gitignore", "*\n", true),
        ("plans/a/out/.gitignore", "!*\n", false),
        ("plans/b/.gitignore", "*\n", false),
        (".git/info/exclude", "*.bin\n", true),
        (".git/info/exclude", "# *.bin\n\n", false),
        ("../home/git/ignore", "*.bin\n", true),
        ("../home/.config/git/ignore", "*.bin\n", true),
        ("../rules", "*.bin\n", true),
        ("elsewhere", "*.bin\n", false),
    ] {
        let world = World::new();
        world.write("plans/a/lifecycle.yaml", PLAN);
        world.commit("add a plan");
        let file = world.top().join(place);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, rule).unwrap();
        let rules = world.beside("rules");
        if rules.exists() {
            world.git(&["config", "core.excludesFile", rules.to_str().unwrap()]);
        }
        let without = place.contains(".config").then_some("XDG_CONFIG_HOME");
        assert_eq!(is_ignored(&world, without), expected, "git: {place}: {rule:?}");
        assert_eq!(is_told(&world, without), expected, "{place}: {rule:?}");
    }
}
