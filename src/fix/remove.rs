//! Entries and items taken away, with their lines and comments. What would be empty goes as a whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::fix::draft::Draft;
use crate::fix::spot::{Way, elements, find, is_flow, own};
use crate::fix::{Obstacle, lines};
use crate::order;
use crate::yaml::{Node, Value};

/// Takes the nodes at these paths away.
pub(super) fn remove(draft: &mut Draft<'_, '_>, paths: &[&str]) -> Result<(), Obstacle> {
    let (text, root) = (draft.text, draft.root()?);
    let mut targets = order::set(paths.iter().map(|path| (*path).to_owned()));
    loop {
        let groups = groups(text, root, &targets)?;
        let Some((path, ..)) = groups.iter().find(|(_, (holder, taken))| taken.len() == size(holder)) else {
            for (holder, taken) in groups.values() {
                remove_from(draft, holder, taken)?;
            }
            targets.iter().for_each(|path| draft.takes(path));
            return Ok(());
        };
        if path.is_empty() {
            return Err(Obstacle::Layout);
        }
        let is_inside =
            |target: &String| target.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'));
        targets.retain(|target| !is_inside(target));
        targets.insert(path.clone());
    }
}

/// The positions to be taken out of each map and list, by its path.
type Groups<'t> = BTreeMap<String, (&'t Node, BTreeSet<usize>)>;

fn groups<'t>(text: &str, root: &'t Node, targets: &BTreeSet<String>) -> Result<Groups<'t>, Obstacle> {
    let mut groups = Groups::new();
    for target in targets {
        let way: Way<'t> = find(text, root, target)?;
        let Some(holder) = way.holder().filter(|_| way.rest.is_empty()) else {
            return Err(Obstacle::Absent);
        };
        let group = groups.entry(holder.path.clone()).or_insert((holder.node, BTreeSet::new()));
        group.1.insert(way.last().at);
    }
    Ok(groups)
}

/// How many entries, own or merged, or items there are.
fn size(holder: &Node) -> usize {
    match &holder.value {
        Value::Map(map) => map.entries.len(),
        Value::List(items) => items.len(),
        _ => 0,
    }
}

fn remove_from(draft: &mut Draft<'_, '_>, holder: &Node, taken: &BTreeSet<usize>) -> Result<(), Obstacle> {
    // Merged entries stand behind all others.
    if holder.as_map().is_some() && taken.iter().any(|at| *at >= own(holder).count()) {
        return Err(Obstacle::Elsewhere);
    }
    let text = draft.text;
    let elements = elements(text, holder);
    let flow = is_flow(text, holder);
    let mut at = 0;
    while at < elements.len() {
        if !taken.contains(&at) {
            at += 1;
            continue;
        }
        let has_line = lines::is_first(text, elements[at].0) && ends_line(text, elements[at].1, flow);
        if has_line {
            let (start, end) = whole_lines(text, elements[at]);
            draft.replace(start, end, "");
            at += 1;
            continue;
        }
        let run = (at..elements.len()).take_while(|at| taken.contains(at)).count();
        let before = text[lines::start(text, elements[at].0)..elements[at].0].trim_end();
        if !flow && !before.ends_with('-') {
            return Err(Obstacle::Layout);
        }
        let (start, end) = inside_line(&elements, at, run, flow)?;
        if text[start..end].contains('#') && text[start..end].contains(['\n', '\r']) {
            return Err(Obstacle::Layout);
        }
        draft.replace(start, end, "");
        at += run;
    }
    Ok(())
}

fn ends_line(text: &str, end: usize, flow: bool) -> bool {
    let rest = &text[end..lines::end(text, end)];
    let comma = rest.find(',').filter(|at| flow && rest[..*at].trim().is_empty());
    lines::is_last(text, comma.map_or(end, |comma| end + comma + 1))
}

/// The lines of an element, from the end of the line before; one of two blank lines around them goes too.
fn whole_lines(text: &str, (start, end): (usize, usize)) -> (usize, usize) {
    let Some(before) = lines::end_before(text, start) else {
        return (lines::start(text, start), lines::next(text, end));
    };
    let after = lines::next(text, end);
    let is_closed = after >= text.len() || lines::is_blank(text, after);
    let end = lines::end(text, end);
    match lines::end_before(text, before) {
        Some(earlier) if is_closed && lines::is_blank(text, before) => (earlier, end),
        _ => (before, end),
    }
}

/// A run of elements that share a line with others: from the end of the one before them, else to the start of
/// the one behind them.
fn inside_line(
    elements: &[(usize, usize)],
    at: usize,
    run: usize,
    flow: bool,
) -> Result<(usize, usize), Obstacle> {
    match (at.checked_sub(1), elements.get(at + run)) {
        (Some(before), _) if flow => Ok((elements[before].1, elements[at + run - 1].1)),
        (None, Some(behind)) => Ok((elements[at].0, behind.0)),
        _ => Err(Obstacle::Layout),
    }
}
