//! Who answers for a path: the commands, on real repositories.

use std::fs;
use std::process::Output;

use crate::world::World;

const PLAN: &str = "\
lifecycle: 1
project: demo
about: What comes next
risk: minimal
roles:
  maker: { who: '@acme/makers' }
  tester: { who: '@tess' }
stages:
  make: { lead: maker, support: { tester: say what will be tried }, produces: { model: 'models/a b/**' } }
  try: { lead: tester, needs: [model] }
handoffs:
  make-to-try: { from: make, to: try, passes: [model], checks: [card], within: 3d }
documents:
  card: { path: card.md, owner: maker }
";

fn world(codeowners: Option<(&str, &str)>) -> World {
    let world = World::new();
    world.write("plans/lifecycle.yaml", PLAN);
    if let Some((path, text)) = codeowners {
        world.write(path, text);
    }
    world
}

fn planlint(world: &World, arguments: &[&str]) -> Output {
    world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments).output().unwrap()
}

fn printed(output: &Output) -> String {
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

const LINES: &str = "\
# demo
/plans/lifecycle.yaml @acme/makers @tess
/plans/models/a\\ b/** @acme/makers
/plans/card.md @acme/makers
/plans/signoffs/demo/make-to-try.yaml @tess
";

#[test]
fn the_block_is_printed_written_and_checked() {
    let world = world(None);
    assert_eq!(printed(&planlint(&world, &["codeowners"])), LINES);
    assert_eq!(planlint(&world, &["codeowners", "--check"]).status.code(), Some(1));
    assert_eq!(planlint(&world, &["codeowners", "--write"]).status.code(), Some(0));
    let written = fs::read_to_string(world.top().join(".github/CODEOWNERS")).unwrap();
    assert!(written.starts_with("# planlint: begin") && written.contains(LINES), "{written}");
    assert_eq!(planlint(&world, &["codeowners", "--check"]).status.code(), Some(0));
    assert_eq!(planlint(&world, &["codeowners", "--write"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(world.top().join(".github/CODEOWNERS")).unwrap(), written);
}

#[test]
fn what_stands_outside_the_section_is_not_touched() {
    let before = "# ours\r\n*   @acme/all   # everything\r\n\r\n/x @y";
    let world = world(Some(("docs/CODEOWNERS", before)));
    assert!(planlint(&world, &["codeowners", "--write"]).status.success());
    let path = world.top().join("docs/CODEOWNERS");
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.starts_with(before), "{written}");
    fs::write(&path, format!("{written}/after @z\r\n")).unwrap();
    world.write("plans/lifecycle.yaml", PLAN.replace("'@tess'", "'@timo'"));
    assert!(planlint(&world, &["codeowners", "--write"]).status.success());
    let again = fs::read_to_string(&path).unwrap();
    assert_eq!(again, format!("{}/after @z\r\n", written.replace("@tess", "@timo")));
    assert!(!world.top().join(".github").exists());
}

#[test]
fn a_damaged_section_is_an_error_and_left_alone() {
    let damaged = "# planlint: begin\n/x @y\n";
    let world = world(Some(("CODEOWNERS", damaged)));
    let output = planlint(&world, &["codeowners", "--write"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("planlint: end") && error.contains("help"), "{error}");
    assert_eq!(fs::read_to_string(world.top().join("CODEOWNERS")).unwrap(), damaged);
}

#[test]
fn who_answers_from_the_plan_and_from_codeowners() {
    let world = world(Some(("CODEOWNERS", "* @acme/all\n/plans/models/ @acme/makers\n")));
    let said = printed(&planlint(&world, &["who", "plans/models/a b/x.onnx"]));
    for words in
        ["artifact `model` of stage `make` of `demo`", "maker leads: @acme/makers", "tester supports: @tess"]
    {
        assert!(said.contains(words), "{said}");
    }
    assert!(said.contains("code owners: @acme/makers (CODEOWNERS:2)"), "{said}");
    let mut inside = world.command(env!("CARGO_BIN_EXE_planlint"));
    let inside = inside.args(["who", "card.md"]).current_dir(world.top().join("plans")).output().unwrap();
    assert!(printed(&inside).contains("maker keeps it: @acme/makers"));
    let unknown = planlint(&world, &["who", "nothing.txt"]);
    assert!(
        printed(&unknown).contains("is in no plan") && unknown.status.code() == Some(0),
        "owned by the first line"
    );
    let json = printed(&planlint(&world, &["who", "--format", "json", "plans/lifecycle.yaml"]));
    let answers: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(answers[0]["parts"][0]["people"][1]["who"], "@tess");
    assert_eq!(answers[0]["code_owners"][0]["line"], 1);
}

#[test]
fn a_path_that_nobody_knows_has_an_exit_code_of_its_own() {
    let world = world(None);
    assert_eq!(planlint(&world, &["who", "nothing.txt"]).status.code(), Some(1));
}

#[test]
fn a_repository_without_codeowners_gets_one_advice() {
    let world = world(None);
    world.write("other/lifecycle.yaml", PLAN.replace("project: demo", "project: other"));
    let output = planlint(&world, &["lint", "--format", "concise"]);
    let report = printed(&output);
    let advice: Vec<&str> = report.lines().filter(|line| line.contains("[codeowners-mismatch]")).collect();
    assert_eq!(advice.len(), 1, "{report}");
    assert!(advice[0].contains("advice[codeowners-mismatch]"), "{report}");
}
