//! What the program is built from: each crate with its reason. The table is `docs/dependencies.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use snapbox::Data;
use snapbox::assert::Assert;

/// Each direct dependency, and why it is there.
const REASONS: &[(&str, &str)] = &[
    ("bstr", "paths and messages are bytes, and git has them in any encoding"),
    ("clap", "the command line, its help, and words for what was typed wrongly"),
    ("clap_complete", "completions for five shells, from the same definition"),
    ("clap_mangen", "the manual pages, from the same definition"),
    ("csv", "metrics are read from CSV files, whose quotes and separators are not ours to guess"),
    ("ctrlc", "`watch` ends with the exit code of an interruption"),
    (
        "git2",
        "libgit2: most repositories are read without starting a process. It is built in, under GPL 2 with an exception that lets anybody link it",
    ),
    ("flate2", "objects of git that break off are recognised before libgit2 reads in one for ever"),
    ("globset", "patterns over paths, which run in linear time"),
    ("granit-parser", "YAML as events with their places in the text"),
    ("indicatif", "one line that says what a long run does"),
    ("jiff", "days, durations and time zones"),
    ("jsonschema", "manifests are held against the published schema, the one that editors use"),
    (
        "libz-sys",
        "zlib is built in: the program needs none on the system, and starts sooner by an eighth of a commit",
    ),
    ("miette", "findings as people read them: the text with what is wrong underlined"),
    ("notify", "`watch` is told of changes by the system"),
    ("pulldown-cmark", "documents are Markdown, and headings and links are found as forges find them"),
    (
        "rayon-core",
        "threads that stay between one work and the next: a new one may have to wait for a processor",
    ),
    ("rustix", "`watch` sees that nobody reads its output any more"),
    ("serde", "the structs of every JSON that is written"),
    ("serde_json", "the same, and JSON that is read"),
    ("serde_yaml", "a second opinion on which words need quotes in YAML"),
    ("hashbrown", "maps whose hash takes a quarter of the time that the one of the standard library takes"),
    ("smol_str", "a plan of 5 KB has two hundred names, of which each would take memory of its own"),
    ("sha1", "the checksum of an index, at which git itself does not look"),
    ("sha2", "fingerprints, and the objects of newer repositories"),
    ("strsim", "the one known word that a misspelt one stands for"),
    ("terminal_size", "how wide the terminal is"),
];

/// Each crate that only tests and benchmarks use, and why it is there.
const REASONS_OF_TESTS: &[(&str, &str)] = &[
    ("criterion", "benchmarks of each room, which say whether a change is more than chance"),
    ("proptest", "properties that hold for any input, and the smallest input for which one does not"),
    ("roxmltree", "the XML of reports, as others read it"),
    ("schemars", "schemas of the configuration and of reports, from the structs themselves"),
    ("snapbox", "expected outputs in files, rewritten by one command"),
    ("tempfile", "a folder for each test, gone when it ends"),
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The keys of a table of `Cargo.toml` with the crates that they stand for.
fn direct(manifest: &str, is_wanted: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    let mut wanted = false;
    let mut found = BTreeMap::new();
    for line in manifest.lines() {
        if let Some(title) = line.strip_prefix('[') {
            wanted = is_wanted(title.trim_end_matches(']'));
        } else if let Some((key, value)) = line.split_once(" = ").filter(|_| wanted) {
            let package = value.split_once("package = \"").and_then(|(_, rest)| rest.split_once('"'));
            found.insert(key.to_owned(), package.map_or(key, |(name, _)| name).to_owned());
        }
    }
    found
}

/// Each package of `Cargo.lock`, as `NAME VERSION`, with those that it depends on.
fn locked() -> BTreeMap<String, Vec<String>> {
    let lock = read("Cargo.lock");
    let packages = lock.split("[[package]]\n").skip(1).map(|package| {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
            line.unwrap().trim_end_matches('"').to_owned()
        };
        let on = package.lines().filter_map(|line| line.trim().strip_prefix('"'));
        let on = on.map(|line| line.trim_end_matches("\",").to_owned()).collect();
        (format!("{} {}", value("name"), value("version")), on)
    });
    packages.collect()
}

/// Everything that some packages lead to, themselves included. A name stands without its version where one is there.
fn behind(names: impl Iterator<Item = String>, locked: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut waiting: Vec<String> = names.collect();
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        let whole = |package: &&String| **package == name || package.split(' ').next() == Some(&name);
        let package = locked.keys().find(whole).unwrap_or_else(|| panic!("{name} is not in Cargo.lock"));
        if found.insert(package.clone()) {
            waiting.extend(locked[package].iter().cloned());
        }
    }
    found
}

const HEAD: &str = "# Dependencies

Generated by `tests/suite/dependencies.rs` from `Cargo.toml`, `Cargo.lock` and a reason for each crate, without which the
test fails. The third column counts the crates that a dependency leads to, itself included, and the last one those that
no other dependency leads to: what would go with it. Both count all systems, and what only takes part in the build.
What may be a dependency at all, `deny.toml` says: which licences, from where, and nothing twice.

| crate | why | crates | alone |
|---|---|---|---|
";

#[test]
fn every_dependency_has_its_reason() {
    let manifest = read("Cargo.toml");
    let direct = direct(&manifest, |title| title.ends_with("dependencies") && !title.starts_with("dev-"));
    let reasons: BTreeMap<&str, &str> = REASONS.iter().copied().collect();
    assert_eq!(
        direct.keys().map(String::as_str).collect::<Vec<_>>(),
        reasons.keys().copied().collect::<Vec<_>>()
    );
    let locked = locked();
    let mut page = HEAD.to_owned();
    for (name, package) in &direct {
        let all = behind(std::iter::once(package.clone()), &locked);
        let others = direct.values().filter(|other| *other != package).cloned();
        let alone = all.difference(&behind(others, &locked)).count();
        page += &format!("| `{package}` | {} | {} | {alone} |\n", reasons[name.as_str()], all.len());
    }
    let all = behind(direct.into_values(), &locked).len();
    page += &format!(
        "\n{all} crates in all. Tests and benchmarks use more, of which no program has anything:\n\n"
    );
    page += &reasons_of_tests(&manifest);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dependencies.md");
    Assert::new().action_env("SNAPSHOTS").eq(page, Data::read_from(&file, None).raw());
}

/// The table of what only tests and benchmarks use.
fn reasons_of_tests(manifest: &str) -> String {
    let used = direct(manifest, |title| title == "dev-dependencies");
    let reasons = REASONS_OF_TESTS.iter().map(|(name, _)| *name);
    assert_eq!(used.keys().map(String::as_str).collect::<Vec<_>>(), reasons.collect::<Vec<_>>());
    let rows = REASONS_OF_TESTS.iter().map(|(name, why)| format!("| `{name}` | {why} |\n"));
    format!("| crate | why |\n|---|---|\n{}", rows.collect::<String>())
}

#[test]
fn the_program_has_no_unsafe_code_of_its_own() {
    for root in ["src/lib.rs", "src/main.rs"] {
        assert!(read(root).lines().any(|line| line == "#![forbid(unsafe_code)]"), "{root}");
    }
}

/// What a program needs to open a connection. None of the crates that can is among those it is built from.
#[test]
fn nothing_that_talks_to_a_network_is_built_in() {
    let manifest = read("Cargo.toml");
    let direct = direct(&manifest, |title| title.ends_with("dependencies") && !title.starts_with("dev-"));
    let all = behind(direct.into_values(), &locked());
    for name in
        ["openssl-sys", "libssh2-sys", "rustls", "native-tls", "reqwest", "ureq", "hyper", "curl", "socket2"]
    {
        assert!(!all.iter().any(|package| package.split(' ').next() == Some(name)), "{name}");
    }
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for place in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match place.is_dir() {
                true => folders.push(place),
                false => assert!(!fs::read_to_string(&place).unwrap().contains("std::net"), "{place:?}"),
            }
        }
    }
}
