//! Every rule is seen to fire and seen to stay silent: its fixtures drive the whole pipeline, and its page
//! shows the very finding.
//!
//! `tests/rules/<rule>/` holds `good.yaml` and `bad.yaml`, each taken for the `lifecycle.yaml` of a
//! repository, or folders `good/` and `bad/` that are taken for whole repositories. `tests/rules/tree/` holds
//! the files that all of their plans name: it lies under every folder of a fixture that has a manifest. Every
//! handoff that must be signed off is accepted as it stands, unless the fixture signs it itself; there, `now`
//! in the place of a digest is what stands in the tree. What is not to be there, a line each in the fixture's `absent.txt` takes away again. `bad.txt` is what the bad
//! one gets. `SNAPSHOTS=overwrite cargo test` writes it and the page anew.
//!
//! A fixture on a change holds two folders `before/` and `after/`, and the commit's message in `message.txt`,
//! if it has one. A fixture on history holds `history.txt`: see `history.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use planlint::assemble::assemble;
use planlint::check::{Request, Step, check};
use planlint::config::Options;
use planlint::evidence::History;
use planlint::evidence::digest::Digest;
use planlint::evidence::signoffs::look;
use planlint::model::{Handoff, Item, Manifest, Paths};
use planlint::report::{self, Look, Report};
use planlint::rules;
use planlint::rules::Rule;
use planlint::snapshot::{Commit, Message, OverlaySnapshot, Person, Repository, RevisionSnapshot, Snapshot};
use snapbox::Data;
use snapbox::assert::Assert;

use crate::history;
use crate::world::World;

/// The day on which fixtures are judged.
pub const TODAY: &str = "2025-09-01";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, as its path inside and its bytes.
pub fn files(folder: &Path, inside: &str) -> Vec<(String, Vec<u8>)> {
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

/// The fixture `good` or `bad` of a rule as a repository, and where it stands.
pub fn fixture(rule: &Rule, name: &str) -> (Vec<(String, Vec<u8>)>, PathBuf) {
    let (own, path) = own_files(rule, name);
    (over_the_tree(own), path)
}

fn own_files(rule: &Rule, name: &str) -> (Vec<(String, Vec<u8>)>, PathBuf) {
    let folder = root().join("tests/rules").join(rule.name);
    let single = folder.join(format!("{name}.yaml"));
    match single.is_file() {
        true => (vec![("lifecycle.yaml".to_owned(), fs::read(&single).unwrap())], single),
        false => (files(&folder.join(name), ""), folder.join(name)),
    }
}

/// The report on a fixture, and where the fixture is.
fn judged(rule: &Rule, name: &str) -> (Report, PathBuf) {
    let (mut own, path) = own_files(rule, name);
    let mut take = |name: &str| {
        let at = own.iter().position(|(path, _)| path == name)?;
        Some(String::from_utf8(own.remove(at).1).unwrap())
    };
    let (script, message) = (take("history.txt"), take("message.txt"));
    let is_change = own.iter().any(|(path, _)| path.starts_with("after/"));
    let report = match script {
        Some(script) => lint_history(over_the_tree(own), &script),
        None if is_change => lint_change(&own, message.as_deref()),
        None => lint(over_the_tree(own)),
    };
    (report, path)
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
    let owns_codeowners = own.iter().any(|(path, _)| path == "CODEOWNERS");
    all.extend(own);
    let absent = String::from_utf8(all.remove("absent.txt").unwrap_or_default()).unwrap();
    let (signoffs, others): (Vec<&str>, Vec<&str>) =
        absent.lines().partition(|path| path.contains("signoffs/"));
    let remove = |all: &mut BTreeMap<String, Vec<u8>>, path: &str| {
        assert!(all.remove(path).is_some(), "{path} is not there anyway");
    };
    others.into_iter().for_each(|path| remove(&mut all, path));
    for Acceptance { path, of, text, owners } in accepted(&all) {
        if let Some(own) = all.get_mut(&path) {
            let now = |text: String, (id, digest): &(String, String)| {
                text.replace(&format!(" {id}: now"), &format!(" {id}: {digest:?}"))
            };
            *own = of.iter().fold(String::from_utf8(own.clone()).unwrap(), now).into_bytes();
            continue;
        }
        if let (false, Some(codeowners)) = (owns_codeowners, all.get_mut("CODEOWNERS")) {
            codeowners.extend(format!("/{path} {}\n", owners.join(" ")).bytes());
        }
        all.insert(path, text.into_bytes());
    }
    signoffs.into_iter().for_each(|path| remove(&mut all, path));
    all.into_iter().collect()
}

/// How a handoff that must be signed off by now is signed off.
struct Acceptance {
    path: String,
    /// What stands in the tree of each thing that is passed.
    of: Vec<(String, String)>,
    /// The file in which every receiver accepts it.
    text: String,
    /// Who receives.
    owners: Vec<String>,
}

fn accepted(all: &BTreeMap<String, Vec<u8>>) -> Vec<Acceptance> {
    let snapshot = overlay(all.clone());
    let plan = assemble(&snapshot, TODAY.parse().unwrap(), &[], &Options::default()).unwrap().plan;
    let handoffs =
        plan.manifests.iter().flat_map(|manifest| manifest.handoffs.iter().map(move |one| (manifest, one)));
    let due = handoffs.filter(|(manifest, handoff)| manifest.is_due(&handoff.value));
    due.filter_map(|(manifest, handoff)| acceptance(&snapshot, manifest, handoff)).collect()
}

fn acceptance(
    snapshot: &OverlaySnapshot,
    manifest: &Manifest,
    handoff: &Item<Handoff>,
) -> Option<Acceptance> {
    let receivers = manifest.acceptors(&handoff.value)?;
    let paths = Paths::new(snapshot.entries());
    let digest = |passed: &str| match look(snapshot, paths, manifest, handoff, passed).unwrap()?.whole {
        Digest::Of(id) => Some(id),
        _ => None,
    };
    let passed = handoff.value.passes.items().iter();
    let of: Vec<(String, String)> =
        passed.filter_map(|passed| Some((passed.value.to_string(), digest(&passed.value)?))).collect();
    let who = |role: &str| manifest.who(role).map_or("@somebody", |who| who.value.as_str()).to_owned();
    let entry = |role: &&str| {
        let of: Vec<String> = of.iter().map(|(id, digest)| format!("{id}: {digest:?}")).collect();
        let (by, of) = (who(role), of.join(", "));
        format!("- {{ by: {by:?}, as: {role}, at: 2025-01-06, verdict: accepted, of: {{ {of} }} }}\n")
    };
    Some(Acceptance {
        path: manifest.signoff_path(handoff.name())?.to_string(),
        text: receivers.iter().map(entry).collect(),
        owners: receivers.iter().map(|role| who(role)).collect(),
        of,
    })
}

fn overlay(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> OverlaySnapshot {
    let with =
        |snapshot: OverlaySnapshot, (path, bytes): (String, Vec<u8>)| snapshot.with(path.as_str(), bytes);
    files.into_iter().fold(OverlaySnapshot::new(None), with)
}

fn request() -> Request {
    let asked = rules::all().filter(|rule| rule.on_request());
    let levels = asked.map(|rule| (rule.name.to_owned(), rule.severity.into())).collect();
    let options = Options { levels, ..Options::default() };
    Request { clock: true, options, ..Request::on(TODAY.parse().unwrap()) }
}

fn lint(files: Vec<(String, Vec<u8>)>) -> Report {
    check(&overlay(files), &request()).unwrap()
}

/// What stands in `after/`, and how it differs from `before/`.
fn lint_change(files: &[(String, Vec<u8>)], message: Option<&str>) -> Report {
    let side = |folder: &str| {
        let inside = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?, bytes)));
        overlay(over_the_tree(inside.map(|(path, bytes)| (path.to_owned(), bytes.clone())).collect()))
    };
    let author = Person { name: "Ada".to_owned(), mail: "ada@example.org".to_owned() };
    let message = Message::new(author, message.unwrap_or_default());
    let before: Vec<Box<dyn Snapshot>> = vec![Box::new(side("before/"))];
    let commits = vec![Commit { message, ..Commit::default() }];
    let steps = vec![Step { before, after: None, commits }];
    check(&side("after/"), &Request { steps, ..request() }).unwrap()
}

/// What the script leaves behind, with its history.
fn lint_history(files: Vec<(String, Vec<u8>)>, script: &str) -> Report {
    let world = World::new();
    history::play(&world, &files.into_iter().collect(), script);
    let repository = Repository::open_at(world.top()).unwrap();
    let head = RevisionSnapshot::open(&repository, "HEAD").unwrap();
    let history = History::gather(repository.history("HEAD").unwrap(), &head).unwrap();
    check(&head, &Request { history: Some(history.into()), ..request() }).unwrap()
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
        let report = judged(rule, "good").0;
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
        let (report, path) = judged(rule, "bad");
        let found: BTreeSet<&str> = report.findings.iter().map(|finding| finding.diagnostic.rule).collect();
        match found == BTreeSet::from([rule.name]) {
            true => same(rendered(&report, "human"), path.parent().unwrap().join("bad.txt")),
            false => wrong.push_str(&format!("{}: {}", rule.name, rendered(&report, "concise"))),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// How the table of rules begins.
const INDEX: &str = "\
# The rules

Generated from the rules themselves.

`planlint lint --fix` makes the fixes marked *safe*, which say only what the plan says already; `--fix=unsafe` makes
the others too, such as skeletons to be filled in. `--diff` shows them first.
";

#[test]
fn every_rule_has_its_page() {
    let mut index = String::from(INDEX);
    let has_rules = |family: &&rules::Family| rules::all().any(|rule| rule.family == **family);
    for family in rules::Family::ALL.iter().filter(has_rules) {
        index.push_str(&format!("\n## {}\n\n", family.title()));
        index.push_str("| rule | severity | fix | what it finds |\n|---|---|---|---|\n");
        for rule in rules::all().filter(|rule| rule.family == *family) {
            index.push_str(&format!(
                "| [`{}`]({}.md) | {} | {} | {} |\n",
                rule.name,
                rule.name,
                rule.severity.name(),
                rule.fix_words(),
                rule.summary
            ));
            let example = judged(rule, "bad").0;
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
