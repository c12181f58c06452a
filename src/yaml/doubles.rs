//! Keys that occur twice in a map: single ones, and runs of them, which a lost line makes.

use crate::text::Span;

use super::tree::{Entry, Key, Node, Value};
use super::{Problem, ProblemKind};

/// The keys of one map that occur a second time, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Doubles {
    runs: Vec<Run>,
    open: bool,
}

/// The level of a map of ids; the entries below it are the ones that run together.
const SECTIONS: usize = 2;

/// Doubled keys with no other key between them.
#[derive(Debug)]
struct Run {
    /// Each with its first place.
    keys: Vec<(String, Span)>,
    span: Span,
    /// How many entries the map had before.
    entries: usize,
}

impl Doubles {
    /// A key that occurs again, after so many entries of its map.
    pub(super) fn add(&mut self, key: &Key, first: Span, entries: usize) {
        if let Some(run) = self.runs.last_mut().filter(|_| self.open) {
            return run.keys.push((key.text.to_string(), first));
        }
        self.runs.push(Run { keys: vec![(key.text.to_string(), first)], span: key.span, entries });
        self.open = true;
    }

    /// A key that stands for the first time ends the run.
    pub(super) fn end_run(&mut self) {
        self.open = false;
    }

    /// From which entry on the map belongs to another one whose first line is lost, if it does.
    pub(super) fn torn_at(&self, level: usize) -> Option<usize> {
        let torn = self.runs.get(self.first_long())?;
        (level > SECTIONS).then_some(torn.entries)
    }

    fn first_long(&self) -> usize {
        self.runs.iter().position(|run| run.keys.len() > 1).unwrap_or(self.runs.len())
    }

    /// One problem for each single double, up to a run; one for the run and all behind it.
    pub(super) fn problems(mut self, level: usize) -> Vec<Problem> {
        let torn = self.first_long();
        self.runs.truncate(torn + 1);
        let problem = |(at, run): (usize, Run)| {
            let mut keys = run.keys;
            let kind = match at == torn {
                true => ProblemKind::RepeatedKeys { keys, level },
                false => {
                    let (key, first) = keys.swap_remove(0);
                    ProblemKind::DuplicateKey { key, first }
                }
            };
            Problem { kind, span: run.span }
        };
        self.runs.into_iter().enumerate().map(problem).collect()
    }
}

/// Of two entries with one key, the first that says anything stays.
pub(super) fn take_filled(kept: &mut Entry, key: Key, value: Node) {
    if kept.value.value == Value::Null && value.value != Value::Null {
        *kept = Entry { key, value };
    }
}
