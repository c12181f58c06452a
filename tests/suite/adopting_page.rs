//! `docs/adopting.md` is played in a repository of its own, command by command.
//!
//! The lines of a fenced `console` block that start with `$ ` are run by a shell, one after the other, in one
//! repository for the whole page; what they print must be what stands below them. `SNAPSHOTS=overwrite` writes it
//! anew. The ids of commits are all shown as one, since every change of the example changes them.

use std::fs;
use std::path::Path;

use snapbox::Data;
use snapbox::assert::Assert;

use crate::world::World;

/// The repository of the page: the example with faults, as if it had been there for years.
fn world() -> World {
    let world = World::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/broken");
    let copied = world.command("cp").args(["-r", "--", "."]).arg(world.top()).current_dir(example).status();
    assert!(copied.unwrap().success());
    world.delete("README.md");
    world.commit("years of work");
    world
}

fn run(world: &World, command: &str) -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_planlint")).parent().unwrap().to_owned();
    let path = std::env::var("PATH").unwrap();
    let mut shell = world.command("sh");
    shell.args(["-c", command]).env("PATH", format!("{}:{path}", bin.display()));
    shell.env("LC_ALL", "C.UTF-8").env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = shell.output().unwrap();
    let words = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    // What is checked has found something, which is no failure of the page.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{command}: {words}");
    words.split_inclusive(' ').map(without_id).collect()
}

fn without_id(word: &str) -> String {
    let id = word.trim_end_matches([' ', ',']);
    let is_id = id.len() == 10 && id.chars().all(|c| c.is_ascii_hexdigit());
    if is_id { word.replace(id, "1f0c2d3e4f") } else { word.to_owned() }
}

#[test]
fn every_command_of_the_page_prints_what_it_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/adopting.md");
    let text = fs::read_to_string(&path).unwrap();
    let world = world();
    let (mut filled, mut is_console, mut count) = (String::new(), false, 0);
    for line in text.lines() {
        is_console = if line.starts_with("```") { line == "```console" } else { is_console };
        match line.strip_prefix("$ ").filter(|_| is_console) {
            Some(command) => {
                count += 1;
                filled += &format!("{line}\n{}", run(&world, command));
            }
            None if is_console && !line.starts_with("```") => {}
            None => filled += &format!("{line}\n"),
        }
    }
    assert!(count > 10, "the page shows only {count} commands");
    Assert::new().action_env("SNAPSHOTS").eq(filled, Data::read_from(&path, None).raw());
}
