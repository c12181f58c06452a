//! What holds for every text.

use proptest::prelude::*;

use super::*;

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
];

fn yaml_like() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// Does everything stand on character bounds, inside its parent, and read as it is written?
fn check(text: &str) {
    let Document { root, problems } = parse(text);
    for problem in &problems {
        assert!(text.get(problem.span.range()).is_some(), "{text:?}: {problem:?}");
    }
    let sorted = problems.is_sorted_by_key(|problem| problem.span);
    assert!(sorted, "{text:?}: {problems:?}");
    if let Some(root) = root {
        let referring = text.contains('*');
        check_node(text, &root, root.span, referring);
        let _json = root.to_json();
    }
}

fn check_node(text: &str, node: &Node, parent: Span, referring: bool) {
    let bytes =
        text.get(node.span.range()).unwrap_or_else(|| panic!("{text:?}: {node:?} splits a character"));
    assert!(referring || parent.contains(node.span), "{text:?}: {node:?} leaves {parent:?}");
    match &node.value {
        Value::Null => assert!(
            matches!(bytes, "" | "~" | "null" | "Null" | "NULL" | "\"\"" | "''"),
            "{text:?}: {node:?}"
        ),
        Value::Text(value) if !bytes.starts_with(['"', '\'', '|', '>']) && !bytes.contains(['\n', '\r']) => {
            assert_eq!(bytes, &**value, "{text:?}");
        }
        Value::List(items) => items.iter().for_each(|item| check_node(text, item, node.span, referring)),
        Value::Map(map) => {
            for entry in &map.entries {
                assert!(text.get(entry.key.span.range()).is_some());
                assert!(referring || node.span.contains(entry.key.span), "{text:?}: {entry:?}");
                check_node(text, &entry.value, node.span, referring);
            }
        }
        _ => {}
    }
    assert!(
        bytes.trim_end_matches([' ', '\n', '\r']) == bytes || node.value == Value::Spoiled,
        "{text:?}: {node:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_text_like_yaml_is_read_without_panic(text in yaml_like()) {
        check(&text);
    }

    #[test]
    fn any_bytes_become_text(bytes in any::<Vec<u8>>()) {
        let (text, problem) = decode(&bytes);
        prop_assert_eq!(problem.is_none(), std::str::from_utf8(&bytes).is_ok());
        prop_assert!(problem.is_none_or(|problem| text.get(problem.span.range()).is_some()));
    }
}
