//! From what a fix says to the bytes it changes. The layout of the file is kept: comments, quotes, order,
//! indentation, line endings.

mod append;
mod batch;
mod draft;
mod flow;
mod insert;
mod lines;
mod obstacle;
mod remove;
mod render;
mod spot;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use hashbrown::HashMap;

pub use batch::{Batch, apply};
pub use obstacle::Obstacle;

use crate::diagnostic::{Edit, Fix};
use crate::order;
use crate::path::RepoPath;
use crate::text::{Place, SourceId, Sources};
use crate::yaml;
use crate::yaml::Node;
use draft::Draft;
use render::Shape;

/// Some bytes of a file and what takes their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The bytes; none where something is only put in.
    pub place: Place,
    /// What stands there afterwards.
    pub text: String,
}

/// A fix down to its bytes.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// The changes of files that were read; they do not overlap.
    pub changes: Vec<Change>,
    /// Files that are written whole.
    pub files: BTreeMap<RepoPath, String>,
    claims: Vec<Claim>,
}

/// What a fix does with a node, as far as other fixes must know.
#[derive(Clone, Debug)]
struct Claim {
    source: SourceId,
    take: Take,
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Take {
    Makes,
    Enters,
    Takes,
}

/// The trees of all sources, each read when it is first asked for.
pub struct Trees<'s> {
    sources: &'s Sources,
    read: HashMap<SourceId, Option<Node>>,
}

impl<'s> Trees<'s> {
    /// The trees of these sources.
    pub fn new(sources: &'s Sources) -> Self {
        Trees { sources, read: HashMap::new() }
    }

    fn get(&mut self, source: SourceId) -> Option<&Node> {
        let text = self.sources.get(source).text();
        self.read.entry(source).or_insert_with(|| yaml::parse(text).root).as_ref()
    }
}

/// What the edits of one fix ask of one file.
#[derive(Default)]
struct Asked<'f> {
    replaced: Vec<(Place, &'f str)>,
    inserted: Vec<(&'f str, Vec<(String, Shape)>)>,
    appended: Vec<(&'f str, Vec<String>)>,
    removed: Vec<&'f str>,
}

/// Works out the bytes that a fix changes.
///
/// # Errors
/// The fix cannot be made: all of it is left.
pub fn resolve(fix: &Fix, trees: &mut Trees<'_>) -> Result<Resolved, Obstacle> {
    let mut resolved = Resolved::default();
    let mut asked: BTreeMap<SourceId, Asked<'_>> = BTreeMap::new();
    for edit in &fix.edits {
        match edit {
            Edit::Replace { place, text } => {
                asked.entry(place.source).or_default().replaced.push((*place, text));
            }
            Edit::Insert { source, at, key, value } => {
                let entry = (key.clone(), Shape::Yaml(value.clone()));
                group(&mut asked.entry(*source).or_default().inserted, at, entry);
            }
            Edit::Append { source, at, item } => {
                group(&mut asked.entry(*source).or_default().appended, at, item.clone());
            }
            Edit::Remove { source, at } => asked.entry(*source).or_default().removed.push(at),
            Edit::Write { path, text } => drop(resolved.files.insert(path.clone(), text.to_string())),
        }
    }
    for (source, asked) in asked {
        let text = trees.sources.get(source).text();
        let needs_tree =
            !(asked.inserted.is_empty() && asked.appended.is_empty() && asked.removed.is_empty());
        let root = if needs_tree { trees.get(source) } else { None };
        work_out(&mut Draft::new(source, text, root, &mut resolved), asked)?;
    }
    if has_overlap(&mut resolved.changes) { Err(Obstacle::Conflict) } else { Ok(resolved) }
}

fn group<'f, T>(groups: &mut Vec<(&'f str, Vec<T>)>, at: &'f str, one: T) {
    match groups.iter_mut().find(|(path, _)| *path == at) {
        Some((_, group)) => group.push(one),
        None => groups.push((at, vec![one])),
    }
}

fn work_out(draft: &mut Draft<'_, '_>, asked: Asked<'_>) -> Result<(), Obstacle> {
    for (place, text) in asked.replaced {
        let range = place.span.range();
        if draft.text.get(range.clone()).is_none() {
            return Err(Obstacle::Absent);
        }
        draft.replace(range.start, range.end, text);
    }
    for (at, entries) in asked.inserted {
        insert::put(draft, at, entries)?;
    }
    for (at, items) in asked.appended {
        append::append(draft, at, items)?;
    }
    if asked.removed.is_empty() { Ok(()) } else { remove::remove(draft, &asked.removed) }
}

/// Do changes of one fix touch the same bytes? Equal ones count once.
fn has_overlap(changes: &mut Vec<Change>) -> bool {
    order::by_key(changes, |change| (change.place.source, change.place.span));
    changes.dedup_by(|one, other| one == other && !one.place.span.is_empty());
    changes.windows(2).any(|pair| {
        let [one, other] = pair else { return false };
        one.place.source == other.place.source && batch::overlap(one.place.span, other.place.span)
    })
}
