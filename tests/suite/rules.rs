//! Every rule is seen to fire and seen to stay silent: its fixtures drive the whole pipeline, and its page
//! shows the very finding.
//!
//! `tests/rules/<rule>/` holds `good.yaml` and `bad.yaml`, each taken for the `lifecycle.yaml` of a
//! repository, or folders `good/` and `bad/` that are taken for whole repositories. `tests/rules/tree/` holds
//! the files that all of their plans name: it lies under every folder of a fixture that has a manifest. What
//! is not to be there, a line each in the fixture's `absent.txt` takes away again. `bad.txt` is what the bad
//! one gets. `SNAPSHOTS=overwrite cargo test` writes it and the page anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use planlint::check::{Request, check};
use planlint::report::{self, Look, Report};
use planlint::rules;
use planlint::rules::Rule;
use planlint::snapshot::OverlaySnapshot;
use snapbox::Data;
use snapbox::assert::Assert;

/// The day on which fixtures are judged.
pub const TODAY: &str = "2025-09-01";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, as its path inside and its bytes.
fn files(folder: &Path, inside: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{inside}{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path(), &format!("{name}/"))),
            false => found.push((name, fs::read(entry.path()).unwrap())),
        }
    }
    found.sort();
    found
}

/// The fixture `good` or `bad` of a rule as a repository.
pub fn fixture(rule: &Rule, name: &str) -> (Vec<(String, Vec<u8>)>, PathBuf) {
    let folder = root().join("tests/rules").join(rule.name);
    let single = folder.join(format!("{name}.yaml"));
    match single.is_file() {
        true => (over_the_tree(vec![("lifecycle.yaml".to_owned(), fs::read(&single).unwrap())]), single),
        false => (over_the_tree(files(&folder.join(name), "")), folder.join(name)),
    }
}

/// A fixture with the common tree under each of its folders that has a manifest, without what it says is absent.
fn over_the_tree(own: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let manifests = own.iter().filter_map(|(path, _)| path.strip_suffix("lifecycle.yaml"));
    let folders: BTreeSet<&str> =
        manifests.map(|path| path.rfind('/').map_or("", |at| &path[..=at])).collect();
    let tree = files(&root().join("tests/rules/tree"), "");
    let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for folder in folders {
        all.extend(tree.iter().map(|(path, bytes)| (format!("{folder}{path}"), bytes.clone())));
    }
    // A forge reads this one at the top only.
    all.extend(tree.iter().filter(|(path, _)| path == "CODEOWNERS").cloned());
    all.extend(own);
    let absent = all.remove("absent.txt").unwrap_or_default();
    for path in String::from_utf8(absent).unwrap().lines() {
        assert!(all.remove(path).is_some(), "{path} is not there anyway");
    }
    all.into_iter().collect()
}

fn lint(files: Vec<(String, Vec<u8>)>) -> Report {
    let snapshot = files
        .into_iter()
        .fold(OverlaySnapshot::new(None), |snapshot, (path, bytes)| snapshot.with(path.as_str(), bytes));
    check(&snapshot, &Request { today: TODAY.parse().unwrap(), clock: true, limit: Vec::new() }).unwrap()
}

pub fn rendered(report: &Report, format: &str) -> String {
    let look = Look::default();
    let mut out = Vec::new();
    (report::find(format).unwrap().write)(report, &look, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn same(actual: String, path: PathBuf) {
    Assert::new().action_env("SNAPSHOTS").eq(actual, Data::read_from(&path, None).raw());
}

#[test]
fn the_good_fixture_of_every_rule_is_clean() {
    let mut wrong = String::new();
    for rule in rules::all() {
        let report = lint(fixture(rule, "good").0);
        assert!(report.manifests > 0, "{}: the good fixture has no manifest", rule.name);
        if !report.findings.is_empty() {
            wrong.push_str(&format!("{}: {}", rule.name, rendered(&report, "concise")));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_bad_fixture_of_every_rule_gets_that_rule_and_no_other() {
    let mut wrong = String::new();
    for rule in rules::all() {
        let (files, path) = fixture(rule, "bad");
        let report = lint(files);
        let found: BTreeSet<&str> = report.findings.iter().map(|finding| finding.diagnostic.rule).collect();
        match found == BTreeSet::from([rule.name]) {
            true => same(rendered(&report, "human"), path.parent().unwrap().join("bad.txt")),
            false => wrong.push_str(&format!("{}: {}", rule.name, rendered(&report, "concise"))),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_has_its_page() {
    let mut index = String::from("# The rules\n\nGenerated from the rules themselves.\n");
    let has_rules = |family: &&rules::Family| rules::all().any(|rule| rule.family == **family);
    for family in rules::Family::ALL.iter().filter(has_rules) {
        index.push_str(&format!("\n## {}\n\n", family.title()));
        index.push_str("| rule | severity | what it finds |\n|---|---|---|\n");
        for rule in rules::all().filter(|rule| rule.family == *family) {
            index.push_str(&format!(
                "| [`{}`]({}.md) | {} | {} |\n",
                rule.name,
                rule.name,
                rule.severity.name(),
                rule.summary
            ));
            let example = lint(fixture(rule, "bad").0);
            let shown = rendered(&example, "human");
            // The summary at the end speaks of the run, not of the rule.
            let findings = shown.rsplit_once("\n\n").map_or("", |(findings, _)| findings);
            let page = rules::page(rule, Some(findings));
            same(page, root().join(format!("docs/rules/{}.md", rule.name)));
        }
    }
    same(index, root().join("docs/rules/README.md"));
    let known: BTreeSet<String> = rules::all().map(|rule| format!("{}.md", rule.name)).collect();
    for (name, _) in files(&root().join("docs/rules"), "") {
        assert!(known.contains(&name) || name == "README.md", "docs/rules/{name} is the page of no rule");
    }
}

#[test]
fn every_fixture_folder_belongs_to_a_rule() {
    for entry in fs::read_dir(root().join("tests/rules")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_known = name == "tree" || rules::find(&name).is_some();
        assert!(is_known, "tests/rules/{name} is of no rule");
    }
}

#[test]
fn names_are_unique_and_well_formed() {
    let mut names = BTreeSet::new();
    for rule in rules::all() {
        assert!(names.insert(rule.name), "{} is there twice", rule.name);
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
        for text in [rule.summary, rule.why, rule.help, rule.source] {
            assert!(!text.trim().is_empty(), "{} does not describe itself", rule.name);
        }
        assert!(!rule.summary.ends_with('.') && !rule.help.ends_with('.'), "{}: no full stop", rule.name);
        assert!(rule.why.ends_with('.'), "{}: `why` is whole sentences", rule.name);
        assert!(rule.help.chars().next().unwrap().is_lowercase(), "{}: help is lower case", rule.name);
        assert!(!rule.checks.is_empty() && !rule.evidence.is_empty(), "{}", rule.name);
    }
}
