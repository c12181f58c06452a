//! Every kind of repository that git reads, in every way planlint looks at one: both sources find the same, byte for
//! byte what git itself shows, and change nothing. The table of results is `docs/repositories.md`.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use planlint::check::{Request, check};
use planlint::path::RepoPath;
use planlint::snapshot::{
    EntryKind, IndexSnapshot, Repository, RevisionSnapshot, Snapshot, WorkTreeSnapshot,
};
use planlint::time::parse_date;
use snapbox::Data;
use snapbox::assert::Assert;

use crate::world::{World, everything};

/// Opens one of the three views of a repository.
type Open = fn(&Repository) -> planlint::error::Result<Box<dyn Snapshot>>;

/// Files with their bytes, their modes and the ids that git records.
pub type Files = BTreeMap<RepoPath, (Vec<u8>, String)>;

/// A kind of repository: its name in the table, and how one is made. Gives the folder to stand in.
type Kind = (&'static str, fn(&World) -> PathBuf);

const KINDS: &[Kind] = &[
    ("plain", |world| filled(world, &["init"])),
    ("packed objects and references", |world| with(world, &["gc", "--quiet"])),
    ("bare", |world| cloned(world, &["--bare"])),
    ("linked work tree", |world| {
        let linked = world.beside("linked");
        with(world, &["worktree", "add", "--quiet", linked.to_str().unwrap()]);
        linked
    }),
    ("configuration per work tree (`extensions.worktreeConfig`)", |world| {
        with(world, &["config", "extensions.worktreeConfig", "true"])
    }),
    ("submodule", |world| {
        filled(world, &["init"]);
        let outer = world.beside("outer");
        world.git(&["init", "--quiet", outer.to_str().unwrap()]);
        let top = world.top().to_str().unwrap();
        let words = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", top, "inner"];
        world.git_in(&outer, &words);
        outer.join("inner")
    }),
    ("shallow clone", |world| cloned(world, &["--depth=1"])),
    ("partial clone, with all that is checked out", |world| {
        filled(world, &["init"]);
        world.git(&["config", "uploadpack.allowFilter", "true"]);
        cloned_from(world, &["--filter=blob:none"])
    }),
    ("clone that borrows objects (`objects/info/alternates`)", |world| cloned(world, &["--shared"])),
    ("index of version 2", |world| with(world, &["update-index", "--index-version=2"])),
    ("index of version 4", |world| with(world, &["update-index", "--index-version=4"])),
    ("index without a checksum (`index.skipHash`)", |world| {
        filled(world, &["init"]);
        world.git(&["-c", "index.skipHash=true", "update-index", "--force-write-index"]);
        world.top().to_path_buf()
    }),
    ("split index", |world| with(world, &["update-index", "--split-index"])),
    ("sparse checkout", |world| sparse(world, &["sparse-checkout", "set", "plans"])),
    ("sparse index", |world| sparse(world, &["sparse-checkout", "set", "--sparse-index", "plans"])),
    ("untracked cache", |world| with(world, &["update-index", "--force-untracked-cache"])),
    ("file system monitor", |world| {
        filled(world, &["init"]);
        let hook = world.beside("monitor");
        // To ask it leaves a trace, which nothing may do.
        world.script(&hook, "#!/bin/sh\necho asked >>\"$0.log\"\nprintf '/\\0'\n");
        world.git(&["config", "core.fsmonitor", hook.to_str().unwrap()]);
        with(world, &["update-index", "--fsmonitor"])
    }),
    ("file system that folds case (`core.ignoreCase`)", |world| {
        with(world, &["config", "core.ignoreCase", "true"])
    }),
    ("replaced objects (`git replace`)", |world| {
        filled(world, &["init"]);
        let text = world.git(&["show", "HEAD:plans/lifecycle.yaml"]);
        let place = world.beside("in-its-place");
        fs::write(&place, text.replace("about: ", "about: in its place, ") + "\n").unwrap();
        let blob = world.git(&["hash-object", "-w", place.to_str().unwrap()]);
        with(world, &["replace", "HEAD:plans/lifecycle.yaml", &blob])
    }),
    ("grafts (`info/grafts`)", |world| {
        filled(world, &["init"]);
        let id = world.git(&["rev-parse", "HEAD"]);
        fs::create_dir_all(world.top().join(".git/info")).unwrap();
        fs::write(world.top().join(".git/info/grafts"), format!("{id}\n")).unwrap();
        world.top().to_path_buf()
    }),
    ("SHA-256 objects", |world| filled(world, &["init", "--object-format=sha256"])),
    ("references in tables (`reftable`)", |world| filled(world, &["init", "--ref-format=reftable"])),
    ("SHA-256 objects and references in tables", |world| {
        filled(world, &["init", "--object-format=sha256", "--ref-format=reftable"])
    }),
    ("SHA-256 objects in a split index", |world| {
        filled(world, &["init", "--object-format=sha256"]);
        world.git(&["update-index", "--split-index"]);
        world.top().to_path_buf()
    }),
    ("an extension that git does not know", |world| {
        filled(world, &["init"]);
        world.git(&["config", "core.repositoryFormatVersion", "1"]);
        with(world, &["config", "extensions.fromTheFuture", "yes"])
    }),
];

/// A repository with a manifest that has findings, and with all that is hard to read. What is staged is not what is
/// committed, and what is on disk is neither.
fn filled(world: &World, init: &[&str]) -> PathBuf {
    world.git(&[init, &["--quiet", "--initial-branch=main"]].concat());
    let plan = fs::read_to_string(example("broken/churn.lifecycle.yaml")).unwrap();
    world.write("plans/lifecycle.yaml", &plan);
    world.write("plans/.gitattributes", "*.txt text eol=crlf\n");
    world.write("plans/lines.txt", "one\r\ntwo\r\n");
    world.write("outside/empty", "");
    world.write("outside/ with space ", "1");
    world.write(b"outside/line\nbreak", "2");
    world.write(b"outside/not-\xff-unicode", "3");
    world.write("outside/\"quoted\"", "4");
    world.write("outside/数据", "5");
    world.write(".gitignore", "ignored\n");
    world.write("ignored", "not seen");
    symlink("lifecycle.yaml", world.top().join("plans/link")).unwrap();
    world.script(&world.top().join("outside/run"), "#!/bin/sh\n");
    world.commit("one");
    world.write("plans/lifecycle.yaml", plan.replace("risk: limited", "risk: high"));
    world.git(&["add", "plans"]);
    world.write("plans/announced", "on disk alone");
    world.git(&["add", "--intent-to-add", "plans/announced"]);
    world.write("plans/lifecycle.yaml", plan.replace("status: active", "status: draft"));
    world.write("plans/untracked", "new");
    world.top().to_path_buf()
}

/// The same, and then one more call of git.
fn with(world: &World, words: &[&str]) -> PathBuf {
    if !world.top().join(".git").exists() {
        filled(world, &["init"]);
    }
    world.git(words);
    world.top().to_path_buf()
}

/// Without the file that is only announced: at it, git 2.47 itself breaks down while it makes a checkout sparse.
fn sparse(world: &World, words: &[&str]) -> PathBuf {
    filled(world, &["init"]);
    world.git(&["rm", "--quiet", "--cached", "plans/announced"]);
    with(world, words)
}

fn cloned(world: &World, words: &[&str]) -> PathBuf {
    filled(world, &["init"]);
    cloned_from(world, words)
}

fn cloned_from(world: &World, words: &[&str]) -> PathBuf {
    let (clone, from) = (world.beside("clone"), format!("file://{}", world.top().display()));
    let from = if words == ["--shared"] { world.top().to_str().unwrap().to_owned() } else { from };
    world.git(&[&["clone", "--quiet"], words, &[&from, clone.to_str().unwrap()]].concat());
    clone
}

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(path)
}

#[test]
fn both_sources_agree_with_git_on_every_kind_of_repository() {
    let mut rows =
        vec!["| repository | work tree | staged | revision |".to_owned(), "|---|---|---|---|".into()];
    for (name, make) in KINDS {
        let world = World::without_repository();
        let folder = make(&world);
        // Git writes a few things when it is run for the first time after a change.
        world.command("git").args(["status"]).current_dir(&folder).output().unwrap();
        let shown = [":", "HEAD:"].map(|prefix| shown_by_git(&world, &folder, prefix));
        let before = untouched(&world.beside(""));
        eprintln!("{name}");
        let row = match Repository::open_at(&folder) {
            Ok(repository) => row(&repository, &shown),
            Err(error) => vec![format!("refused, as git does: {error}"); 3],
        };
        let after = untouched(&world.beside(""));
        let changed = after.iter().filter(|(place, stamp)| before.get(*place) != Some(stamp));
        let changed: Vec<_> = changed.map(|(place, _)| place).collect();
        assert!(changed.is_empty() && before.len() == after.len(), "{name}: written: {changed:?}");
        rows.push(format!("| {name} | {} |", row.join(" | ")));
    }
    let table = format!("{HEAD}\n{}\n", rows.join("\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/repositories.md");
    Assert::new().action_env("SNAPSHOTS").eq(table, Data::read_from(&file, None).raw());
}

const HEAD: &str = "# Kinds of repositories

Generated by `tests/suite/conformance.rs`, which makes a repository of each kind with git and reads it through
libgit2, where that can read it, and through the git program. A cell says how many files were the same in both, and
how many findings; of what is staged and of what a revision holds, each file is byte for byte what `git cat-file`
shows. Nothing in the folder of the repository was written or touched.
";

/// Everything with its time, but for a shared index: git renews its time whenever it reads a split one.
pub fn untouched(ground: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = everything(ground);
    found.retain(|place, _| !place.to_string_lossy().contains("sharedindex."));
    found
}

fn row(repository: &Repository, shown: &[Files; 2]) -> Vec<String> {
    let program = repository.with_git_program().unwrap();
    let views: [(Option<&Files>, Open); 3] = [
        (None, |one| Ok(Box::new(WorkTreeSnapshot::open(one)?))),
        (Some(&shown[0]), |one| Ok(Box::new(IndexSnapshot::open(one)?))),
        (Some(&shown[1]), |one| Ok(Box::new(RevisionSnapshot::open(one, "HEAD")?))),
    ];
    let cell = |(shown, open): (Option<&Files>, Open)| match (open(repository), open(&program)) {
        (Ok(one), Ok(other)) => {
            let files = contents(&*one);
            assert_eq!(files, contents(&*other), "{}", one.name());
            shown.into_iter().for_each(|shown| assert_eq!(files, *shown, "{}", one.name()));
            let (found, again) = (findings(&*one), findings(&*other));
            assert_eq!(found, again);
            assert!(!found.is_empty(), "nothing was checked among {:?}", files.keys());
            format!("{} files, {} findings", files.len(), found.len())
        }
        (Err(one), Err(other)) => {
            assert_eq!(one.to_string(), other.to_string());
            one.to_string()
        }
        (one, other) => panic!("{:?} and {:?}", one.err(), other.err()),
    };
    views.into_iter().map(cell).collect()
}

/// Every file and link with its bytes, its mode and the id that git records; of a submodule the id alone.
pub fn contents(snapshot: &dyn Snapshot) -> Files {
    let is_recorded = |kind| matches!(kind, EntryKind::File | EntryKind::Link | EntryKind::Submodule);
    let files = snapshot.entries().iter().filter(|entry| is_recorded(entry.kind));
    let file = |entry: &planlint::snapshot::Entry| {
        let recorded = snapshot.recorded(&entry.path).unwrap().unwrap();
        let bytes = match entry.kind {
            EntryKind::Submodule => Vec::new(),
            _ => snapshot.read(&entry.path).unwrap(),
        };
        (entry.path.clone(), (bytes, format!("{:o} {}", recorded.mode, recorded.id)))
    };
    files.map(file).collect()
}

/// The same as git lists and shows it, of the index (`:`) or of a revision (`HEAD:`); nothing where git refuses.
pub fn shown_by_git(world: &World, folder: &Path, prefix: &str) -> Files {
    let run = |words: &[&str]| world.command("git").args(words).current_dir(folder).output().unwrap().stdout;
    let listed = match prefix {
        // What is only announced is not about to be recorded.
        ":" => run(&["ls-files", "-z", "--stage", "--", ".", ":!plans/announced"]),
        _ => run(&["ls-tree", "-r", "-z", "--full-tree", prefix.trim_end_matches(':')]),
    };
    let records = listed.split(|byte| *byte == 0).filter(|record| !record.is_empty());
    let file = |record: &[u8]| {
        let tab = record.iter().position(|byte| *byte == b'\t').unwrap();
        let facts: Vec<&str> = str::from_utf8(&record[..tab]).unwrap().split(' ').collect();
        let id = if prefix == ":" { facts[1] } else { facts[2] };
        let path = RepoPath::new(&record[tab + 1..]);
        (path, (run(&["cat-file", "blob", id]), format!("{} {id}", facts[0])))
    };
    records.map(file).collect()
}

fn findings(snapshot: &dyn Snapshot) -> Vec<String> {
    let report = check(snapshot, &Request::on(parse_date("2025-09-15").unwrap())).unwrap();
    let line = |finding: &planlint::filter::Finding| {
        let diagnostic = &finding.diagnostic;
        format!("{:?} {} {}", diagnostic.primary.place.span, diagnostic.rule, diagnostic.message)
    };
    report.findings.iter().map(line).collect()
}

#[test]
fn a_partial_clone_lacks_what_it_lacks_and_fetches_nothing() {
    let world = World::without_repository();
    filled(&world, &["init"]);
    world.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = cloned_from(&world, &["--filter=blob:none", "--no-checkout"]);
    world.git_in(&clone, &["read-tree", "HEAD"]);
    let before = everything(&clone);
    let help = "download what this partial clone lacks with `git fetch --refetch --no-filter`";
    let repository = Repository::open_at(&clone).unwrap();
    for repository in [repository.with_git_program().unwrap(), repository] {
        let revision = RevisionSnapshot::open(&repository, "HEAD").unwrap();
        let index = IndexSnapshot::open(&repository).unwrap();
        for snapshot in [&revision as &dyn Snapshot, &index] {
            let error = snapshot.read(&"plans/lifecycle.yaml".into()).unwrap_err();
            assert!(error.to_string().contains("is not in this repository"), "{error}");
            assert_eq!(error.advice(), help);
        }
    }
    for subject in [&["--staged"][..], &["--rev", "HEAD"]] {
        let mut lint = world.command(env!("CARGO_BIN_EXE_planlint"));
        let output = lint.arg("lint").args(subject).current_dir(&clone).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(help), "{output:?}");
    }
    assert!(before == everything(&clone), "something was fetched");
}
