//! Spans, scalars and every kind of mistake, each at its exact bytes.

use super::{Document, Map, Node, Problem, ProblemKind, Value, decode, parse};
use crate::text::Span;

mod bounds;
mod everyday;
mod mistakes;

/// Each problem as `bytes|words`, where the words are the start of what is said.
fn told(text: &str) -> Vec<String> {
    parse(text).problems.iter().map(|problem| words(text, problem)).collect()
}

fn words(text: &str, problem: &Problem) -> String {
    let bytes = &text[problem.span.range()];
    match &problem.kind {
        ProblemKind::Syntax { message, help } => {
            assert!(!help.ends_with('.') && !message.ends_with('.'), "{message}: {help}");
            format!("{bytes}|{message}")
        }
        ProblemKind::Unquoted { text, indicator } => {
            assert!(text.starts_with(*indicator));
            assert_eq!(text, bytes);
            format!("{bytes}|unquoted")
        }
        ProblemKind::RepeatedKeys { keys, level } => {
            let keys = keys.iter().map(|(key, first)| format!("{key} {}", first.start));
            format!("{bytes}|{} again at level {level}", keys.collect::<Vec<_>>().join(" "))
        }
        ProblemKind::DuplicateKey { key, first } => format!("{bytes}|{key} again, first at {}", first.start),
    }
}

fn good(text: &str) -> Node {
    let Document { root, problems } = parse(text);
    assert!(problems.is_empty(), "{text:?}: {problems:?}");
    root.expect("a tree")
}

fn json(text: &str) -> String {
    good(text).to_json().to_string()
}

/// All nodes as `path=bytes`.
fn placed(text: &str) -> Vec<String> {
    fn walk(text: &str, path: &str, node: &Node, found: &mut Vec<String>) {
        found.push(format!("{path}={}", &text[node.span.range()]));
        match &node.value {
            Value::List(items) => {
                (0..).zip(items).for_each(|(at, item)| walk(text, &format!("{path}.{at}"), item, found));
            }
            Value::Map(map) => {
                for entry in &map.entries {
                    walk(text, &format!("{path}.{}", entry.key.text), &entry.value, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(text, "", &good(text), &mut found);
    found
}

#[test]
fn scalars_follow_the_core_schema() {
    let text = "[null, ~, Null, true, TRUE, False, 1, -2, +3, 0777, 0o17, 0x1F, 1.5, .5, 5., 1e3, -1E-2]";
    assert_eq!(json(text), "[null,null,null,true,true,false,1,-2,3,777,15,31,1.5,0.5,5.0,1000.0,-0.01]");
    assert_eq!(json("[.inf, -.INF, +.Inf, .nan, .NaN]"), r#"[null,null,null,null,null]"#);
    let Value::List(items) = good("[99999999999999999999, 0xFFFFFFFFFFFFFFFFFF, .nan, -.inf]").value else {
        panic!("a list")
    };
    assert_eq!(items[0].value, Value::Float(1e20));
    assert!(matches!(items[1].value, Value::Float(value) if value > 4e21));
    assert!(matches!(items[2].value, Value::Float(value) if value.is_nan()));
    assert_eq!(items[3].value, Value::Float(f64::NEG_INFINITY));
}

#[test]
fn what_only_yaml_1_1_understood_is_text() {
    for word in
        ["no", "on", "yes", "Off", "1:30", "2025-08-01", "1_000", "-.nan", "inf", "nan", ".", "+", "e3"]
    {
        assert_eq!(good(word).as_text(), Some(word));
    }
    assert_eq!(json("['1', \"true\", 'null']"), r#"["1","true","null"]"#);
    assert_eq!(json("a: |\n  1\n"), r#"{"a":"1\n"}"#);
}

#[test]
fn core_tags_decide() {
    assert_eq!(json("[!!str 1, !!int \"3\", !!float 1, !!null '', !!bool 'true', ! 2, !!str ]"), {
        r#"["1",3,1.0,null,true,"2",""]"#
    });
    assert_eq!(json("a: !!map {b: !!seq [1]}"), r#"{"a":{"b":[1]}}"#);
}

#[test]
fn keys_are_text_as_written() {
    assert_eq!(json("1: a\n0x1: b\ntrue: c\n'q': d\n"), r#"{"0x1":"b","1":"a","q":"d","true":"c"}"#);
}

#[test]
fn values_stand_at_their_bytes() {
    let text = "a: 1 # c\nb:\n  - 'x'\n  - {k: [v, w]}\n\n# c\nc:   # none\nd: \"q\" \n";
    let all = ["=a: 1 # c\nb:\n  - 'x'\n  - {k: [v, w]}\n\n# c\nc:   # none\nd: \"q\"", ".a=1"];
    let rest = [".b=- 'x'\n  - {k: [v, w]}", ".b.0='x'", ".b.1={k: [v, w]}", ".b.1.k=[v, w]", ".b.1.k.0=v"];
    let last = [".b.1.k.1=w", ".c=", ".d=\"q\""];
    assert_eq!(placed(text), [&all[..], &rest, &last].concat());
}

#[test]
fn block_text_stands_from_its_indicator_to_its_last_word() {
    let text = "a: >- # fold\n  x\n  # y\n\n\nb: !!str |+\n  z\n\nc: |\nd: &k |2\n    w\ne: - f\n";
    let text = text.trim_end_matches("e: - f\n");
    let wanted = [".a=>- # fold\n  x\n  # y", ".b=|+\n  z", ".c=|", ".d=|2\n    w"];
    assert_eq!(placed(text)[1..], wanted);
    assert_eq!(placed("- >\n\n  x\n- |\n  y"), ["=- >\n\n  x\n- |\n  y", ".0=>\n\n  x", ".1=|\n  y"]);
}

#[test]
fn nothing_stands_directly_behind_its_key() {
    let span = |text: &str, key: &str| good(text).as_map().and_then(|map| map.get(key)).map(|node| node.span);
    assert_eq!(span("a:  # c\nb: 1", "a"), Some(Span::at(2)));
    assert_eq!(span("{a: , b}", "a"), Some(Span::at(3)));
    assert_eq!(span("{a: , b}", "b"), Some(Span::at(7)));
    assert_eq!(span("\"a\" :\nb: 1", "a"), Some(Span::at(5)));
    assert_eq!(good("-\n- x\n").as_list().map(|items| items[0].span), Some(Span::at(1)));
}

#[test]
fn carriage_returns_marks_and_wide_letters_count_as_bytes() {
    let text = "\u{FEFF}角色:\r\n  负责人: \"数据\"\r\n  b: é ü\r\n";
    let wanted = ["=角色:\r\n  负责人: \"数据\"\r\n  b: é ü", ".角色=负责人: \"数据\"\r\n  b: é ü"];
    assert_eq!(placed(text), [&wanted[..], &[".角色.负责人=\"数据\"", ".角色.b=é ü"]].concat());
}

#[test]
fn aliases_keep_the_place_of_their_anchor() {
    let text = "a: &x [1]\nb: *x\nc:\n  d: *x\n";
    let root = good(text);
    let Some(map) = root.as_map() else { panic!("a map") };
    assert_eq!(map.get("b").map(|node| node.span), Some(Span::new(6, 9)));
    assert_eq!(root.span, Span::new(0, text.len() - 1));
    assert_eq!(root.path_of(Span::new(7, 8)), "a.0");
    assert_eq!(root.path_of(Span::new(10, 11)), "b");
    assert_eq!(root.path_of(Span::new(21, 22)), "c.d");
}

#[test]
fn merge_keys_fill_what_is_missing() {
    let base = "x: &x {p: 1, q: 2}\ny: &y {q: 3, r: 4}\nz: ";
    let merged = |rest: &str| good(&format!("{base}{rest}")).to_json()["z"].to_string();
    assert_eq!(merged("{<<: *x, p: 0}"), r#"{"p":0,"q":2}"#);
    assert_eq!(merged("{p: 0, <<: [*x, *y]}"), r#"{"p":0,"q":2,"r":4}"#);
    assert_eq!(merged("{<<: [*y, *x, {s: 5}]}"), r#"{"p":1,"q":3,"r":4,"s":5}"#);
    assert_eq!(merged("&z {<<: *x, \"<<\": 1}\nw: {<<: *z}"), r#"{"<<":1,"p":1,"q":2}"#);
}

#[test]
fn a_file_without_content_has_no_root_and_no_problem() {
    for text in ["", "\n\n", "# only\n", "\u{FEFF}", "---\n", "---\n# x\n...\n", "%YAML 1.2\n---\n"] {
        assert_eq!(parse(text).root, None, "{text:?}");
        assert_eq!(told(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn one_document_may_be_marked_as_such() {
    for text in ["---\na: 1\n...\n", "a: 1\n---\n", "a: 1\n...\n---\n# c\n...\n", "%YAML 1.2\n---\na: 1"] {
        assert_eq!(json(text), r#"{"a":1}"#);
    }
}

#[test]
fn bytes_become_text() {
    assert_eq!(decode("é".as_bytes()), ("é".to_owned(), None));
    let (text, problem) = decode(b"a: \xC3\x28\n");
    let problem = problem.expect("bad bytes");
    assert_eq!(text, "a: ?(\n", "as long as the bytes, so that places are the same");
    assert_eq!(words(&text, &problem), "?|byte 3, `0xC3`, is not UTF-8");
    for (bytes, name) in
        [(&b"\xFF\xFEa\0"[..], "UTF-16"), (b"\xFE\xFF\0a", "UTF-16"), (b"\0\0\xFE\xFF", "UTF-32")]
    {
        let (text, problem) = decode(bytes);
        let said = words(&text, &problem.expect("another encoding"));
        assert!(said.ends_with(&format!("this file is encoded as {name}, not as UTF-8")), "{said}");
    }
}

#[test]
fn a_large_map_is_looked_up_by_its_index() {
    let text: String = (0..100).map(|at| format!("key{at}: {at}\n")).collect();
    let Value::Map(mut map) = good(&text).value else { panic!("a map") };
    assert_eq!(map.get("key99").map(|node| &node.value), Some(&Value::Integer(99)));
    assert_eq!(map.get("key100"), None);
    map.entries.swap(0, 99);
    assert_eq!(map.get("key99").map(|node| &node.value), Some(&Value::Integer(99)));
    assert_eq!(map, Map::from_entries(map.entries.clone()));
}
