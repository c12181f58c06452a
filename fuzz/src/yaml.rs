//! The YAML reader: what is read without the parser is what the parser makes of it, every place is inside the text and
//! inside its parent, every name of a node leads back to it, and what is printed is read again as what it was.

use planlint::schema::{block_scalar, flow, scalar};
use planlint::text::Span;
use planlint::yaml::{Document, Node, Value, decode, parse, parse_all};

/// Reads the bytes and looks at every node.
pub fn holds(bytes: &[u8]) {
    let (text, problem) = decode(bytes);
    assert_eq!(problem.is_none(), std::str::from_utf8(bytes).is_ok());
    assert!(problem.is_none_or(|problem| text.get(problem.span.range()).is_some()));
    spans(&text);
}

/// Does everything stand on character bounds, inside its parent, and read as it is written?
pub fn spans(text: &str) {
    let Document { root, problems } = parse(text);
    // Both ways of reading, told apart by what they are printed as: `.nan` is not equal to itself.
    let all = parse_all(text);
    assert_eq!(format!("{root:?} {problems:?}"), format!("{:?} {:?}", all.root, all.problems), "{text:?}");
    for problem in &problems {
        assert!(text.get(problem.span.range()).is_some(), "{text:?}: {problem:?}");
    }
    assert!(problems.is_sorted_by_key(|problem| problem.span), "{text:?}: {problems:?}");
    let Some(root) = root else { return };
    let referring = text.contains('*');
    check(text, &root, root.span, referring);
    printed(&root);
    if !referring {
        named(&root, &root, String::new());
    }
}

fn check(text: &str, node: &Node, parent: Span, referring: bool) {
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
        Value::List(items) => items.iter().for_each(|item| check(text, item, node.span, referring)),
        Value::Map(map) => {
            for entry in &map.entries {
                assert!(text.get(entry.key.span.range()).is_some());
                assert!(referring || node.span.contains(entry.key.span), "{text:?}: {entry:?}");
                check(text, &entry.value, node.span, referring);
            }
        }
        _ => {}
    }
    let is_whole = bytes.trim_end_matches([' ', '\n', '\r']) == bytes;
    assert!(is_whole || node.value == Value::Spoiled, "{text:?}: {node:?}");
}

/// Is every node found again by its path, unless a key has dots of its own?
fn named(root: &Node, node: &Node, path: String) {
    let join = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let _name = root.name_of(node.span);
    match &node.value {
        Value::Map(map) => {
            for entry in map.entries.iter().filter(|entry| !entry.key.text.contains('.')) {
                assert_eq!(map.get(&entry.key.text).map(|node| node.span), Some(entry.value.span));
                named(root, &entry.value, join(&entry.key.text));
            }
        }
        Value::List(items) => {
            items.iter().zip(0..).for_each(|(item, at)| named(root, item, join(&format!("{at}"))))
        }
        _ => {}
    }
    assert!(root.find(&path).is_some(), "{path:?} is not in {root:?}");
}

/// Is a text read again as itself, however it is printed, and the whole tree too?
fn printed(root: &Node) {
    let json = root.to_json();
    let text = flow(&json);
    let again = parse(&text);
    // A key on one line with its value may not be longer than this, by YAML's own rule.
    if again.problems.is_empty() || !long_key(&json) {
        assert_eq!(again.problems, [], "{text:?}");
        assert_eq!(again.root.map_or(serde_json::Value::Null, |root| root.to_json()), json, "{text:?}");
    }
    each_text(root, &mut |text| {
        let fresh = |written: &str| {
            parse(written).root.and_then(|root| root.as_map()?.get("k")?.as_text().map(str::to_owned))
        };
        assert_eq!(fresh(&format!("k: {} # why\n", block_scalar(text))).as_deref(), Some(text));
        assert_eq!(fresh(&format!("{{ k: {}, l: 1 }}\n", scalar(text))).as_deref(), Some(text));
    });
}

fn long_key(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::Array(items) => items.iter().any(long_key),
        serde_json::Value::Object(map) => map.iter().any(|(key, value)| key.len() > 250 || long_key(value)),
        _ => false,
    }
}

fn each_text(node: &Node, take: &mut impl FnMut(&str)) {
    match &node.value {
        Value::Text(text) => take(text),
        Value::List(items) => items.iter().for_each(|item| each_text(item, take)),
        Value::Map(map) => map.entries.iter().for_each(|entry| each_text(&entry.value, take)),
        _ => {}
    }
}
