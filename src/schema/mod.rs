//! Has the tree the right shape? All violations, each one sentence at the exact key or value.

use crate::text::Span;

/// One way in which a tree misses its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What is wrong.
    pub kind: ViolationKind,
    /// The exact bytes: a key that is unknown, a value of the wrong shape, the key of the map that lacks a field.
    pub span: Span,
    /// The value of the map the violation stands in; names that map together with the field.
    pub parent: Span,
}

/// The kinds of violation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViolationKind {
    /// A field that the format does not know.
    UnknownField {
        /// The field as written.
        field: String,
        /// What kind of thing has no such field, as in "a stage".
        owner: String,
        /// The one known field that it probably means.
        suggestion: Option<String>,
        /// All fields that could stand here.
        known: Vec<String>,
    },
    /// A required field that is absent.
    MissingField {
        /// The field.
        field: String,
        /// What lacks it, as in "a metric" or "the manifest".
        owner: String,
        /// What to write, as an example line.
        example: String,
    },
    /// A value of the wrong shape, or an id with characters that an id cannot have.
    WrongType {
        /// The whole sentence: lower case, no full stop.
        message: String,
        /// What to do.
        help: String,
        /// Another place it depends on, with a few words.
        related: Option<(Span, String)>,
    },
    /// A duration or date that cannot be read.
    BadTimeValue {
        /// The whole sentence.
        message: String,
        /// What to do.
        help: String,
    },
    /// A value that YAML took for a comment, an anchor or a tag, so that nothing is left.
    Swallowed {
        /// The value as its writer meant it.
        text: String,
        /// The first character.
        indicator: char,
    },
    /// The format version is newer than this program.
    NewerVersion {
        /// The version as written.
        version: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Manifest,
    Signoff,
    Profile,
    Config,
}
pub fn check(_shape: Shape, _text: &str, _root: &crate::yaml::Node) -> Vec<Violation> {
    Vec::new()
}
