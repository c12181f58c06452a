//! The fingerprint of a finding stays whatever is changed elsewhere.
//!
//! Every single-file fixture is written anew from its tree: in another layout, with comments and blank lines, with
//! its keys in another order, with keys of one's own put in. A finding that says the same afterwards has the same
//! fingerprint.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use planlint::check::{Request, check};
use planlint::report::Report;
use planlint::rules;
use planlint::schema::scalar;
use planlint::snapshot::OverlaySnapshot;
use planlint::yaml::{self, Node, Value};
use proptest::prelude::*;

use crate::rules::{TODAY, fixture};

type Files = Vec<(String, Vec<u8>)>;

/// Every repository of a fixture in which something is found by looking at it as it stands.
fn repositories() -> Vec<(&'static str, Files)> {
    let plain =
        |files: &Files| !files.iter().any(|(path, _)| path == "history.txt" || path.starts_with("after/"));
    let bad = rules::all().map(|rule| (rule.name, fixture(rule, "bad").0));
    let mut found: Vec<_> = bad.filter(|(_, files)| plain(files)).collect();
    for example in ["article/lifecycle.yaml", "broken/churn.lifecycle.yaml"] {
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example)).unwrap();
        found.push((example, vec![("lifecycle.yaml".to_owned(), bytes)]));
    }
    found
}

fn lint(files: &Files) -> Report {
    let snapshot = files.iter().fold(OverlaySnapshot::new(None), |snapshot, (path, bytes)| {
        snapshot.with(path.as_str(), bytes.clone())
    });
    check(&snapshot, &Request { clock: true, ..Request::on(TODAY.parse().unwrap()) }).unwrap()
}

/// The fingerprints by what a reader sees: the file, the rule, the message.
fn by_message(report: &Report) -> BTreeMap<(String, &'static str, String), Vec<String>> {
    let mut all: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for finding in report.findings.iter().chain(&report.waived) {
        let diagnostic = &finding.diagnostic;
        let path = report.sources.get(diagnostic.primary.place.source).path().to_string();
        let key = (path, diagnostic.rule, diagnostic.message.clone());
        all.entry(key).or_default().push(format!("{} {:?}", finding.fingerprint, finding.fingerprint));
    }
    all.values_mut().for_each(|names| names.sort());
    all
}

/// How a file is written anew.
struct Scribe {
    seed: u64,
    reorders: bool,
    adds: bool,
}

impl Scribe {
    fn chance(&mut self, one_in: u64) -> bool {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33).is_multiple_of(one_in)
    }

    fn document(&mut self, root: &Node) -> String {
        let mut out = String::from("# written anew\n\n");
        self.block(root, 0, &mut out);
        out
    }

    fn entries<'n>(&mut self, node: &'n Node) -> Vec<(&'n str, &'n Node)> {
        let map = node.as_map().unwrap();
        let mut entries: Vec<_> = map.entries.iter().map(|entry| (&*entry.key.text, &entry.value)).collect();
        if self.reorders {
            for at in (1..entries.len()).rev() {
                if self.chance(2) {
                    entries.swap(at, at / 2);
                }
            }
        }
        entries
    }

    fn block(&mut self, node: &Node, indent: usize, out: &mut String) {
        let margin = " ".repeat(indent);
        match &node.value {
            Value::Map(_) => {
                for (key, value) in self.entries(node) {
                    if self.chance(3) {
                        *out += &format!("\n{margin}# a word on what follows\n");
                    }
                    if indent == 0 && self.adds && self.chance(4) {
                        *out += &format!("x-note-on-{key}: [1, {{ a: b }}]\n");
                    }
                    *out += &format!("{margin}{}:", scalar(key));
                    self.value(value, indent, out);
                }
            }
            Value::List(items) => {
                for item in items {
                    *out += &format!("{margin}-");
                    self.value(item, indent, out);
                }
            }
            _ => *out += &format!("{margin}{}\n", self.flow(node)),
        }
    }

    fn value(&mut self, node: &Node, indent: usize, out: &mut String) {
        let is_empty = node.as_map().is_some_and(|map| map.entries.is_empty())
            || node.as_list().is_some_and(<[Node]>::is_empty);
        let is_collection = matches!(node.value, Value::Map(_) | Value::List(_));
        match node.value {
            Value::Null => out.push('\n'),
            _ if is_collection && !is_empty && (indent == 0 || !self.chance(3)) => {
                out.push('\n');
                self.block(node, indent + 3, out);
            }
            _ => *out += &format!(" {}\n", self.flow(node)),
        }
    }

    fn flow(&mut self, node: &Node) -> String {
        match &node.value {
            Value::Map(_) => {
                let entries = self.entries(node);
                let fields = entries.into_iter().map(|(key, value)| match value.value {
                    Value::Null => format!("{}: ", scalar(key)),
                    _ => format!("{}: {}", scalar(key), self.flow(value)),
                });
                format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
            Value::List(items) => {
                format!("[{}]", items.iter().map(|item| self.flow(item)).collect::<Vec<_>>().join(",  "))
            }
            _ => node.to_json().to_string(),
        }
    }
}

/// All manifests written anew; `None` where one of them is not to be read.
fn rewritten(files: &Files, scribe: &mut Scribe) -> Option<Files> {
    let anew = |(path, bytes): &(String, Vec<u8>)| {
        if !path.ends_with("lifecycle.yaml") {
            return Some((path.clone(), bytes.clone()));
        }
        let document = yaml::parse(std::str::from_utf8(bytes).ok()?);
        let root = document.root.filter(|root| document.problems.is_empty() && root.as_map().is_some())?;
        let text = scribe.document(&root);
        let again = yaml::parse(&text);
        assert_eq!(again.problems, [], "{text}");
        let is_same = again.root.is_some_and(|again| again.to_json() == root.to_json());
        assert!(is_same || scribe.adds, "{text}");
        Some((path.clone(), text.into_bytes()))
    };
    files.iter().map(anew).collect()
}

/// Fixtures that speak of the text itself, which a new layout mends.
const OF_TEXT: [&str; 3] = ["unquoted-value", "duplicate-key", "yaml-syntax"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3) })]

    #[test]
    fn a_fingerprint_outlives_edits_elsewhere(seed: u64, third in 0..3usize, reorders: bool, adds: bool) {
        let mut compared = 0;
        for (at, (name, files)) in repositories().into_iter().enumerate() {
            let mut scribe = Scribe { seed: seed.rotate_left(at as u32), reorders, adds };
            // A third is enough for one seed: each takes a check of its own.
            if OF_TEXT.contains(&name) || at % 3 != third {
                continue;
            }
            let Some(other) = rewritten(&files, &mut scribe) else { continue };
            let (before, after) = (lint(&files), lint(&other));
            let (old, new) = (by_message(&before), by_message(&after));
            for (key, names) in &old {
                match new.get(key).filter(|others| others.len() == names.len()) {
                    Some(others) => {
                        prop_assert_eq!(others, names, "{}: {:?}", name, key);
                        compared += names.len();
                    }
                    None => prop_assert!(reorders, "{}: {:?} is not found any more", name, key),
                }
            }
        }
        prop_assert!(compared > 15, "only {} findings were compared", compared);
    }
}

/// Where two findings have the same place and rule, the rule has to say what tells them apart; else the fingerprint
/// of the second moves when the first is mended.
#[test]
fn findings_are_told_apart_by_what_they_are_about() {
    let mut alike = Vec::new();
    for (name, files) in repositories() {
        let report = lint(&files);
        let second = report.findings.iter().filter(|finding| finding.fingerprint.nth > 1);
        alike.extend(second.map(|finding| format!("{name}: {:?}", finding.fingerprint)));
    }
    assert!(alike.is_empty(), "{}", alike.join("\n"));
}

#[test]
fn an_item_of_a_list_keeps_its_name_when_others_come_before_it() {
    let plan = |passes: &str| {
        let text = crate::diff::changed(
            &crate::diff::sound(),
            &[("passes: [readings, readings-schema, data-card]", &format!("passes: [{passes}]"))],
        );
        let (mut files, _) = fixture(rules::find("handoff-gap").unwrap(), "good");
        files.retain(|(path, _)| path != "lifecycle.yaml");
        files.push(("lifecycle.yaml".to_owned(), text.into_bytes()));
        let report = lint(&files);
        let foreign = report.findings.iter().find(|one| one.diagnostic.rule == "handoff-foreign-artifact");
        foreign
            .map(|one| (one.node.clone(), one.fingerprint.to_string(), one.fingerprint.node.clone()))
            .unwrap()
    };
    let one = plan("readings, readings-schema, data-card, model");
    let other = plan("readings, model, readings-schema, data-card");
    assert_ne!(one.0, other.0, "the node is told by its position");
    assert_eq!((one.1, &*one.2), (other.1, "handoffs.data-to-model.passes[model]"));
    assert_eq!(one.2, other.2);
}
