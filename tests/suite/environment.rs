//! Which repository, index and work tree the environment leads to. What git itself tells its hooks is in `commits`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use planlint::snapshot::{IndexSnapshot, Repository, RevisionSnapshot, WorkTreeSnapshot};

use crate::git::listing;
use crate::world::World;

/// Not a test: what the hook runs. `PLANLINT_SEEN` names the file to write to, `PLANLINT_WHAT` what to list.
#[test]
#[ignore = "runs where the other tests have led it"]
fn hook() {
    let Some(seen) = std::env::var_os("PLANLINT_SEEN") else { return };
    let listed = Repository::open().map(|found| {
        let repository = found.expect("a repository");
        match std::env::var("PLANLINT_WHAT").as_deref() {
            Ok("work tree") => listing(&WorkTreeSnapshot::open(&repository).unwrap()),
            Ok("top") => format!("{:?}", repository.top()),
            Ok(revision) => listing(&RevisionSnapshot::open(&repository, revision).unwrap()),
            Err(_) => listing(&IndexSnapshot::open(&repository).unwrap()),
        }
    });
    let listed = listed.unwrap_or_else(|error| format!("{error}: {}", error.advice()));
    fs::write(seen, listed).unwrap();
}

/// The command line that runs [`hook`].
fn this() -> String {
    let binary = std::env::current_exe().unwrap();
    format!("'{}' --exact environment::hook --ignored --quiet >/dev/null", binary.display())
}

fn seen_file(world: &World) -> PathBuf {
    world.beside("seen")
}

/// A world with two committed files and the hook installed under these names.
fn hooked(hooks: &[&str]) -> World {
    let world = World::new();
    world.write("plan", "1\n");
    world.write("other", "1\n");
    world.commit("one");
    install(&world, &world.top().join(".git/hooks"), hooks);
    world
}

fn install(world: &World, folder: &Path, hooks: &[&str]) {
    for hook in hooks {
        let script = format!("#!/bin/sh\nPLANLINT_SEEN='{}' exec {}\n", seen_file(world).display(), this());
        world.script(&folder.join(hook), &script);
    }
}

/// What the hook saw last.
fn seen(world: &World) -> String {
    let seen = fs::read_to_string(seen_file(world)).unwrap();
    fs::remove_file(seen_file(world)).unwrap();
    seen
}

#[test]
fn a_server_reads_what_is_still_in_quarantine() {
    let world = World::new();
    world.write("plan", "pushed\n");
    world.commit("one");
    let bare = world.beside("bare.git");
    world.git(&["init", "--quiet", "--bare", bare.to_str().unwrap()]);
    let script = format!(
        "#!/bin/sh\nread -r old new name\nPLANLINT_SEEN='{}' PLANLINT_WHAT=\"$new\" exec {}\n",
        seen_file(&world).display(),
        this()
    );
    world.script(&bare.join("hooks/pre-receive"), &script);
    world.git(&["push", "--quiet", bare.to_str().unwrap(), "main"]);
    assert_eq!(seen(&world), "File \"plan\" \"pushed\\n\"\n");
}

/// What [`hook`] sees when it is run by hand.
fn by_hand(world: &World, prepare: impl Fn(&mut Command)) -> String {
    let mut command = world.command("sh");
    prepare(command.args(["-c", &this()]).env("PLANLINT_SEEN", seen_file(world)));
    command.output().unwrap();
    fs::read_to_string(seen_file(world)).map_or("nothing".to_owned(), |_| seen(world))
}

#[test]
fn a_relative_index_file_is_seen_from_the_top() {
    let world = hooked(&[]);
    world.write("folder/file", "");
    world.git(&["add", "folder"]);
    fs::copy(world.top().join(".git/index"), world.top().join(".git/other")).unwrap();
    world.git(&["rm", "--quiet", "--cached", "plan"]);
    let from_below = |command: &mut Command| {
        command.current_dir(world.top().join("folder")).env("GIT_INDEX_FILE", ".git/other");
    };
    assert!(by_hand(&world, from_below).contains("\"plan\""));
    assert!(!by_hand(&world, |_| ()).contains("\"plan\""));
    let missing = |command: &mut Command| {
        command.env("GIT_INDEX_FILE", ".git/none");
    };
    assert_eq!(by_hand(&world, missing), "");
}

#[test]
fn the_work_tree_is_the_one_that_is_named() {
    let world = hooked(&[]);
    let elsewhere = world.beside("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("plan"), "elsewhere\n").unwrap();
    let git_folder = world.top().join(".git");
    let absolute = (world.beside(""), git_folder.to_str().unwrap(), elsewhere.to_str().unwrap());
    let relative = (world.beside(""), "repository/.git", "elsewhere");
    for (folder, git, tree) in [absolute, relative, (elsewhere.clone(), "../repository/.git", ".")] {
        let seen = by_hand(&world, |command| {
            command.current_dir(&folder).env("GIT_DIR", git).env("GIT_WORK_TREE", tree);
            command.env("PLANLINT_WHAT", "work tree");
        });
        assert_eq!(seen, "File \"plan\" \"elsewhere\\n\"\n", "{git} {tree}");
    }
}

#[test]
fn with_a_git_folder_and_no_work_tree_the_current_folder_is_the_top() {
    let world = hooked(&[]);
    fs::create_dir(world.beside("elsewhere")).unwrap();
    let top = by_hand(&world, |command| {
        command.current_dir(world.beside("elsewhere")).env("PLANLINT_WHAT", "top");
        command.env("GIT_DIR", world.top().join(".git"));
    });
    assert_eq!(top, format!("Some({:?})", world.beside("elsewhere")));
}

#[test]
fn a_repository_that_is_not_there_is_none_and_a_broken_one_an_error() {
    let world = World::without_repository();
    assert_eq!(by_hand(&world, |_| ()), "nothing");
    let named = by_hand(&world, |command| {
        command.env("GIT_DIR", "gone");
    });
    assert!(named.starts_with("`GIT_DIR` names `gone`, which is not a repository"), "{named}");
    fs::create_dir(world.top().join(".git")).unwrap();
    assert_eq!(by_hand(&world, |_| ()), "nothing");
    world.write(".git/HEAD", "");
    let broken = by_hand(&world, |_| ());
    assert!(broken.contains("/.git` is damaged"), "{broken}");
    fs::remove_dir_all(world.top().join(".git")).unwrap();
    world.write(".git", "gitdir: /nowhere\n");
    let dangling = by_hand(&world, |_| ());
    assert!(dangling.contains("/.git` is damaged"), "{dangling}");
}

#[test]
fn a_repository_of_another_user_is_refused_until_it_is_declared_safe() {
    let world = hooked(&[]);
    fs::create_dir(world.top().join("folder")).unwrap();
    if !world.command("chown").args(["-R", "65534", "."]).output().unwrap().status.success() {
        eprintln!("only an administrator can give files away: skipped");
        return;
    }
    let top = world.top().display();
    let refused = by_hand(&world, |_| ());
    let help = format!("run `git config --global --add safe.directory {top}`");
    assert_eq!(refused, format!("the repository `{top}` belongs to another user: {help}"));
    let once = format!("safe.directory={top}");
    let by_environment = |value: &str| {
        by_hand(&world, |command| {
            command.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", "safe.directory");
            command.env("GIT_CONFIG_VALUE_0", value);
        })
    };
    assert!(by_environment("*").contains("\"plan\""));
    assert_eq!(by_environment("/elsewhere"), refused);
    let world_top = format!("Some({:?})", world.top());
    let below = by_hand(&world, |command| {
        command.current_dir(world.top().join("folder")).env("PLANLINT_WHAT", "top");
        command.env("GIT_CONFIG_PARAMETERS", format!("'{once}'"));
    });
    assert_eq!(below, world_top);
    install(&world, &world.top().join(".git/hooks"), &["pre-commit"]);
    world.write("plan", "2\n");
    world.git(&["-c", &once, "commit", "--quiet", "--all", "--message", "two"]);
    assert!(seen(&world).contains("\"2\\n\""));
    world.git_in(world.beside(""), &["config", "--global", "--add", "safe.directory", &top.to_string()]);
    assert!(by_hand(&world, |_| ()).contains("\"plan\""));
}

#[test]
fn a_work_tree_of_more_folders_than_libgit2_takes_is_read_by_git() {
    let world = World::new();
    let tracked = format!("{}lifecycle.yaml", "d/".repeat(150));
    world.write(&tracked, "lifecycle: 1\n");
    world.commit("deep");
    let untracked = format!("{}more.yaml", "d/".repeat(150));
    world.write(&untracked, "x\n");
    let repository = Repository::open_at(world.top()).unwrap();
    let listed = listing(&WorkTreeSnapshot::open(&repository).unwrap());
    assert!(listed.contains(&tracked) && listed.contains(&untracked), "{listed}");
    let staged = IndexSnapshot::open(&repository).unwrap();
    assert!(listing(&staged).contains(&tracked));
    // What can only stand in an index, since no system takes so long a name.
    let blob = world.git(&["rev-parse", &format!("HEAD:{tracked}")]);
    let longer = format!("{}lifecycle.yaml", "d/".repeat(3_000));
    world.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{blob},{longer}")]);
    let repository = Repository::open_at(world.top()).unwrap();
    assert!(listing(&IndexSnapshot::open(&repository).unwrap()).contains(&longer));
    assert!(!listing(&WorkTreeSnapshot::open(&repository).unwrap()).contains(&longer));
}

#[test]
fn a_long_list_of_what_is_ignored_is_left_to_git() {
    let world = World::new();
    world.write(".gitignore", (0..40_000).map(|at| format!("*x{at}*y\n")).collect::<String>() + "gone\n");
    (0..200).for_each(|at| drop(world.write(format!("a{at}"), "")));
    world.commit("many");
    world.write("gone", "");
    world.write("there", "");
    let listed = listing(&WorkTreeSnapshot::open(&Repository::open_at(world.top()).unwrap()).unwrap());
    assert!(listed.contains("\"a199\"") && listed.contains("\"there\"") && !listed.contains("\"gone\""));
}

#[test]
fn the_daemon_that_watches_files_is_never_started() {
    let world = World::new();
    world.write("lifecycle.yaml", "lifecycle: 1\nproject: p\n");
    world.commit("one");
    world.write("lifecycle.yaml", "lifecycle: 1\nproject: q\n");
    world.git(&["add", "--all"]);
    world.git(&["config", "core.fsmonitor", "true"]);
    for words in [&["lint"][..], &["lint", "--staged"], &["lint", "--rev", "HEAD"], &["diff", "HEAD"]] {
        let output = world.command(env!("CARGO_BIN_EXE_planlint")).args(words).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{words:?}: {said}");
        assert!(!said.contains("fsmonitor"), "{words:?}: {said}");
    }
    let left = fs::read_dir(world.top().join(".git")).unwrap();
    let names: Vec<String> =
        left.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name.starts_with("fsmonitor--daemon")), "{names:?}");
}
