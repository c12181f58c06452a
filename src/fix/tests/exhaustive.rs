//! Every edit at every node of real and of odd files: the tree becomes exactly what was asked for, or the fix is
//! refused.

use serde_json::{Value as Json, json};

use super::*;
use crate::yaml::Value;

const ODD: &[&str] = &[
    "a:\n  - - b\n    - c\n  - d: 1\n    e: [f, {g: h}]\n",
    "a: |\n  text\n   more\n\nb: >-\n  folded\n  text\n",
    "a:\n  b: |\n    # no comment\n    last\n",
    "? a\n: b\nc: 1\n",
    "{\"a\": \"b\", 'c': [1, 2]}\n",
    "{\n  a: 1, # one\n  b: [ # list\n    x, # x\n    y\n  ]\n}\n",
    "a: [ [b], [c, d] , {e: f} ]\n",
    "--- # head\na: 1\nb:\n- c\n- d\n...\n",
    "%YAML 1.2\n---\na: { b: 1 }\n",
    "a: &x { b: 1 }\nc: *x\nd: [*x, e]\nf: { <<: *x, g: 2 }\n",
    "a:\n    b: plain\n      that goes on\n    c:   # comment, with: [things]\n        d: 'it''s'\n",
    "a: \"x # y\"   # z\nb: 'q, [r]' # s\n",
    "a: !!map { b: !!str 1 }\nc: !!seq [d]\n",
    "a: []\nb: {}\nc:\nd: ~\ne: ''\n",
    "a:\n  b:\n  c:\n\n\nd:\n\n  e: 1\n\n",
    "数据: { 负责人: \"@x\", 说明: 清洗, 检查 }\n名:\n  - 一\n  - 二\n",
    "a: http://x.y/z#q\nb: {c: http://x.y/z#q, d: -1}\n",
    "a: {b: {c: {d: {}}}}\n",
    "a: [b,]\nc: {d: e,}\nf: [\n  g,\n]\nh: {\n  i: j,\n}\n",
    "roles:\n  ml: \"@x\"\n  de: '@y' # two\nretire: when it is, [late]\n",
    "a:\n- b: 1\n  c:\n  - d\n  - e: f\n- g\n",
    "a: 1\n# at the end",
    "# first\n\na: 1 # x\n  # deeper\nb: 2",
    "a: [\n b, c\n , d ]\n",
    "a: {b, c: , d}\n",
];

fn paths(node: &Node, path: String, out: &mut Vec<(String, &'static str)>) {
    let join = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match &node.value {
        Value::Map(map) => {
            out.push((path.clone(), "map"));
            for entry in &map.entries {
                paths(&entry.value, join(&entry.key.text), out);
            }
        }
        Value::List(items) => {
            out.push((path.clone(), "list"));
            for (at, item) in items.iter().enumerate() {
                paths(item, join(&at.to_string()), out);
            }
        }
        _ => out.push((path, "value")),
    }
}

fn at<'j>(json: &'j mut Json, path: &str) -> &'j mut Json {
    let parts = path.split('.').filter(|part| !part.is_empty());
    parts.fold(json, |node, part| match node {
        Json::Array(items) => &mut items[part.parse::<usize>().unwrap()],
        other => &mut other[part],
    })
}

/// What the whole tree should be without the node at `path`, empty parents taken along.
fn without(json: &mut Json, path: &str) {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let holder = at(json, parent);
    let is_last = match &*holder {
        Json::Array(items) => items.len() == 1,
        other => other.as_object().unwrap().len() == 1,
    };
    match holder {
        _ if is_last && parent.is_empty() => *json = Json::Null,
        _ if is_last => without(json, parent),
        Json::Array(items) => drop(items.remove(name.parse().unwrap())),
        other => drop(other.as_object_mut().unwrap().remove(name)),
    }
}

/// Tries one edit; what comes out must be the tree that `change` makes of the old one.
fn holds(text: &str, edit: impl Fn(SourceId) -> Edit, change: impl FnOnce(&mut Json)) -> bool {
    let Ok(found) = resolved(text, |source| vec![edit(source)]) else { return false };
    let after = apply(text, &found.changes);
    let mut expected = yaml::parse(text).root.unwrap().to_json();
    change(&mut expected);
    let document = yaml::parse(&after);
    let shown = format!("{:?}\n{text}\n----\n{after}", edit(SourceId::default()));
    assert!(document.problems.is_empty(), "{shown}{:?}", document.problems);
    assert_eq!(document.root.map(|root| root.to_json()), Some(expected), "{shown}");
    true
}

/// How many edits were made, and how many refused.
fn try_all(text: &str) -> (usize, usize) {
    let root = yaml::parse(text).root.unwrap_or_else(|| panic!("{text}"));
    let mut all = Vec::new();
    paths(&root, String::new(), &mut all);
    let mut tried = Vec::new();
    for (path, kind) in &all {
        match *kind {
            "map" => {
                let edit = |source| Edit::insert(source, path, "new", "{ x: \"y, z\" }");
                tried.push(holds(text, edit, |tree| at(tree, path)["new"] = json!({"x": "y, z"})));
                let edit =
                    |source| Edit::insert(source, format!("{path}.new.newer").trim_matches('.'), "k", "v");
                tried.push(holds(text, edit, |tree| at(tree, path)["new"] = json!({"newer": {"k": "v"}})));
            }
            "list" => {
                let edit = |source| Edit::append(source, path, "{ x: y }");
                let push = |tree: &mut Json| at(tree, path).as_array_mut().unwrap().push(json!({"x": "y"}));
                tried.push(holds(text, edit, push));
            }
            _ => {}
        }
        if !path.is_empty() {
            tried.push(holds(text, |source| Edit::remove(source, path), |tree| without(tree, path)));
        }
    }
    let made = tried.iter().filter(|made| **made).count();
    (made, tried.len() - made)
}

#[test]
fn odd_files_are_changed_as_asked_or_not_at_all() {
    for text in ODD {
        for text in [(*text).to_owned(), text.replace('\n', "\r\n"), format!("\u{FEFF}{text}")] {
            if !text.starts_with("\u{FEFF}%") {
                try_all(&text);
            }
        }
    }
}

#[test]
fn plans_are_changed_as_asked() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    for path in ["examples/churn/churn.lifecycle.yaml", "lifecycle.yaml"] {
        let text = std::fs::read_to_string(format!("{root}{path}")).unwrap();
        let (made, refused) = try_all(&text);
        assert!(refused == 0, "{path}: {made} edits were made and {refused} refused");
    }
}
