//! Sign-offs with real git: what is recorded, when it still holds, and how an entry is added.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use planlint::assemble::assemble;
use planlint::config::Options;
use planlint::evidence::digest::{Digest, Ignored, matching};
use planlint::evidence::rewritten::rewritten;
use planlint::evidence::{History, Signoffs};
use planlint::model::{Paths, Plan};
use planlint::path::RepoPath;
use planlint::snapshot::{
    FolderSnapshot, IndexSnapshot, Origin, OverlaySnapshot, Person, Repository, RevisionSnapshot, Snapshot,
    WorkTreeSnapshot,
};
use planlint::text::Source;
use sha2::{Digest as _, Sha256};

use crate::world::{World, succeed};

const PLAN: &str = "\
lifecycle: 1
project: tides
roles:
  data-engineer: '@dana'
  ml-engineer: { who: '@wei', backup: '@kim' }
stages:
  data-preparation:
    lead: data-engineer
    produces:
      readings: data/readings.dvc
      feature-code: src/features/**
    state: done
  model-development:
    lead: ml-engineer
    needs: [readings, feature-code]
    state: active
handoffs:
  data-to-model:
    from: data-preparation
    to: model-development
    passes: [readings, feature-code, data-card]
    ignore-changes: [\"src/features/*.md\"]
    within: 3d
documents:
  data-card: { path: docs/card.md, template: data-card, owner: data-engineer }
";

const SIGNOFF: &str = "signoffs/tides/data-to-model.yaml";

/// A repository with the plan and all that it names, committed.
pub fn tides() -> World {
    let world = World::new();
    world.write("lifecycle.yaml", PLAN);
    world.write("data/readings.dvc", "outs:\n- md5: 0123\n");
    world.write("src/features/lags.py", "def lags(): ...\n");
    world.write("src/features/deep/waves.py", "def waves(): ...\n");
    world.write("src/features/README.md", "# Features\n");
    world.write("docs/card.md", "# Readings\n");
    world.commit("the plan");
    world
}

pub fn planlint(world: &World, arguments: &[&str]) -> Command {
    let mut command = world.command(env!("CARGO_BIN_EXE_planlint"));
    command.args(arguments);
    command
}

pub fn accept(world: &World, arguments: &[&str]) -> String {
    succeed(planlint(world, &["accept", "data-to-model", "--today", "2025-08-18"]).args(arguments))
}

fn refusal(world: &World, arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = planlint(world, &["accept"]).args(arguments).output().unwrap();
    assert_eq!(status.code(), Some(2));
    String::from_utf8(stderr).unwrap()
}

/// What the rules on sign-offs find.
fn found(world: &World, arguments: &[&str]) -> Vec<String> {
    let output = planlint(world, &["lint", "--format", "json"]).args(arguments).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let told = findings.filter(|finding| {
        let rule = finding["rule"].as_str().unwrap();
        rule.starts_with("acceptance-") || matches!(rule, "handoff-unaccepted" | "wrong-type" | "yaml-syntax")
    });
    told.map(|finding| {
        format!("{}: {}", finding["rule"].as_str().unwrap(), finding["message"].as_str().unwrap())
    })
    .collect()
}

fn read(world: &World, path: &str) -> String {
    fs::read_to_string(world.top().join(path)).unwrap()
}

#[test]
fn an_acceptance_holds_on_staged_content_in_revisions_and_on_disk() {
    let world = tides();
    assert_eq!(
        found(&world, &["--staged"]),
        [
            "handoff-unaccepted: `model-development` is active, and `ml-engineer` has not accepted `data-to-model`"
        ]
    );
    let said = accept(&world, &[]);
    assert!(said.starts_with("accepted data-to-model as ml-engineer by @wei (claimed)\n"), "{said}");
    assert!(
        said.contains(&format!("next: git add {SIGNOFF} && git commit -m 'Accept data-to-model'\n")),
        "{said}"
    );
    let card = world.git(&["rev-parse", "HEAD:docs/card.md"]);
    assert!(read(&world, SIGNOFF).contains(&format!("    data-card: {card}\n")), "{}", read(&world, SIGNOFF));
    world.git(&["add", SIGNOFF]);
    assert!(found(&world, &["--staged"]).is_empty());
    world.commit("accept");
    for arguments in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        assert!(found(&world, arguments).is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_acceptance_holds_in_a_shallow_clone() {
    let world = tides();
    accept(&world, &[]);
    world.commit("accept");
    let url = format!("file://{}", world.top().display());
    world.git(&["clone", "--quiet", "--depth", "1", &url, world.beside("clone").to_str().unwrap()]);
    let clone = world.beside("clone");
    assert_eq!(world.git_in(&clone, &["rev-list", "--count", "HEAD"]), "1");
    for source in ["--staged", "--rev=HEAD", "--deny=error"] {
        let output = planlint(&world, &["lint", "--format", "concise", source]).current_dir(&clone).output();
        let text = String::from_utf8(output.unwrap().stdout).unwrap();
        assert!(!text.contains("acceptance-") && !text.contains("handoff-unaccepted"), "{source}: {text}");
    }
    fs::write(clone.join("data/readings.dvc"), "outs:\n- md5: 4567\n").unwrap();
    world.git_in(&clone, &["add", "--all"]);
    let output = planlint(&world, &["lint", "--format", "concise", "--staged"]).current_dir(&clone).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(text.contains("[acceptance-stale] `readings` changed since `ml-engineer` accepted"), "{text}");
}

/// A branch `work` that changes what is handed over and accepts it, beside a `main` that went on.
fn forked() -> World {
    let world = tides();
    world.git(&["switch", "--quiet", "--create", "work"]);
    world.write("src/features/lags.py", "def lags(days): ...\n");
    world.commit("lags of days");
    accept(&world, &[]);
    world.commit("accept");
    world.git(&["switch", "--quiet", "main"]);
    world.write("NEWS.md", "Something else.\n");
    world.commit("something else");
    world
}

const STALE: &str = "acceptance-stale: `feature-code` changed since `ml-engineer` accepted `data-to-model`";

#[test]
fn an_acceptance_survives_a_squash() {
    let world = forked();
    world.git(&["merge", "--quiet", "--squash", "work"]);
    world.commit("all of it at once");
    assert_eq!(world.git(&["rev-list", "--count", "HEAD"]), "3", "the commit of the acceptance is not in it");
    assert_eq!(found(&world, &["--rev", "HEAD"]), Vec::<String>::new());
    world.write("src/features/lags.py", "def lags(weeks): ...\n");
    world.commit("lags of weeks");
    assert_eq!(found(&world, &["--rev", "HEAD"]), [STALE]);
}

#[test]
fn an_acceptance_survives_a_rebase() {
    let world = forked();
    world.git(&["switch", "--quiet", "work"]);
    let before = world.git(&["rev-parse", "HEAD"]);
    world.git(&["rebase", "--quiet", "main"]);
    assert_ne!(world.git(&["rev-parse", "HEAD"]), before);
    assert_eq!(found(&world, &["--rev", "HEAD"]), Vec::<String>::new());
    // What comes from below is another thing than what was accepted.
    world.git(&["switch", "--quiet", "main"]);
    world.write("src/features/deep/waves.py", "def waves(height): ...\n");
    world.commit("waves by height");
    world.git(&["switch", "--quiet", "work"]);
    world.git(&["rebase", "--quiet", "main"]);
    assert_eq!(found(&world, &["--rev", "HEAD"]), [STALE]);
}

#[test]
fn a_change_makes_it_stale_but_not_one_that_is_left_out() {
    let world = tides();
    accept(&world, &[]);
    world.commit("accept");
    world.write("src/features/README.md", "# Features,   formatted\n");
    world.write("src/other.py", "pass\n");
    world.commit("not handed over");
    assert!(found(&world, &["--staged"]).is_empty());
    world.write("src/features/deep/waves.py", "def waves(height): ...\n");
    assert!(found(&world, &["--staged"]).is_empty(), "what is not staged is not judged");
    let stale = ["acceptance-stale: `feature-code` changed since `ml-engineer` accepted `data-to-model`"];
    assert_eq!(found(&world, &[]), stale);
    world.git(&["add", "--all"]);
    assert_eq!(found(&world, &["--staged"]), stale);
    assert!(found(&world, &["--rev", "HEAD"]).is_empty());
    accept(&world, &[]);
    world.commit("accept again");
    assert!(found(&world, &["--staged"]).is_empty());
    world.git(&["update-index", "--chmod=+x", "src/features/lags.py"]);
    assert_eq!(found(&world, &["--staged"]), stale);
}

#[test]
fn a_refusal_is_a_record_until_it_is_accepted() {
    let world = tides();
    world.git(&["rm", "--quiet", "data/readings.dvc"]);
    let error = refusal(&world, &["data-to-model"]);
    assert!(error.contains("`readings` has no file at `data/readings.dvc` in the index"), "{error}");
    let said = accept(&world, &["--refuse", "--note", "no readings: \"none\" #1\nyet"]);
    assert!(said.starts_with("refused data-to-model"), "{said}");
    world.git(&["reset", "--quiet", "--hard"]);
    world.git(&["add", "--all"]);
    assert_eq!(
        found(&world, &[]),
        ["handoff-unaccepted: `model-development` is active, and `ml-engineer` refused `data-to-model`"]
    );
    let before = read(&world, SIGNOFF);
    accept(&world, &[]);
    let after = read(&world, SIGNOFF);
    assert!(after.starts_with(&before) && after.len() > before.len());
    assert!(found(&world, &[]).is_empty());
    let entries: serde_json::Value = serde_yaml::from_str(&after).unwrap();
    assert_eq!(entries[0]["note"], "no readings: \"none\" #1\nyet");
    assert_eq!(entries[0]["verdict"], "refused");
    assert_eq!(entries[1]["at"], "2025-08-18");
    assert_eq!(entries[1]["by"], "@wei");
}

#[test]
fn an_entry_is_added_in_the_way_of_the_file() {
    let world = tides();
    let by_hand = "# by hand\r\n\r\n  - by: '@wei'   # twice\r\n    as: ml-engineer\r\n    at: 2025-08-01\r\n    verdict: refused";
    world.write(SIGNOFF, by_hand);
    accept(&world, &[]);
    let text = read(&world, SIGNOFF);
    let new = text.strip_prefix(by_hand).unwrap();
    assert!(
        new.starts_with("\r\n  - by: \"@wei\"\r\n    as: ml-engineer\r\n    at: 2025-08-18\r\n"),
        "{new:?}"
    );
    assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
    assert!(new.ends_with("\r\n"));
    assert!(found(&world, &[]).is_empty(), "{:?}", found(&world, &[]));
    for (text, why) in [
        (
            "[{ by: '@wei', as: ml-engineer, at: 2025-08-01, verdict: refused }]\n",
            "lines that start with `- by:`",
        ),
        ("- by: '@wei'\n", "cannot be read as sign-offs"),
        (
            "- by: '@wei'\n  as: ml-engineer\n  at: 2025-08-01\n  verdict: refused\n...\n",
            "would not be readable",
        ),
    ] {
        world.write(SIGNOFF, text);
        let error = refusal(&world, &["data-to-model"]);
        assert!(error.contains(why), "{error}");
        assert_eq!(read(&world, SIGNOFF), text);
    }
    assert_eq!(
        fs::read_dir(world.top().join("signoffs/tides")).unwrap().count(),
        1,
        "nothing is left behind"
    );
}

#[test]
fn it_is_run_from_any_folder() {
    let world = tides();
    let deep = world.top().join("src/features/deep");
    let said = succeed(planlint(&world, &["accept", "tides/data-to-model"]).current_dir(&deep));
    assert!(said.contains(&format!("next: git add :/{SIGNOFF} && ")), "{said}");
    world.git_in(&deep, &["add", &format!(":/{SIGNOFF}")]);
    assert!(found(&world, &["--staged"]).is_empty());
}

#[test]
fn it_signs_as_the_one_whom_git_knows() {
    let world = tides();
    world.git(&["config", "user.name", "Kim"]);
    world.git(&["config", "user.email", "12345+kim@users.noreply.github.com"]);
    let run = |arguments: &[&str]| {
        let mut command = planlint(&world, &["accept", "data-to-model"]);
        command.args(arguments).env_remove("GIT_AUTHOR_NAME").env_remove("GIT_AUTHOR_EMAIL");
        let output = command.output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    assert!(run(&[]).starts_with("accepted data-to-model as ml-engineer by @kim"));
    world.git(&["config", "user.email", "dana@tides.example"]);
    world.git(&["config", "user.name", "Dana"]);
    let error = run(&[]);
    assert!(error.contains("git knows you as `@dana`, and `ml-engineer` is held by `@wei`"), "{error}");
    let error = run(&["--by", "@dana"]);
    assert!(error.contains("`@dana` does not hold `ml-engineer`"), "{error}");
    assert!(run(&["--by", "wei"]).contains("as in `--by @wei`"));
    world.write("lifecycle.yaml", PLAN.replace("{ who: '@wei', backup: '@kim' }", "'@tides/ml'"));
    world.git(&["add", "--all"]);
    let error = run(&[]);
    assert!(error.contains("nothing says that `dana@tides.example` is one of them"), "{error}");
    world.write("planlint.yaml", "teams:\n  '@tides/ml': ['@Dana', '@wei']\n");
    world.git(&["add", "--all"]);
    assert!(run(&[]).starts_with("accepted data-to-model as ml-engineer by @Dana"));
}

#[test]
fn it_says_what_is_in_the_way() {
    let world = tides();
    assert!(refusal(&world, &["data-to-modl"]).contains("run `planlint accept data-to-model`"));
    assert!(refusal(&world, &["data-to-model", "--as", "data-engineer"]).contains("`--as ml-engineer`"));
    world.write("lifecycle.yaml", format!("{PLAN}# more\n"));
    assert!(refusal(&world, &["data-to-model"]).contains("`lifecycle.yaml` on disk is not what is staged"));
    accept(&world, &["--rev", "HEAD"]);
    world.git(&["checkout", "--quiet", "lifecycle.yaml"]);
    world.commit("accepted");
    world.delete(SIGNOFF);
    assert!(refusal(&world, &["data-to-model"]).contains(&format!("run `git restore {SIGNOFF}`")));
    world.git(&["restore", SIGNOFF]);
    world.write("other/lifecycle.yaml", PLAN.replace("project: tides", "project: winds"));
    world.git(&["add", "--all"]);
    let error = refusal(&world, &["data-to-model"]);
    assert!(error.contains("`tides/data-to-model`, `winds/data-to-model`"), "{error}");
    world.git(&["clone", "--quiet", "--bare", ".", world.beside("bare").to_str().unwrap()]);
    let bare =
        planlint(&world, &["accept", "data-to-model"]).current_dir(world.beside("bare")).output().unwrap();
    assert!(String::from_utf8(bare.stderr).unwrap().contains("a bare repository"));
    let nowhere = World::without_repository();
    assert!(refusal(&nowhere, &["data-to-model"]).contains("in no repository"));
}

#[test]
fn a_conflict_and_a_link_are_not_written_over() {
    let world = tides();
    for branch in ["one", "two"] {
        world.git(&["switch", "--quiet", "--create", branch, "main"]);
        accept(&world, &["--note", branch]);
        world.commit(branch);
    }
    assert!(!world.try_git(&["merge", "--quiet", "one"]).status.success());
    let text = read(&world, SIGNOFF);
    assert!(refusal(&world, &["data-to-model"]).contains("is in a merge conflict"));
    assert_eq!(read(&world, SIGNOFF), text);
    let world = tides();
    fs::create_dir(world.beside("elsewhere")).unwrap();
    std::os::unix::fs::symlink(world.beside("elsewhere"), world.top().join("signoffs")).unwrap();
    assert!(refusal(&world, &["data-to-model"]).contains("is a symbolic link"));
    assert_eq!(fs::read_dir(world.beside("elsewhere")).unwrap().count(), 0);
}

#[test]
fn the_values_that_were_seen_are_recorded() {
    let world = tides();
    let metric = "metrics:\n  coverage: { means: hours with a reading, unit: ratio, better: higher, target: 0.9, value: 'reports/data.json#coverage' }\nstages:\n";
    let plan =
        PLAN.replace("stages:\n", metric).replace("    within: 3d", "    checks: [coverage]\n    within: 3d");
    world.write("lifecycle.yaml", plan);
    world.write("reports/data.json", "{ \"coverage\": 0.89 }");
    world.commit("a metric");
    let error = refusal(&world, &["data-to-model"]);
    assert!(error.contains("`coverage` is 0.89, which misses its target"), "{error}");
    accept(&world, &["--note", "two stations were dry"]);
    assert!(read(&world, SIGNOFF).contains("  met: { coverage: 0.89 }\n"));
    assert!(found(&world, &[]).is_empty());
    let text = read(&world, SIGNOFF).replace("  note: two stations were dry\n", "").replace("0.89", "0.88");
    world.write(SIGNOFF, text);
    assert_eq!(
        found(&world, &[]),
        ["acceptance-unmet: `coverage` was 0.88 when `data-to-model` was accepted, below its target of 0.9"]
    );
    let waiver = "waivers:\n  - { rule: acceptance-unmet, at: handoffs.data-to-model, reason: a dry month, until: 2026-01-01 }\n";
    world.write("lifecycle.yaml", read(&world, "lifecycle.yaml") + waiver);
    assert!(found(&world, &[]).is_empty(), "a waiver in the manifest reaches its sign-offs");
}

#[test]
fn a_digest_can_be_made_again_with_git_alone() {
    let world = World::new();
    world.write("plans/tides/src/b.py", "b");
    world.write("plans/tides/src/a b/ü.py", "a");
    world.script(&world.top().join("plans/tides/src/run"), "#!/bin/sh\n");
    world.write("shared/c.py", "c");
    world.commit("files");
    let snapshot = IndexSnapshot::open(&Repository::open_at(world.top()).unwrap()).unwrap();
    let paths = Paths::new(snapshot.entries());
    let folder = RepoPath::from("plans/tides");
    let digest = |written: &str| {
        let matched = matching(paths, &folder.resolve(written).unwrap());
        matched.digest(&snapshot, &folder, &Ignored::default()).unwrap()
    };
    let format = "--format=%(objectmode) %(objectname)%x09%(path)";
    let listed = world.git_in(world.top().join("plans/tides"), &["ls-files", "-z", format, "src"]);
    let hex: String = Sha256::digest(listed.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    for written in ["src", "src/", "src/**", "/plans/tides/src/**"] {
        assert_eq!(digest(written), Digest::Of(format!("sha256:{hex}")), "{written}");
    }
    assert_eq!(digest("src/b.py"), Digest::Of(world.git(&["rev-parse", ":plans/tides/src/b.py"])));
    assert_eq!(digest("src/c.py"), Digest::Nothing);
    let outside = format!("100644 {}\t/shared/c.py\0", world.git(&["rev-parse", ":shared/c.py"]));
    let hex: String = Sha256::digest(outside.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest("../../shared/*"), Digest::Of(format!("sha256:{hex}")));
}

/// Everything that git does to a file on its way in must be foreseen on disk.
#[test]
fn the_work_tree_foresees_what_git_would_record() {
    let world = World::new();
    world.git(&["config", "core.autocrlf", "input"]);
    world.git(&["config", "filter.upper.clean", "tr a-z A-Z"]);
    world.write(
        ".gitattributes",
        "*.up filter=upper\n*.bin -text\n*.id ident\n*.none filter=unknown\n*.u16 working-tree-encoding=UTF-16\n",
    );
    let write = |stamp: &str| {
        world.write("plain.txt", format!("one\r\ntwo {stamp}\r\n"));
        world.write("raw.bin", format!("one\r\n{stamp}"));
        world.write("shout.up", format!("shout {stamp}\n"));
        world.write("who.id", format!("$Id: 1234 $ {stamp}\n"));
        world.write("x.none", format!("x {stamp}\n"));
        let wide = format!("wide {stamp}\n");
        let units = std::iter::once(0xfeff).chain(wide.encode_utf16());
        world.write("w.u16", units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
        world.write("empty", "");
        world.write("文件.txt", stamp);
        world.script(&world.top().join("run"), &format!("#!/bin/sh\n# {stamp}\n"));
        let link = world.top().join("link");
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(format!("to/{stamp}"), link).unwrap();
    };
    let repository = || Repository::open_at(world.top()).unwrap();
    let of = |snapshot: &dyn Snapshot| -> Vec<_> {
        let entries = snapshot.entries().iter().map(|entry| entry.path.clone());
        entries.map(|path| (path.clone(), snapshot.recorded(&path).unwrap())).collect()
    };
    for (stamp, is_committed) in [("new", false), ("new", true), ("changed", false)] {
        write(stamp);
        let foreseen = of(&WorkTreeSnapshot::open(&repository()).unwrap());
        assert_eq!(foreseen.len(), 11, "{foreseen:?}");
        world.git(&["add", "--all"]);
        assert_eq!(foreseen, of(&IndexSnapshot::open(&repository()).unwrap()), "{stamp}");
        assert_eq!(foreseen, of(&WorkTreeSnapshot::open(&repository()).unwrap()), "{stamp}");
        if is_committed {
            world.commit("recorded");
            assert_eq!(foreseen, of(&RevisionSnapshot::open(&repository(), "HEAD").unwrap()), "{stamp}");
        }
    }
    world.git(&["config", "core.fileMode", "false"]);
    world.script(&world.top().join("plain.txt"), "now it runs\n");
    let foreseen = of(&WorkTreeSnapshot::open(&repository()).unwrap());
    world.git(&["add", "--all"]);
    assert_eq!(foreseen, of(&IndexSnapshot::open(&repository()).unwrap()));
}

#[test]
fn only_git_and_memory_record_ids() {
    let world = World::without_repository();
    world.write("a", "a");
    let folder = FolderSnapshot::open(world.top()).unwrap();
    assert_eq!(folder.recorded(&"a".into()).unwrap(), None);
    let memory = OverlaySnapshot::new(None).with("a", "hello\n");
    let recorded = memory.recorded(&"a".into()).unwrap().unwrap();
    assert_eq!(
        (recorded.mode, recorded.id.as_str()),
        (0o100_644, "ce013625030ba8dba906f756967f9e9ca394464a")
    );
    assert_eq!(memory.recorded(&"b".into()).unwrap(), None);
    assert_eq!(memory.outside_git().recorded(&"a".into()).unwrap(), None);
}

#[test]
fn a_submodule_is_recorded_by_its_commit() {
    let inner = World::new();
    inner.write("a", "a");
    inner.commit("inner");
    let world = World::new();
    let url = inner.top().to_str().unwrap().to_owned();
    world.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &url, "vendor/lib"]);
    world.commit("with a submodule");
    let module = world.top().join("vendor/lib");
    world.git_in(&module, &["commit", "--quiet", "--allow-empty", "--message", "further"]);
    let disk = WorkTreeSnapshot::open(&Repository::open_at(world.top()).unwrap()).unwrap();
    let recorded = disk.recorded(&"vendor/lib".into()).unwrap().unwrap();
    assert_eq!((recorded.mode, recorded.id), (0o160_000, world.git_in(&module, &["rev-parse", "HEAD"])));
}

#[test]
fn history_tells_who_committed_an_entry_unless_it_is_cut_off() {
    let world = tides();
    accept(&world, &[]);
    world.commit("accept");
    accept(&world, &["--refuse"]);
    let text = read(&world, SIGNOFF);
    let file = Source::new(SIGNOFF.into(), text.clone());
    let line = |what: &str| text.lines().position(|line| line.contains(what)).unwrap() + 1;
    let first = (line("- by"), line("data-card"));
    let origin = |folder: &Path, lines: (usize, usize)| {
        let repository = Repository::open_at(folder).unwrap();
        let head = RevisionSnapshot::open(&repository, "HEAD").unwrap();
        let history = History::gather(repository.history("HEAD").unwrap(), &head).unwrap();
        let paths = [SIGNOFF.into()];
        repository.origin(&history.edits_of(&paths), &file, lines.0, lines.1)
    };
    let second = (first.1 + 1, first.1 + 4);
    let author = Person { name: "Ada".to_owned(), mail: "ada@example.org".to_owned() };
    let commit = world.git(&["rev-parse", "HEAD"]);
    assert_eq!(origin(world.top(), first), Some(Origin { commit, author }));
    assert_eq!(origin(world.top(), second), None, "it is not committed yet");
    world.git(&["add", "--all"]);
    world.git(&["commit", "--quiet", "--author", "Wei <wei@tides.example>", "--message", "refuse"]);
    let name = |lines| origin(world.top(), lines).unwrap().author.name;
    assert_eq!((name(first), name(second)), ("Ada".to_owned(), "Wei".to_owned()));
    assert_eq!(name((first.0, second.1)), "Wei", "who made it what it is");
    world.git(&["mv", "signoffs/tides", "signoffs/tides-of-old"]);
    world.commit("another name");
    world.git(&["mv", "signoffs/tides-of-old", "signoffs/tides"]);
    world.commit("the old name");
    assert_eq!((name(first), name(second)), ("Ada".to_owned(), "Wei".to_owned()), "renames are followed");
    let url = format!("file://{}", world.top().display());
    world.git(&["clone", "--quiet", "--depth", "1", &url, world.beside("clone").to_str().unwrap()]);
    assert_eq!(origin(&world.beside("clone"), first), None);
}

const ONE_HANDOFF: &str = "lifecycle: 1\nproject: tides\nroles: { a: '@a' }\nstages: { one: { lead: a }, two: { lead: a } }\nhandoffs: { HANDOFF: { from: one, to: two } }\n";
const FIRST: &str = "- { by: '@a', as: a, at: 2025-01-06, verdict: refused }\n";
const SECOND: &str = "- { by: '@a', as: a, at: 2025-02-03, verdict: accepted, of: {} }\n";

fn gather(handoff: &str, file: Option<(&str, &str)>) -> (Plan, Signoffs) {
    let mut snapshot =
        OverlaySnapshot::new(None).with("lifecycle.yaml", ONE_HANDOFF.replace("HANDOFF", handoff));
    if let Some((name, text)) = file {
        snapshot = snapshot.with(format!("signoffs/tides/{name}.yaml").as_str(), text);
    }
    let read = assemble(&snapshot, "2025-09-01".parse().unwrap(), &[], &Options::default()).unwrap();
    let (plan, mut sources) = (read.plan, read.sources);
    let paths = Paths::new(snapshot.entries());
    let signoffs = Signoffs::gather(&snapshot, paths, &plan, &mut sources).unwrap();
    (plan, signoffs)
}

fn numbers(before: (&str, Option<(&str, &str)>), after: (&str, Option<(&str, &str)>)) -> Vec<(usize, bool)> {
    let ((old_plan, old), (new_plan, new)) = (gather(before.0, before.1), gather(after.0, after.1));
    let found = rewritten((&old_plan.manifests[0], &old), (&new_plan.manifests[0], &new));
    found.iter().map(|one| (one.number, one.now.is_some())).collect()
}

#[test]
fn adding_moving_and_formatting_rewrite_nothing() {
    let both = format!("{FIRST}{SECOND}");
    let block = "# formatted\n- by: \"@a\"\n  verdict: refused\n  as: a\n  at: '2025-01-06'\n";
    let swapped = format!("{SECOND}{FIRST}");
    let before = ("x", Some(("x", FIRST)));
    assert_eq!(numbers(before, ("x", Some(("x", &both)))), []);
    assert_eq!(numbers(before, ("x", Some(("x", &swapped)))), []);
    assert_eq!(numbers(before, ("x", Some(("x", block)))), []);
    assert_eq!(numbers(before, ("y", Some(("y", &both)))), []);
    assert_eq!(numbers(before, ("y", None)), []);
}

#[test]
fn editing_and_removing_do() {
    let both = format!("{FIRST}{SECOND}");
    let edited = both.replace("refused", "accepted, of: {}");
    let before = ("x", Some(("x", both.as_str())));
    assert_eq!(numbers(before, ("x", Some(("x", &edited)))), [(1, true)]);
    assert_eq!(numbers(before, ("x", Some(("x", FIRST)))), [(2, false)]);
    assert_eq!(numbers(before, ("x", Some(("x", "[]\n")))), [(1, false)]);
    assert_eq!(numbers(before, ("x", None)), [(1, false)]);
}

/// Commits everything as somebody.
pub fn commit_as(world: &World, name: &str, message: &str) {
    world.git(&["add", "--all"]);
    let mail = format!("{name}@example.org");
    let mut git = world.command("git");
    git.env("GIT_AUTHOR_NAME", name).env("GIT_AUTHOR_EMAIL", mail);
    succeed(git.args(["commit", "--quiet", "--message", message]));
}

#[test]
fn with_history_it_counts_who_committed_an_entry() {
    let outsider = "acceptance-by-outsider: `@dana` committed what `@wei` signed";
    for (who, message, expected) in [
        ("dana", "accepted", Some(outsider)),
        ("dana", "accepted\n\nAccepted-by: @wei", None),
        ("wei", "accepted", None),
        ("somebody", "accepted", None),
    ] {
        let world = tides();
        accept(&world, &["--by", "@wei"]);
        commit_as(&world, who, message);
        assert_eq!(found(&world, &["--rev", "HEAD"]), Vec::<String>::new(), "never without history");
        assert_eq!(
            found(&world, &["--rev", "HEAD", "--history"]),
            Vec::from_iter(expected.map(str::to_owned))
        );
    }
}

#[test]
fn an_accepted_value_that_misses_its_target_is_told_unless_the_receiver_knew() {
    let metrics = "\
metrics:
  coverage: { means: share of gauges, unit: ratio, better: higher, target: 0.9, defined-by: ml-engineer, value: 'q.json#c' }
";
    let plan = PLAN
        .replace("    within: 3d\n", "    checks: [coverage]\n    within: 3d\n")
        .replace("    state: done\n", "    state: active\n");
    let told = |entry: fn(&str) -> String| {
        let world = tides();
        world.write("lifecycle.yaml", format!("{plan}{metrics}"));
        world.write("q.json", "{ \"c\": 0.95 }\n");
        world.git(&["add", "--all"]);
        accept(&world, &["--by", "@wei"]);
        let signed = read(&world, SIGNOFF);
        world.write(SIGNOFF, entry(&signed));
        world.write("q.json", "{ \"c\": 0.8 }\n");
        world.commit("accepted");
        let output = planlint(&world, &["lint", "--format", "concise"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains("error[metric-value-misses-target]")
    };
    let without_value = |signed: &str| {
        let kept = signed.lines().filter(|line| !line.contains("met:") && !line.contains("coverage:"));
        kept.map(|line| format!("{line}\n")).collect::<String>()
    };
    assert!(told(without_value));
    assert!(!told(str::to_owned), "the value that was seen is recorded");
    assert!(!told(|signed| {
        let kept = signed.lines().filter(|line| !line.contains("met:") && !line.contains("coverage:"));
        kept.map(|line| format!("{line}\n")).collect::<String>() + "  note: baseline only\n"
    }));
}

#[test]
fn what_was_said_already_is_not_written_twice() {
    let world = tides();
    accept(&world, &[]);
    let once = fs::read(world.top().join(SIGNOFF)).unwrap();
    let said = accept(&world, &[]);
    assert!(said.contains("@wei said so on 2025-08-18") && said.contains("nothing was written"), "{said}");
    assert_eq!(fs::read(world.top().join(SIGNOFF)).unwrap(), once);
    let entries = || fs::read_to_string(world.top().join(SIGNOFF)).unwrap().matches("- by:").count();
    for (arguments, count) in
        [(&["--refuse"][..], 2), (&[], 3), (&["--note", "again"], 4), (&["--by", "@kim"], 5)]
    {
        accept(&world, arguments);
        assert_eq!(entries(), count, "{arguments:?}");
    }
    world.write("data/readings.dvc", "outs:\n- md5: 4567\n");
    world.git(&["add", "data"]);
    accept(&world, &["--by", "@kim"]);
    assert_eq!(entries(), 6, "another state of what is passed");
}
