//! Where a node stands, by its path, and whether it is really written there.

use crate::fix::{Obstacle, lines};
use crate::yaml::{Entry, Node, Value};

/// The way to a node, the root first.
#[derive(Debug)]
pub(super) struct Way<'t> {
    /// Each node on the way; the last one is the deepest that is there.
    pub steps: Vec<Step<'t>>,
    /// The keys that are not there.
    pub rest: Vec<String>,
}

/// A node on the way.
#[derive(Clone, Debug)]
pub(super) struct Step<'t> {
    pub node: &'t Node,
    /// Its own path.
    pub path: String,
    /// Its position in the node before; 0 for the root.
    pub at: usize,
}

impl<'t> Way<'t> {
    /// The deepest node.
    pub fn last(&self) -> &Step<'t> {
        self.steps.last().expect("a way starts at the root")
    }

    /// The node that holds the deepest one.
    pub fn holder(&self) -> Option<&Step<'t>> {
        self.steps.iter().rev().nth(1)
    }

    /// Does the deepest node stand between brackets, or is it in brackets itself?
    pub fn is_in_flow(&self, text: &str) -> bool {
        self.steps.iter().any(|step| is_flow(text, step.node))
    }
}

/// Walks down `path` as far as there are nodes.
pub(super) fn find<'t>(text: &str, root: &'t Node, path: &str) -> Result<Way<'t>, Obstacle> {
    let mut steps = vec![Step { node: root, path: String::new(), at: 0 }];
    let mut rest = path;
    while !rest.is_empty() {
        let here = &steps[steps.len() - 1];
        let Some((at, name)) = child(here.node, rest) else { break };
        let node = written(text, here.node, at)?;
        let path = if here.path.is_empty() { name.clone() } else { format!("{}.{name}", here.path) };
        rest = rest[name.len()..].trim_start_matches('.');
        steps.push(Step { node, path, at });
    }
    let rest = rest.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    Ok(Way { steps, rest })
}

/// The position and name of the child that `rest` starts with; ids have no dots, but a wrong key may.
fn child(node: &Node, rest: &str) -> Option<(usize, String)> {
    let leads =
        |name: &str| rest.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    match &node.value {
        Value::Map(map) => {
            let names = map.entries.iter().map(|entry| &*entry.key.text).enumerate();
            let best = names.filter(|(_, name)| leads(name)).max_by_key(|(_, name)| name.len());
            best.map(|(at, name)| (at, name.to_owned()))
        }
        Value::List(items) => {
            let name = rest.split('.').next().unwrap_or_default();
            let at: usize = name.parse().ok()?;
            (at < items.len()).then(|| (at, name.to_owned()))
        }
        _ => None,
    }
}

/// The child at a position, if it is written there and nowhere else.
fn written<'t>(text: &str, node: &'t Node, at: usize) -> Result<&'t Node, Obstacle> {
    let (before, child) = match &node.value {
        Value::Map(map) => {
            let entry = &map.entries[at];
            if !is_own(node, entry) {
                return Err(Obstacle::Elsewhere);
            }
            (entry.key.span.range().end, &entry.value)
        }
        Value::List(items) => {
            let before = match at {
                0 => node.span.range().start,
                at => extents(text, node, items)[at - 1].1,
            };
            (before, &items[at])
        }
        _ => return Err(Obstacle::Absent),
    };
    let start = child.span.range().start;
    if start < before {
        return Err(Obstacle::Elsewhere);
    }
    match anchor(&text[before..start]) {
        Some(name) if text.contains(&format!("*{name}")) => Err(Obstacle::Repeated),
        _ => Ok(child),
    }
}

/// The anchor in the bytes between a key and its value.
fn anchor(gap: &str) -> Option<&str> {
    let lines = gap.split(['\n', '\r']).map(|line| line.split(" #").next().unwrap_or_default());
    let mut words = lines.flat_map(str::split_whitespace);
    words.find_map(|word| word.strip_prefix('&'))
}

/// Is an entry written in the map itself, not brought by a merge key?
pub(super) fn is_own(map: &Node, entry: &Entry) -> bool {
    map.span.contains(entry.key.span)
}

/// The entries that are written in a map itself.
pub(super) fn own(map: &Node) -> impl Iterator<Item = &Entry> {
    let entries = map.as_map().map_or(&[][..], |map| map.entries.as_slice());
    entries.iter().filter(move |entry| is_own(map, entry))
}

/// Is it a map or a list in brackets?
pub(super) fn is_flow(text: &str, node: &Node) -> bool {
    let is_collection = matches!(node.value, Value::Map(_) | Value::List(_));
    is_collection && text[node.span.range()].starts_with(['{', '['])
}

/// Is nothing there but its place?
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.entries.is_empty(),
        _ => false,
    }
}

/// Where each element of a map or list starts and ends, as it is written: an entry from its key, an item of a
/// block list from its dash; an alias ends with its name.
pub(super) fn elements(text: &str, node: &Node) -> Vec<(usize, usize)> {
    match &node.value {
        Value::Map(_) => {
            own(node).map(|entry| (entry.key.span.range().start, entry_end(text, entry))).collect()
        }
        Value::List(items) => extents(text, node, items),
        _ => Vec::new(),
    }
}

fn entry_end(text: &str, entry: &Entry) -> usize {
    let (key, value) = (entry.key.span.range(), entry.value.span.range());
    if value.start < key.end { alias(text, key.end).1 } else { value.end.max(key.end) }
}

fn extents(text: &str, list: &Node, items: &[Node]) -> Vec<(usize, usize)> {
    let flow = is_flow(text, list);
    let mut seen = list.span.range().start + usize::from(flow);
    let mut found = Vec::with_capacity(items.len());
    for item in items {
        let (start, end) = match item.span.range() {
            own if own.start >= seen => (own.start, own.end),
            _ => alias(text, seen),
        };
        let dash = if flow { None } else { lines::find(text, seen, start, '-') };
        found.push((dash.unwrap_or(start), end));
        seen = end;
    }
    found
}

/// The bytes of the alias that stands behind `from`.
fn alias(text: &str, from: usize) -> (usize, usize) {
    let start = lines::find(text, from, text.len(), '*').unwrap_or(from);
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
    (start, text[start..].find(ends).map_or(text.len(), |end| start + end))
}
