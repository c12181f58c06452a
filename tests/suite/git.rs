//! The snapshots against real git repositories: each sees exactly what git sees, and changes nothing.

use std::fs;
use std::os::unix::fs::symlink;

use planlint::path::RepoPath;
use planlint::snapshot::{
    EntryKind, FolderSnapshot, IndexSnapshot, Repository, RevisionSnapshot, Snapshot, WorkTreeSnapshot,
};

use crate::world::{World, everything, succeed};

pub fn open(world: &World) -> Repository {
    Repository::open_at(world.top()).unwrap()
}

pub fn index(world: &World) -> IndexSnapshot {
    IndexSnapshot::open(&open(world)).unwrap()
}

pub fn work_tree(world: &World) -> WorkTreeSnapshot {
    WorkTreeSnapshot::open(&open(world)).unwrap()
}

fn revision(world: &World, name: &str) -> RevisionSnapshot {
    RevisionSnapshot::open(&open(world), name).unwrap()
}

/// One line for each path, with its kind and, where it has any, its bytes.
pub fn listing(snapshot: &dyn Snapshot) -> String {
    let sorted = snapshot.entries().is_sorted_by(|a, b| a.path < b.path);
    assert!(sorted, "{} is not sorted", snapshot.name());
    let line = |entry: &planlint::snapshot::Entry| match entry.kind {
        EntryKind::File | EntryKind::Link => {
            let bytes = snapshot.read(&entry.path).unwrap();
            format!("{:?} {:?} {:?}\n", entry.kind, entry.path, bstr::BString::from(bytes))
        }
        kind => {
            snapshot.read(&entry.path).unwrap_err();
            format!("{kind:?} {:?}\n", entry.path)
        }
    };
    snapshot.entries().iter().map(line).collect()
}

pub fn text(snapshot: &dyn Snapshot, path: &str) -> String {
    String::from_utf8(snapshot.read(&path.into()).unwrap()).unwrap()
}

pub fn words(error: planlint::error::Error) -> String {
    format!("{error}: {}", error.advice())
}

#[test]
fn the_index_has_what_is_staged_and_the_work_tree_what_is_on_disk() {
    let world = World::new();
    world.write("plan.yaml", "committed");
    world.commit("one");
    world.write("plan.yaml", "staged");
    world.git(&["add", "plan.yaml"]);
    world.write("plan.yaml", "on disk");
    assert_eq!(text(&revision(&world, "HEAD"), "plan.yaml"), "committed");
    assert_eq!(text(&index(&world), "plan.yaml"), "staged");
    assert_eq!(text(&work_tree(&world), "plan.yaml"), "on disk");
}

#[test]
fn deleted_paths_go_where_they_were_deleted() {
    let world = World::new();
    for path in ["staged", "disk", "kept"] {
        world.write(path, path);
    }
    world.commit("one");
    world.git(&["rm", "--quiet", "--cached", "staged"]);
    world.delete("disk");
    assert_eq!(listing(&index(&world)), "File \"disk\" \"disk\"\nFile \"kept\" \"kept\"\n");
    assert_eq!(listing(&work_tree(&world)), "File \"kept\" \"kept\"\nFile \"staged\" \"staged\"\n");
    assert_eq!(revision(&world, "main").entries().len(), 3);
}

#[test]
fn untracked_files_are_in_the_work_tree_unless_they_are_ignored() {
    let world = World::new();
    world.write(".gitignore", "*.log\n/out/\n!kept.log\n");
    world.write("out/tracked", "in an ignored folder");
    world.git(&["add", "--force", "out/tracked"]);
    for path in ["a/b/new", "a/x.log", "kept.log", "out/untracked"] {
        world.write(path, "");
    }
    fs::write(world.top().join(".git/info/exclude"), "secret\n").unwrap();
    world.write("secret", "");
    let paths: Vec<_> = work_tree(&world).entries().iter().map(|entry| entry.path.to_string()).collect();
    assert_eq!(paths, [".gitignore", "a/b/new", "kept.log", "out/tracked"]);
}

#[test]
fn a_path_that_is_only_intended_to_be_added_is_on_disk_alone() {
    let world = World::new();
    world.write("later", "text");
    world.git(&["add", "--intent-to-add", "later"]);
    assert_eq!(listing(&index(&world)), "");
    assert_eq!(listing(&work_tree(&world)), "File \"later\" \"text\"\n");
}

#[test]
fn a_conflict_is_one_entry_of_the_index() {
    let world = World::new();
    world.write("plan", "base\n");
    world.commit("base");
    world.git(&["checkout", "--quiet", "-b", "side"]);
    world.write("plan", "side\n");
    world.write("added", "side\n");
    world.commit("side");
    world.git(&["checkout", "--quiet", "main"]);
    world.write("plan", "main\n");
    world.write("added", "main\n");
    world.commit("main");
    assert!(!world.try_git(&["merge", "side"]).status.success());
    let staged = index(&world);
    assert_eq!(listing(&staged), "Conflict \"added\"\nConflict \"plan\"\n");
    let error = words(staged.read(&"plan".into()).unwrap_err());
    assert_eq!(error, "`plan` has a merge conflict: resolve the conflict, then run `git add plan`");
    assert!(text(&work_tree(&world), "plan").contains("<<<<<<<"));
    world.git(&["add", "--all"]);
    assert!(listing(&index(&world)).starts_with("File \"added\""));
}

#[test]
fn links_and_modes_are_kept_apart() {
    let world = World::new();
    world.write("folder/file", "1");
    world.script(&world.top().join("run"), "#!/bin/sh\n");
    symlink("folder/file", world.top().join("link")).unwrap();
    symlink("folder", world.top().join("way")).unwrap();
    symlink("nowhere", world.top().join("dangling")).unwrap();
    world.commit("one");
    let expected = "Link \"dangling\" \"nowhere\"\nFile \"folder/file\" \"1\"\nLink \"link\" \"folder/file\"\n\
                    File \"run\" \"#!/bin/sh\\n\"\nLink \"way\" \"folder\"\n";
    assert_eq!(listing(&index(&world)), expected);
    assert_eq!(listing(&revision(&world, "HEAD")), expected);
    assert_eq!(listing(&work_tree(&world)), expected);
}

#[test]
fn what_replaces_a_tracked_file_on_disk_is_seen() {
    let world = World::new();
    for path in ["becomes-folder", "becomes-link", "becomes-pipe", "folder/inside"] {
        world.write(path, "");
    }
    world.commit("one");
    for path in ["becomes-folder", "becomes-link", "becomes-pipe", "folder/inside"] {
        world.delete(path);
    }
    world.write("becomes-folder/new", "n");
    symlink("new", world.top().join("becomes-link")).unwrap();
    succeed(world.command("mkfifo").arg("becomes-pipe"));
    fs::remove_dir(world.top().join("folder")).unwrap();
    world.write("elsewhere/inside", "e");
    symlink("elsewhere", world.top().join("folder")).unwrap();
    let expected = "File \"becomes-folder/new\" \"n\"\nLink \"becomes-link\" \"new\"\nSpecial \"becomes-pipe\"\n\
                    File \"elsewhere/inside\" \"e\"\nLink \"folder\" \"elsewhere\"\n";
    assert_eq!(listing(&work_tree(&world)), expected);
}

#[test]
fn submodules_and_foreign_repositories_are_not_entered() {
    let other = World::new();
    other.write("inner", "");
    other.commit("inner");
    let world = World::new();
    let from = other.top().to_str().unwrap();
    world.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", from, "module"]);
    world.commit("one");
    world.git(&["init", "--quiet", "foreign"]);
    world.write("foreign/file", "");
    let clone = world.top().join("clone");
    world.git(&["clone", "--quiet", from, clone.to_str().unwrap()]);
    for snapshot in [&index(&world) as &dyn Snapshot, &work_tree(&world), &revision(&world, "HEAD")] {
        let kinds: Vec<_> =
            snapshot.entries().iter().map(|entry| (entry.path.to_string(), entry.kind)).collect();
        let expected =
            [(".gitmodules".to_owned(), EntryKind::File), ("module".to_owned(), EntryKind::Submodule)];
        assert_eq!(kinds, expected, "{}", snapshot.name());
        assert!(snapshot.read(&"module".into()).unwrap_err().to_string().contains("submodule"));
    }
}

#[test]
fn a_sparse_checkout_deletes_nothing() {
    let world = World::new();
    world.write("in/file", "1");
    world.write("out/file", "2");
    world.commit("one");
    world.git(&["sparse-checkout", "set", "--no-sparse-index", "in"]);
    assert!(!world.top().join("out/file").exists());
    assert_eq!(listing(&work_tree(&world)), listing(&index(&world)));
    assert_eq!(text(&work_tree(&world), "out/file"), "2");
}

#[test]
fn every_name_that_git_allows_is_read() {
    let world = World::new();
    let names: [&[u8]; 6] =
        [b"a b", b"line\nbreak", b"quo\"te'\\", b"\xff\xfe.yaml", "计划.yaml".as_bytes(), b"f/\xff/ "];
    for name in names {
        world.write(name, name);
    }
    world.commit("one");
    for snapshot in [&index(&world) as &dyn Snapshot, &work_tree(&world), &revision(&world, "HEAD")] {
        assert_eq!(snapshot.entries().len(), names.len(), "{}", snapshot.name());
        for name in names {
            assert_eq!(snapshot.read(&RepoPath::new(name)).unwrap(), name, "{}", snapshot.name());
        }
    }
}

#[test]
fn sorting_is_by_bytes_across_folders() {
    let world = World::new();
    for path in ["a/b", "a-b", "a.b", "a0", "B"] {
        world.write(path, "");
    }
    world.commit("one");
    world.git(&["config", "core.ignoreCase", "true"]);
    let expected = ["B", "a-b", "a.b", "a/b", "a0"];
    for snapshot in [&index(&world) as &dyn Snapshot, &work_tree(&world), &revision(&world, "HEAD")] {
        let paths: Vec<_> = snapshot.entries().iter().map(|entry| entry.path.to_string()).collect();
        assert_eq!(paths, expected, "{}", snapshot.name());
    }
}

#[test]
fn packed_objects_and_references_are_read() {
    let world = World::new();
    world.write("plan", "1");
    world.commit("one");
    world.git(&["tag", "--annotate", "first", "--message", "first"]);
    world.write("plan", "2");
    world.commit("two");
    world.git(&["gc", "--quiet", "--aggressive"]);
    world.git(&["pack-refs", "--all"]);
    let first = world.git(&["rev-parse", "--short", "first^{commit}"]);
    let tree = world.git(&["rev-parse", "HEAD^{tree}"]);
    for (name, expected) in [("first", "1"), ("HEAD~1", "1"), (&first, "1"), ("main", "2"), (&tree, "2")] {
        assert_eq!(text(&revision(&world, name), "plan"), expected, "{name}");
    }
    assert_eq!(text(&index(&world), "plan"), "2");
    assert_eq!(revision(&world, "first").name(), "revision first");
}

#[test]
fn a_revision_that_is_none_says_so() {
    let world = World::new();
    let error = |name: &str| words(RevisionSnapshot::open(&open(&world), name).err().unwrap());
    assert_eq!(
        error("HEAD"),
        "HEAD has no commit yet: commit something first, or check what is staged with `--staged`"
    );
    world.write("plan", "1");
    world.commit("one");
    assert_eq!(
        error("nowhere"),
        "unknown revision `nowhere`: name one that `git rev-parse --verify 'nowhere'` knows"
    );
    assert!(error("").starts_with("unknown revision ``"));
    assert!(error("HEAD..HEAD").starts_with("unknown revision"));
    assert!(error(&"0".repeat(40)).starts_with("unknown revision"));
    assert_eq!(
        error("HEAD:plan"),
        "`HEAD:plan` names a file, not a revision: name a commit, a branch or a tag, such as `--rev HEAD`"
    );
    assert!(revision(&world, "HEAD").read(&"other".into()).is_err());
}

#[test]
fn an_empty_repository_has_empty_snapshots() {
    let world = World::new();
    assert_eq!(listing(&index(&world)), "");
    assert_eq!(listing(&work_tree(&world)), "");
    world.write("first", "staged before any commit");
    world.git(&["add", "first"]);
    assert_eq!(text(&index(&world), "first"), "staged before any commit");
}

#[test]
fn reading_changes_nothing() {
    let world = World::new();
    world.write("plan", "1");
    world.write("other", "1");
    world.commit("one");
    world.write("plan", "2");
    world.git(&["add", "plan"]);
    // The index now has entries whose times are stale, which git itself would refresh.
    world.write("other", "1");
    world.write("untracked", "");
    let before = everything(world.top());
    for snapshot in [&index(&world) as &dyn Snapshot, &work_tree(&world), &revision(&world, "HEAD")] {
        listing(snapshot);
    }
    open(&world).revision_date("HEAD").unwrap();
    assert_eq!(everything(world.top()), before);
}

#[test]
fn a_folder_without_a_repository_is_read_as_it_is() {
    let world = World::without_repository();
    world.write("a/plan", "1");
    world.write(".git/config", "");
    world.write("node/.git/config", "");
    symlink("..", world.top().join("a/up")).unwrap();
    succeed(world.command("mkfifo").arg("pipe"));
    let folder = FolderSnapshot::open(world.top()).unwrap();
    assert_eq!(listing(&folder), "File \"a/plan\" \"1\"\nLink \"a/up\" \"..\"\nSpecial \"pipe\"\n");
    assert!(!folder.is_git());
    let gone = words(FolderSnapshot::open(&world.top().join("gone")).err().unwrap());
    assert!(gone.contains("cannot be listed"), "{gone}");
    assert!(
        Repository::open_at(world.top()).err().unwrap().to_string().contains("is not in a git repository")
    );
}

#[test]
fn a_file_beyond_the_limit_is_refused() {
    let world = World::new();
    let place = world.write("huge", "");
    fs::File::options().write(true).open(place).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    let error = words(work_tree(&world).read(&"huge".into()).unwrap_err());
    assert_eq!(error, "`huge` is larger than 64 MiB: make the file smaller than 64 MiB");
    world.git(&["add", "huge"]);
    assert!(index(&world).read(&"huge".into()).unwrap_err().to_string().contains("larger than 64 MiB"));
}

/// The files of a listing with what git records of them, as `git ls-tree -r` and `git ls-files --stage` tell it.
fn records(snapshot: &dyn Snapshot) -> String {
    let line = |entry: &planlint::snapshot::Entry| {
        let recorded = snapshot.recorded(&entry.path).unwrap().unwrap();
        format!("{:06o} {}\t{}\n", recorded.mode, recorded.id, entry.path)
    };
    snapshot.entries().iter().map(line).collect()
}

fn listed(world: &World, words: &[&str], fields: [usize; 2]) -> String {
    let listed = world.git(words);
    let line = |line: &str| {
        let (facts, path) = line.split_once('\t').unwrap();
        let facts: Vec<&str> = facts.split(' ').collect();
        format!("{} {}\t{path}\n", facts[fields[0]], facts[fields[1]])
    };
    listed.lines().map(line).collect()
}

/// So many folders are read by several threads, and so large an index has a checksum that takes a while.
#[test]
fn a_tree_of_many_folders_and_a_large_index_are_read_as_git_reads_them() {
    let world = World::new();
    let long = "long".repeat(20);
    for (folder, files) in [("a", 50), ("a.b", 3), ("b", 60), ("c", 1), ("z", 40)] {
        for at in 0..files {
            world.write(format!("{folder}/{at}/{long}/first"), format!("{folder} {at}"));
            world.write(format!("{folder}/{at}/last"), "same");
            for more in 0..50 {
                world.write(format!("{folder}/{at}/{long}/x{more}"), "same");
            }
        }
        world.write(format!("{folder}/between"), "same");
    }
    symlink("a/between", world.top().join("link")).unwrap();
    succeed(world.command("chmod").arg("+x").arg(world.top().join("z/between")));
    world.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{},m/sub", "1".repeat(40))]);
    world.git(&["add", "."]);
    world.git(&["commit", "--quiet", "--message", "many"]);
    let tree = listed(&world, &["ls-tree", "-r", "HEAD"], [0, 2]);
    assert!(tree.lines().count() > 6000);
    assert_eq!(records(&revision(&world, "HEAD")), tree);
    for (version, bytes) in [("4", 500_000), ("2", 1 << 20)] {
        world.git(&["update-index", "--index-version", version]);
        assert!(fs::metadata(world.top().join(".git/index")).unwrap().len() > bytes);
        assert_eq!(records(&index(&world)), tree, "version {version}");
    }
    // What one reading of the index holds is taken from it, and the rest is told apart.
    world.write("b/7/last", "changed");
    world.git(&["add", "b/7/last"]);
    world.git(&["rm", "--quiet", "--cached", "c/0/last"]);
    let repository = open(&world);
    let staged = IndexSnapshot::open(&repository).unwrap();
    let head = RevisionSnapshot::open(&repository, "HEAD").unwrap();
    assert_eq!(records(&head), tree);
    assert_eq!(records(&staged), listed(&world, &["ls-files", "--stage"], [0, 1]));
    let differing = head.differing(staged.index().unwrap()).unwrap();
    let differing: Vec<String> = differing.iter().map(|entry| entry.path.to_string()).collect();
    assert!(differing.contains(&"b/7/last".to_owned()) && differing.contains(&"c/0/last".to_owned()));
    assert!(differing.len() < 20, "what did not change is taken from the index: {differing:?}");
    assert!(
        revision(&world, "HEAD").differing(staged.index().unwrap()).is_none(),
        "it is of another reading"
    );
}
