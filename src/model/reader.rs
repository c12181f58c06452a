//! Reads typed fields from a map of the tree. What has the wrong shape is spoiled, never an error here:
//! the schema room has reported it.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::model::faults::Faults;
use crate::model::field::{Field, Item, Table, Text};
use crate::text::{Span, Spanned};
use crate::time::{Date, Duration, Units, parse_date, parse_duration};
use crate::yaml::{Entry, Map, Node, Value};

/// One map of the tree, or a value in the place of one.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    map: Option<&'a Map>,
    span: Span,
    faults: &'a Faults,
    /// There is, or may be, more than can be read: what is not there is spoiled, not absent.
    torn: bool,
}

impl<'a> Reader<'a> {
    /// Reads `node`. What a node of another shape, nothing, or a map with a doubled key lacks is spoiled.
    pub fn new(node: &'a Node, faults: &'a Faults) -> Self {
        let map = node.as_map();
        Reader { map, span: node.span, faults, torn: map.is_none() || faults.is_torn(node) }
    }

    fn inside(self, node: &'a Node) -> Reader<'a> {
        Reader::new(node, self.faults)
    }

    /// Is there no field in it?
    pub fn is_empty(self) -> bool {
        self.map.is_none_or(|map| map.entries.is_empty())
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
            Some(node) if self.faults.is_reported(node) => Field::Spoiled,
            Some(node) => read(node).map_or(Field::Spoiled, Field::Given),
            None if self.torn || self.faults.misspelt(self.span, key).is_some() => Field::Spoiled,
            None => Field::Absent,
        }
    }

    /// A text; a number or a boolean counts as its text only where the schema says so, so not here.
    ///
    /// A plan has some two hundred fields: were this and the like built into each, decoding would have 20,000 bytes more.
    #[inline(never)]
    pub fn text(self, key: &str) -> Field<Text> {
        self.field(key, text)
    }

    /// A text in the place of an entry.
    #[inline(never)]
    pub fn words(self, node: &Node) -> Field<Text> {
        match &node.value {
            _ if self.faults.is_reported(node) => Field::Spoiled,
            Value::Null => Field::Absent,
            _ => text(node).map_or(Field::Spoiled, Field::Given),
        }
    }

    /// A text where nothing, or nothing but white space, counts as absent unless it was reported.
    #[inline(never)]
    pub fn filled_text(self, key: &str) -> Field<Text> {
        match self.map.and_then(|map| map.get(key)) {
            Some(node) if !self.faults.is_reported(node) && is_blank(node) => Field::Absent,
            _ => self.text(key),
        }
    }

    /// A list of texts, spoiled where one of them is. A single text is a list of one.
    #[inline(never)]
    pub fn list(self, key: &str) -> Field<Vec<Text>> {
        self.field(key, |node| match &node.value {
            Value::List(items) if items.iter().any(|item| self.faults.is_reported(item)) => None,
            Value::List(items) => texts(items),
            Value::Text(_) => texts(std::slice::from_ref(node)),
            _ => None,
        })
    }

    /// A duration.
    #[inline(never)]
    pub fn duration(self, key: &str, units: Units) -> Field<Spanned<Duration>> {
        self.field(key, |node| Some(Spanned::new(parse_duration(node.as_text()?, units).ok()?, node.span)))
    }

    /// A date.
    #[inline(never)]
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

    /// Is a flag set, for all that can be read?
    pub fn flag(self, key: &str) -> bool {
        let read = self.field(key, |node| match node.value {
            Value::Bool(flag) => Some(flag),
            _ => None,
        });
        !matches!(read, Field::Absent | Field::Given(false))
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

    /// A section: a map from ids to things. What a thing of another shape lacks is spoiled, and so is the section
    /// where an entry is lost.
    pub fn table<T>(self, key: &str, mut read: impl FnMut(Reader<'a>, &'a Node) -> T) -> Table<T> {
        let at = self.key(key);
        match self.field(key, Some) {
            Field::Absent => Table::default(),
            Field::Spoiled => Table::spoiled(at),
            Field::Given(node) => {
                let Some(map) = node.as_map() else { return Table::spoiled(at) };
                let is_torn = self.faults.is_torn(node) || at.is_some_and(|key| self.faults.is_doubled(key));
                let is_lost = |entry: &Entry| self.faults.is_torn(&entry.value);
                let is_partial = is_torn || map.entries.iter().any(is_lost);
                let entries = map.entries.iter().filter(|entry| !entry.key.text.starts_with("x-"));
                let mut items = Vec::with_capacity(map.entries.len());
                items.extend(entries.map(|entry| Item {
                    id: Spanned::new(SmolStr::from(Arc::clone(&entry.key.text)), entry.key.span),
                    value: read(self.entry(entry), &entry.value),
                    span: entry.value.span,
                }));
                Table::new(at, items, is_partial)
            }
        }
    }

    fn entry(self, entry: &'a Entry) -> Reader<'a> {
        let reader = self.inside(&entry.value);
        Reader { torn: reader.torn || self.faults.is_doubled(entry.key.span), ..reader }
    }

    /// The entries of a list, each read as a map; a map in its place is a list of one, and what is
    /// written under a misspelt name counts.
    pub fn entries<T>(self, key: &str, read: impl FnMut(Reader<'a>) -> T) -> Vec<T> {
        let written = self.faults.misspelt(self.span, key).unwrap_or(key);
        let node = self.map.and_then(|map| map.get(written));
        let only = node.filter(|node| node.as_map().is_some()).map(std::slice::from_ref);
        let items = node.and_then(Node::as_list).or(only).unwrap_or_default();
        items.iter().map(|item| self.inside(item)).map(read).collect()
    }
}

/// Is nothing written, or nothing but white space?
pub(super) fn is_blank(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A node as a text with its place. Every field of a plan comes through here.
#[inline(never)]
pub(super) fn text(node: &Node) -> Option<Text> {
    match &node.value {
        Value::Text(text) => Some(Spanned::new(SmolStr::from(Arc::clone(text)), node.span)),
        _ => None,
    }
}

/// Nodes as texts, if all of them are.
fn texts(nodes: &[Node]) -> Option<Vec<Text>> {
    // Collecting what may end early begins with room for four.
    let mut texts = Vec::with_capacity(nodes.len());
    for node in nodes {
        texts.push(text(node)?);
    }
    Some(texts)
}
