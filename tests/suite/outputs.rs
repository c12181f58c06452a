//! Several reports of one run: into files, onto standard output, into the summary of a job.

use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::process::Output;

use crate::world::World;

/// A repository whose only manifest lies in a folder with a name that would be a command.
fn world() -> World {
    let world = World::new();
    world.write("a\n::error::x/lifecycle.yaml", "lifecycle: 1\nproject: churn\nstagse: {}\n");
    world.commit("add a plan");
    world
}

fn lint(world: &World, arguments: &[&str], variables: &[(&str, &Path)]) -> Output {
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    command.arg("lint").args(arguments).env_remove("GITHUB_STEP_SUMMARY").envs(variables.iter().copied());
    command.output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn each_output_has_its_file_and_standard_output_its_format() {
    let world = world();
    let arguments = ["--format", "concise", "--output", "sarif=out/plan.sarif", "--output", "junit=plan.xml"];
    let (code, shown, words) = said(&lint(&world, &arguments, &[]));
    assert_eq!((code, words.as_str()), (Some(1), ""));
    assert!(shown.lines().all(|line| line.starts_with("a\\n::error::x/lifecycle.yaml:")), "{shown}");
    assert!(shown.contains(":3:1: error[unknown-field] "), "{shown}");
    for (file, format) in [("out/plan.sarif", "sarif"), ("plan.xml", "junit")] {
        let alone = lint(&world, &["--output", format], &[]);
        assert_eq!(fs::read(world.top().join(file)).unwrap(), alone.stdout, "{format}");
    }
    let dash = lint(&world, &["--output", "concise=-"], &[]);
    assert_eq!(said(&dash).1, shown);
}

/// A green run that checked nothing says so, on one of the streams and once.
#[test]
fn a_run_without_a_manifest_is_said_to_be_one() {
    let world = World::new();
    let none = "no lifecycle manifest found in the work tree; write a first one with `planlint init`\n";
    let run = |arguments: &[&str]| said(&lint(&world, arguments, &[]));
    let (nothing, words) = (String::new(), none.to_owned());
    assert_eq!(run(&[]), (Some(0), words.clone(), nothing.clone()));
    assert_eq!(run(&["--format", "concise"]), (Some(0), nothing.clone(), words.clone()));
    for quiet in [&["--quiet"][..], &["--quiet", "--format", "concise"]] {
        assert_eq!(run(quiet), (Some(0), nothing.clone(), nothing.clone()), "{quiet:?}");
    }
    assert_eq!(run(&["--format", "json"]).2, "", "programs count for themselves");
    world.write("a/lifecycle.yaml", "lifecycle: 1\nproject: churn\n");
    world.write("planlint.yaml", "exclude: [a]\n");
    let excluded = run(&["--format", "concise"]);
    assert_eq!((excluded.0, excluded.1.as_str(), excluded.2.lines().count()), (Some(0), "", 1));
    assert!(excluded.2.starts_with("`exclude` in `planlint.yaml` leaves out 1 manifest"), "{}", excluded.2);
    world.write("planlint.yaml", "");
    let checked = run(&["--format", "concise"]);
    assert_eq!((checked.0, checked.2.as_str()), (Some(1), ""));
}

#[test]
fn what_gitlab_takes_for_the_same_never_is() {
    let world = World::new();
    let stages = (0..30).map(|at| format!("  stage-{at}: {{ leed: x, leed: y, lede: z }}\n"));
    let head = "lifecycle: 1\nproject: churn\nstages:\n";
    world.write("lifecycle.yaml", head.to_owned() + &stages.collect::<String>());
    let output = lint(&world, &["--format", "gitlab", "--output", "json=report.json"], &[]);
    let names = |document: &serde_json::Value| -> Vec<String> {
        let list = document.as_array().unwrap().iter().map(|one| one["fingerprint"].to_string());
        let mut list: Vec<_> = list.collect();
        list.sort();
        list
    };
    let issues = names(&serde_json::from_slice(&output.stdout).unwrap());
    let report = fs::read(world.top().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(issues, names(&report["findings"]));
    let mut distinct = issues.clone();
    distinct.dedup();
    assert_eq!((distinct.len(), issues.len() > 60), (issues.len(), true));
}

#[test]
fn two_reports_never_go_to_one_place() {
    let world = world();
    let one_place = [
        ["--output", "sarif=a", "--output", "junit=./a"],
        ["--output", "sarif=a", "--output", "sarif=a"],
        ["--output", "sarif", "--output", "junit=-"],
        ["--format", "json", "--output", "junit"],
    ];
    for arguments in one_place {
        let (code, shown, words) = said(&lint(&world, &arguments, &[]));
        assert_eq!((code, shown.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(words.contains("two reports would go to "), "{words}");
        assert!(!world.top().join("a").exists());
    }
}

#[test]
fn an_output_that_cannot_be_is_refused_before_anything_is_written() {
    let world = world();
    for (output, wanted) in [
        ("sarf=x", "no format is called `sarf`: write `sarif`"),
        ("\u{1b}[2J=x", "no format is called `\\u{1b}[2J`: write one of human, "),
        ("sarif=", "no file is named: write `sarif=FILE`"),
    ] {
        let (code, shown, words) = said(&lint(&world, &["--output", output], &[]));
        assert_eq!((code, shown.as_str()), (Some(2), ""));
        assert!(words.contains(wanted), "{words}");
    }
    fs::create_dir(world.top().join("folder")).unwrap();
    let (code, shown, words) = said(&lint(&world, &["--output", "sarif=folder"], &[]));
    assert_eq!((code, shown.as_str()), (Some(2), ""));
    assert!(words.contains("`folder` cannot be written"), "{words}");
}

#[test]
fn what_is_no_file_stays_what_it_is() {
    let world = world();
    assert_eq!(lint(&world, &["--output", "sarif=/dev/null"], &[]).status.code(), Some(1));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn the_job_summary_has_all_findings_and_stays_below_its_limit() {
    let world = world();
    let summary = world.beside("summary.md");
    fs::write(&summary, "# others\n").unwrap();
    let variables = [("GITHUB_STEP_SUMMARY", summary.as_path())];
    let (code, shown, _) = said(&lint(&world, &["--format", "github", "--max-findings", "0"], &variables));
    assert_eq!((code, shown.lines().count()), (Some(1), 1));
    let text = fs::read_to_string(&summary).unwrap();
    assert!(text.starts_with("# others\n\n**planlint:** "), "{text}");
    assert!(text.contains("| `a\\n::error::x/lifecycle.yaml:3:1` |"), "{text}");
    lint(&world, &["--format", "human", "--output", "github=annotations.txt"], &variables);
    assert_eq!(fs::read_to_string(&summary).unwrap(), text, "only the step that annotates has a summary");
    for room in [0, 10, 300, 1_000] {
        fs::write(&summary, "x".repeat(1024 * 1024 - room)).unwrap();
        lint(&world, &["--output", "github"], &variables);
        assert!(fs::metadata(&summary).unwrap().len() <= 1024 * 1024, "{room}");
    }
    let nowhere = world.beside("nowhere/summary.md");
    let (code, shown, words) =
        said(&lint(&world, &["--format", "github"], &[("GITHUB_STEP_SUMMARY", nowhere.as_path())]));
    assert_eq!(
        (code, shown.starts_with("::error file=a\\n%3A%3Aerror%3A%3Ax/lifecycle.yaml,")),
        (Some(2), true)
    );
    assert!(words.contains("unset `GITHUB_STEP_SUMMARY`"), "{words}");
}
