//! Artifacts, sources, documents and metrics share one set of names: an id means one thing.

use hashbrown::{HashMap, HashSet};

use crate::order;
use crate::text::Span;
use crate::yaml::{Key, Node};

use super::write::quoted;
use super::{Violation, ViolationKind};

/// Every id that names things of two kinds, at the second of them in the order of the file.
pub(super) fn clashes(root: &Node) -> Vec<Violation> {
    let mut uses = uses(root);
    order::by_key(&mut uses, |one| one.key.span);
    let mut first_uses = HashMap::<&str, Use<'_>>::new();
    let mut told = HashSet::new();
    let mut found = Vec::new();
    for one in uses {
        let first = *first_uses.entry(&one.key.text).or_insert(one);
        if first.kind != one.kind && told.insert((&one.key.text, one.kind)) {
            found.push(clash(first, one));
        }
    }
    found
}

/// One place that gives a name to something.
#[derive(Clone, Copy)]
struct Use<'t> {
    kind: &'static str,
    key: &'t Key,
    parent: Span,
}

fn uses(root: &Node) -> Vec<Use<'_>> {
    let below = |name: &str| root.as_map().and_then(|map| map.get(name));
    let stages = below("stages").and_then(Node::as_map).into_iter().flat_map(|stages| &stages.entries);
    let produces = stages.filter_map(|stage| stage.value.as_map()?.get("produces"));
    let others = [("a source", "sources"), ("a document", "documents"), ("a metric", "metrics")];
    let others = others.into_iter().filter_map(|(kind, name)| Some((kind, below(name)?)));
    let all = produces.map(|node| ("an artifact", node)).chain(others);
    all.flat_map(|(kind, node)| {
        let entries = node.as_map().into_iter().flat_map(|map| &map.entries);
        let named = entries.filter(|entry| !entry.key.text.starts_with("x-"));
        named.map(move |entry| Use { kind, key: &entry.key, parent: node.span })
    })
    .collect()
}

fn clash(first: Use<'_>, second: Use<'_>) -> Violation {
    let name = quoted(&second.key.text);
    let kind = ViolationKind::WrongType {
        message: format!("{name} names both {} and {}", first.kind, second.kind),
        help: "rename one of them, so that a reference means one thing".to_owned(),
        related: Some((first.key.span, format!("{} of this name", first.kind))),
        meant: None,
    };
    Violation { kind, span: second.key.span, parent: second.parent }
}
