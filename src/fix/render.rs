//! New entries as text: in brackets on one line, or as a block with the indentation of the file.

use crate::fix::lines;
use crate::fix::spot::is_flow;
use crate::schema::{block_scalar, scalar};
use crate::text::Span;
use crate::yaml;
use crate::yaml::Node;

/// Longer entries are written over several lines where nothing beside them says how.
const WIDEST: usize = 80;

/// The value of a new entry.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// YAML on one line.
    Yaml(String),
    /// A map that is made for the sake of what is in it.
    Map(Vec<(String, Shape)>),
    /// A list that is made for the sake of what is in it.
    List(Vec<String>),
}

impl Shape {
    /// On one line.
    pub fn flow(&self) -> String {
        match self {
            Shape::Yaml(text) => text.clone(),
            Shape::Map(entries) => format!("{{ {} }}", flow_entries(entries).join(", ")),
            Shape::List(items) => format!("[{}]", items.join(", ")),
        }
    }
}

/// Each entry on one line, without brackets.
pub(super) fn flow_entries(entries: &[(String, Shape)]) -> Vec<String> {
    entries.iter().map(|(key, shape)| format!("{}: {}", scalar(key), shape.flow())).collect()
}

/// How a file is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style<'t> {
    newline: &'t str,
    step: usize,
}

impl<'t> Style<'t> {
    /// The style of a text and its tree.
    pub fn of(text: &'t str, root: &Node) -> Self {
        Style { newline: lines::break_of(text), step: step(text, root).unwrap_or(2) }
    }

    /// Entries of a block map, each on lines of its own with a line ending before it. `expand`: values that
    /// are maps are blocks too; where it is `None`, only if they are long.
    pub fn block(&self, entries: &[(String, Shape)], column: usize, expand: Option<bool>) -> String {
        let mut out = String::new();
        for (key, shape) in entries {
            self.entry(&mut out, &scalar(key), shape, column, expand);
        }
        out
    }

    /// The line ending.
    pub fn newline(&self) -> &'t str {
        self.newline
    }

    /// The column of what stands inside a block at `column`.
    pub fn inside(&self, column: usize) -> usize {
        column + self.step
    }

    fn entry(&self, out: &mut String, key: &str, shape: &Shape, column: usize, expand: Option<bool>) {
        let line = format!("{}{}{key}:", self.newline, " ".repeat(column));
        out.push_str(&line);
        let value = shape.flow();
        let is_long = line.len() + value.len() > WIDEST;
        match (shape, map_in(&value).filter(|_| expand.unwrap_or(is_long))) {
            (Shape::Map(entries), _) => out.push_str(&self.block(entries, self.inside(column), None)),
            (_, Some(fields)) => {
                for (key, value) in fields {
                    self.entry(out, &key, &Shape::Yaml(value), self.inside(column), Some(true));
                }
            }
            _ => {
                out.push(' ');
                out.push_str(&unquoted(value));
            }
        }
    }
}

/// A value without the quotes that it needs between brackets only.
fn unquoted(value: String) -> String {
    let root = Some(&value).filter(|value| value.starts_with('"')).and_then(|value| yaml::parse(value).root);
    match root.as_ref().and_then(Node::as_text) {
        Some(text) if scalar(text) == value => block_scalar(text),
        _ => value,
    }
}

/// The keys and values of a map on one line, as they are written; `None` where it is no map or has no entry.
fn map_in(value: &str) -> Option<Vec<(String, String)>> {
    let document = yaml::parse(value);
    let root = document.root.filter(|_| document.problems.is_empty())?;
    let entries = &root.as_map()?.entries;
    let slice = |span: Span| value[span.range()].to_owned();
    let fields = entries.iter().map(|entry| (slice(entry.key.span), slice(entry.value.span)));
    (!entries.is_empty()).then(|| fields.collect())
}

/// How much deeper the first block map stands than the block map around it.
fn step(text: &str, node: &Node) -> Option<usize> {
    let map = node.as_map().filter(|_| !is_flow(text, node))?;
    let column = |node: &Node| {
        let first = &node.as_map()?.entries.first()?.key;
        Some(lines::column(text, first.span.range().start))
    };
    let own = column(node)?;
    map.entries.iter().find_map(|entry| {
        let inner = Some(&entry.value).filter(|inner| !is_flow(text, inner)).and_then(column)?;
        if inner > own { Some(inner - own) } else { None }
    })
}
