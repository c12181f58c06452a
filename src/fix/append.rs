//! Items added to a list that is there, that is made, or that a single value stands for.

use crate::fix::draft::Draft;
use crate::fix::insert::{fill, flow_safe, put_here};
use crate::fix::render::Shape;
use crate::fix::spot::{Way, elements, find, is_empty, is_flow};
use crate::fix::{Obstacle, flow, lines};
use crate::yaml::Value;

/// Adds items at the end of the list at `path`.
pub(super) fn append(draft: &mut Draft<'_, '_>, path: &str, items: Vec<String>) -> Result<(), Obstacle> {
    let way = find(draft.text, draft.root()?, path)?;
    if let Some((last, others)) = way.rest.split_last() {
        let nest = |inner, key: &String| (key.clone(), Shape::Map(vec![inner]));
        let entry = others.iter().rev().fold((last.clone(), Shape::List(items)), nest);
        return put_here(draft, &way, vec![entry]);
    }
    let step = way.last();
    draft.enters(&step.path);
    match &step.node.value {
        _ if is_empty(step.node) => fill(draft, &way, &Shape::List(items)),
        Value::List(_) if is_flow(draft.text, step.node) => {
            claim(draft, &step.path, &items);
            flow::add(draft, step, &items)
        }
        Value::List(_) => {
            claim(draft, &step.path, &items);
            lengthen(draft, &way, &items)
        }
        Value::Text(_) => {
            let first = flow_safe(draft.text, step.node)?;
            let range = step.node.span.range();
            draft.makes(&step.path);
            draft.replace(range.start, range.end, format!("[{first}, {}]", items.join(", ")));
            Ok(())
        }
        _ => Err(Obstacle::Taken),
    }
}

/// Two fixes may add to one list, but not the same item.
fn claim(draft: &mut Draft<'_, '_>, path: &str, items: &[String]) {
    for item in items {
        draft.makes(format!("{path}.{item}"));
    }
}

/// Adds lines to a block list.
fn lengthen(draft: &mut Draft<'_, '_>, way: &Way<'_>, items: &[String]) -> Result<(), Obstacle> {
    let text = draft.text;
    let elements = elements(text, way.last().node);
    let (Some(first), Some(last)) = (elements.first(), elements.last()) else {
        return Err(Obstacle::Layout);
    };
    if !text[first.0..].starts_with('-') || !lines::is_last(text, last.1) {
        return Err(Obstacle::Layout);
    }
    let newline = format!("{}{}- ", lines::break_of(text), " ".repeat(lines::column(text, first.0)));
    let block: String = items.iter().map(|item| format!("{newline}{item}")).collect();
    draft.insert(lines::end(text, last.1), block);
    Ok(())
}
