//! `planlint diff` says what changed in the plan's own terms, and nothing of how it is laid out.

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::world::World;

const PLAN: &str = "lifecycle.yaml";

/// A plan in which nothing is wrong, and no handoff waits for a sign-off.
pub fn sound() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/handoff-gap/good.yaml");
    let plan = fs::read_to_string(path).unwrap();
    let (head, handoffs) = plan.split_once("\nhandoffs:").unwrap();
    format!("{head}\nhandoffs:{}", handoffs.replace("\n    from: ", "\n    signoff: optional\n    from: "))
}

/// A plan in which each of these texts, which must be there, is another.
pub fn changed(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the plan has no `{from}`");
        text.replacen(from, to, 1)
    })
}

fn world() -> World {
    let world = World::new();
    world.write(PLAN, sound());
    world.commit("a plan");
    world
}

fn diff(world: &World, arguments: &[&str]) -> Output {
    world.command(env!("CARGO_BIN_EXE_planlint")).arg("diff").args(arguments).output().unwrap()
}

/// The exit code, and each change as its kind and its sentence.
fn changes(world: &World, arguments: &[&str]) -> (i32, Vec<(String, String)>) {
    let output = diff(world, &[arguments, &["--format", "json"]].concat());
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let projects = document["projects"].as_array().unwrap();
    let text = |change: &Value, key: &str| change[key].as_str().unwrap().to_owned();
    let all = projects.iter().flat_map(|project| project["changes"].as_array().unwrap());
    let rows = all.map(|change| (text(change, "kind"), text(change, "message"))).collect();
    (output.status.code().unwrap(), rows)
}

fn rows(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kind, message)| ((*kind).to_owned(), (*message).to_owned())).collect()
}

#[test]
fn layout_order_and_comments_are_no_change() {
    let world = world();
    let text = changed(
        &sound(),
        &[
            ("roles:\n", "# who is who\nroles:\n\n"),
            ("  data-engineer: \"@nordheat/data\"\n", ""),
            (
                "  ml-engineer: \"@nordheat/forecast\"\n",
                "  ml-engineer: { who: '@nordheat/forecast' }\n  data-engineer: \"@Nordheat/Data\"\n",
            ),
            (
                "passes: [readings, readings-schema, data-card]",
                "passes:\n      - data-card\n      - readings\n      - readings-schema",
            ),
        ],
    );
    world.write(PLAN, text.replace('\n', "\r\n"));
    assert_eq!(changes(&world, &[]), (0, vec![]));
    let words = String::from_utf8(diff(&world, &[]).stdout).unwrap();
    assert_eq!(words, "the plans are the same from revision HEAD to the work tree\n");
}

#[test]
fn what_got_weaker_is_told_and_fails() {
    let world = world();
    let text = changed(
        &sound(),
        &[
            ("{ who: \"@ines\", backup: \"@paul\" }", "\"@olga\""),
            ("target: 0.06\n", "target: 0.08\n"),
            (
                "    checks: [meter-coverage]\n    within: 3d\n",
                "    checks: [meter-coverage]\n    within: 5d\n",
            ),
            (", data-card]", "]"),
            ("  model-card: { path: docs/model-card.md, template: model-card, owner: ml-engineer }\n", ""),
            ("respond: 4h", "respond: 2h"),
        ],
    );
    world.write(PLAN, text);
    let expected = rows(&[
        ("neutral", "`who` of `product-manager` goes from `@ines` to `@olga`"),
        ("weakening", "`backup` of `product-manager` is gone; it was `@paul`"),
        ("weakening", "`target` of `day-ahead-error` goes from `0.06` to `0.08`"),
        ("weakening", "`passes` of `data-to-model` loses `data-card`"),
        ("weakening", "`within` of `data-to-model` goes from `3d` to `5d`"),
        ("weakening", "the document `model-card` is gone"),
        ("strengthening", "`respond` of `error-high` goes from `4h` to `2h`"),
    ]);
    assert_eq!(changes(&world, &[]), (1, expected));
}

#[test]
fn the_other_way_round_it_is_stronger() {
    let world = world();
    world.write(
        PLAN,
        changed(
            &sound(),
            &[("target: 0.06\n", "target: 0.08\n"), ("lead: ml-engineer", "lead: data-engineer")],
        ),
    );
    world.commit("looser");
    let (code, found) = changes(&world, &["HEAD", "HEAD~1"]);
    assert_eq!(
        (code, found),
        (
            0,
            rows(&[
                ("strengthening", "`target` of `day-ahead-error` goes from `0.08` to `0.06`"),
                ("neutral", "`lead` of `model-development` goes from `data-engineer` to `ml-engineer`"),
            ])
        )
    );
    assert_eq!(changes(&world, &["HEAD~1", "HEAD"]).0, 1);
}

#[test]
fn a_manifest_that_moved_is_the_same_plan() {
    let world = world();
    fs::create_dir(world.top().join("plans")).unwrap();
    world.git(&["mv", PLAN, "plans/heat.lifecycle.yaml"]);
    assert_eq!(changes(&world, &["--staged"]), (0, vec![]));
    // Another project at another path is the same one where half of its lines are.
    world.write("plans/heat.lifecycle.yaml", changed(&sound(), &[("heat-demand", "heating")]));
    world.git(&["add", "--all"]);
    let expected = rows(&[("neutral", "`project` goes from `heat-demand` to `heating`")]);
    assert_eq!(changes(&world, &["--staged"]), (0, expected));
    assert_eq!(changes(&world, &[]).0, 0);
}

#[test]
fn a_role_that_is_called_otherwise_changes_nothing_else() {
    let world = world();
    world.write(PLAN, sound().replace("data-engineer", "数据工程师"));
    let expected = rows(&[("neutral", "the role `data-engineer` is called `数据工程师` now")]);
    assert_eq!(changes(&world, &[]), (0, expected));
}

#[test]
fn plans_come_and_go_and_waivers_weaken() {
    let world = world();
    world.write("b.lifecycle.yaml", sound().replace("heat-demand", "cold-demand"));
    assert_eq!(changes(&world, &[]), (0, rows(&[("strengthening", "the plan is new")])));
    world.delete("b.lifecycle.yaml");
    world.delete(PLAN);
    assert_eq!(changes(&world, &[]), (1, rows(&[("weakening", "the plan is gone")])));
    let waiver =
        "\nwaivers:\n  - { rule: no-backup, at: stages.monitoring, reason: soon, until: 2025-12-31 }\n";
    world.write(PLAN, sound() + waiver);
    let expected = rows(&[("weakening", "`no-backup` at `stages.monitoring` is waived until 2025-12-31")]);
    assert_eq!(changes(&world, &[]), (1, expected));
}

#[test]
fn a_first_commit_has_nothing_before_it() {
    let world = World::new();
    world.write(PLAN, sound());
    world.git(&["add", "--all"]);
    assert_eq!(changes(&world, &["--staged"]), (0, rows(&[("strengthening", "the plan is new")])));
}

#[test]
fn what_cannot_be_compared_is_a_failure() {
    let world = world();
    world.write(PLAN, "roles: [\n");
    let output = diff(&world, &[]);
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("`lifecycle.yaml` cannot be understood in the work tree"), "{words}");
    assert_eq!(diff(&world, &["nowhere"]).status.code(), Some(2));
}

#[test]
fn markdown_shows_a_table() {
    let world = world();
    world.write(
        PLAN,
        changed(
            &sound(),
            &[("target: 0.06\n", "target: 0.08\n"), ("\"@nordheat/data\"", "\"@nordheat/a|b\"")],
        ),
    );
    let words = String::from_utf8(diff(&world, &["--format", "markdown"]).stdout).unwrap();
    let expected = "\
1 weakening, 0 strengthening, 1 neutral from revision HEAD to the work tree.

### heat-demand (`lifecycle.yaml`)

| | change | where |
|---|---|---|
| **weakening** | `target` of `day-ahead-error` goes from `0.06` to `0.08` | `metrics.day-ahead-error.target` |
| neutral | `who` of `data-engineer` goes from `@nordheat/data` to `@nordheat/a\\u{7c}b` | `roles.data-engineer.who` |
";
    assert_eq!(words, expected);
}

#[test]
fn another_profile_and_what_cannot_be_read_any_more_are_told() {
    let world = world();
    world.write(PLAN, changed(&sound(), &[("project:", "profile: crisp-dm\nproject:")]));
    let (code, found) = changes(&world, &[]);
    let asks = |kind: &str, words: &str| {
        found.iter().any(|(one, message)| {
            one == kind && message.starts_with("the document") && message.ends_with(words)
        })
    };
    assert_eq!(code, 1);
    assert!(asks("weakening", "is no longer required"), "{found:?}");
    world.write(
        PLAN,
        changed(&sound(), &[("target: 0.06\n", "target: low\n"), ("alerts:\n", "alerts: none\nx-old:\n")]),
    );
    let expected = rows(&[
        ("weakening", "`target` of `day-ahead-error` cannot be read any more"),
        ("weakening", "`alerts` cannot be read any more"),
    ]);
    assert_eq!(changes(&world, &[]), (1, expected));
}
