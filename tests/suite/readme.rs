//! What the documents show is what the program prints.
//!
//! A fenced `console` block that starts with `$ planlint …` is run at the root of the repository and must
//! print the rest of the block; a last line `…` stands for anything. `SNAPSHOTS=overwrite` writes it anew.

use std::fs;
use std::path::Path;

use snapbox::Data;
use snapbox::assert::Assert;

use crate::world::World;

fn run(command: &str) -> String {
    let world = World::without_repository();
    let arguments: Vec<&str> = command.split_whitespace().skip(1).collect();
    let mut planlint = world.command(env!("CARGO_BIN_EXE_planlint"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    planlint.args(arguments).current_dir(root).env_remove("GIT_CEILING_DIRECTORIES");
    planlint.env("LC_ALL", "C.UTF-8").env("COLUMNS", "100").env("NO_COLOR", "1");
    planlint.env_remove("GITHUB_STEP_SUMMARY");
    let output = planlint.output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// The document with every console block filled in.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(&format!("{line}\n"));
        if line != "```console" {
            continue;
        }
        let command = lines.next().expect("a console block has a command");
        let shown: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        out.push_str(&format!("{command}\n"));
        match command.strip_prefix("$ ").filter(|command| command.starts_with("planlint ")) {
            Some(command) if shown.last() == Some(&"…") => {
                let printed = run(command);
                let head: Vec<&str> = printed.lines().take(shown.len() - 1).collect();
                out.push_str(&format!("{}\n…\n", head.join("\n")));
            }
            Some(command) => out.push_str(&format!("{}\n", run(command).trim_end())),
            None => shown.iter().for_each(|line| out.push_str(&format!("{line}\n"))),
        }
        out.push_str("```\n");
    }
    out
}

#[test]
fn the_documents_show_true_output() {
    for document in ["README.md", "examples/broken/README.md", "docs/formats.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("```console\n$ planlint "), "{document} shows nothing");
        Assert::new().action_env("SNAPSHOTS").eq(filled(&text), Data::read_from(&path, None).raw());
    }
}
