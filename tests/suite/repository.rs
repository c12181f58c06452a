//! Repositories of every make: bare, linked, shallow, damaged, and those that libgit2 cannot read.

use std::error::Error as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use planlint::error::Error;
use planlint::snapshot::{IndexSnapshot, Repository, RevisionSnapshot, Snapshot, WorkTreeSnapshot};

use crate::git::{index, listing, open, text, words};
use crate::world::World;

#[test]
fn a_bare_repository_has_revisions_alone() {
    let world = World::new();
    world.write("folder/plan", "1");
    world.commit("one");
    let bare = world.beside("bare.git");
    world.git(&["clone", "--quiet", "--bare", ".", bare.to_str().unwrap()]);
    let repository = Repository::open_at(&bare).unwrap();
    assert!(repository.is_bare() && repository.top().is_none());
    assert_eq!(text(&RevisionSnapshot::open(&repository, "main").unwrap(), "folder/plan"), "1");
    assert_eq!(repository.hooks_folder().unwrap(), bare.join("hooks"));
    let staged = words(IndexSnapshot::open(&repository).err().unwrap());
    assert!(staged.starts_with("a bare repository has nothing staged"), "{staged}");
    assert!(WorkTreeSnapshot::open(&repository).is_err());
    assert_eq!(repository.relative(Path::new("folder/plan")).unwrap(), "folder/plan".into());
}

#[test]
fn a_linked_work_tree_has_its_own_index_and_shared_hooks() {
    let world = World::new();
    world.write("plan", "main");
    world.commit("one");
    let linked = world.beside("linked");
    world.git(&["worktree", "add", "--quiet", linked.to_str().unwrap()]);
    fs::write(linked.join("plan"), "linked").unwrap();
    world.git_in(&linked, &["add", "plan"]);
    let repository = Repository::open_at(&linked).unwrap();
    assert_eq!(text(&IndexSnapshot::open(&repository).unwrap(), "plan"), "linked");
    assert_eq!(listing(&WorkTreeSnapshot::open(&repository).unwrap()), "File \"plan\" \"linked\"\n");
    assert_eq!(repository.top(), Some(linked.as_path()));
    assert_eq!(repository.hooks_folder().unwrap(), open(&world).hooks_folder().unwrap());
    assert_eq!(text(&index(&world), "plan"), "main");
}

#[test]
fn the_hooks_folder_follows_the_configuration() {
    let world = World::new();
    let folder = || open(&world).hooks_folder().unwrap();
    assert_eq!(folder(), world.top().join(".git/hooks"));
    world.git(&["config", "core.hooksPath", "tools/hooks"]);
    assert_eq!(folder(), world.top().join("tools/hooks"));
    world.git(&["config", "core.hooksPath", "/elsewhere"]);
    assert_eq!(folder(), Path::new("/elsewhere"));
    assert_eq!(open(&world).config_text("core.hooksPath").as_deref(), Some("/elsewhere"));
    assert_eq!(open(&world).config_text("no.such"), None);
}

#[test]
fn paths_of_the_command_line_are_seen_from_the_top() {
    let world = World::new();
    world.write("sub/file", "");
    symlink("file", world.top().join("sub/link")).unwrap();
    let door = world.beside("door");
    symlink(world.top(), &door).unwrap();
    let repository = open(&world);
    let top = world.top();
    let seen = |folder: &Path, written: &str| repository.relative_from(folder, Path::new(written));
    for (folder, written, expected) in [
        (top.to_path_buf(), "sub/file", "sub/file"),
        (top.join("sub"), "file", "sub/file"),
        (top.join("sub"), "./../sub/gone", "sub/gone"),
        (top.join("sub"), "link", "sub/link"),
        (top.join("sub"), "..", ""),
        (top.to_path_buf(), "not/there/at/all", "not/there/at/all"),
        (door.clone(), "sub/file", "sub/file"),
        (door.join("sub"), "gone", "sub/gone"),
    ] {
        assert_eq!(seen(&folder, written).unwrap(), expected.into(), "{written} in {}", folder.display());
    }
    let absolute = door.join("sub/gone");
    assert_eq!(seen(top, absolute.to_str().unwrap()).unwrap(), "sub/gone".into());
    for outside in ["..", "../other", "/", "sub/../../x"] {
        let error = seen(top, outside).unwrap_err().to_string();
        assert_eq!(error, format!("`{outside}` is outside of the repository"));
    }
}

#[test]
fn the_date_of_a_commit_is_its_committers() {
    let world = World::new();
    world.write("plan", "");
    world.commit("late in the evening, west of Greenwich");
    assert_eq!(open(&world).revision_date("HEAD").unwrap().to_string(), "2025-09-12");
    let error = words(open(&world).revision_date("HEAD^{tree}").unwrap_err());
    assert!(error.starts_with("`HEAD^{tree}` is not a commit"), "{error}");
}

#[test]
fn a_shallow_clone_is_known_as_one() {
    let world = World::new();
    for text in ["1", "2"] {
        world.write("plan", text);
        world.commit(text);
    }
    let clone = world.beside("shallow");
    let from = format!("file://{}", world.top().display());
    world.git(&["clone", "--quiet", "--depth=1", &from, clone.to_str().unwrap()]);
    let repository = Repository::open_at(&clone).unwrap();
    assert!(repository.is_shallow() && !open(&world).is_shallow());
    let error = words(RevisionSnapshot::open(&repository, "HEAD~1").err().unwrap());
    assert!(error.contains("git fetch --unshallow"), "{error}");
}

#[test]
fn what_git_refuses_is_named() {
    let unknown = World::new();
    unknown.git(&["config", "core.repositoryFormatVersion", "1"]);
    unknown.git(&["config", "extensions.fromTheFuture", "yes"]);
    let error = words(Repository::open_at(unknown.top()).err().unwrap());
    assert!(error.contains("`extensions.fromthefuture`"), "{error}");
}

#[test]
fn damage_is_an_error_with_words_of_ours() {
    let world = World::new();
    world.write("plan", "content");
    world.commit("one");
    let blob = world.git(&["rev-parse", "HEAD:plan"]);
    fs::remove_file(world.top().join(format!(".git/objects/{}/{}", &blob[..2], &blob[2..]))).unwrap();
    let error = words(index(&world).read(&"plan".into()).unwrap_err());
    assert_eq!(error, "git's copy of `plan` is not in this repository: look for damage with `git fsck`");
    fs::write(world.top().join(".git/index"), "DIRC not an index").unwrap();
    let error = words(IndexSnapshot::open(&open(&world)).err().unwrap());
    assert!(error.starts_with("the index cannot be read"), "{error}");
    fs::write(world.top().join(".git/config"), "[core\nbroken").unwrap();
    let error = words(Repository::open_at(world.top()).err().unwrap());
    assert!(error.starts_with("the configuration of git cannot be read"), "{error}");
}

#[test]
fn what_libgit2_says_comes_without_its_codes() {
    let world = World::new();
    world.write("plan", "content");
    world.commit("one");
    let causes = |error: Error| error.source().unwrap().to_string();
    fs::write(world.top().join(".git/index"), "DIRC not an index").unwrap();
    let index = causes(IndexSnapshot::open(&open(&world)).err().unwrap());
    let tree = causes(WorkTreeSnapshot::open(&open(&world)).err().unwrap());
    fs::write(world.top().join(".git/config"), "[core\nbroken").unwrap();
    let config = causes(Repository::open_at(world.top()).err().unwrap());
    for cause in [index, tree, config] {
        assert!(!cause.is_empty() && !cause.contains("class=") && !cause.contains("code="), "{cause}");
    }
}

#[test]
fn an_ignored_path_is_said_to_be_and_by_which_pattern() {
    let world = World::new();
    world.write(".gitignore", "# built\n*.yaml\n/out/\n");
    world.write("a plan.yaml", "");
    let why = |path: &str| open(&world).ignored(&path.into());
    let expected = "is ignored by git: `*.yaml` in `.gitignore:2` says so";
    assert_eq!(why("a plan.yaml").as_deref(), Some(expected));
    assert_eq!(why("out/x").as_deref(), Some("is ignored by git: `/out/` in `.gitignore:3` says so"));
    assert_eq!(why("other"), None);
    let lint = |arguments: &[&str]| {
        let mut program = world.command(env!("CARGO_BIN_EXE_planlint"));
        let output = program.arg("lint").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let said = lint(&["a plan.yaml"]);
    let help = "help: have git track it with `git add --force 'a plan.yaml'`";
    assert!(said.contains(&format!("error: `a plan.yaml` {expected}\n")) && said.contains(help), "{said}");
    assert!(lint(&["gone.yaml"]).contains("`gone.yaml` is not in the work tree"));
    assert!(lint(&["--staged", "a plan.yaml"]).contains("`a plan.yaml` is not in the index"));
}

#[test]
fn replaced_objects_are_read_as_git_reads_them() {
    let world = World::new();
    world.write("folder/plan", "recorded");
    world.write("other", "recorded");
    world.commit("one");
    world.write("folder/plan", "in its place");
    let blob = world.git(&["hash-object", "-w", "folder/plan"]);
    world.git(&["replace", "HEAD:folder/plan", &blob]);
    let shown = world.git(&["show", "HEAD:folder/plan"]);
    assert_eq!(shown, "in its place");
    assert_eq!(text(&RevisionSnapshot::open(&open(&world), "HEAD").unwrap(), "folder/plan"), shown);
    assert_eq!(text(&index(&world), "folder/plan"), shown);

    world.git(&["checkout", "--quiet", "--orphan", "apart"]);
    world.write("other", "of another commit");
    world.commit("apart");
    world.git(&["replace", "main", "apart"]);
    let shown = world.git(&["show", "main:other"]);
    assert_eq!(shown, "of another commit");
    assert_eq!(text(&RevisionSnapshot::open(&open(&world), "main").unwrap(), "other"), shown);
    world.git(&["config", "core.useReplaceRefs", "false"]);
    assert_eq!(text(&RevisionSnapshot::open(&open(&world), "main").unwrap(), "other"), "recorded");
}

#[test]
fn a_partial_clone_says_what_it_lacks() {
    let world = World::new();
    world.write("plan", "1");
    world.write("folder/other", "1");
    world.commit("one");
    world.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = world.beside("partial");
    let from = format!("file://{}", world.top().display());
    world.git(&["clone", "--quiet", "--no-checkout", "--filter=blob:none", &from, clone.to_str().unwrap()]);
    let repository = Repository::open_at(&clone).unwrap();
    let snapshot = RevisionSnapshot::open(&repository, "HEAD").unwrap();
    assert_eq!(snapshot.entries().len(), 2);
    let error = words(snapshot.read(&"plan".into()).unwrap_err());
    assert!(error.starts_with("git's copy of `plan` is not in this repository: download"), "{error}");
    world.git_in(&clone, &["fetch", "--quiet", "--refetch", "--no-filter"]);
    let repository = Repository::open_at(&clone).unwrap();
    assert_eq!(text(&RevisionSnapshot::open(&repository, "HEAD").unwrap(), "plan"), "1");
}
