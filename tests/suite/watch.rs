//! `planlint watch`, with real saves: every one that matters is checked, and what does not matter is not.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::world::World;

/// The longest that a check may take to begin, and to end, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// As long as nothing is to happen: well over the pause after a save.
const QUIET: Duration = Duration::from_millis(900);

const SOUND: &str =
    "lifecycle: 1\nproject: a\nstatus: draft\nroles: { a: '@x/y' }\nstages: { s: { lead: a } }\n";
const TWICE: &str = "lifecycle: 1\nlifecycle: 1\n";

/// A run that watches, and the lines that it writes.
struct Watch {
    child: Child,
    said: Receiver<String>,
}

impl Watch {
    fn start(world: &World, options: &[&str]) -> Watch {
        // Both streams in one pipe, so that their lines come in the order in which they were written.
        let mut command = world.command("sh");
        command.args([
            "-c",
            "exec \"$0\" watch --format concise \"$@\" 2>&1",
            env!("CARGO_BIN_EXE_planlint"),
        ]);
        let mut child = command.args(options).stdout(Stdio::piped()).spawn().unwrap();
        let (sender, said) = channel();
        let out = child.stdout.take().unwrap();
        thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let watch = Watch { child, said };
        watch.until("press Ctrl-C");
        watch
    }

    /// Waits for a line, and gives those before it.
    fn until(&self, word: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.said.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("`{word}` never came after {lines:?}"));
            if line.contains(word) {
                return lines;
            }
            lines.push(line);
        }
    }

    /// Everything that the next check writes.
    fn next(&self) -> String {
        self.until("press Ctrl-C").join("\n")
    }

    fn is_quiet(&self) {
        let line = self.said.recv_timeout(QUIET);
        assert!(line.is_err(), "nothing was to happen: {line:?}");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_save_that_matters_is_checked() {
    let world = World::new();
    world.write("plans/lifecycle.yaml", SOUND);
    world.write(".gitignore", "target/\n");
    world.write("target/a.txt", "");
    world.commit("a plan");
    let watch = Watch::start(&world, &[]);
    let manifest = world.write("plans/lifecycle.yaml", TWICE);
    let said = watch.next();
    assert!(said.contains("`plans/lifecycle.yaml` changed"), "{said}");
    assert!(said.contains("plans/lifecycle.yaml:2:1: error[duplicate-key]"), "{said}");
    watch.is_quiet();

    let draft = world.write("plans/.draft", SOUND);
    fs::rename(draft, manifest).unwrap();
    let said = watch.next();
    assert!(said.contains("checking again") && !said.contains("duplicate-key"), "{said}");
    watch.is_quiet();

    world.write("target/a.txt", "made anew");
    world.write("target/deep/er/b.txt", "made");
    watch.is_quiet();

    world.write("new/lifecycle.yaml", TWICE);
    assert!(watch.next().contains("new/lifecycle.yaml:2:1: error[duplicate-key]"));
    world.write("new/lifecycle.yaml", SOUND);
    assert!(!watch.next().contains("duplicate-key"), "a new folder is watched too");

    world.write("planlint.yaml", "exlude: []\n");
    assert!(watch.next().contains("planlint.yaml:1:1: error[unknown-field]"));
}

#[test]
fn another_branch_and_a_broken_repository_are_survived() {
    let world = World::new();
    world.write("lifecycle.yaml", SOUND);
    world.commit("a plan");
    world.git(&["checkout", "--quiet", "-b", "other"]);
    world.write("lifecycle.yaml", TWICE);
    world.commit("another plan");
    let watch = Watch::start(&world, &[]);
    world.git(&["checkout", "--quiet", "main"]);
    assert!(!watch.next().contains("duplicate-key"));

    let (head, away) = (world.top().join(".git"), world.beside("away"));
    fs::rename(&head, &away).unwrap();
    fs::create_dir(&head).unwrap();
    fs::write(head.join("HEAD"), "nonsense").unwrap();
    let said = watch.next();
    assert!(said.contains("error: ") && said.contains("help: "), "{said}");
    fs::remove_dir_all(&head).unwrap();
    fs::rename(&away, &head).unwrap();
    loop {
        let said = watch.next();
        if !said.contains("error: ") {
            break;
        }
    }
    world.write("lifecycle.yaml", TWICE);
    assert!(watch.next().contains("duplicate-key"));
}

#[test]
fn what_is_staged_is_checked_when_it_is_staged() {
    let world = World::new();
    world.write("lifecycle.yaml", SOUND);
    world.commit("a plan");
    let watch = Watch::start(&world, &["--staged"]);
    world.write("lifecycle.yaml", TWICE);
    assert!(!watch.next().contains("duplicate-key"), "it is not staged yet");
    world.git(&["add", "--all"]);
    assert!(watch.next().contains("duplicate-key"));
}

#[test]
fn an_interrupt_ends_it() {
    let world = World::new();
    world.write("lifecycle.yaml", SOUND);
    let mut watch = Watch::start(&world, &[]);
    let id = watch.child.id().to_string();
    crate::world::succeed(world.command("kill").args(["-INT", &id]));
    assert_eq!(watch.child.wait().unwrap().code(), Some(130));
}

/// As behind `| head`: also while nothing changes, so that there is nothing to write.
#[test]
fn a_reader_who_has_gone_away_ends_it() {
    let world = World::new();
    world.write("lifecycle.yaml", TWICE);
    let script = "timeout 60 \"$0\" watch --format concise 2>words | head -n 1; echo \"${PIPESTATUS[0]}\"";
    let output = world.command("bash").args(["-c", script, env!("CARGO_BIN_EXE_planlint")]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("lifecycle.yaml:"), "{said}");
    assert_eq!(lines[1..], ["0"], "it is no failure, and 124 were the end of patience");
    let words = std::fs::read_to_string(world.top().join("words")).unwrap();
    assert!(!words.contains("error"), "{words}");
}

#[test]
fn what_does_not_change_is_not_watched() {
    let world = World::new();
    world.write("lifecycle.yaml", SOUND);
    world.commit("a plan");
    for (option, value) in [("--rev", "HEAD"), ("--each-commit", "HEAD..HEAD")] {
        let output =
            world.command(env!("CARGO_BIN_EXE_planlint")).args(["watch", option, value]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(&format!("leave `{option}` out")), "{said}");
    }
}
