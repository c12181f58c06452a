//! Sections of a manifest whose first line is lost or that have another name: what their entries look like.

use crate::text::Span;
use crate::yaml::{Entry, Key, Map, Node, Value};

use super::embedded::{Shape, schema};
use super::guide::Guide;
use super::walk::{Holder, Place};
use super::{Violation, ViolationKind};

/// Puts the entries of a section that stand under another one, since the line between the two is lost, back
/// under the section of their own. What was lost is a violation.
pub fn restore(shape: Shape, root: &mut Node) -> Vec<Violation> {
    let mut found = Vec::new();
    let parent = root.span;
    let Value::Map(map) = &mut root.value else { return found };
    if shape != Shape::Manifest {
        return found;
    }
    let guide = Guide::new(schema(shape));
    let mut at = 0;
    while at < map.entries.len() {
        if let Some((from, section)) = foreign(map, &map.entries[at], guide) {
            let (entry, kind) = split(&mut map.entries[at], from, section, guide);
            let name =
                entry.value.as_map().and_then(|map| map.entries.first()).map(|first| first.key.clone());
            let mut entries = std::mem::take(&mut map.entries);
            entries.insert(at + 1, entry);
            *map = Map::from_entries(entries);
            let Some(name) = name else { continue };
            let (section, entry) = (section.to_owned(), name.text.to_string());
            found.push(Violation {
                kind: ViolationKind::LostSection { section, entry, kind },
                span: name.span,
                parent,
            });
        }
        at += 1;
    }
    found
}

/// The section that all entries of an unknown field of the manifest look like.
pub(super) fn meant<'s>(place: Place<'_>, node: &Node, guide: Guide<'s>) -> Option<&'s str> {
    let (Holder::File, Some(map)) = (place.holder, place.node.as_map()) else { return None };
    let entries = node.as_map().map(|map| map.entries.as_slice()).filter(|entries| !entries.is_empty())?;
    let is_rich = entries.iter().any(|entry| entry.value.as_map().is_some());
    is_rich.then(|| absent(map, guide).find(|section| all_fit(entries, guide, section)))?
}

/// From which entry on a section holds what belongs to another one that is absent, and which.
fn foreign<'s>(map: &Map, section: &Entry, guide: Guide<'s>) -> Option<(usize, &'s str)> {
    let own = guide.key(&section.key.text).filter(|_| is_section(guide, &section.key.text))?;
    let entries = &section.value.as_map()?.entries;
    let is_misfit = |entry: &Entry| !entry.key.text.starts_with("x-") && !fits(&entry.value, own);
    let from = entries.iter().position(is_misfit).filter(|from| *from > 0)?;
    let found = absent(map, guide).find(|other| all_fit(&entries[from..], guide, other))?;
    Some((from, found))
}

fn absent<'s>(map: &Map, guide: Guide<'s>) -> impl Iterator<Item = &'s str> {
    guide.fields().into_iter().filter(move |name| is_section(guide, name) && map.get(name).is_none())
}

/// A map of ids.
fn is_section(guide: Guide<'_>, name: &str) -> bool {
    guide.key(name).is_some_and(|section| section.takes("object") && section.fields().is_empty())
}

fn all_fit(entries: &[Entry], guide: Guide<'_>, section: &str) -> bool {
    guide.key(section).is_some_and(|section| entries.iter().all(|entry| fits(&entry.value, section)))
}

/// Could a value be an entry of the section, by its kind and its keys?
fn fits(value: &Node, section: Guide<'_>) -> bool {
    let Some(entry) = section.key("an-id") else { return false };
    match &value.value {
        Value::Map(map) if !map.entries.is_empty() => {
            let fields = entry.fields();
            let is_known =
                |key: &Key| key.text.starts_with("x-") || fields.binary_search(&&*key.text).is_ok();
            map.entries.iter().all(|field| is_known(&field.key))
        }
        Value::Text(_) => entry.takes("string"),
        _ => false,
    }
}

/// Takes the entries from a position on out of a section.
fn split(section: &mut Entry, from: usize, name: &str, guide: Guide<'_>) -> (Entry, String) {
    let entry = guide.key(name).and_then(|section| section.key("an-id"));
    let is_plain = entry.is_none_or(|entry| entry.fields().is_empty());
    let kind = if is_plain { Some(format!("an entry of `{name}`")) } else { entry.map(|entry| entry.kind()) };
    let all = match &mut section.value.value {
        Value::Map(map) => std::mem::take(&mut map.entries),
        _ => Vec::new(),
    };
    let (mut own, mut other) = (all, Vec::new());
    other.extend(own.drain(from.min(own.len())..));
    let reach = |entries: &[Entry]| {
        let spans = entries.iter().map(|entry| entry.key.span.to(entry.value.span));
        spans.reduce(Span::to).unwrap_or_default()
    };
    let (kept, moved) = (reach(&own), reach(&other));
    section.value = Node { value: Value::Map(Map::from_entries(own)), span: kept };
    let key = Key { text: name.into(), span: Span::at(moved.start as usize) };
    let value = Node { value: Value::Map(Map::from_entries(other)), span: moved };
    (Entry { key, value }, kind.unwrap_or_default())
}
