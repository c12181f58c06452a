//! What `SECURITY.md` claims: nothing that a repository has or sets is run, and each claim names a test that is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::signoffs::tides;
use crate::world::World;

const CHECKS: &[&[&str]] = &[
    &["lint"],
    &["lint", "--staged"],
    &["lint", "--rev", "HEAD"],
    &["lint", "--against", "HEAD~1"],
    &["lint", "--staged", "--history"],
    &["lint", "--each-commit", "HEAD~1..HEAD"],
    &["lint", "--staged", "--message", ".git/COMMIT_EDITMSG"],
    &["diff", "HEAD~1", "HEAD"],
    &["who", "data/readings.dvc"],
    &["codeowners", "--check"],
    &["config"],
    &["hook", "status"],
    &["baseline", "write"],
    &["accept", "data-to-model", "--by", "@wei"],
];

/// Settings by which git runs a program when somebody works in a repository.
const PROGRAMS: &[&str] = &[
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.sshCommand",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "pager.log",
    "pager.diff",
    "diff.external",
    "diff.named.command",
    "diff.named.textconv",
    "merge.named.driver",
    "interactive.diffFilter",
    "credential.helper",
    "uploadpack.packObjectsHook",
    "alias.log",
    "alias.ls-files",
    "trailer.planlint.command",
    "filter.named.smudge",
];

/// A repository in which all of them, all hooks and the attributes of its files name one program, which leaves a trace.
fn trapped(kind: &[&str]) -> (World, PathBuf) {
    let from = tides();
    let world = World::without_repository();
    world.git(&[&["init", "--quiet", "--initial-branch=main"], kind].concat());
    for path in from.git(&["ls-files"]).lines() {
        world.write(path, fs::read(from.top().join(path)).unwrap());
    }
    world.commit("the plan");
    world.write(".gitattributes", "* diff=named merge=named filter=named\n");
    world.commit("attributes");
    world.write(
        "lifecycle.yaml",
        fs::read_to_string(world.top().join("lifecycle.yaml")).unwrap() + "x-a: b\n",
    );
    world.git(&["add", "--all"]);
    world.write("new.md", "new\n");
    world.write("docs/card.md", "# Changed\n");
    let (trace, program) = (world.beside("trace"), world.beside("trap"));
    world.script(&program, &format!("#!/bin/sh\necho \"$0 $*\" >>'{}'\nexit 1\n", trace.display()));
    for hook in fs::read_dir(world.top().join(".git/hooks")).unwrap() {
        fs::remove_file(hook.unwrap().path()).unwrap();
    }
    for hook in
        ["pre-commit", "post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"]
    {
        fs::copy(&program, world.top().join(".git/hooks").join(hook)).unwrap();
    }
    let program = program.to_str().unwrap();
    let config = PROGRAMS.iter().map(|key| {
        (*key, if key.starts_with("alias.") { format!("!{program}") } else { program.to_owned() })
    });
    let file = world.top().join(".git/config");
    let mut text = fs::read_to_string(&file).unwrap();
    for (key, value) in config {
        let (section, name) = key.rsplit_once('.').unwrap();
        let section =
            section.split_once('.').map_or(format!("[{section}]"), |(one, two)| format!("[{one} \"{two}\"]"));
        text += &format!("{section}\n\t{name} = {value}\n");
    }
    fs::write(&file, text).unwrap();
    (world, trace)
}

#[test]
fn nothing_that_a_repository_has_or_sets_is_run() {
    for kind in [&[][..], &["--ref-format=reftable"]] {
        let (world, trace) = trapped(kind);
        for words in CHECKS {
            let output = world.command(env!("CARGO_BIN_EXE_planlint")).args(*words).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(matches!(output.status.code(), Some(0 | 1)), "{kind:?} {words:?}: {said}");
            let traced = fs::read_to_string(&trace).unwrap_or_default();
            assert_eq!(traced, "", "{kind:?} {words:?}");
        }
        // The trap works: git itself falls into it.
        world.try_git(&["status"]);
        assert!(trace.exists());
    }
}

/// Every test of the suite, as `MODULE::NAME`.
fn tests() -> BTreeSet<String> {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut found = BTreeSet::new();
    let mut folders = vec![suite.clone()];
    while let Some(folder) = folders.pop() {
        for place in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if place.is_dir() {
                folders.push(place);
                continue;
            }
            let module = place.strip_prefix(&suite).unwrap().with_extension("");
            let module = module.to_str().unwrap().replace('/', "::");
            let text = fs::read_to_string(&place).unwrap();
            let names = text
                .split("#[test]\n")
                .skip(1)
                .filter_map(|rest| rest.split_once("fn ")?.1.split('(').next());
            found.extend(names.map(|name| format!("{module}::{name}")));
        }
    }
    found
}

#[test]
fn each_claim_names_a_test_that_is_there() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("SECURITY.md")).unwrap();
    let rows: Vec<&str> =
        page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| claim")).collect();
    let tests = tests();
    assert!(rows.len() > 8 && tests.len() > 300);
    for row in rows {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "no test keeps: {row}");
        for name in names {
            assert!(tests.contains(name), "there is no test `{name}`: {row}");
        }
    }
}
