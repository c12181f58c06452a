//! The commit hooks under real commits. The program that they run is a stand-in which notes how it was called.

mod kinds;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use planlint::cli::hook::{Done, HOOKS, Installation, install, status, uninstall};
use planlint::error::Result;
use planlint::snapshot::Repository;

use crate::git::{open, words};
use crate::scripts::copy;
use crate::world::{World, everything};

/// A repository with a commit, and a stand-in for planlint beside it.
pub fn world() -> World {
    let world = World::new();
    world.write("plan", "1\n");
    world.commit("one");
    stand_in(&world, &world.beside("bin/planlint"));
    world
}

/// Appends its arguments to `ran`, and ends with the code in `outcome`.
fn stand_in(world: &World, place: &Path) {
    fs::write(world.beside("outcome"), "0").unwrap();
    let (ran, outcome) = (world.beside("ran"), world.beside("outcome"));
    let text = format!(
        "#!/bin/sh\necho \"$@\" >>'{}'\nread -r code <'{}'\nexit \"$code\"\n",
        ran.display(),
        outcome.display()
    );
    world.script(place, &text);
}

/// How the stand-in was called since the last time; what `commit-msg` does is left out.
pub fn ran(world: &World) -> String {
    all_ran(world)
        .lines()
        .filter(|line| !line.contains("--message"))
        .map(|line| format!("{line}\n"))
        .collect()
}

fn all_ran(world: &World) -> String {
    let text = fs::read_to_string(world.beside("ran")).unwrap_or_default();
    drop(fs::remove_file(world.beside("ran")));
    text
}

fn wanted(world: &World) -> Installation {
    Installation { binary: world.beside("bin/planlint"), optional: false, force: false, configured: false }
}

fn done(steps: Result<Vec<planlint::cli::hook::Step>>) -> Vec<Done> {
    steps.unwrap().into_iter().map(|step| step.done).collect()
}

fn set_up(world: &World) -> Vec<Done> {
    done(install(&open(world), &wanted(world)))
}

fn take_down(world: &World) -> Vec<Done> {
    done(uninstall(&open(world), false))
}

/// Tries to commit a change: whether it went through, and what was said.
fn commit(world: &World, arguments: &[&str]) -> (bool, String) {
    fs::write(
        world.top().join("plan"),
        format!("{}more\n", fs::read_to_string(world.top().join("plan")).unwrap()),
    )
    .unwrap();
    let all = [&["commit", "--quiet", "--all", "--message", "two"], arguments].concat();
    let output = world.try_git(&all);
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_commit_is_checked_and_stopped_where_the_plan_is_bad() {
    let world = world();
    assert_eq!(set_up(&world), [Done::Written, Done::Written, Done::Written]);
    assert!(commit(&world, &[]).0);
    assert_eq!(ran(&world), "lint --staged --quiet\n");
    fs::write(world.beside("outcome"), "1").unwrap();
    assert!(!commit(&world, &[]).0);
    assert!(commit(&world, &["--no-verify"]).0);
}

#[test]
fn a_clean_merge_is_checked_too() {
    let world = world();
    world.git(&["checkout", "--quiet", "-b", "side"]);
    world.write("other", "");
    world.commit("side");
    world.git(&["checkout", "--quiet", "main"]);
    assert!(commit(&world, &[]).0);
    set_up(&world);
    fs::write(world.beside("outcome"), "1").unwrap();
    assert!(!world.try_git(&["merge", "--no-edit", "side"]).status.success());
    assert_eq!(ran(&world), "lint --staged --quiet\n");
}

#[test]
fn the_message_is_judged_when_there_is_one() {
    let world = world();
    set_up(&world);
    assert!(commit(&world, &[]).0);
    assert_eq!(all_ran(&world), "lint --staged --quiet\nlint --staged --message .git/COMMIT_EDITMSG\n");
}

#[test]
fn installing_twice_changes_nothing_and_uninstalling_leaves_nothing() {
    let world = world();
    let hooks = world.top().join(".git/hooks");
    let before = everything(&hooks);
    set_up(&world);
    let installed = everything(&hooks);
    assert_eq!(set_up(&world), [Done::Unchanged, Done::Unchanged, Done::Unchanged]);
    assert_eq!(everything(&hooks), installed);
    assert_eq!(take_down(&world), [Done::Removed, Done::Removed, Done::Removed]);
    assert_eq!(take_down(&world), [Done::Absent, Done::Absent, Done::Absent]);
    assert_eq!(everything(&hooks), before);
    fs::remove_dir_all(&hooks).unwrap();
    assert_eq!(set_up(&world), [Done::Written, Done::Written, Done::Written]);
}

#[test]
fn a_hook_that_was_there_runs_first_and_comes_back_as_it_was() {
    let world = world();
    let hooks = world.top().join(".git/hooks");
    let theirs = hooks.join("pre-commit");
    world.script(&theirs, "#!/bin/sh\necho theirs >>../ran\ntest ! -e ../refuse\n# \u{e9}");
    fs::set_permissions(&theirs, fs::Permissions::from_mode(0o711)).unwrap();
    let before = everything(&hooks);
    assert_eq!(set_up(&world), [Done::Chained, Done::Written, Done::Written]);
    assert_eq!(set_up(&world), [Done::Unchanged, Done::Unchanged, Done::Unchanged]);
    assert!(commit(&world, &[]).0);
    assert_eq!(ran(&world), "theirs\nlint --staged --quiet\n");
    fs::write(world.beside("refuse"), "").unwrap();
    assert!(!commit(&world, &[]).0);
    assert_eq!(ran(&world), "theirs\n");
    assert_eq!(take_down(&world), [Done::Restored, Done::Removed, Done::Removed]);
    assert_eq!(everything(&hooks), before);
}

#[test]
fn a_linked_or_sleeping_hook_is_kept_as_it_is() {
    let world = world();
    let hooks = world.top().join(".git/hooks");
    world.script(&world.top().join("tools/check"), "#!/bin/sh\necho linked >>../ran\n");
    symlink("../../tools/check", hooks.join("pre-commit")).unwrap();
    fs::write(hooks.join("pre-merge-commit"), "#!/bin/sh\nexit 1\n").unwrap();
    let before = everything(&hooks);
    let kept = Done::Kept("it is not executable");
    assert_eq!(set_up(&world), [Done::Chained, kept, Done::Written]);
    let text = status(&open(&world)).unwrap().to_string();
    assert!(text.contains("is kept and never runs, since it is not executable"), "{text}");
    assert!(commit(&world, &[]).0);
    assert_eq!(ran(&world), "linked\nlint --staged --quiet\n");
    assert_eq!(take_down(&world), [Done::Restored, Done::Restored, Done::Removed]);
    assert_eq!(everything(&hooks), before);

    fs::remove_file(hooks.join("pre-commit")).unwrap();
    symlink("../../tools/gone", hooks.join("pre-commit")).unwrap();
    let before = everything(&hooks);
    assert_eq!(set_up(&world), [Done::Kept("it is a link that leads nowhere"), kept, Done::Written]);
    assert!(commit(&world, &[]).0);
    assert_eq!(ran(&world), "lint --staged --quiet\n");
    take_down(&world);
    assert_eq!(everything(&hooks), before);
}

#[test]
fn nothing_that_somebody_wrote_is_lost() {
    let world = world();
    let hooks = world.top().join(".git/hooks");
    world.script(&hooks.join("pre-merge-commit"), "#!/bin/sh\n");
    world.script(&hooks.join("pre-merge-commit.before-planlint"), "#!/bin/sh\n");
    let before = everything(&hooks);
    let error = words(install(&open(&world), &wanted(&world)).unwrap_err());
    assert!(error.contains("are both there: remove the one that you do not need"), "{error}");
    assert_eq!(everything(&hooks), before, "nothing is written unless all can be");
    assert_eq!(take_down(&world), [Done::Absent, Done::LeftAlone, Done::Absent]);

    fs::remove_file(hooks.join("pre-merge-commit")).unwrap();
    fs::remove_file(hooks.join("pre-merge-commit.before-planlint")).unwrap();
    set_up(&world);
    let ours = hooks.join("pre-commit");
    fs::write(&ours, format!("{}# mine\n", fs::read_to_string(&ours).unwrap())).unwrap();
    let error = words(install(&open(&world), &wanted(&world)).unwrap_err());
    assert!(error.contains("was changed by hand") && error.contains("--force"), "{error}");
    assert!(uninstall(&open(&world), false).is_err());
    let forced = Installation { force: true, ..wanted(&world) };
    assert_eq!(done(install(&open(&world), &forced)), [Done::Written, Done::Unchanged, Done::Unchanged]);
}

#[test]
fn two_hooks_that_call_each_other_do_not_loop() {
    let world = world();
    set_up(&world);
    let hooks = world.top().join(".git/hooks");
    fs::rename(hooks.join("pre-commit"), hooks.join("pre-commit.legacy")).unwrap();
    world.script(&hooks.join("pre-commit"), "#!/bin/sh\nexec .git/hooks/pre-commit.legacy\n");
    assert_eq!(set_up(&world), [Done::Chained, Done::Unchanged, Done::Unchanged]);
    assert!(commit(&world, &[]).0);
    assert_eq!(ran(&world), "lint --staged --quiet\nlint --staged --quiet\n");
}

#[test]
fn the_configured_folder_is_the_one_that_is_used() {
    let world = world();
    world.git(&["config", "core.hooksPath", "tools/hooks"]);
    set_up(&world);
    assert!(world.top().join("tools/hooks/pre-commit").exists());
    assert!(!world.top().join(".git/hooks/pre-commit").exists());
    assert!(commit(&world, &[]).0);
    assert_eq!(ran(&world), "lint --staged --quiet\n");
    let text = status(&open(&world)).unwrap().to_string();
    assert!(text.contains("note: `core.hooksPath` points to"), "{text}");
    assert_eq!(take_down(&world), [Done::Removed, Done::Removed, Done::Removed]);
    assert!(!world.top().join("tools").exists(), "what was made goes");
    fs::create_dir(world.top().join("tools")).unwrap();
    set_up(&world);
    assert_eq!(set_up(&world), [Done::Unchanged, Done::Unchanged, Done::Unchanged]);
    take_down(&world);
    assert!(!world.top().join("tools/hooks").exists() && world.top().join("tools").exists());
    set_up(&world);
    world.write("tools/hooks/readme", "");
    take_down(&world);
    assert_eq!(everything(&world.top().join("tools/hooks")).len(), 1);
}

#[test]
fn hooks_that_are_switched_off_are_said_to_be() {
    let world = world();
    set_up(&world);
    for (value, said) in [("/dev/null", "is `/dev/null`, which is no folder"), ("", "is empty")] {
        world.git(&["config", "core.hooksPath", value]);
        fs::write(world.beside("outcome"), "1").unwrap();
        assert!(commit(&world, &[]).0, "git runs no hook");
        let error = words(install(&open(&world), &wanted(&world)).unwrap_err());
        let switch = "switch them on with `git config --unset core.hooksPath`";
        assert!(error.contains(said) && error.contains(switch), "{error}");
        let status = status(&open(&world)).unwrap();
        assert!(!status.is_complete());
        let expected = format!("hooks are switched off: `core.hooksPath` {said}; {switch}\n");
        assert_eq!(status.to_string(), expected);
        world.git(&["config", "--unset", "core.hooksPath"]);
        assert!(!commit(&world, &[]).0);
        assert!(self::status(&open(&world)).unwrap().is_complete());
    }
    world.git(&["config", "core.hooksPath", ""]);
    assert_eq!(take_down(&world), [Done::Removed, Done::Removed, Done::Removed]);
}

#[test]
fn a_folder_in_the_place_of_a_hook_is_refused() {
    let world = world();
    let hooks = world.top().join(".git/hooks");
    fs::create_dir(hooks.join("pre-commit")).unwrap();
    let before = everything(&hooks);
    let error = words(install(&open(&world), &wanted(&world)).unwrap_err());
    assert!(error.contains("is no file, so that git stops every commit: move it elsewhere"), "{error}");
    assert!(!commit(&world, &[]).0, "git itself stops");
    let text = status(&open(&world)).unwrap().to_string();
    assert!(text.contains("pre-commit`: no file: every commit is stopped until it is moved"), "{text}");
    assert_eq!(take_down(&world), [Done::LeftAlone, Done::Absent, Done::Absent]);
    assert_eq!(everything(&hooks), before);
    fs::remove_dir(hooks.join("pre-commit")).unwrap();
    fs::create_dir(hooks.join("pre-commit.before-planlint")).unwrap();
    set_up(&world);
    assert!(commit(&world, &[]).0, "a folder is not run");
}

#[test]
fn a_script_of_another_version_is_renewed_and_one_changed_by_hand_is_not() {
    let world = world();
    set_up(&world);
    let ours = world.top().join(".git/hooks/pre-commit");
    let former = include_str!("../former-pre-commit.sh");
    world.script(&ours, &former.replace("\nplanlint=planlint", "\nplanlint='/gone/planlint'"));
    let text = status(&open(&world)).unwrap().to_string();
    assert!(
        text.contains("runs `/gone/planlint`") && text.contains("of another version: renew it"),
        "{text}"
    );
    assert_eq!(set_up(&world), [Done::Written, Done::Unchanged, Done::Unchanged]);
    world.script(&ours, &former.replace("lint --staged", "lint --staged --deny warning"));
    assert!(status(&open(&world)).unwrap().to_string().contains("planlint's, but changed by hand"));
    assert!(install(&open(&world), &wanted(&world)).is_err());
    world.script(&ours, former);
    assert_eq!(take_down(&world), [Done::Removed, Done::Removed, Done::Removed]);
}

#[test]
fn linked_work_trees_share_the_hooks() {
    let world = world();
    let linked = world.beside("linked");
    world.git(&["worktree", "add", "--quiet", linked.to_str().unwrap()]);
    let repository = Repository::open_at(&linked).unwrap();
    install(&repository, &wanted(&world)).unwrap();
    assert!(commit(&world, &[]).0);
    fs::write(linked.join("plan"), "linked\n").unwrap();
    world.git_in(&linked, &["commit", "--quiet", "--all", "--message", "two"]);
    assert_eq!(ran(&world), "lint --staged --quiet\nlint --staged --quiet\n");
    let bare = world.beside("bare.git");
    world.git(&["clone", "--quiet", "--bare", ".", bare.to_str().unwrap()]);
    let error = words(install(&Repository::open_at(&bare).unwrap(), &wanted(&world)).unwrap_err());
    assert!(error.contains("pre-receive"), "{error}");
    let text = || status(&Repository::open_at(&bare).unwrap()).unwrap().to_string();
    assert!(
        text().starts_with("nobody commits in a bare repository; to check what is pushed, copy"),
        "{}",
        text()
    );
    copy("pre-receive", &bare.join("hooks"));
    assert!(text().contains("pre-receive`: planlint's, checks what is pushed"), "{}", text());
}

#[test]
fn a_path_with_nothing_on_it_suffices() {
    let world = world();
    let binary = world.beside("it's a \"bin\" $HOME/planlint");
    stand_in(&world, &binary);
    install(&open(&world), &Installation { binary, ..wanted(&world) }).unwrap();
    for hook in HOOKS {
        // By way of the shell, since Linux runs no file that a fork of another test still has open for writing.
        let mut bare = world.command("/bin/sh");
        let output = bare
            .arg(world.top().join(".git/hooks").join(hook))
            .env_clear()
            .env("PATH", "/nonexistent")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(ran(&world), "lint --staged --quiet\nlint --staged --quiet\n");
}

#[test]
fn a_program_that_is_gone_is_looked_for_and_then_stops_the_commit() {
    let world = world();
    set_up(&world);
    fs::rename(world.beside("bin"), world.beside("moved")).unwrap();
    let run = |name: &str, value: &str| {
        let mut hook = world.command("/bin/sh");
        let output = hook
            .arg(world.top().join(".git/hooks/pre-commit"))
            .env("PATH", "/nonexistent")
            .env(name, value)
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = run("UNRELATED", "1");
    let expected = format!(
        "planlint: the plan was not checked: the program is neither at `{}` nor on the PATH\n\
         planlint: install it again, or commit once without it by setting PLANLINT_OPTIONAL=1\n",
        world.beside("bin/planlint").display()
    );
    assert_eq!((code, said), (1, expected));
    assert_eq!(run("PLANLINT_OPTIONAL", "1").0, 0);
    assert_eq!(run("PATH", world.beside("moved").to_str().unwrap()).0, 0);
    assert_eq!(ran(&world), "lint --staged --quiet\n");
    assert!(
        status(&open(&world)).unwrap().to_string().contains("which is not there: every commit is stopped")
    );

    let optional = Installation { optional: true, ..wanted(&world) };
    assert_eq!(done(install(&open(&world), &optional)), [Done::Written, Done::Written, Done::Written]);
    assert_eq!(run("UNRELATED", "1").0, 0);
    assert_eq!(run("PLANLINT_OPTIONAL", "0").0, 1);
    fs::rename(world.beside("moved"), world.beside("bin")).unwrap();
    let text = status(&open(&world)).unwrap().to_string();
    assert!(text.contains("; where that is missing, commits pass unchecked"), "{text}");
}

#[test]
fn the_status_says_what_will_happen() {
    let world = world();
    let hooks = world.top().join(".git/hooks");
    let lines = || {
        let status = status(&open(&world)).unwrap();
        (status.is_complete(), status.to_string())
    };
    let nobody = |hook| {
        format!("`{}`: no hook; install it with `planlint hook install`\n", hooks.join(hook).display())
    };
    let (complete, text) = lines();
    assert!(!complete && text.starts_with(&HOOKS.map(nobody).concat()), "{text}");
    world.script(&hooks.join("pre-commit"), "#!/bin/sh\n");
    assert!(lines().1.contains("not planlint's; chain it with"));
    set_up(&world);
    let (complete, text) = lines();
    assert!(complete, "{text}");
    assert!(
        text.contains("planlint's, runs `") && text.contains("pre-commit.before-planlint` runs first"),
        "{text}"
    );
    fs::set_permissions(hooks.join("pre-commit"), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(lines().1.contains("git skips it, since it is not executable") && !lines().0);
    assert_eq!(set_up(&world), [Done::Written, Done::Unchanged, Done::Unchanged]);
    assert!(lines().0);
}

fn configured(world: &World) -> Installation {
    Installation { configured: true, ..wanted(world) }
}

/// Does the git of this machine run what its configuration names? `.ci/run` sees to it that one does.
fn takes_configured_hooks() -> bool {
    planlint::snapshot::configures_hooks(planlint::snapshot::git_version())
}

#[test]
fn an_entry_in_the_configuration_comes_and_goes_without_a_trace() {
    let world = world();
    let hooks = world.top().join(".git/hooks");
    world.script(&hooks.join("pre-commit"), "#!/bin/sh\necho theirs >>../ran\n");
    for end in ["", "\n[x]\n\ty = z", "[x]\n\ty = \"#\" ; no line break"] {
        let file = world.top().join(".git/config");
        let kept = [fs::read(&file).unwrap(), end.into()].concat();
        fs::write(&file, &kept).unwrap();
        let before = everything(&hooks);
        assert_eq!(done(install(&open(&world), &configured(&world))), [Done::Configured]);
        assert_eq!(done(install(&open(&world), &configured(&world))), [Done::StillConfigured]);
        let optional = Installation { optional: true, ..configured(&world) };
        assert_eq!(done(install(&open(&world), &optional)), [Done::Configured], "renewed");
        assert_eq!(everything(&hooks), before);
        let events = world.git(&["config", "--get-all", "hook.planlint.event"]);
        assert_eq!(events.lines().collect::<Vec<_>>(), HOOKS);
        assert_eq!(take_down(&world), [Done::Unconfigured]);
        assert_eq!(fs::read(&file).unwrap(), kept, "{end:?}");
        assert_eq!(everything(&hooks), before);
    }
}

#[test]
fn one_way_takes_the_place_of_the_other() {
    let world = world();
    let hooks = world.top().join(".git/hooks");
    world.script(&hooks.join("pre-commit"), "#!/bin/sh\necho theirs >>../ran\n");
    let (config, before) = (fs::read(world.top().join(".git/config")).unwrap(), everything(&hooks));
    set_up(&world);
    let steps = done(install(&open(&world), &configured(&world)));
    assert_eq!(steps, [Done::Configured, Done::Restored, Done::Removed, Done::Removed]);
    assert_eq!(everything(&hooks), before);
    assert_eq!(set_up(&world), [Done::Chained, Done::Written, Done::Written, Done::Unconfigured]);
    assert_eq!(fs::read(world.top().join(".git/config")).unwrap(), config);

    let ours = hooks.join("commit-msg");
    fs::write(&ours, format!("{}# mine\n", fs::read_to_string(&ours).unwrap())).unwrap();
    let error = words(install(&open(&world), &configured(&world)).unwrap_err());
    assert!(error.contains("was changed by hand"), "{error}");
    assert_eq!(
        fs::read(world.top().join(".git/config")).unwrap(),
        config,
        "nothing is written unless all can be"
    );
}

#[test]
fn an_entry_that_somebody_wrote_is_not_lost() {
    let world = world();
    world.git(&["config", "hook.planlint.command", "planlint lint --staged --deny warning"]);
    world.git(&["config", "hook.planlint.event", "pre-commit"]);
    let kept = fs::read(world.top().join(".git/config")).unwrap();
    for outcome in [install(&open(&world), &configured(&world)), uninstall(&open(&world), false)] {
        let error = words(outcome.unwrap_err());
        assert!(error.contains("is not as planlint wrote it"), "{error}");
    }
    assert!(install(&open(&world), &wanted(&world)).is_err(), "or it would run beside the scripts");
    assert_eq!(fs::read(world.top().join(".git/config")).unwrap(), kept);
    assert!(!world.top().join(".git/hooks/pre-commit").exists());
    let forced = Installation { force: true, ..configured(&world) };
    assert_eq!(done(install(&open(&world), &forced)), [Done::Configured]);
}

#[test]
fn git_that_knows_configured_hooks_runs_the_entry_and_says_why_it_does_not() {
    if !takes_configured_hooks() {
        return;
    }
    let world = world();
    world.git(&["config", "core.hooksPath", "/dev/null"]);
    install(&open(&world), &configured(&world)).unwrap();
    let lines = || {
        let status = status(&open(&world)).unwrap();
        (status.is_complete(), status.to_string())
    };
    let (complete, text) = lines();
    assert!(complete && text.contains("git runs it for pre-commit, pre-merge-commit, commit-msg"), "{text}");
    assert!(commit(&world, &[]).0);
    let message = world.top().join(".git/COMMIT_EDITMSG");
    let both = all_ran(&world);
    assert!(both.starts_with("lint --staged --quiet\nlint --staged --message "), "{both}");
    assert!(both.trim_end().ends_with("COMMIT_EDITMSG") && message.exists(), "{both}");
    world.git(&["config", "--unset", "core.hooksPath"]);

    world.script(&world.top().join(".git/hooks/pre-commit"), "#!/bin/sh\necho theirs >>../ran\n");
    assert!(commit(&world, &[]).0);
    assert_eq!(ran(&world), "lint --staged --quiet\ntheirs\n");
    assert!(lines().1.contains("not planlint's; git runs it last"), "{}", lines().1);
    fs::write(world.beside("outcome"), "1").unwrap();
    assert!(!commit(&world, &[]).0);
    ran(&world);
    let linked = world.beside("linked");
    world.git(&["worktree", "add", "--quiet", linked.to_str().unwrap()]);
    fs::write(linked.join("plan"), "linked\n").unwrap();
    let words = world.command("git").current_dir(&linked).args(["commit", "-qam", "two"]).output().unwrap();
    assert!(!words.status.success());
    assert_eq!(ran(&world), "lint --staged --quiet\ntheirs\n");

    for (key, said) in [
        (
            "hook.planlint.enabled",
            "not for pre-commit, pre-merge-commit, commit-msg: `hook.planlint.enabled` is",
        ),
        ("hook.pre-commit.enabled", "not for pre-commit: `hook.pre-commit.enabled` is `false`"),
    ] {
        world.git(&["config", key, "false"]);
        let (complete, text) = lines();
        assert!(!complete && text.contains(said), "{text}");
        world.git(&["config", "--unset", key]);
    }
    world.git(&["config", "--unset", "hook.planlint.event", "commit-msg"]);
    assert!(
        lines().1.contains("not for commit-msg: no `hook.planlint.event` is `commit-msg`"),
        "{}",
        lines().1
    );
    world.git(&["config", "hook.spell.command", "true"]);
    world.git(&["config", "hook.spell.event", "commit-msg"]);
    let text = lines().1;
    assert!(
        text.contains("note: git also runs `hook.spell` for commit-msg, by its local configuration"),
        "{text}"
    );
    world.git(&["config", "--unset", "hook.spell.command"]);
    assert!(lines().1.contains("git runs no hook at all, and so makes no commit"), "{}", lines().1);
}

#[test]
fn git_that_knows_no_configured_hooks_is_said_to_know_none() {
    if takes_configured_hooks() {
        return;
    }
    let world = world();
    install(&open(&world), &configured(&world)).unwrap();
    let status = status(&open(&world)).unwrap();
    assert!(!status.is_complete());
    assert!(status.to_string().contains("git before 2.54 takes no hooks"), "{status}");
}
