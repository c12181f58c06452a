//! Elements added to a map or list in brackets.

use crate::fix::draft::Draft;
use crate::fix::spot::{Step, elements};
use crate::fix::{Obstacle, lines};

/// Adds elements before the closing bracket: on the line of the last one, or each on a line of its own where
/// that one has a line of its own.
pub(super) fn add(draft: &mut Draft<'_, '_>, step: &Step<'_>, added: &[String]) -> Result<(), Obstacle> {
    let text = draft.text;
    let close = step.node.span.range().end - 1;
    let Some((start, end)) = elements(text, step.node).last().copied() else { return Err(Obstacle::Layout) };
    let comma = lines::find(text, end, close, ',');
    let all = added.join(", ");
    let is_multiline = lines::is_first(text, start) && text[end..close].contains(['\n', '\r']);
    if !is_multiline {
        match comma {
            None => draft.insert(end, format!(", {all}")),
            Some(comma) => draft.insert(comma + 1, format!(" {all},")),
        }
        return Ok(());
    }
    // A second fix would add the comma once more.
    draft.makes(&step.path);
    let newline = format!("{}{}", lines::break_of(text), " ".repeat(lines::column(text, start)));
    let lines: Vec<String> = added.iter().map(|element| format!("{newline}{element}")).collect();
    let behind = comma.map_or(end, |comma| comma + 1);
    if !lines::is_last(text, behind) {
        return Err(Obstacle::Layout);
    }
    if comma.is_none() {
        draft.insert(end, ",");
    }
    let tail = if comma.is_some() { "," } else { "" };
    draft.insert(lines::end(text, behind), format!("{}{tail}", lines.join(",")));
    Ok(())
}
