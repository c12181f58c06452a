//! Limits: size, depth, aliases, and time that grows with the text only.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::*;
use crate::limits::{DEPTH, YAML};

fn spoiled(node: &Node) -> usize {
    match &node.value {
        Value::Spoiled => 1,
        Value::List(items) => items.iter().map(spoiled).sum(),
        Value::Map(map) => map.entries.iter().map(|entry| spoiled(&entry.value)).sum(),
        _ => 0,
    }
}

/// Generous for a debug build on a busy machine; the mistakes it guards against take minutes.
fn within(limit: Duration, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    assert!(start.elapsed() < limit, "took {:?}", start.elapsed());
}

#[test]
fn an_alias_bomb_is_one_problem() {
    let mut text = "l0: &l0 [lol]\n".to_owned();
    for level in 1..10 {
        let inner = vec![format!("*l{}", level - 1); 9].join(", ");
        writeln!(text, "l{level}: &l{level} [{inner}]").expect("written");
    }
    within(Duration::from_secs(2), || {
        let said = told(&text);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("aliases of this file add more than 20000 nodes"), "{said:?}");
        let root = parse(&text).root.expect("a tree");
        assert!(spoiled(&root) > 9, "the rest is spoiled in silence");
    });
}

#[test]
fn many_aliases_of_a_long_text_are_one_problem() {
    let mut text = format!("a: &a {}\nb:\n", "x".repeat(20_000));
    text.extend(std::iter::repeat_n("  - *a\n", 3_000));
    within(Duration::from_secs(2), || {
        let said = told(&text);
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("*a|with this alias"), "{said:?}");
    });
}

#[test]
fn aliases_cannot_nest_deeper_than_the_file_may() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..200 {
        writeln!(text, "a{level}: &a{level} [*a{}]", level - 1).expect("written");
    }
    let said = told(&text);
    assert_eq!(said, ["*a62|with this alias, the file is nested deeper than 64 levels"]);
}

#[test]
fn nesting_ends_at_the_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(told(&nested(DEPTH.most)), Vec::<String>::new());
    let problems = parse(&nested(DEPTH.most + 1)).problems;
    assert_eq!(problems.iter().map(|problem| problem.span).collect::<Vec<_>>(), [Span::new(64, 65)]);
    let said = "this is nested deeper than 64 levels";
    assert_eq!(told(&nested(5_000)), [format!("[|{said}")]);
    assert_eq!(told(&"[".repeat(100_000)), [format!("[|{said}")]);
    assert_eq!(told(&"{a: ".repeat(5_000)), [format!("{{|{said}")]);
    assert_eq!(told(&"- ".repeat(5_000)), [format!("-|{said}")]);
    assert_eq!(told(&format!("a:\n{}", "- ".repeat(5_000))), [format!("-|{said}")]);
    let lines: String = (0..1_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(told(&lines), [format!("a|{said}")]);
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let said = told(&" ".repeat(YAML.most + 1));
    assert_eq!(said, ["|this file has 16777217 bytes; at most 16777216 are read"]);
}

#[test]
fn fifty_thousand_keys_and_duplicates_are_found_in_linear_time() {
    let mut text: String = (0..50_000).map(|at| format!("key{at}: {at}\n")).collect();
    text.push_str("key7: again\n");
    within(Duration::from_secs(20), || {
        let Document { root, problems } = parse(&text);
        assert_eq!(problems.len(), 1);
        let root = root.expect("a tree");
        let map = root.as_map().expect("a map");
        assert!((0..50_000).all(|at| map.get(&format!("key{at}")).is_some()));
    });
}

#[test]
fn an_honest_large_manifest_is_read() {
    let mut text = "base: &base {unit: ms, better: lower}\nprojects:\n".to_owned();
    for at in 0..10_000 {
        let metric = if at % 10 == 0 { "{<<: *base, target: 3}" } else { "{unit: ms, target: 3}" };
        let lead = format!("    lead: \"@acme/team-{at}\"\n    metric: {metric}\n");
        write!(text, "  project-{at}:\n    what: Predict churn, every week, for everyone\n{lead}")
            .expect("written");
    }
    text.push_str(&"# a comment of a long file\n".repeat(10_000));
    assert!(text.len() > 1_500_000);
    within(Duration::from_secs(30), || {
        let root = good(&text);
        let projects = root.as_map().and_then(|map| map.get("projects")).and_then(Node::as_map);
        assert_eq!(projects.map(|map| map.entries.len()), Some(10_000));
    });
}

#[test]
fn repairs_are_bounded() {
    let text: String = (0..100).map(|at| format!("key{at}: @x\n")).collect();
    let Document { root, problems } = parse(&text);
    assert_eq!(root, None);
    assert_eq!(problems.len(), 65);
    assert!(problems.iter().all(|problem| matches!(problem.kind, ProblemKind::Unquoted { .. })));
}

#[test]
fn one_long_line_of_aliases_is_linear() {
    let text = format!("a: &a 1\nb: [{}]\n", "*a, ".repeat(15_000));
    within(Duration::from_secs(20), || assert_eq!(told(&text), Vec::<String>::new()));
    let text = format!("b: [{}]\n", "*a, ".repeat(15_000));
    within(Duration::from_secs(20), || assert_eq!(told(&text).len(), 15_000));
}
