//! A finding as plain data: which rule, how severe, which bytes, what to do.

use serde::{Deserialize, Serialize};

use crate::text::Place;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A smell. It never decides the exit code.
    Advice,
    /// A recognised duty is missing.
    Warning,
    /// The plan contradicts itself or git.
    Error,
}

impl Severity {
    /// The word for it in every format.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place and what is to be said about it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The exact bytes.
    pub place: Place,
    /// A few words; may be empty for the primary label.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong here: lower case, no full stop, the thing in backticks.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// The other places it depends on.
    pub related: Vec<Label>,
    /// What to do: one imperative sentence.
    pub help: Option<String>,
}
