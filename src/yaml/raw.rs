//! The file as it is written, before aliases and merge keys are applied: nodes in one list, children by place.

use std::sync::Arc;

use crate::text::Span;

/// A node as written. An alias refers to a node that stands earlier in the list.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) content: Content,
    pub(super) tag: Option<Core>,
    pub(super) span: Span,
}

/// What is written.
#[derive(Debug)]
pub(super) enum Content {
    /// A plain scalar, whose type is seen from its text.
    Plain(Arc<str>),
    /// A quoted or block scalar.
    Text(Arc<str>),
    /// An alias of that node.
    Alias(usize),
    /// A list of these nodes.
    List(Vec<usize>),
    /// A map: its keys and values in turn.
    Map(Vec<usize>),
    /// Nothing that can be used, and a problem says why.
    Spoiled,
}

/// The tags of the core schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Core {
    Null,
    Boolean,
    Integer,
    Float,
    Text,
    List,
    Map,
}

impl Core {
    /// The tag with this name behind `!!`.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Core::Null,
            "bool" => Core::Boolean,
            "int" => Core::Integer,
            "float" => Core::Float,
            "str" => Core::Text,
            "seq" => Core::List,
            "map" => Core::Map,
            _ => return None,
        })
    }

    /// The tag as it is written, and what it stands for.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Core::Null => ("!!null", "null"),
            Core::Boolean => ("!!bool", "`true` or `false`"),
            Core::Integer => ("!!int", "a whole number of at most 64 bits"),
            Core::Float => ("!!float", "a number"),
            Core::Text => ("!!str", "text"),
            Core::List => ("!!seq", "a list"),
            Core::Map => ("!!map", "a map"),
        }
    }
}
