//! The import law: a room uses only rooms listed above it in `lib.rs`, and each outside crate has its rooms.

use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms may name an outside crate. What is not listed may be used anywhere.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("csv", &["evidence"]),
    ("ctrlc", &["cli"]),
    ("git2", &["snapshot"]),
    ("globset", &["glob"]),
    ("granit_parser", &["yaml"]),
    ("indicatif", &["cli"]),
    ("jsonschema", &["schema"]),
    ("jiff", &["time"]),
    ("miette", &["report"]),
    ("flate2", &["snapshot"]),
    ("notify", &["cli"]),
    ("pulldown_cmark", &["evidence"]),
    ("rayon_core", &["parallel"]),
    ("rustix", &["cli"]),
    ("serde_yaml", &["schema"]),
    ("sha1", &["snapshot"]),
    ("sha2", &["evidence", "snapshot"]),
    ("terminal_size", &["cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rooms in the order of `lib.rs`.
fn rooms() -> Vec<String> {
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let modules = map.lines().filter_map(|line| line.strip_prefix("pub mod "));
    modules.map(|name| name.trim_end_matches(';').to_owned()).collect()
}

/// Every file of `src/` with the name of its room; `main.rs` and `lib.rs` stand above all rooms.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false if path.extension().is_some_and(|ending| ending == "rs") => found.push(path),
            false => {}
        }
    }
    found.sort();
    found
}

fn room_of(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// The first part of every path in `text` that starts with `prefix`.
fn names_after<'a>(text: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(prefix).map(move |(at, _)| {
        let rest = &text[at + prefix.len()..];
        &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
    })
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    let rooms = rooms();
    assert!(rooms.len() > 5, "the map in lib.rs was not read: {rooms:?}");
    let place = |name: &str| rooms.iter().position(|room| room == name);
    let mut wrong = Vec::new();
    for file in files(&root().join("src")) {
        let room = room_of(&file);
        let Some(own) = place(&room) else {
            assert!(matches!(room.as_str(), "main" | "lib"), "{} is in no room of lib.rs", file.display());
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        for used in names_after(&text, "crate::") {
            match place(used) {
                Some(other) if other <= own => {}
                Some(_) => {
                    wrong.push(format!("{}: `{room}` uses `{used}`, which is below it", file.display()))
                }
                None => wrong.push(format!("{}: name one room in `crate::{used}`", file.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_outside_crate_stays_in_its_rooms() {
    let mut wrong = Vec::new();
    for file in files(&root().join("src")) {
        let room = room_of(&file);
        let text = fs::read_to_string(&file).unwrap();
        for (name, allowed) in OUTSIDE {
            let used = text.contains(&format!("{name}::")) || text.contains(&format!("use {name};"));
            if used && !allowed.contains(&room.as_str()) {
                wrong.push(format!("{}: `{name}` belongs to {allowed:?}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_opens_with_what_it_is_for() {
    for file in files(&root().join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} has no opening sentence", file.display());
    }
}

/// The program is compiled in two units, and each would have its own copy of a constant.
#[test]
fn long_texts_are_static() {
    for file in files(&root().join("src")) {
        // What is indented is in a module of tests.
        for line in fs::read_to_string(&file).unwrap().lines().filter(|line| !line.starts_with(' ')) {
            let is_long = line.contains(": Rule =") || line.contains("include_str!");
            assert!(
                !(line.contains("const ") && is_long),
                "{}: `{line}` is copied into each unit; write `static`",
                file.display()
            );
        }
    }
}

#[test]
fn sorting_stays_in_its_room() {
    let is_own = |file: &PathBuf| room_of(file) == "order";
    for file in files(&root().join("src")).into_iter().filter(|file| !is_own(file)) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            !text.contains(".sort(") && !text.contains(".sort_"),
            "{}: each sort of its own takes ten kilobytes; use `order`",
            file.display()
        );
    }
}
