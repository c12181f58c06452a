//! Reads typed fields from a map of the tree. What has the wrong shape is spoiled, never an error here:
//! the schema room has reported it.

use std::collections::HashSet;

use crate::model::field::{Field, Item, Table, Text};
use crate::schema::{Violation, ViolationKind};
use crate::text::{Span, Spanned};
use crate::time::{Date, Duration, Units, parse_date, parse_duration};
use crate::yaml::{Map, Node, Value};

/// Fields that an unknown field probably means, by the map they stand in: these are spoiled, not absent.
pub type Misspelt = HashSet<(Span, String)>;

/// What the violations of a file say about misspelt fields.
pub(super) fn misspelt(violations: &[Violation]) -> Misspelt {
    let suggestion = |violation: &Violation| match &violation.kind {
        ViolationKind::UnknownField { suggestion: Some(field), .. } => {
            Some((violation.parent, field.clone()))
        }
        _ => None,
    };
    violations.iter().filter_map(suggestion).collect()
}

/// One map of the tree, or a value in the place of one.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    map: Option<&'a Map>,
    span: Span,
    misspelt: &'a Misspelt,
}

impl<'a> Reader<'a> {
    /// Reads `node`; one that is no map has no fields.
    pub fn new(node: &'a Node, misspelt: &'a Misspelt) -> Self {
        Reader { map: node.as_map(), span: node.span, misspelt }
    }

    fn inside(self, node: &'a Node) -> Reader<'a> {
        Reader::new(node, self.misspelt)
    }

    /// The place of the map.
    pub fn span(self) -> Span {
        self.span
    }

    /// Where a key stands, if it is written.
    pub fn key(self, key: &str) -> Option<Span> {
        Some(self.map?.entry(key)?.key.span)
    }

    /// Where the value of a key stands, if it is written.
    pub fn place(self, key: &str) -> Option<Span> {
        Some(self.map?.get(key)?.span)
    }

    /// A field read by `read`, which gives `None` for a shape that cannot be used.
    pub fn field<T>(self, key: &str, read: impl FnOnce(&'a Node) -> Option<T>) -> Field<T> {
        match self.map.and_then(|map| map.get(key)) {
            Some(node) => read(node).map_or(Field::Spoiled, Field::Given),
            None if self.misspelt.contains(&(self.span, key.to_owned())) => Field::Spoiled,
            None => Field::Absent,
        }
    }

    /// A text; a number or a boolean counts as its text only where the schema says so, so not here.
    pub fn text(self, key: &str) -> Field<Text> {
        self.field(key, text)
    }

    /// A text where nothing, or nothing but white space, counts as absent.
    pub fn filled_text(self, key: &str) -> Field<Text> {
        match self.map.and_then(|map| map.get(key)) {
            Some(node) if matches!(node.value, Value::Null) => Field::Absent,
            Some(node) if node.as_text().is_some_and(|text| text.trim().is_empty()) => Field::Absent,
            _ => self.text(key),
        }
    }

    /// A list of texts. Items of another shape are left out. A single text is a list of one.
    pub fn list(self, key: &str) -> Field<Vec<Text>> {
        self.field(key, |node| match &node.value {
            Value::List(items) => Some(items.iter().filter_map(text).collect()),
            Value::Text(_) => Some(text(node).into_iter().collect()),
            _ => None,
        })
    }

    /// A duration.
    pub fn duration(self, key: &str, units: Units) -> Field<Spanned<Duration>> {
        self.field(key, |node| Some(Spanned::new(parse_duration(node.as_text()?, units).ok()?, node.span)))
    }

    /// A date.
    pub fn date(self, key: &str) -> Field<Spanned<Date>> {
        self.field(key, |node| Some(Spanned::new(parse_date(node.as_text()?).ok()?, node.span)))
    }

    /// A whole number.
    pub fn integer(self, key: &str) -> Field<Spanned<i64>> {
        self.field(key, |node| match node.value {
            Value::Integer(number) => Some(Spanned::new(number, node.span)),
            _ => None,
        })
    }

    /// Is a flag set?
    pub fn flag(self, key: &str) -> bool {
        self.map.and_then(|map| map.get(key)).is_some_and(|node| node.value == Value::Bool(true))
    }

    /// One of several words.
    pub fn choice<T: Copy>(self, key: &str, words: &[(&str, T)]) -> Field<Spanned<T>> {
        self.field(key, |node| {
            let written = node.as_text()?;
            let (_, value) = words.iter().find(|(word, _)| *word == written)?;
            Some(Spanned::new(*value, node.span))
        })
    }

    /// A map inside this one.
    pub fn map<T>(self, key: &str, read: impl FnOnce(Reader<'a>) -> T) -> Field<T> {
        self.field(key, |node| node.as_map().map(|_| read(self.inside(node))))
    }

    /// A section: a map from ids to things. A thing of another shape is read as one without fields.
    pub fn table<T>(self, key: &str, mut read: impl FnMut(Reader<'a>, &'a Node) -> T) -> Table<T> {
        let at = self.key(key);
        match self.field(key, |node| node.as_map()) {
            Field::Absent => Table::default(),
            Field::Spoiled => Table::spoiled(at),
            Field::Given(map) => {
                let items = map.entries.iter().filter(|entry| !entry.key.text.starts_with("x-"));
                let items = items.map(|entry| Item {
                    id: Spanned::new(entry.key.text.to_string(), entry.key.span),
                    value: read(self.inside(&entry.value), &entry.value),
                    span: entry.value.span,
                });
                Table::new(at, items.collect())
            }
        }
    }

    /// The entries of a list, each read as a map; none where it is no list.
    pub fn entries<T>(self, key: &str, read: impl FnMut(Reader<'a>) -> T) -> Vec<T> {
        let items = self.map.and_then(|map| map.get(key)).and_then(Node::as_list).unwrap_or_default();
        items.iter().map(|item| self.inside(item)).map(read).collect()
    }
}

/// A node as a text with its place.
pub(super) fn text(node: &Node) -> Option<Text> {
    Some(Spanned::new(node.as_text()?.to_owned(), node.span))
}
