//! A finding as plain data: which rule, how severe, which bytes, what to do.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::path::RepoPath;
use crate::text::{Place, SourceId, Span};

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

/// Findings. Each stands by itself: they are handed on by tens of thousands, and a pointer has a twentieth of their bytes.
pub type Diagnostics = Vec<Box<Diagnostic>>;

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
    /// What it is about.
    pub subject: Subject,
    /// What to do: one imperative sentence.
    pub help: Option<Cow<'static, str>>,
    /// How to do it without a hand, where that can be said.
    pub fix: Option<Box<Fix>>,
    /// The rule whose findings at any of its places have the same cause, and need not be told as well.
    pub explains: Option<&'static str>,
}

impl Diagnostic {
    /// Every place that it names, to be moved to another table of sources.
    pub fn places(&mut self) -> impl Iterator<Item = &mut Place> {
        std::iter::once(&mut self.primary).chain(&mut self.related).map(|label| &mut label.place)
    }

    /// The rule and the places at which a finding has its cause in this one, if it weighs no more.
    pub fn places_told(&self) -> impl Iterator<Item = (&'static str, Place)> {
        let labels = std::iter::once(&self.primary).chain(&self.related);
        labels.filter_map(|label| Some((self.explains?, label.place)))
    }
}

/// What a finding is about, by names that stay when the message is worded otherwise and when other places change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// The node that it points at, of which the rule has nothing else to say.
    #[default]
    Node,
    /// One of several things about that node, such as the field that is missing.
    Part(String),
    /// Something in the file by its name, such as a role that is nowhere defined. Where it points is only the
    /// first of the places that show it.
    Named(String),
}

/// A change that takes a finding away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words: "add `lead: devops-engineer`".
    pub title: String,
    /// Can it be made without a look?
    pub safety: Safety,
    /// What to change: all of it or nothing.
    pub edits: Vec<Edit>,
}

/// Can a fix be made without a look?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// It says what the plan said already, or what only one word can mean.
    Safe,
    /// It adds what somebody should agree with first.
    Unsafe,
}

impl Safety {
    /// The word for it in tables.
    pub fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        }
    }
}

/// One step of a fix. Nodes are named by their path, as in `stages.monitoring`, so that a rule need not know
/// how the file is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Puts a text in the place of some bytes.
    Replace {
        /// The bytes.
        place: Place,
        /// What stands there afterwards.
        text: String,
    },
    /// Adds an entry at the end of a map; maps on the way that are not there yet are made.
    Insert {
        /// The file.
        source: SourceId,
        /// The path of the map; empty for the top.
        at: String,
        /// The key.
        key: String,
        /// The value as YAML on one line.
        value: String,
    },
    /// Adds an item at the end of a list, which is made where it is not there yet.
    Append {
        /// The file.
        source: SourceId,
        /// The path of the list.
        at: String,
        /// The item as YAML on one line.
        item: String,
    },
    /// Takes an entry of a map or an item of a list away, with its comment and its line.
    Remove {
        /// The file.
        source: SourceId,
        /// The path of the entry.
        at: String,
    },
    /// Writes a whole file that was not there, or that is rewritten from end to end.
    Write {
        /// The file.
        path: RepoPath,
        /// All of its text, which several findings may share.
        text: Arc<str>,
    },
}

impl Edit {
    /// Puts a text in the place of some bytes.
    pub fn replace(source: SourceId, span: Span, text: impl Into<String>) -> Self {
        Edit::Replace { place: Place::new(source, span), text: text.into() }
    }

    /// Adds an entry at the end of the map `at`; `value` is YAML on one line.
    pub fn insert(
        source: SourceId,
        at: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Edit::Insert { source, at: at.into(), key: key.into(), value: value.into() }
    }

    /// Writes a whole file.
    pub fn write(path: RepoPath, text: impl Into<Arc<str>>) -> Self {
        Edit::Write { path, text: text.into() }
    }

    /// Adds an item at the end of the list `at`; `item` is YAML on one line.
    pub fn append(source: SourceId, at: impl Into<String>, item: impl Into<String>) -> Self {
        Edit::Append { source, at: at.into(), item: item.into() }
    }

    /// Takes the node `at` away.
    pub fn remove(source: SourceId, at: impl Into<String>) -> Self {
        Edit::Remove { source, at: at.into() }
    }
}
