//! Fixes made together: the first of two that disagree wins.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hashbrown::HashSet;

use crate::fix::{Change, Claim, Resolved, Take};
use crate::order;
use crate::path::RepoPath;
use crate::text::{SourceId, Span};

/// Fixes that do not get in each other's way.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    changes: BTreeMap<SourceId, Vec<Change>>,
    files: BTreeMap<RepoPath, String>,
    makes: HashSet<(SourceId, String)>,
    enters: Vec<(SourceId, String)>,
    takes: Vec<(SourceId, String)>,
}

impl Batch {
    /// Takes a fix in, unless it disagrees with an earlier one.
    pub fn take(&mut self, fix: Resolved) -> bool {
        let clashes = fix.changes.iter().any(|change| self.is_touched(change))
            || fix.files.iter().any(|(path, _)| self.files.contains_key(path))
            || fix.claims.iter().any(|claim| self.disagrees(claim));
        if clashes {
            return false;
        }
        for change in fix.changes {
            self.changes.entry(change.place.source).or_default().push(change);
        }
        self.files.extend(fix.files);
        for Claim { source, take, path } in fix.claims {
            match take {
                Take::Makes => drop(self.makes.insert((source, path))),
                Take::Enters => self.enters.push((source, path)),
                Take::Takes => self.takes.push((source, path)),
            }
        }
        true
    }

    fn is_touched(&self, change: &Change) -> bool {
        let others = self.changes.get(&change.place.source);
        others.into_iter().flatten().any(|other| overlap(other.place.span, change.place.span))
    }

    fn disagrees(&self, claim: &Claim) -> bool {
        let is_of = |(source, _): &&(SourceId, String)| *source == claim.source;
        let taken = || self.takes.iter().filter(is_of).any(|(_, path)| is_below(&claim.path, path));
        match claim.take {
            Take::Makes => taken() || self.makes.contains(&(claim.source, claim.path.clone())),
            Take::Enters => taken(),
            Take::Takes => {
                let counted = self.enters.iter().chain(&self.makes).filter(is_of);
                taken() || counted.into_iter().any(|(_, path)| is_below(path, &claim.path))
            }
        }
    }

    /// The sources that change.
    pub fn sources(&self) -> impl Iterator<Item = SourceId> {
        self.changes.keys().copied()
    }

    /// The text of a source after all changes.
    pub fn text(&self, source: SourceId, text: &str) -> String {
        apply(text, self.changes.get(&source).map_or(&[], Vec::as_slice))
    }

    /// The files that are written whole.
    pub fn files(&self) -> &BTreeMap<RepoPath, String> {
        &self.files
    }
}

fn is_below(path: &str, top: &str) -> bool {
    path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || top.is_empty())
}

/// Do two changes touch the same bytes? Two insertions at one place do not.
pub(super) fn overlap(one: Span, other: Span) -> bool {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => false,
        (true, false) => other.start < one.start && one.start < other.end,
        (false, true) => one.start < other.start && other.start < one.end,
        (false, false) => one.start < other.end && other.start < one.end,
    }
}

/// A text with changes that do not overlap. Of insertions at one place, those that go on with the line come first,
/// then the deepest lines, which belong to what stands before them; else they stay in the order given.
pub fn apply(text: &str, changes: &[Change]) -> String {
    let mut sorted: Vec<&Change> = changes.iter().collect();
    order::by_key(&mut sorted, |change| {
        (change.place.span.start, change.place.span.end, Reverse(depth(&change.text)))
    });
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for change in sorted {
        let range = change.place.span.range();
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(&change.text);
        done = range.end.max(done);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// How deep a new line is indented; what is no new line is deeper than any.
fn depth(text: &str) -> usize {
    let line = text.trim_start_matches(['\n', '\r']);
    if line.len() == text.len() { usize::MAX } else { line.len() - line.trim_start_matches(' ').len() }
}
