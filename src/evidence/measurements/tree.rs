//! A number at a place of a JSON or YAML file. JSON is read as the YAML that it is, so its values have spans.

use hashbrown::HashSet;

use super::{Guesses, Look, keys, not_a_number};
use crate::limits;
use crate::text::Span;
use crate::yaml;
use crate::yaml::{Entry, Key, Map, Node, ProblemKind, Value};

/// A file as a tree.
pub(super) struct Tree {
    root: Node,
    /// The first occurrences of keys that occur again.
    repeated: HashSet<Span>,
    guesses: Guesses,
}

impl Tree {
    /// Reads a file, or says where it is broken. JSON that is no YAML for the way in which it is written
    /// (tabs, surrogates) is read all the same, without spans.
    pub(super) fn read(text: &str, is_json: bool) -> Result<Self, (Span, String)> {
        let document = yaml::parse(text);
        let mut repeated = HashSet::new();
        let mut broken = None;
        for problem in document.problems {
            match problem.kind {
                ProblemKind::DuplicateKey { first, .. } => drop(repeated.insert(first)),
                ProblemKind::RepeatedKeys { keys, .. } => {
                    repeated.extend(keys.into_iter().map(|(_, first)| first))
                }
                ProblemKind::Syntax { message, .. } => broken = broken.or(Some((problem.span, message))),
                ProblemKind::Unquoted { indicator, .. } => {
                    let message = format!("a value starts with `{indicator}` and is not in quotes");
                    broken = broken.or(Some((problem.span, message)));
                }
            }
        }
        match (document.root, broken) {
            (Some(root), None) => Ok(Tree { root, repeated, guesses: Guesses::default() }),
            (None, None) => Err((Span::at(0), "the file is empty".to_owned())),
            (_, Some(broken)) => {
                let is_small = || {
                    let marks = text.bytes().filter(|byte| matches!(byte, b',' | b':' | b'[' | b'{'));
                    marks.count() < limits::NODES.most
                };
                let plain = (is_json && is_small()).then(|| text.parse().ok()).flatten();
                let tree = |json| Tree { root: without_spans(json), repeated, guesses: Guesses::default() };
                plain.map(tree).ok_or(broken)
            }
        }
    }

    /// What stands at a pointer.
    pub(super) fn look(&self, pointer: &str) -> Look {
        let (keys, is_dotted) = keys(pointer);
        let mut rest = keys.as_slice();
        let mut node = &self.root;
        while let [first, ..] = rest {
            // A key may have dots of its own, so the longest one that is there counts.
            let longest = if is_dotted { rest.len() } else { 1 };
            let step = (1..=longest).rev().find_map(|count| {
                let key = rest[..count].join(".");
                child(node, &key).map(|(key, child)| (count, key, child))
            });
            let Some((count, key, child)) = step else { return self.missing(node, first) };
            if key.is_some_and(|key| self.repeated.contains(&key.span)) {
                let key = rest[..count].join(".");
                return Look::Broken(child.span, format!("`{key}` stands there twice"));
            }
            node = child;
            rest = &rest[count..];
        }
        number(node)
    }

    fn missing(&self, node: &Node, key: &str) -> Look {
        let entries = node.as_map().map_or(&[][..], |map| &map.entries);
        let known = || entries.iter().map(|entry| &*entry.key.text);
        let meant = self.guesses.closest(key, entries.len(), known);
        Look::NoKey { key: key.to_owned(), at: start(node.span), meant }
    }
}

fn child<'a>(node: &'a Node, key: &str) -> Option<(Option<&'a Key>, &'a Node)> {
    match &node.value {
        Value::Map(map) => map.entry(key).map(|entry| (Some(&entry.key), &entry.value)),
        Value::List(items) => items.get(key.parse::<usize>().ok()?).map(|item| (None, item)),
        _ => None,
    }
}

/// A label on a whole map would cover the file, and its first byte may be a part of a character.
fn start(span: Span) -> Span {
    Span::at(span.range().start)
}

fn number(node: &Node) -> Look {
    let what = match &node.value {
        Value::Integer(number) => return Look::Number(*number as f64, node.span),
        Value::Float(number) if number.is_finite() => return Look::Number(*number, node.span),
        Value::Float(number) => not_a_number(&number.to_string()),
        Value::Text(text) => not_a_number(text),
        Value::Null => "empty".to_owned(),
        Value::Bool(value) => format!("`{value}`, not a number"),
        Value::List(_) => return Look::NotANumber(start(node.span), "a list, not a number".to_owned()),
        Value::Map(_) => return Look::NotANumber(start(node.span), "a map, not a number".to_owned()),
        Value::Spoiled => return Look::Broken(node.span, "this value cannot be read".to_owned()),
    };
    Look::NotANumber(node.span, what)
}

fn without_spans(json: serde_json::Value) -> Node {
    let span = Span::at(0);
    let value = match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        serde_json::Value::String(text) => Value::Text(text.into()),
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(without_spans).collect()),
        serde_json::Value::Object(map) => {
            let entry = |(key, value): (String, _)| Entry {
                key: Key { text: key.into(), span },
                value: without_spans(value),
            };
            Value::Map(Map::from_entries(map.into_iter().map(entry).collect()))
        }
    };
    Node { value, span }
}

#[cfg(test)]
mod tests {
    use super::{Look, Tree};

    /// The look at a pointer, in a few words.
    fn look(text: &str, pointer: &str) -> String {
        let tree = match Tree::read(text, text.starts_with('{')) {
            Ok(tree) => tree,
            Err((_, message)) => return format!("broken: {message}"),
        };
        match tree.look(pointer) {
            Look::Number(number, span) => format!("{number} at {:?}", &text[span.range()]),
            Look::Broken(_, message) => format!("broken: {message}"),
            Look::NoKey { key, meant, .. } => format!("no {key}, {meant:?}"),
            Look::NotANumber(_, what) => what,
        }
    }

    #[test]
    fn a_key_a_dotted_path_and_a_pointer_lead_to_the_same_number() {
        let text = r#"{"test": {"auc": 0.81, "by/plan": [1, 2e0]}, "val.auc": 0.7}"#;
        for (pointer, found) in [
            ("test.auc", "0.81 at \"0.81\""),
            ("/test/auc", "0.81 at \"0.81\""),
            ("/test/by~1plan/1", "2 at \"2e0\""),
            ("test.by/plan.0", "1 at \"1\""),
            ("val.auc", "0.7 at \"0.7\""),
            ("/val.auc", "0.7 at \"0.7\""),
        ] {
            assert_eq!(look(text, pointer), found, "{pointer}");
        }
        assert_eq!(look("test:\n  auc: 0.81 # of May\n", "test.auc"), "0.81 at \"0.81\"");
    }

    #[test]
    fn what_is_no_number_is_said_to_be_none() {
        let text = r#"{"a": "0.61", "b": NaN, "c": null, "d": {}, "e": true, "f": "good", "g": 1, "g": 2}"#;
        for (pointer, said) in [
            ("a", "the text \"0.61\", not a number"),
            ("b", "`NaN`, which is no number to compare"),
            ("c", "empty"),
            ("d", "a map, not a number"),
            ("e", "`true`, not a number"),
            ("f", "\"good\", not a number"),
            ("g", "broken: `g` stands there twice"),
            ("h.x", "no h, None"),
        ] {
            assert_eq!(look(text, pointer), said, "{pointer}");
        }
        assert_eq!(look(r#"{"recall_score": 1}"#, "recal_score"), "no recal_score, Some(\"recall_score\")");
        assert_eq!(look("a: .nan", "a"), "`NaN`, which is no number to compare");
    }

    #[test]
    fn a_broken_file_is_broken_and_odd_json_is_not() {
        assert!(look("{\"a\": 1", "a").starts_with("broken"));
        assert!(look("", "a").starts_with("broken"));
        let odd = "{\n\t\"smile\": \"\\ud83d\\ude00\",\n\t\"a\":\t3\n}";
        assert!(look(odd, "a").starts_with("3 at"), "{}", look(odd, "a"));
    }
}
