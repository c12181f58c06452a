//! Bad input: each kind gets one clear finding or error, in bounded time, and nothing panics.

use std::time::{Duration, Instant};

use crate::world::World;

/// What a run printed, and its exit code.
struct Run {
    code: i32,
    out: String,
    error: String,
}

fn run(world: &World, arguments: &[&str]) -> Run {
    let started = Instant::now();
    let output = world.command(env!("CARGO_BIN_EXE_planlint")).args(arguments).output().unwrap();
    let took = started.elapsed();
    assert!(took < Duration::from_secs(20), "{arguments:?} took {took:?}");
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!error.contains("panicked"), "{error}");
    Run {
        code: output.status.code().expect("no signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        error,
    }
}

/// The findings on one manifest with these bytes, one a line.
fn findings(bytes: impl AsRef<[u8]>) -> (i32, Vec<String>) {
    let world = World::new();
    world.write_tree();
    world.write("CODEOWNERS", "* @everybody\n");
    world.write("lifecycle.yaml", bytes);
    let run = run(&world, &["lint", "--format", "concise"]);
    assert_eq!(run.error, "");
    (run.code, run.out.lines().map(str::to_owned).collect())
}

/// Exactly one finding, which starts with `expected`.
fn one_finding(bytes: impl AsRef<[u8]>, expected: &str) {
    let (code, found) = findings(bytes);
    assert_eq!(code, 1, "{found:?}");
    let [only] = found.as_slice() else { panic!("not one finding: {found:#?}") };
    assert!(only.starts_with(expected), "{only}\nshould start with\n{expected}");
}

/// A plan in which nothing is wrong, from the examples.
fn sound() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/yaml-syntax/good.yaml");
    let manifest = std::fs::read_to_string(path).unwrap();
    manifest.replace("    from: data-preparation\n", "    from: data-preparation\n    signoff: optional\n")
}

#[test]
fn an_empty_file_or_only_comments() {
    one_finding("", "lifecycle.yaml:1:1: error[missing-field] the manifest is empty");
    one_finding("# nothing yet\n\n", "lifecycle.yaml:1:1: error[missing-field] the manifest is empty");
}

#[test]
fn no_mapping() {
    one_finding("- a\n- b\n", "lifecycle.yaml:1:1: error[wrong-type] ");
    one_finding("just words\n", "lifecycle.yaml:1:1: error[wrong-type] ");
}

#[test]
fn two_documents() {
    let twice = format!("{}---\n{}", sound(), sound());
    let line = sound().lines().count() + 1;
    one_finding(twice, &format!("lifecycle.yaml:{line}:1: error[yaml-syntax] "));
}

#[test]
fn tab_indentation() {
    one_finding(
        "lifecycle: 1\nstages:\n\tdata-preparation:\n\t\tlead: a\n",
        "lifecycle.yaml:3:1: error[yaml-syntax] ",
    );
}

#[test]
fn a_byte_order_mark_and_carriage_returns_work() {
    assert_eq!(findings(sound()), (0, vec![]));
    assert_eq!(findings(format!("\u{feff}{}", sound())), (0, vec![]));
    assert_eq!(findings(sound().replace('\n', "\r\n")), (0, vec![]));
}

#[test]
fn bytes_that_are_no_text() {
    let (code, found) = findings(b"lifecycle: 1\nproject: caf\xe9\n");
    assert_eq!(code, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("lifecycle.yaml:2:13: error[yaml-syntax] "), "{found:?}");
    assert!(found[0].contains("byte 25"), "the offset of the byte is not named: {found:?}");
}

#[test]
fn a_nul_character() {
    one_finding("lifecycle: 1\nproject: a\0b\n", "lifecycle.yaml:2:11: error[yaml-syntax] ");
}

#[test]
fn aliases_that_explode() {
    let mut bomb = "x-a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let inner = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("x-a{level}: &a{level} [{inner}]\n"));
    }
    let (code, found) = findings(format!("{}{bomb}", sound()));
    assert_eq!(code, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("error[yaml-syntax]"), "{found:?}");

    let items = "*a, ".repeat(5_000);
    let quadratic = format!("x-a: &a \"{}\"\nx-b: [{items}]\n", "x".repeat(21_000));
    assert!(quadratic.len() > 41_000);
    let (code, found) = findings(format!("{}{quadratic}", sound()));
    assert_eq!((code, found.len()), (1, 1), "{found:?}");
    assert!(found[0].contains("error[yaml-syntax]"), "{found:?}");
}

#[test]
fn nesting_without_end() {
    for depth in [5_000, 100_000] {
        let flow = format!("lifecycle: 1\nx-deep: {}\n", "[".repeat(depth));
        one_finding(flow, "lifecycle.yaml:2:");
    }
    let block: String = (0..5_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    one_finding(format!("lifecycle: 1\nx-deep:\n {}", block.replace('\n', "\n ")), "lifecycle.yaml:");
}

#[test]
fn an_honest_large_manifest_works() {
    let mut large = sound();
    let mut line = 0;
    large.push_str("x-notes:\n");
    while large.len() < 1_500_000 {
        line += 1;
        large.push_str(&format!(
            "  note-{line}: {{ text: the {line}th thing we have written down here, at: 2025-01-01 }}\n"
        ));
    }
    assert_eq!(findings(large), (0, vec![]));
}

#[test]
fn a_folder_a_link_and_a_submodule_of_that_name() {
    let world = World::new();
    world.write("a/lifecycle.yaml/notes.md", "hello");
    std::os::unix::fs::symlink("elsewhere.yaml", world.top().join("lifecycle.yaml")).unwrap();
    world.git(&["init", "--quiet", "b/lifecycle.yaml"]);
    world.git_in(world.top().join("b/lifecycle.yaml"), &["commit", "--quiet", "--allow-empty", "-m", "a"]);
    world.git(&["-c", "advice.addEmbeddedRepo=false", "add", "--all"]);
    for source in [&["lint", "--staged", "--format", "concise"][..], &["lint", "--format", "concise"]] {
        let run = run(&world, source);
        assert_eq!((run.code, run.error.as_str()), (1, ""), "{}", run.out);
        let found: Vec<&str> = run.out.lines().collect();
        assert_eq!(found.len(), 3, "{}", run.out);
        assert!(
            found[0].contains("a/lifecycle.yaml:1:1: error[yaml-syntax] ") && found[0].contains("folder")
        );
        assert!(
            found[1].contains("b/lifecycle.yaml:1:1: error[yaml-syntax] ") && found[1].contains("submodule")
        );
        assert!(found[2].starts_with("lifecycle.yaml:1:1: error[yaml-syntax] ") && found[2].contains("link"));
    }
}

#[test]
fn a_pipe_is_not_waited_for() {
    let world = World::new();
    world.write("lifecycle.yaml", sound());
    world.commit("a plan");
    world.delete("lifecycle.yaml");
    crate::world::succeed(world.command("mkfifo").arg("lifecycle.yaml"));
    let run = run(&world, &["lint", "--format", "concise"]);
    assert_eq!((run.code, run.error.as_str()), (1, ""));
    assert!(run.out.starts_with("lifecycle.yaml:1:1: error[yaml-syntax] "), "{}", run.out);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let world = World::new();
    world.write("lifecycle.yaml", sound());
    world.commit("a plan");
    let id = world.git(&["rev-parse", "HEAD:lifecycle.yaml"]);
    let object = world.top().join(".git/objects").join(&id[..2]).join(&id[2..]);
    std::fs::remove_file(object).unwrap();
    for source in [&["lint", "--staged"][..], &["lint", "--rev", "HEAD"]] {
        let run = run(&world, source);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.error.contains("lifecycle.yaml") && run.error.contains("help"), "{}", run.error);
    }
}

#[test]
fn without_a_repository_the_files_on_disk_are_checked() {
    let world = World::without_repository();
    world.write("plans/lifecycle.yaml", "lifecycle: 1\nlifecycle: 1\n");
    let report = run(&world, &["lint"]);
    assert_eq!(report.code, 1);
    assert!(report.out.contains("duplicate-key"), "{}", report.out);
    assert!(report.out.contains("left out") && report.out.contains("done-without-outputs"), "{}", report.out);
    for option in [&["lint", "--staged"][..], &["lint", "--rev", "HEAD"]] {
        let refused = run(&world, option);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""));
        assert!(
            refused.error.contains(option[1]) && refused.error.contains("git repository"),
            "{}",
            refused.error
        );
    }
}

#[test]
fn an_unborn_head_and_an_unknown_revision() {
    let world = World::new();
    world.write("lifecycle.yaml", sound());
    let unborn = run(&world, &["lint", "--rev", "HEAD"]);
    assert_eq!((unborn.code, unborn.out.as_str()), (2, ""));
    assert!(unborn.error.contains("no commit yet"), "{}", unborn.error);
    world.git(&["add", "--all"]);
    assert_eq!(run(&world, &["lint", "--staged"]).code, 0);
    world.commit("a plan");
    assert_eq!(run(&world, &["lint", "--rev", "HEAD"]).code, 0);
    let unknown = run(&world, &["lint", "--rev", "nowhere"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.error.contains("nowhere") && unknown.error.contains("help"), "{}", unknown.error);
}

#[test]
fn a_bare_repository_is_checked_by_revision_only() {
    let world = World::new();
    world.write("lifecycle.yaml", sound());
    world.commit("a plan");
    let bare = world.beside("bare.git");
    world.git(&["clone", "--quiet", "--bare", ".", bare.to_str().unwrap()]);
    let lint = |arguments: &[&str]| {
        let output = world
            .command(env!("CARGO_BIN_EXE_planlint"))
            .args(arguments)
            .current_dir(&bare)
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(lint(&["lint", "--rev", "main"]), (0, String::new()));
    let (code, error) = lint(&["lint"]);
    assert_eq!(code, 2);
    assert!(error.contains("bare") && error.contains("--rev"), "{error}");
}

#[test]
fn a_wrong_configuration_is_told_like_a_wrong_manifest() {
    let world = World::new();
    world.write("lifecycle.yaml", sound());
    world.write("planlint.yaml", "exlude: [a]\n");
    let run = run(&world, &["lint", "--format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(run.out.starts_with("planlint.yaml:1:1: error[unknown-field] "), "{}", run.out);
}

/// Every unknown name could be any of the known ones: looking for what was meant must not take for ever.
#[test]
fn thousands_of_unknown_names_take_no_time() {
    let many = |name: &str, count: usize| (0..count).map(|at| format!("{name}{at}")).collect::<Vec<_>>();
    let produced = many("q", 2_000).iter().map(|id| format!("{id}: x")).collect::<Vec<_>>().join(", ");
    let needed = many("z", 2_000).join(", ");
    let plan = format!(
        "lifecycle: 1\nproject: p\nroles: {{ a: '@x/y' }}\nstages:\n  s: {{ lead: a, produces: {{ {produced} }} }}\n  \
         t: {{ lead: a, needs: [{needed}] }}\n"
    );
    let (code, found) = findings(plan);
    assert_eq!(code, 1);
    assert!(found.iter().filter(|line| line.contains("[unknown-reference]")).count() >= 2_000);
}
