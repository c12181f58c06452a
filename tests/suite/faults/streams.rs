//! Standard output and standard error that are closed, full, or read no further.

use std::fs;
use std::process::{Command, Output, Stdio};

use planlint::report::FORMATS;

use super::{PROGRAM, ground};
use crate::world::World;

/// What prints something, with its exit code where somebody reads it.
const PRINTERS: &[(&[&str], i32)] = &[
    (&["diff", "HEAD~1", "HEAD"], 0),
    (&["config"], 0),
    (&["config", "--format", "json"], 0),
    (&["explain", "handoff-gap"], 0),
    (&["rules"], 0),
    (&["who", "data/readings.dvc"], 0),
    (&["codeowners"], 0),
    (&["codeowners", "--check"], 1),
    (&["schema"], 0),
    (&["completions", "bash"], 0),
    (&["man"], 0),
    (&["hook", "status"], 0),
    (&["lint", "--fix", "--diff"], 1),
    (&["lint", "--help"], 0),
    (&["--help"], 0),
    (&["--version"], 0),
];

/// Each of them, and each format of a report.
fn printers() -> impl Iterator<Item = (Vec<&'static str>, i32)> {
    let formats = FORMATS.iter().map(|format| (vec!["lint", "--format", format.name], 1));
    formats.chain(PRINTERS.iter().map(|(words, code)| (words.to_vec(), *code)))
}

fn run(world: &World, words: &[&str], prepare: impl FnOnce(&mut Command)) -> Output {
    let mut command = world.command(PROGRAM);
    command.args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
    prepare(&mut command);
    command.spawn().unwrap().wait_with_output().unwrap()
}

/// Runs a command with one of its streams changed as a shell does it.
fn redirected(world: &World, words: &[&str], how: &str) -> Output {
    let mut shell = world.command("sh");
    shell.args(["-c", &format!("exec \"$0\" \"$@\" {how}"), PROGRAM]).args(words).output().unwrap()
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let world = ground();
    for (words, code) in printers() {
        assert!(!run(&world, &words, |_| ()).stdout.is_empty(), "{words:?} prints nothing");
        let mut command = world.command(PROGRAM);
        let mut running = command.args(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(running.stdout.take());
        let output = running.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {output:?}");
        let is_account = words.contains(&"--fix");
        assert!(output.stderr.is_empty() || is_account, "{words:?}: {output:?}");
    }
    let named = "lint --output json=/dev/fd/3 --format concise";
    let script = format!("'{PROGRAM}' {named} 3>&1 >/dev/null | true; echo \"${{PIPESTATUS[0]}}\"");
    let output = world.command("bash").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1\n", "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

/// The system gives a program that is started without a stream nothing to tell it from one that leads to `/dev/null`.
#[test]
fn a_closed_stream_changes_no_verdict() {
    let world = ground();
    for (words, code) in printers() {
        for how in [">&-", "2>&-", ">&- 2>&-", "<&-", "2>/dev/full"] {
            let output = redirected(&world, &words, how);
            assert_eq!(output.status.code(), Some(code), "{words:?} {how}: {output:?}");
        }
    }
    for how in [">&-", "2>&-", ">&- 2>&-", "2>/dev/full"] {
        assert_eq!(redirected(&world, &["lint", "--rev", "nowhere"], how).status.code(), Some(2));
        assert_eq!(redirected(&world, &["nonsense"], how).status.code(), Some(2));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_takes_no_more_is_told() {
    let world = ground();
    for (words, _) in printers() {
        let output = redirected(&world, &words, ">/dev/full");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains("error: ") && said.contains("No space left on device"), "{words:?}: {said}");
        assert!(said.contains("help: free space, or send the output elsewhere"), "{words:?}: {said}");
    }
}

#[test]
fn a_job_summary_that_does_not_fit_is_taken_back() {
    let world = ground();
    let summary = world.beside("summary.md");
    fs::write(&summary, "# others\n").unwrap();
    let mut shell = world.command("sh");
    shell.args([
        "-c",
        "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"",
        PROGRAM,
        "lint",
        "--format",
        "github",
    ]);
    let output = shell.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("the job summary"), "{said}");
    assert_eq!(fs::read_to_string(&summary).unwrap(), "# others\n");
}
