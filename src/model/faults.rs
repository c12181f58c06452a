//! What is already known to be wrong with a file, so that nothing more is said of it.

use hashbrown::{HashMap, HashSet};

use crate::schema::{Violation, ViolationKind};
use crate::text::Span;
use crate::yaml::{Node, Problem, ProblemKind, Value};

/// What the reading of a file and its schema have found wrong, by place.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// What is written for the fields that unknown ones probably mean, by the map they stand in.
    misspelt: HashMap<(Span, String), String>,
    /// Values that were reported.
    values: HashSet<Span>,
    /// Keys that are written twice, at both of their places.
    doubled: HashSet<Span>,
}

impl Faults {
    /// What is wrong with a file.
    pub fn of(problems: &[Problem], violations: &[Violation]) -> Self {
        let mut faults = Faults::default();
        for problem in problems {
            match &problem.kind {
                ProblemKind::DuplicateKey { first, .. } => faults.doubled.extend([*first, problem.span]),
                ProblemKind::RepeatedKeys { keys, .. } => {
                    faults.doubled.extend(keys.iter().map(|(_, first)| *first).chain([problem.span]));
                }
                ProblemKind::Syntax { .. } | ProblemKind::Unquoted { .. } => {}
            }
        }
        for violation in violations {
            faults.add(violation);
        }
        faults
    }

    fn add(&mut self, violation: &Violation) {
        match &violation.kind {
            ViolationKind::UnknownField { suggestion: Some(meant), field, .. } => {
                self.misspelt.insert((violation.parent, meant.clone()), field.clone());
            }
            ViolationKind::WrongType { .. } | ViolationKind::BadTimeValue { .. } => {
                self.values.insert(violation.span);
            }
            ViolationKind::Swallowed { value, .. } => {
                self.values.insert(*value);
            }
            ViolationKind::UnknownField { suggestion: None, .. }
            | ViolationKind::MissingField { .. }
            | ViolationKind::LostSection { .. }
            | ViolationKind::NewerVersion { .. } => {}
        }
    }

    /// The other name under which a field of the map at `map` is written.
    pub fn misspelt(&self, map: Span, field: &str) -> Option<&str> {
        if self.misspelt.is_empty() {
            return None;
        }
        self.misspelt.get(&(map, field.to_owned())).map(String::as_str)
    }

    /// Was the value itself reported?
    pub fn is_reported(&self, node: &Node) -> bool {
        node.value == Value::Spoiled || self.values.contains(&node.span)
    }

    /// Is the key of an entry written twice?
    pub fn is_doubled(&self, key: Span) -> bool {
        self.doubled.contains(&key)
    }

    /// Has a map a key that is written twice, so that part of it is lost?
    pub fn is_torn(&self, node: &Node) -> bool {
        let entries = node.as_map().map_or(&[][..], |map| &map.entries);
        !self.doubled.is_empty() && entries.iter().any(|entry| self.doubled.contains(&entry.key.span))
    }
}
