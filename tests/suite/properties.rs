//! What holds for every text: it is read without harm, what is printed is read again, and what says nothing changes
//! no finding. The properties of single rooms are those of the fuzzer.

use std::collections::BTreeMap;

use planlint::check::{Request, check};
use planlint::report::Report;
use planlint::rules;
use planlint::schema::flow;
use planlint::snapshot::OverlaySnapshot;
use planlint::text::Span;
use planlint::yaml::{self, Node, Value};
use proptest::prelude::*;

use crate::fuzzed::holds;
use crate::rules::{TODAY, fixture};
use crate::yaml_suite::values;

/// What texts are made of.
const PIECES: &[&str] = &[
    "a",
    "b: ",
    "key:",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "\t",
    " ",
    "[",
    "]",
    "{",
    "}",
    ",",
    ": ",
    "? ",
    "#",
    " # c",
    "\"",
    "'",
    "|",
    ">",
    "|\n  x\n",
    ">-\n    y\n\n",
    "&x ",
    "*x",
    "*y",
    "@z",
    "%",
    "`",
    "!",
    "!!int ",
    "!t ",
    "<<: ",
    "---\n",
    "...\n",
    "\u{FEFF}",
    "é",
    "数据",
    "😀",
    "\\",
    "\\x4",
    "1",
    "0x1F",
    "null",
    "~",
    "\u{85}",
    "\u{2028}",
    "\0",
    "-",
    "=",
    "<",
    ">",
    "*",
    "_",
    "[a](b)",
    "TODO",
    "{{",
    "}}",
    "<!-- ",
    " -->",
    "@a/b",
    "/x/ @y",
    "=== a.yaml\n",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_span_slices_its_own(text in prop_oneof![any::<String>(), pieces()]) {
        prop_assert_eq!(holds("yaml", text.as_bytes()), None);
    }

    #[test]
    fn any_bytes_are_read(bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(holds("yaml", &bytes), None);
    }

    #[test]
    fn what_is_printed_is_read_again(value in values()) {
        let printed = [flow(&value), serde_yaml::to_string(&value).unwrap()];
        // What a program of YAML 1.1 wrote is another matter: see `docs/yaml.md`.
        for text in printed.iter().filter(|text| **text == printed[0] || !text.contains(['\u{85}', '\u{2028}', '\u{2029}'])) {
            let document = yaml::parse(text);
            prop_assert!(document.problems.is_empty(), "{}: {:?}", text, document.problems);
            let read = document.root.map_or(serde_json::Value::Null, |root| root.to_json());
            prop_assert_eq!(&read, &value, "{}", text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_in_any_place_does_no_harm(text in pieces()) {
        for target in ["schema", "model", "formats", "codeowners", "markdown", "config", "baseline", "trailers", "mailmap"] {
            prop_assert_eq!(holds(target, text.as_bytes()), None);
        }
    }
}

type Files = Vec<(String, Vec<u8>)>;

fn lint(files: &Files) -> Report {
    let snapshot = files.iter().fold(OverlaySnapshot::new(None), |snapshot, (path, bytes)| {
        snapshot.with(path.as_str(), bytes.clone())
    });
    check(&snapshot, &Request { clock: true, ..Request::on(TODAY.parse().unwrap()) }).unwrap()
}

/// What a reader sees of each finding, but for lines: severity, message, help, the bytes that are marked, the name.
fn seen(report: &Report) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for (state, finding) in report.all() {
        let diagnostic = &finding.diagnostic;
        let source = report.sources.get(diagnostic.primary.place.source);
        let marked = source.slice(diagnostic.primary.place.span);
        // A comment between two lines that are marked is marked with them.
        let marked = marked.lines().next().unwrap_or_default().trim_end();
        let words = (diagnostic.severity, diagnostic.rule, &diagnostic.message, &diagnostic.help);
        let one = format!("{} {state:?} {words:?} {marked:?} {}", source.path(), finding.fingerprint);
        *all.entry(one).or_default() += 1;
    }
    all
}

/// Where a line may be put in without a change of meaning: between two lines, but not inside a text.
fn places(text: &str) -> Vec<usize> {
    let mut texts = Vec::new();
    let Some(root) = yaml::parse(text).root else { return Vec::new() };
    gather(&root, &mut texts);
    let starts = text.match_indices('\n').map(|(at, _)| at + 1);
    let is_free = |at: &usize| !texts.iter().any(|span| span.range().start < *at && *at <= span.range().end);
    starts.filter(is_free).collect()
}

fn gather(node: &Node, texts: &mut Vec<Span>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Map(map) => {
            for entry in &map.entries {
                texts.push(entry.key.span);
                gather(&entry.value, texts);
            }
        }
        _ => texts.push(node.span),
    }
}

/// Fixtures that speak of the text itself.
const OF_TEXT: [&str; 2] = ["unquoted-value", "yaml-syntax"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_comment_or_a_blank_line_changes_no_finding(seed in any::<prop::sample::Index>(), every in 1..7_usize) {
        let line = ["\n", "# said: by, the [way]\n", "#\n", "   \n"][seed.index(4)];
        let mut compared = 0;
        for rule in rules::all().filter(|rule| !OF_TEXT.contains(&rule.name)) {
            let (files, _) = fixture(rule, "bad");
            let is_plain = !files.iter().any(|(path, _)| path == "history.txt" || path.starts_with("after/"));
            let mut other = files.clone();
            for (_, bytes) in other.iter_mut().filter(|(path, _)| is_plain && path.ends_with("lifecycle.yaml")) {
                let mut text = String::from_utf8(bytes.clone()).unwrap();
                let places = places(&text);
                for at in places.into_iter().rev().skip(seed.index(every)).step_by(every) {
                    text.insert_str(at, line);
                }
                *bytes = text.into_bytes();
            }
            if other == files {
                continue;
            }
            let (before, after) = (seen(&lint(&files)), seen(&lint(&other)));
            prop_assert_eq!(&before, &after, "{} with {:?}", rule.name, line);
            compared += before.len();
        }
        prop_assert!(compared > 60, "only {} findings were compared", compared);
    }
}
