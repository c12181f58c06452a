//! Every way to commit, with the hook that `planlint hook install` sets up: a fault is refused at its place, what is
//! sound passes, what is recorded is what was checked, and no check changes a byte. The table is `docs/commits.md`.

mod changes;

mod places;

mod ways;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use planlint::snapshot::{IndexSnapshot, Repository};
use serde::{Deserialize, Serialize};
use snapbox::Data;
use snapbox::assert::Assert;
use tempfile::TempDir;

use crate::conformance::{contents, shown_by_git, untouched};
use crate::world::{World, succeed};

/// Where the plan stands in most cases.
const PLAN: &str = "lifecycle.yaml";

const PROGRAM: &str = env!("CARGO_BIN_EXE_planlint");

/// A way to commit: one row of the table.
struct Way {
    name: &'static str,
    /// The hooks of planlint that git runs when nothing is wrong.
    runs: &'static [&'static str],
    /// The rule that speaks and the place that it names; `None` for [`fault`] in [`PLAN`].
    finding: Option<(&'static str, &'static str)>,
    /// Makes a repository in which the last command records the plan of the case, and runs that command.
    attempt: fn(&mut Case) -> Output,
}

const fn way(name: &'static str, runs: &'static [&'static str], attempt: fn(&mut Case) -> Output) -> Way {
    Way { name, runs, finding: None, attempt }
}

/// What git runs for most commits.
const BOTH: &[&str] = &["pre-commit", "commit-msg"];
/// What it runs for a merge without conflicts.
const MERGE: &[&str] = &["pre-merge-commit", "commit-msg"];

/// One attempt to record a plan.
struct Case {
    world: World,
    /// What the hooks have seen, apart from all that they may not change.
    notes: TempDir,
    /// Where the last command runs.
    folder: PathBuf,
    /// The revision that it makes.
    recorded: &'static str,
    /// Is the plan to be recorded the faulty one?
    is_faulty: bool,
    /// The plan that is to be recorded.
    plan: String,
    /// The plan that lies about elsewhere: faulty where the other is sound.
    other: String,
}

/// The plan of the first commit.
fn first() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/stage-without-lead/good.yaml"))
        .unwrap()
}

/// The same with a stage that nobody leads.
fn fault() -> String {
    let faulty = first().replace("    lead: ml-engineer\n", "    lead:\n");
    assert_ne!(faulty, first());
    faulty
}

/// Where the fault stands in the plan, as `PATH:LINE:COLUMN`.
fn place_of_fault(path: &str) -> String {
    let line = fault().lines().position(|line| line == "  model-development:").unwrap() + 1;
    format!("{path}:{line}:3")
}

impl Case {
    fn new(is_faulty: bool) -> Self {
        Self::of(World::new(), is_faulty)
    }

    /// In a world whose repository is just made: a first commit with a plan and a note.
    fn of(world: World, is_faulty: bool) -> Self {
        let case = Self::bare(world, is_faulty);
        case.world.write(PLAN, first());
        case.world.write("notes.md", "one\n");
        case.world.commit("a plan");
        case
    }

    fn bare(world: World, is_faulty: bool) -> Self {
        let sound = first() + "x-note: recorded\n";
        let (plan, other) = if is_faulty { (fault(), sound) } else { (sound, fault()) };
        let folder = world.top().to_path_buf();
        Case { world, notes: TempDir::new().unwrap(), folder, recorded: "HEAD", is_faulty, plan, other }
    }

    /// Writes the plan, has git add it, and then puts the other one on disk.
    fn stage(&self) {
        self.world.write(PLAN, &self.plan);
        self.world.git(&["add", PLAN]);
        self.world.write(PLAN, &self.other);
    }

    /// Adds the other plan, and then puts the one that is to be recorded on disk.
    fn stage_other(&self) {
        self.world.write(PLAN, &self.other);
        self.world.git(&["add", PLAN]);
        self.world.write(PLAN, &self.plan);
    }

    /// Makes a branch that starts at a revision, and commits a file there, unchecked.
    fn branch(&self, name: &str, at: &str, path: &str, text: &str) {
        self.world.git(&["checkout", "--quiet", "-B", name, at]);
        self.world.write(path, text);
        self.world.commit(name);
    }

    /// Commits with the hooks at work.
    fn commit(&self, words: &[&str]) -> Output {
        self.finish(&[&["commit", "--quiet", "--message", "a change"], words].concat())
    }

    /// Runs git with the hooks at work.
    fn finish(&self, words: &[&str]) -> Output {
        self.finish_with(b"", |git| git.args(words))
    }

    /// Does the same with a command that is prepared, and with something to read.
    fn finish_with(&self, given: &[u8], prepare: impl FnOnce(&mut Command) -> &mut Command) -> Output {
        self.watch();
        let mut git = self.world.command("git");
        prepare(git.current_dir(&self.folder).stdin(Stdio::piped()));
        let mut running = git.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(given).unwrap();
        running.wait_with_output().unwrap()
    }

    /// Has planlint install its hooks, and git call a witness that calls them.
    fn watch(&self) {
        succeed(self.planlint().args(["hook", "install", "--scripts"]));
        let installed = ["rev-parse", "--path-format=absolute", "--git-path", "hooks"];
        let installed = self.world.git_in(&self.folder, &installed);
        let (this, ground) = (std::env::current_exe().unwrap(), self.world.beside(""));
        for hook in WATCHED {
            let notes = self.notes.path().display();
            let script = format!(
                "#!/bin/sh\nNOTES='{notes}' GROUND='{}' HOOK='{installed}/{hook}' MESSAGE=$1 \\\n\
                 '{}' --exact commits::witness --ignored --nocapture --quiet >/dev/null || exit 9\n\
                 read -r code <'{notes}/code'\nexit \"$code\"\n",
                ground.display(),
                this.display(),
            );
            if Path::new(&installed).join(hook).exists() {
                self.world.script(&self.notes.path().join("hooks").join(hook), &script);
            }
        }
        let hooks = self.notes.path().join("hooks");
        self.world.git_in(&self.folder, &["config", "core.hooksPath", hooks.to_str().unwrap()]);
        fs::write(self.notes.path().join("refs"), self.refs()).unwrap();
    }

    fn planlint(&self) -> Command {
        let mut command = self.world.command(PROGRAM);
        command.current_dir(&self.folder);
        command
    }

    /// What the hooks have seen and done, one after the other.
    fn seen(&self) -> Vec<Seen> {
        let notes = |number: usize| fs::read(self.notes.path().join(number.to_string())).ok();
        let seen = (0..).map_while(notes);
        seen.map(|note| serde_json::from_slice(&note).unwrap()).collect()
    }

    fn refs(&self) -> String {
        self.world.git_in(&self.folder, &["for-each-ref"])
    }
}

/// The hooks that are watched where they are installed.
const WATCHED: &[&str] = &["pre-commit", "pre-merge-commit", "commit-msg", "pre-applypatch"];

/// What one hook has seen and done.
#[derive(Serialize, Deserialize)]
struct Seen {
    hook: String,
    /// The staged files with all that git records of them.
    files: String,
    /// What was written or touched while the hook ran.
    changed: Vec<PathBuf>,
    code: Option<i32>,
    said: String,
}

/// Not a test: what git runs as a hook. It runs the installed one, and holds what was there before against what is
/// there afterwards.
#[test]
#[ignore = "runs inside of the hooks that the other tests install"]
fn witness() {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let Some(((notes, ground), hook)) = folder("NOTES").zip(folder("GROUND")).zip(folder("HOOK")) else {
        return;
    };
    let repository = Repository::open().unwrap().expect("a hook runs in a repository");
    let files = format!("{:?}", contents(&IndexSnapshot::open(&repository).unwrap()));
    let before = untouched(&ground);
    let message = std::env::var_os("MESSAGE").filter(|message| !message.is_empty());
    let mut command = Command::new(&hook);
    for name in ["NOTES", "GROUND", "HOOK", "MESSAGE"] {
        command.env_remove(name);
    }
    let output = command.args(message).output().unwrap();
    let seen = Seen {
        hook: hook.file_name().unwrap().to_str().unwrap().to_owned(),
        files,
        changed: changed(&before, &untouched(&ground)),
        code: output.status.code(),
        said: said(&output),
    };
    let number = (0..).find(|number: &u32| !notes.join(number.to_string()).exists()).unwrap();
    fs::write(notes.join(number.to_string()), serde_json::to_vec(&seen).unwrap()).unwrap();
    fs::write(notes.join("code"), format!("{}\n", output.status.code().unwrap())).unwrap();
    std::io::stderr().write_all(&output.stderr).unwrap();
}

/// What is not the same, or only there once.
fn changed(before: &BTreeMap<PathBuf, String>, after: &BTreeMap<PathBuf, String>) -> Vec<PathBuf> {
    let places = before.keys().chain(after.keys().filter(|place| !before.contains_key(*place)));
    places.filter(|place| before.get(*place) != after.get(*place)).cloned().collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// The cells of a row, once both attempts are judged.
fn row(way: &Way) -> String {
    let refused = fault_is_told(way);
    let recorded = what_is_recorded_is_what_was_checked(way);
    let runs = match way.runs {
        [] => "none".to_owned(),
        hooks => hooks.iter().map(|hook| format!("`{hook}`")).collect::<Vec<_>>().join(", "),
    };
    format!("| {} | {runs} | {refused} | {recorded} |", way.name)
}

/// With a fault the hook stops git, which moves no reference; where git runs no hook, a check of the revision tells.
fn fault_is_told(way: &Way) -> String {
    let (rule, place) = match way.finding {
        Some((rule, place)) => (rule, place.to_owned()),
        None => ("stage-without-lead", place_of_fault(PLAN)),
    };
    // What is said of a whole file has no line.
    let names = |text: &str| text.contains(&format!("{place}]")) || text.contains(&format!(" {place}: "));
    let tells = |text: &str| text.contains(&format!("error[{rule}]")) && names(text);
    let mut case = Case::new(true);
    let output = (way.attempt)(&mut case);
    let (seen, words) = (case.seen(), said(&output));
    unchanged(way, &seen);
    match seen.as_slice() {
        [] => {
            assert!(way.runs.is_empty() && output.status.success(), "{}: {words}", way.name);
            let later = case.planlint().args(["lint", "--rev", case.recorded]).output().unwrap();
            assert!(later.status.code() == Some(1) && tells(&said(&later)), "{}: {}", way.name, said(&later));
            format!("recorded; `lint --rev {}` finds {}", case.recorded, code(&place))
        }
        [first] => {
            assert_eq!((first.hook.as_str(), first.code), (way.runs[0], Some(1)), "{}: {words}", way.name);
            assert!(tells(&first.said) && !output.status.success(), "{}: {}", way.name, first.said);
            let refs = fs::read_to_string(case.notes.path().join("refs")).unwrap();
            assert_eq!(case.refs(), refs, "{}", way.name);
            format!("refused at {}", code(&place))
        }
        more => panic!("{}: {} hooks ran: {words}", way.name, more.len()),
    }
}

/// As it stands, whatever is in it.
fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Without a fault everything passes, and each hook has seen what git shows of the new commit.
fn what_is_recorded_is_what_was_checked(way: &Way) -> String {
    let mut case = Case::new(false);
    let output = (way.attempt)(&mut case);
    let seen = case.seen();
    assert!(output.status.success(), "{}: {}", way.name, said(&output));
    unchanged(way, &seen);
    let hooks: Vec<&str> = seen.iter().map(|one| one.hook.as_str()).collect();
    assert_eq!(hooks, way.runs, "{}", way.name);
    let recorded = shown_by_git(&case.world, &case.folder, &format!("{}:", case.recorded));
    let count = recorded.len();
    let recorded = format!("{recorded:?}");
    for one in &seen {
        assert!(one.files == recorded, "{}: {} saw {}, not {recorded}", way.name, one.hook, one.files);
    }
    let later = case.planlint().args(["lint", "--rev", case.recorded]).output().unwrap();
    assert_eq!(later.status.code(), Some(0), "{}: {}", way.name, said(&later));
    let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    if seen.is_empty() { files } else { files + ", as checked" }
}

/// The rows of all ways, several at a time: most of it is waiting for git.
fn rows(ways: &[&Way]) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let some = || std::iter::from_fn(|| ways.get(next.fetch_add(1, Ordering::Relaxed)));
    let work = || some().map(|way| (way.name, row(way))).collect::<Vec<_>>();
    let mut rows = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<BTreeMap<_, _>>()
    });
    ways.iter().map(|way| rows.remove(way.name).expect("names are unique")).collect()
}

fn unchanged(way: &Way, seen: &[Seen]) {
    for one in seen {
        assert!(one.changed.is_empty(), "{}: {} changed {:?}", way.name, one.hook, one.changed);
    }
}

const HEAD: &str = "# Kinds of commits

Generated by `tests/suite/commits.rs`, which makes each commit twice with git and the hooks of `planlint hook install`,
once with a fault in what is to be recorded and once without, and has the opposite lie on disk or in the index wherever
git allows it. The second column says which hooks of planlint git runs; where it runs none, `planlint lint --rev REV` in CI
or a [hook of the server](hooks.md#on-the-server) is what finds the fault. The last column counts the files of the new
commit, each of which is byte for byte, with its mode and its name, what the hook has seen. While a hook ran, nothing
in the work tree and nothing in the git folder was written or touched, the index and all references among it, and a
refused commit moved no reference.
";

#[test]
fn every_way_to_commit_is_checked_as_what_it_records() {
    let groups = [("How", ways::WAYS), ("Where", places::WAYS), ("What", changes::WAYS)];
    let ways: Vec<&Way> = groups.iter().flat_map(|(_, ways)| *ways).collect();
    let mut rows = rows(&ways).into_iter();
    let mut page = HEAD.to_owned();
    for (title, ways) in groups {
        page += &format!("\n## {title}\n\n| commit | hooks | with a fault | without |\n|---|---|---|---|\n");
        rows.by_ref().take(ways.len()).for_each(|row| page += &(row + "\n"));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commits.md");
    Assert::new().action_env("SNAPSHOTS").eq(page, Data::read_from(&file, None).raw());
}

#[test]
fn what_is_staged_and_what_is_on_disk_are_judged_apart() {
    for is_faulty in [true, false] {
        let case = Case::new(is_faulty);
        case.stage();
        case.world.write("untracked.md", "a");
        let before = untouched(&case.world.beside(""));
        let exit = |words: &[&str]| case.planlint().arg("lint").args(words).output().unwrap().status.code();
        assert_eq!(exit(&["--staged"]), Some(i32::from(is_faulty)));
        assert_eq!(exit(&[]), Some(i32::from(!is_faulty)));
        assert_eq!(exit(&["--rev", "HEAD"]), Some(0));
        assert!(untouched(&case.world.beside("")) == before, "something was written");
    }
}
