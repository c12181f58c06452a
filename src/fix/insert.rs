//! Entries put into a map that is there, or that is made, parents and all.

use crate::fix::draft::Draft;
use crate::fix::render::{Shape, Style, flow_entries};
use crate::fix::spot::{Way, elements, find, is_empty, is_flow, own};
use crate::fix::{Obstacle, flow, lines};
use crate::schema::scalar;
use crate::text::Span;
use crate::yaml::{Node, Value};

/// Puts entries at the end of the map at `path`.
pub(super) fn put(
    draft: &mut Draft<'_, '_>,
    path: &str,
    entries: Vec<(String, Shape)>,
) -> Result<(), Obstacle> {
    let way = find(draft.text, draft.root()?, path)?;
    let entries = match way.rest.split_first() {
        None => entries,
        Some((first, others)) => {
            let nest = |inner, key: &String| vec![(key.clone(), Shape::Map(inner))];
            let inner = others.iter().rev().fold(entries, nest);
            vec![(first.clone(), Shape::Map(inner))]
        }
    };
    put_here(draft, &way, entries)
}

/// Puts entries at the end of the node where a way ends.
pub(super) fn put_here(
    draft: &mut Draft<'_, '_>,
    way: &Way<'_>,
    entries: Vec<(String, Shape)>,
) -> Result<(), Obstacle> {
    let step = way.last();
    draft.enters(&step.path);
    match &step.node.value {
        _ if is_empty(step.node) => fill(draft, way, &Shape::Map(entries)),
        Value::Map(_) => {
            let mut added = Vec::new();
            for (key, shape) in entries {
                match own(step.node).find(|entry| *entry.key.text == *key) {
                    None => added.push((key, shape)),
                    Some(entry) if is_empty(&entry.value) => {
                        let path = if step.path.is_empty() { key } else { format!("{}.{key}", step.path) };
                        fill(draft, &find(draft.text, draft.root()?, &path)?, &shape)?;
                    }
                    Some(_) => return Err(Obstacle::Taken),
                }
            }
            if added.is_empty() { Ok(()) } else { add(draft, way, &added) }
        }
        Value::Text(_) => widen(draft, way, &entries),
        _ => Err(Obstacle::Taken),
    }
}

/// Adds entries to a map that has some.
fn add(draft: &mut Draft<'_, '_>, way: &Way<'_>, entries: &[(String, Shape)]) -> Result<(), Obstacle> {
    let (text, step) = (draft.text, way.last());
    for (key, _) in entries {
        draft.makes(if step.path.is_empty() { key.clone() } else { format!("{}.{key}", step.path) });
    }
    if is_flow(text, step.node) {
        return flow::add(draft, step, &flow_entries(entries));
    }
    let elements = elements(text, step.node);
    let (Some(first), Some(last)) = (elements.first(), elements.last()) else {
        return Err(Obstacle::Layout);
    };
    let is_plain = text[lines::start(text, first.0)..first.0].chars().all(|c| matches!(c, ' ' | '-'));
    if !is_plain || !lines::is_last(text, last.1) {
        return Err(Obstacle::Layout);
    }
    let style = Style::of(text, draft.root()?);
    let sibling = own(step.node).filter(|entry| entry.value.as_map().is_some()).last();
    let expand = sibling.map(|sibling| !is_flow(text, &sibling.value));
    let is_spaced = elements.len() > 1
        && lines::end_before(text, last.0).is_some_and(|before| lines::is_blank(text, before));
    let spacing = if is_spaced { style.newline() } else { "" };
    let block = style.block(entries, lines::column(text, first.0), expand);
    draft.insert(lines::end(text, last.1), format!("{spacing}{block}"));
    Ok(())
}

/// Gives an empty node its value.
pub(super) fn fill(draft: &mut Draft<'_, '_>, way: &Way<'_>, shape: &Shape) -> Result<(), Obstacle> {
    let (text, step) = (draft.text, way.last());
    let Span { start, end } = step.node.span;
    let (start, end) = (start as usize, end as usize);
    draft.makes(&step.path);
    let Some(holder) = way.holder() else { return Err(Obstacle::Layout) };
    if start < end {
        draft.replace(start, end, shape.flow());
        return Ok(());
    }
    let is_block = !way.is_in_flow(text);
    match (shape, key_of(holder.node, step.at)) {
        (Shape::Map(entries), Some(key)) if is_block => {
            let column = lines::column(text, key.range().start);
            let style = Style::of(text, draft.root()?);
            let lines = style.block(entries, style.inside(column), None);
            draft.insert(lines::end(text, start), lines);
        }
        _ => {
            let mark = if text[..start].ends_with([':', '-', '?']) { " " } else { ": " };
            draft.insert(start, format!("{mark}{}", shape.flow()));
        }
    }
    Ok(())
}

fn key_of(holder: &Node, at: usize) -> Option<Span> {
    Some(holder.as_map()?.entries.get(at)?.key.span)
}

/// Writes a map in the place of the one text that stands for it.
fn widen(draft: &mut Draft<'_, '_>, way: &Way<'_>, entries: &[(String, Shape)]) -> Result<(), Obstacle> {
    let step = way.last();
    let field = short_for(&step.path).ok_or(Obstacle::Taken)?;
    let written = flow_safe(draft.text, step.node)?;
    draft.makes(&step.path);
    let range = step.node.span.range();
    let entries = flow_entries(entries).join(", ");
    draft.replace(range.start, range.end, format!("{{ {field}: {written}, {entries} }}"));
    Ok(())
}

/// The field that a single text stands for, by the path of the text.
fn short_for(path: &str) -> Option<&'static str> {
    match path.split('.').collect::<Vec<_>>().as_slice() {
        ["roles", _] => Some("who"),
        ["stages", _, "produces", _] => Some("path"),
        ["retire"] => Some("when"),
        _ => None,
    }
}

/// A scalar as it may stand between brackets: as it is written where that can be.
pub(super) fn flow_safe(text: &str, node: &Node) -> Result<String, Obstacle> {
    let written = &text[node.span.range()];
    if written.starts_with(['|', '>']) || written.contains(['\n', '\r']) {
        return Err(Obstacle::Layout);
    }
    let is_quoted = written.starts_with(['"', '\'']);
    match node.as_text() {
        Some(value) if !is_quoted && written.contains([',', '[', ']', '{', '}']) => Ok(scalar(value)),
        _ => Ok(written.to_owned()),
    }
}
