//! The tree against a second opinion: its values equal those of another reader wherever both accept a text.

use planlint::yaml::{Document, parse};
use proptest::prelude::*;

/// Both readings as JSON, where both readers accept the text.
fn readings(text: &str) -> Option<(serde_json::Value, serde_json::Value)> {
    let Document { root: Some(root), problems } = parse(text) else { return None };
    let other = serde_yaml::from_str::<serde_yaml::Value>(text).ok()?;
    problems.is_empty().then(|| (root.to_json(), json(&other)))
}

pub fn json(value: &serde_yaml::Value) -> serde_json::Value {
    use serde_yaml::Value;
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => value.into(),
            (_, value) => value.into(),
        },
        Value::String(text) => text.as_str().into(),
        Value::Sequence(items) => items.iter().map(json).collect(),
        Value::Mapping(map) => map.iter().map(|(key, value)| (key_text(key), json(value))).collect(),
        Value::Tagged(tagged) => json(&tagged.value),
    }
}

fn key_text(key: &serde_yaml::Value) -> String {
    match json(key) {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

fn agree(text: &str) {
    let (own, other) = readings(text).unwrap_or_else(|| panic!("both should accept {text:?}"));
    assert_eq!(own, other, "{text:?}");
}

#[test]
fn both_readers_agree_on_ordinary_texts() {
    for text in [
        "a: 1\nb: [x, 'y', \"z\\n\"]\nc: {d: 1.5, e: true}\n",
        "a: &x {b: 1}\nc: *x\nd: [*x, *x]\n",
        "a: >\n  folded\n  text\n\n  more\nb: |-\n  literal\n   text\nc: |+\n  kept\n\n",
        "a:\n- b\n- c:\n    d\n- - e\n  - f\n",
        "'quoted ''key''': \"\\u00e9\\x41\\t\"\n",
        "角色: 数据工程师\n",
        "a: plain\n  text over\n  lines\nb: \"quoted\n  over lines\"\n",
        "a: 0o17\nb: 0x1F\nc: -.inf\nd: .nan\ne: 1e3\nf: no\ng: ~\nh:\n",
        "%YAML 1.2\n---\na: 1\n...\n",
    ] {
        agree(text);
    }
}

pub const PIECES: &[&str] = &[
    "a: ",
    "b: ",
    "c:\n  ",
    "- ",
    "\n",
    "\n  ",
    "\n- ",
    "x",
    "y z",
    "1",
    "-2.5",
    "true",
    "~",
    "'q'",
    "\"d\\n\"",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "|\n  t\n",
    ">-\n  f\n  g\n",
    " # c",
    "&n ",
    "*n",
    "é",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_agree_on_what_both_accept(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16),
    ) {
        // Without a last line feed, the two differ on whether a block scalar ends with one.
        let text = pieces.concat() + "\n";
        if let Some((own, other)) = readings(&text) {
            prop_assert_eq!(own, other, "{:?}", text);
        }
    }
}
