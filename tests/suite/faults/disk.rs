//! Disks that are full, and folders that may not be written to.

use std::process::{Command, Output, Stdio};

use super::{PROGRAM, Scene, files};
use crate::world::{World, succeed};

/// Runs a command that may write no file of more than so many blocks, which the system tells as it tells a full disk.
fn limited(world: &World, blocks: u32, command: &Command) -> Output {
    let mut shell = world.command("sh");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
    shell.arg(command.get_program()).args(command.get_args()).output().unwrap()
}

/// Mounts a small disk, which only some users of some systems may, fills it, and runs a command there. The state of
/// the files is copied to the folder that is named last.
const FULL_DISK: &str = "\
set -e
mount -t tmpfs -o size=4m none \"$1\"
cp -a \"$2/.\" \"$1\"
cd \"$1\"
dd if=/dev/zero of=.git/filling bs=4096 2>/dev/null || true
shift 2
out=$1
shift
code=0
\"$@\" || code=$?
rm .git/filling
cp -a . \"$out\"
exit $code
";

/// Runs a writer there, and copies what is left to another world.
fn on_a_full_disk(scene: &Scene, out: &World) -> Output {
    let disk = World::without_repository();
    let mut run = disk.command("unshare");
    run.args(["--mount", "--map-root-user", "sh", "-c", FULL_DISK, "sh"]).arg(disk.top());
    run.arg(scene.template.top()).arg(out.top()).arg(PROGRAM).args(scene.writer.words).output().unwrap()
}

/// The same command by somebody who may not do everything, as an administrator may.
fn powerless(world: &World, command: &Command) -> Command {
    let id = succeed(world.command("id").arg("-u"));
    let mut same = match id.as_str() {
        "0" => {
            let mut same = world.command("setpriv");
            same.args(["--bounding-set=-all", "--inh-caps=-all", "--"]).arg(command.get_program());
            same
        }
        _ => world.command(command.get_program()),
    };
    same.args(command.get_args()).stdin(Stdio::null());
    same
}

/// Takes away or gives back the right to write to all folders of a world.
fn set_writable(world: &World, writable: bool) {
    let mode = if writable { "u+w" } else { "a-w" };
    succeed(world.command("find").args([".", "-type", "d", "-exec", "chmod", mode, "{}", "+"]));
}

#[test]
fn where_nothing_can_be_written_nothing_changes() {
    let mounts = Command::new("unshare").args(["--mount", "--map-root-user", "true"]).output();
    let mounts = mounts.is_ok_and(|output| output.status.success());
    if !mounts {
        eprintln!("no disk can be mounted here, so that only the limits on files are tried");
    }
    for scene in Scene::all() {
        // To take scripts away needs no room: it only gives names.
        let needs_room = scene.writer.words != ["hook", "uninstall"];
        let without = |blocks: u32| {
            let world = scene.copy();
            let output = limited(&world, blocks, &scene.run(&world));
            match output.status.code() == Some(scene.writer.codes[0]) && (blocks > 0 || !needs_room) {
                true => assert_eq!(files(world.top()), scene.after, "{:?}: {output:?}", scene.writer.words),
                false => scene.assert_refused(&world, &output),
            }
        };
        // No byte, and then some that end within a file.
        without(0);
        without(1);
        if mounts && needs_room {
            let world = World::without_repository();
            scene.assert_refused(&world, &on_a_full_disk(&scene, &world));
        }
        let world = scene.copy();
        set_writable(&world, false);
        let output = powerless(&world, &scene.run(&world)).output().unwrap();
        set_writable(&world, true);
        scene.assert_refused(&world, &output);
    }
}

#[test]
fn to_check_takes_no_right_to_write() {
    let world = super::ground();
    let lint = |words: &[&str]| {
        let mut command = world.command(PROGRAM);
        powerless(&world, command.arg("lint").args(words)).output().unwrap()
    };
    let before: Vec<Output> = CHECKS.iter().map(|words| lint(words)).collect();
    set_writable(&world, false);
    let after: Vec<Output> = CHECKS.iter().map(|words| lint(words)).collect();
    set_writable(&world, true);
    assert_eq!(before, after);
    assert!(before.iter().all(|output| output.status.code() == Some(1)), "{before:?}");
}

const CHECKS: &[&[&str]] =
    &[&[], &["--staged"], &["--rev", "HEAD"], &["--history"], &["--against", "HEAD~1"]];
