//! Repositories that are damaged or in use, and a git program that is not there.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use planlint::snapshot::{IndexSnapshot, Repository, RevisionSnapshot, Snapshot};

use super::{PROGRAM, Scene, files};
use crate::git::words;
use crate::signoffs::tides;
use crate::world::{World, everything, succeed};

fn lint(world: &World, words: &[&str]) -> Output {
    world.command(PROGRAM).arg("lint").args(words).output().unwrap()
}

/// It failed, and says what to do about it.
fn assert_told(output: &Output, help: &str, what: &dyn std::fmt::Debug) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{what:?}: {output:?}");
    assert!(said.starts_with("error: ") && said.contains(help), "{what:?}: {said}");
    assert!(output.stdout.is_empty(), "{what:?}: {output:?}");
}

#[test]
fn an_index_that_git_has_locked_is_read_and_left_locked() {
    for scene in Scene::all() {
        let world = scene.copy();
        let checks = [&[][..], &["--staged"], &["--rev", "HEAD"], &["--history"]];
        let free = checks.map(|check| lint(&world, check));
        let lock = world.write(".git/index.lock", "");
        let before = everything(world.top());
        assert_eq!(checks.map(|check| lint(&world, check)), free);
        assert!(lock.exists() && everything(world.top()) == before);
        let output = scene.run(&world).output().unwrap();
        assert_eq!(output.status.code(), Some(scene.writer.codes[0]), "{output:?}");
        assert_eq!(files(world.top()), scene.after);
        assert!(lock.exists());
    }
}

/// Where git keeps an object that is not packed.
fn loose(world: &World, name: &str) -> PathBuf {
    let id = world.git(&["rev-parse", name]);
    world.top().join(".git/objects").join(&id[..2]).join(&id[2..])
}

/// The same plan in a repository that libgit2 reads, and in one that only git reads.
fn worlds() -> [World; 2] {
    let other = World::without_repository();
    other.git(&["init", "--quiet", "--initial-branch=main", "--ref-format=reftable"]);
    let one = tides();
    for path in one.git(&["ls-files"]).lines() {
        other.write(path, fs::read(one.top().join(path)).unwrap());
    }
    other.commit("the plan");
    [one, other]
}

type Damage = (&'static str, fn(Vec<u8>) -> Vec<u8>);

const DAMAGES: &[Damage] = &[
    ("empty", |_| Vec::new()),
    ("cut off in its head", |bytes| bytes[..5].to_vec()),
    // Libgit2 by itself would read on for ever.
    ("cut off", |bytes| bytes[..bytes.len() / 2].to_vec()),
    ("cut off before its checksum", |bytes| bytes[..bytes.len() - 4].to_vec()),
    ("cut off, of a form that git has given up", |bytes| [&[0xb5, 0x0a], &bytes[..bytes.len() / 2]].concat()),
    ("garbage", |bytes| vec![0xa5; bytes.len()]),
    ("one byte", |mut bytes| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        bytes
    }),
];

#[test]
fn a_corrupt_object_is_told_and_nothing_else_is_read_in_its_place() {
    let blob = "HEAD:lifecycle.yaml";
    for world in worlds() {
        // On disk the plan is another, so that the object has to be read.
        world.write("lifecycle.yaml", "lifecycle: 1\n");
        for name in [blob, "HEAD^{tree}", "HEAD"] {
            let place = loose(&world, name);
            let whole = fs::read(&place).unwrap();
            succeed(world.command("chmod").arg("u+w").arg(&place));
            for (how, damage) in DAMAGES {
                fs::write(&place, damage(whole.clone())).unwrap();
                let help = if name == "HEAD" { "help: " } else { "help: look for damage with `git fsck`" };
                assert_told(&lint(&world, &["--rev", "HEAD"]), help, &(name, how));
                if name == blob {
                    assert_told(&lint(&world, &["--staged"]), help, &(name, how));
                }
            }
            fs::write(&place, whole).unwrap();
        }
        assert_eq!(lint(&world, &["--rev", "HEAD"]).status.code(), Some(0));
    }
}

#[test]
fn a_pack_that_is_cut_off_is_told() {
    for world in worlds() {
        world.git(&["gc", "--quiet"]);
        let pack = fs::read_dir(world.top().join(".git/objects/pack")).unwrap();
        let mut pack =
            pack.map(|entry| entry.unwrap().path()).filter(|place| place.extension().unwrap() == "pack");
        let pack = pack.next().unwrap();
        let whole = fs::read(&pack).unwrap();
        succeed(world.command("chmod").arg("u+w").arg(&pack));
        for length in [0, 12, whole.len() / 2, whole.len() - 1] {
            fs::write(&pack, &whole[..length]).unwrap();
            let output = lint(&world, &["--rev", "HEAD"]);
            let is_told = output.status.code() == Some(2) && !output.stderr.is_empty();
            // Some objects may stand before the cut.
            assert!(is_told || output.status.code() == Some(0) && length > 12, "{length}: {output:?}");
        }
    }
}

#[test]
fn an_index_that_is_cut_off_anywhere_is_told() {
    let [native, program] = worlds();
    for (world, step) in [(&native, 1), (&program, 40)] {
        let place = world.top().join(".git/index");
        let whole = fs::read(&place).unwrap();
        for length in (0..whole.len()).step_by(step) {
            fs::write(&place, &whole[..length]).unwrap();
            let repository = Repository::open_at(world.top()).unwrap();
            let error =
                IndexSnapshot::open(&repository).err().unwrap_or_else(|| panic!("{length} bytes suffice"));
            let said = words(error);
            assert!(said.starts_with("the index cannot be read: find out"), "{length}: {said}");
        }
        assert_told(&lint(world, &["--staged"]), "help: find out what git says with `git status`", &"");
    }
}

/// Whatever one byte of an index is, reading it ends with files or with words.
#[test]
fn an_index_with_any_byte_changed_makes_nothing_panic() {
    let world = tides();
    let place = world.top().join(".git/index");
    let whole = fs::read(&place).unwrap();
    let revision = RevisionSnapshot::open(&Repository::open_at(world.top()).unwrap(), "HEAD").unwrap();
    let mut read = 0;
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&place, bytes).unwrap();
        let repository = Repository::open_at(world.top()).unwrap();
        let Ok(snapshot) = IndexSnapshot::open(&repository) else { continue };
        let texts = snapshot.entries().iter().filter_map(|entry| snapshot.read(&entry.path).ok());
        read += texts.count();
    }
    assert!(read <= whole.len() * revision.entries().len());
}

/// Commands with their exit code where there is no git; `None` where they say that they need it.
const WITHOUT_GIT: &[(&[&str], Option<i32>)] = &[
    (&["lint"], Some(1)),
    (&["lint", "--staged"], Some(1)),
    (&["lint", "--rev", "HEAD"], Some(1)),
    (&["lint", "--fix", "--diff"], Some(1)),
    (&["lint", "--against", "HEAD~1"], None),
    (&["lint", "--each-commit", "HEAD~1..HEAD"], None),
    (&["lint", "--history"], None),
    (&["lint", "--staged", "--history"], None),
    (&["diff", "HEAD~1", "HEAD"], Some(0)),
    (&["baseline", "write"], Some(0)),
    (&["config"], Some(0)),
    (&["who", "data/readings.dvc"], Some(0)),
    (&["codeowners", "--check"], Some(1)),
    (&["accept", "tides/data-to-model", "--by", "@wei"], Some(0)),
    (&["init", "new.lifecycle.yaml"], Some(0)),
    (&["explain", "handoff-gap"], Some(0)),
    (&["hook", "install"], None),
    (&["hook", "status"], None),
    (&["hook", "uninstall"], None),
];

#[test]
fn where_there_is_no_git_only_what_needs_it_says_so() {
    let world = super::ground();
    let without = |command: &mut Command| command.env("PATH", world.beside("home")).output().unwrap();
    let missing = "error: the git program is not there\n  help: install git, or put it on the PATH\n";
    for (words, code) in WITHOUT_GIT {
        let output = without(world.command(PROGRAM).args(*words));
        match code {
            Some(code) => assert_eq!(output.status.code(), Some(*code), "{words:?}: {output:?}"),
            None => {
                assert_eq!(String::from_utf8_lossy(&output.stderr), missing, "{words:?}");
                assert_eq!(output.status.code(), Some(2), "{words:?}");
            }
        }
    }
    let [_, other] = worlds();
    let kinds: &[(&World, &[&str])] = &[
        (&world, &["update-index", "--split-index"]),
        (&world, &["update-index", "--no-split-index"]),
        (&world, &["replace", "HEAD", "HEAD~1"]),
        (&other, &["status"]),
    ];
    for (at, (world, git)) in kinds.iter().enumerate() {
        world.git(git);
        let output =
            world.command(PROGRAM).args(["lint", "--staged"]).env("PATH", "/nonexistent").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let needs_git = at != 1;
        assert_eq!(said.starts_with("error: the git program is not there\n"), needs_git, "{git:?}: {said}");
        assert_eq!(output.status.code(), Some(if needs_git { 2 } else { 1 }), "{git:?}: {said}");
    }
}
