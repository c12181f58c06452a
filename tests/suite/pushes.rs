//! `hooks/pre-receive` on a bare repository with the real program: what a push brings is judged in quarantine.

use std::fmt::Write;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::scripts::copy;
use crate::world::World;

fn plan(name: &str) -> String {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/stage-without-lead").join(name);
    fs::read_to_string(place).unwrap()
}

/// A repository with a sound plan, and a server with the hook.
fn world() -> (World, PathBuf) {
    let world = World::new();
    world.write_tree();
    world.write("lifecycle.yaml", plan("good.yaml"));
    world.commit("sound");
    let server = world.beside("server.git");
    world.git(&["init", "--quiet", "--bare", server.to_str().unwrap()]);
    copy("pre-receive", &server.join("hooks"));
    world.git(&["remote", "add", "server", server.to_str().unwrap()]);
    (world, server)
}

/// Commits a plan on a branch of its own that starts at `main`.
fn branch(world: &World, name: &str, text: &str) {
    world.git(&["checkout", "--quiet", "-B", name, "main"]);
    world.write("lifecycle.yaml", text);
    world.commit(name);
}

/// Did the push go through, and what was said?
fn push(world: &World, arguments: &[&str]) -> (bool, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_planlint")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut git = world.command("git");
    let output = git.env("PATH", path).args(["push", "--quiet", "server"]).args(arguments).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn refs(world: &World, server: &Path) -> String {
    world.git_in(server, &["for-each-ref", "--format=%(refname) %(objectname)"])
}

#[test]
fn a_bad_plan_is_refused_and_leaves_nothing_behind() {
    let (world, server) = world();
    let (passed, said) = push(&world, &["main"]);
    assert!(passed, "{said}");
    let before = refs(&world, &server);
    branch(&world, "bad", &plan("bad.yaml"));
    branch(&world, "good", &(plan("good.yaml") + "x-note: more\n"));
    world.git(&["tag", "--annotate", "--message", "one", "v1", "bad"]);
    let pushes: [&[&str]; 5] =
        [&["bad"], &["bad:main"], &["v1"], &["good", "bad"], &["--force", "bad:refs/heads/main"]];
    for arguments in pushes {
        let (passed, said) = push(&world, arguments);
        assert!(!passed && said.contains("stage-without-lead"), "{arguments:?}: {said}");
        assert_eq!(refs(&world, &server), before, "{arguments:?}");
    }
    let bad = world.git(&["rev-parse", "bad"]);
    let mut looking = world.command("git");
    let kept = looking.current_dir(&server).args(["cat-file", "-e", &bad]).output().unwrap();
    assert!(!kept.status.success(), "the quarantine is gone");
}

#[test]
fn what_is_sound_or_brings_nothing_passes() {
    let (world, server) = world();
    branch(&world, "good", &(plan("good.yaml") + "x-note: more\n"));
    world.git(&["tag", "--annotate", "--message", "one", "v1"]);
    branch(&world, "other", &(plan("good.yaml") + "x-note: other\n"));
    let pushes: [&[&str]; 6] = [
        &["main"],
        &["good", "other", "v1"],
        &["good:main"],
        &["--force", "other:main"],
        &[":other"],
        &["--delete", "v1", "good"],
    ];
    for arguments in pushes {
        let (passed, said) = push(&world, arguments);
        assert!(passed, "{arguments:?}: {said}");
    }
    let other = world.git(&["rev-parse", "other"]);
    assert_eq!(refs(&world, &server), format!("refs/heads/main {other}"));
}

#[test]
fn a_long_push_is_judged_at_its_end() {
    let (world, server) = world();
    assert!(push(&world, &["main"]).0);
    let mut stream = String::new();
    let base = world.git(&["rev-parse", "main"]);
    for number in 0..300 {
        let note = format!("{number}\n");
        writeln!(stream, "commit refs/heads/long\ncommitter Ada <ada@example.org> 1757700000 +0000").unwrap();
        writeln!(stream, "data 2\nn\n").unwrap();
        if number == 0 {
            writeln!(stream, "from {base}").unwrap();
        }
        writeln!(stream, "M 100644 inline notes.md\ndata {}\n{note}", note.len()).unwrap();
    }
    let mut import = world.command("git");
    let mut import = import.args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    let (passed, said) = push(&world, &["long:main"]);
    assert!(passed, "{said}");
    world.git(&["checkout", "--quiet", "long"]);
    world.write("lifecycle.yaml", plan("bad.yaml"));
    world.commit("bad");
    let before = refs(&world, &server);
    let (passed, said) = push(&world, &["long:main"]);
    assert!(!passed && said.contains("stage-without-lead"), "{said}");
    assert_eq!(refs(&world, &server), before);
}
