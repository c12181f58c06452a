//! What goes wrong around a run: full disks, folders that cannot be written to, runs that are killed or meet each
//! other, damaged repositories, outputs that are closed. Each time the exit code and the words are right, and a file is
//! the old one or the new one.

mod damage;

mod disk;

mod killed;

mod streams;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::signoffs::tides;
use crate::world::{World, everything, succeed};

const PROGRAM: &str = env!("CARGO_BIN_EXE_planlint");

/// A command that writes files, as it is run in [`ground`].
struct Writer {
    words: &'static [&'static str],
    /// How it ends when nothing goes wrong, and when it is run once more after that.
    codes: [i32; 2],
    /// What else is there before.
    prepare: fn(&Path),
}

const fn writer(words: &'static [&'static str], codes: [i32; 2]) -> Writer {
    Writer { words, codes, prepare: |_| () }
}

const WRITERS: &[Writer] = &[
    writer(&["lint", "--fix=unsafe", "--today", "2025-09-01"], [1, 1]),
    writer(
        &["accept", "tides/data-to-model", "--by", "@wei", "--as", "ml-engineer", "--today", "2025-09-01"],
        [0, 0],
    ),
    writer(&["baseline", "write", "--today", "2025-09-01"], [0, 0]),
    Writer {
        prepare: |top| {
            let gone = "baseline: 1\nfindings:\n- { path: lifecycle.yaml, rule: no-backup, node: gone }\n";
            fs::write(top.join("planlint-baseline.yaml"), gone).unwrap();
        },
        ..writer(&["baseline", "prune", "--today", "2025-09-01"], [0, 0])
    },
    writer(&["init", "new.lifecycle.yaml"], [0, 2]),
    writer(&["codeowners", "--write"], [0, 0]),
    writer(&["hook", "install", "--scripts"], [0, 0]),
    Writer {
        prepare: |top| {
            let mut install = Command::new(PROGRAM);
            succeed(install.args(["hook", "install", "--scripts"]).current_dir(top));
        },
        ..writer(&["hook", "uninstall"], [0, 0])
    },
    writer(&["lint", "--output", "sarif=reports/plan.sarif", "--today", "2025-09-01"], [1, 1]),
];

/// A repository in which every writer has something to do: two plans, one of them full of faults, CODEOWNERS, and a
/// hook of somebody else.
fn ground() -> World {
    let world = tides();
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/broken/churn.lifecycle.yaml");
    world.write("churn/lifecycle.yaml", fs::read(broken).unwrap());
    world.write("CODEOWNERS", "* @acme/everybody\n");
    world.commit("another plan");
    world.script(&world.top().join(".git/hooks/pre-commit"), "#!/bin/sh\nexit 0\n");
    world
}

/// A writer with what there is before it ran and after.
struct Scene {
    writer: &'static Writer,
    /// The repository as it is before, from which copies are made.
    template: World,
    before: Files,
    after: Files,
}

/// The files of the work tree, the hooks and the configuration, with their modes.
type Files = BTreeMap<PathBuf, String>;

impl Scene {
    fn all() -> impl Iterator<Item = Scene> {
        WRITERS.iter().map(|writer| {
            let template = ground();
            (writer.prepare)(template.top());
            let before = files(template.top());
            let mut scene = Scene { writer, template, before, after: Files::new() };
            let copy = scene.copy();
            let output = scene.run(&copy).output().unwrap();
            assert_eq!(output.status.code(), Some(writer.codes[0]), "{:?}: {output:?}", writer.words);
            scene.after = files(copy.top());
            assert_ne!(scene.before, scene.after, "{:?} writes nothing", writer.words);
            scene
        })
    }

    /// The repository once more, in a world of its own.
    fn copy(&self) -> World {
        let world = World::without_repository();
        succeed(world.command("cp").arg("-a").arg(self.template.top().join(".")).arg(world.top()));
        world
    }

    fn run(&self, world: &World) -> Command {
        let mut command = world.command(PROGRAM);
        command.args(self.writer.words);
        command
    }

    /// Has a run begun to write? Something stands in one of the folders that it changes, and is not done.
    fn is_at_work(&self, world: &World) -> bool {
        let changed = self.after.iter().filter(|(path, text)| self.before.get(*path) != Some(text));
        let folders = changed.map(|(path, _)| world.top().join(path.parent().unwrap()));
        let mut inside = folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten();
        inside.any(|entry| is_left_over(&entry.unwrap().path()))
    }

    /// Each file is the old one or the new one, whatever a run that did not end has left beside them. Was it caught in
    /// the middle?
    fn assert_whole(&self, world: &World) -> bool {
        let now = files(world.top());
        for path in self.before.keys().chain(self.after.keys()).chain(now.keys()) {
            let (old, new) = (self.before.get(path), self.after.get(path));
            let is_whole = [old, new].contains(&now.get(path)) || is_left_over(path);
            assert!(is_whole, "{:?}: {path:?} is {:?}", self.writer.words, now.get(path));
        }
        now != self.before && now != self.after
    }

    /// The same command again does the rest.
    fn assert_mended(&self, world: &World) {
        let output = self.run(world).output().unwrap();
        let code = output.status.code().unwrap();
        assert!(self.writer.codes.contains(&code), "{:?}: {output:?}", self.writer.words);
        let mut now = files(world.top());
        now.retain(|path, _| !is_left_over(path) || self.after.contains_key(path));
        assert_eq!(now, self.after, "{:?}: {output:?}", self.writer.words);
    }

    /// The run has failed, says so and what to do, and has left everything as it was.
    fn assert_refused(&self, world: &World, output: &Output) {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{:?}: {output:?}", self.writer.words);
        assert!(words.starts_with("error: ") && words.contains("\n  help: "), "{words}");
        assert_eq!(files(world.top()), self.before, "{:?}", self.writer.words);
    }
}

/// What a run may leave behind that is killed: a draft, or a lock that nobody holds.
fn is_left_over(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    name.starts_with(".planlint-") || name.ends_with(".yaml.lock")
}

fn files(top: &Path) -> Files {
    let mut found = Files::new();
    for (place, stamp) in everything(top) {
        let path = place.strip_prefix(top).unwrap();
        let is_watched = |folder: &str| path.starts_with(folder);
        if is_watched(".git") && !is_watched(".git/hooks") && !is_watched(".git/config") {
            continue;
        }
        // The time of a copy is another, and a folder is what is in it.
        let (mode, rest) = stamp.split_once(' ').unwrap();
        let (_, bytes) = rest.split_once(' ').unwrap();
        if !place.is_dir() {
            found.insert(path.to_path_buf(), format!("{mode} {bytes}"));
        }
    }
    found
}
