//! The tree: nodes, maps and keys, each with the bytes it was read from.

use std::fmt;
use std::sync::{Arc, OnceLock};

use hashbrown::HashMap;

use crate::text::Span;

/// A value and its bytes. A node that an alias stands for keeps the place where it was written, at the anchor.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it holds.
    pub value: Value,
    /// Its bytes: quotes and brackets included, comments and trailing white space not. Empty, just after
    /// the `:` or `-`, where nothing is written.
    pub span: Span,
}

/// What a node holds, by the core schema of YAML 1.2: `no`, `on` and `yes` are text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number, one too large for 64 bits included.
    Float(f64),
    /// Text. Shared, so that an alias costs no copy.
    Text(Arc<str>),
    /// A list.
    List(Vec<Node>),
    /// A map.
    Map(Map),
    /// Could not be read; the document has a problem that says so, and nothing else is to be said of it.
    Spoiled,
}

/// A map in the order of the file, merge keys applied, every key once (its first occurrence).
#[derive(Clone, Default)]
pub struct Map {
    /// The entries.
    pub entries: Vec<Entry>,
    /// Where each key stands, built by the first look-up in a map of more than [`SCANNED`] entries.
    index: OnceLock<Arc<HashMap<Arc<str>, usize>>>,
}

/// Up to this many entries a look-up compares them one by one, which is faster than an index.
pub(super) const SCANNED: usize = 16;

/// The fields by which an item of a list can be told from others: of a waiver, a sign-off, a member of a team.
const NAMING: [&str; 6] = ["rule", "at", "who", "by", "as", "name"];

/// A longer text names an item by its beginning.
const LONGEST_NAME: usize = 60;

/// From a node to one below it.
enum Step<'a> {
    Key(&'a str),
    Item(usize, &'a Node),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Key(key) => out.write_str(key),
            Step::Item(at, _) => write!(out, "{at}"),
        }
    }
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A key as text: a number or a boolean as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The text.
    pub text: Arc<str>,
    /// Its bytes.
    pub span: Span,
}

impl Map {
    /// A map of these entries, whose keys differ.
    pub fn from_entries(entries: Vec<Entry>) -> Self {
        Map { entries, index: OnceLock::new() }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// A key with its value.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let scan = || self.entries.iter().find(|entry| &*entry.key.text == key);
        if self.entries.len() <= SCANNED {
            return scan();
        }
        let index = self.index.get_or_init(|| Arc::new(self.places()));
        let found = index.get(key).and_then(|at| self.entries.get(*at));
        // Entries are public, so the index may be older than they are.
        match found {
            Some(entry) if &*entry.key.text == key => Some(entry),
            None if index.len() == self.entries.len() => None,
            _ => scan(),
        }
    }

    fn places(&self) -> HashMap<Arc<str>, usize> {
        let keys = self.entries.iter().map(|entry| entry.key.text.clone());
        keys.zip(0..).collect()
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Map").field("entries", &self.entries).finish()
    }
}

impl Node {
    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The node as JSON. What has no JSON form becomes null: `.nan`, `.inf`, and a spoiled node.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null | Value::Spoiled => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(value) => (*value).into(),
            Value::Float(value) => (*value).into(),
            Value::Text(text) => (&**text).into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(map) => {
                let pairs =
                    map.entries.iter().map(|entry| (entry.key.text.to_string(), entry.value.to_json()));
                // To collect them would sort them first, in a sort of their own.
                let mut object = serde_json::Map::new();
                object.extend(pairs);
                object.into()
            }
        }
    }

    /// The path of the deepest node whose key or value covers `span`, as keys and list positions joined by
    /// dots: `stages.monitoring.lead`, `handoffs.data-to-model.passes.0`. Empty for the whole document.
    pub fn path_of(&self, span: Span) -> String {
        self.steps_to(span).map(|step| step.to_string()).collect::<Vec<_>>().join(".")
    }

    /// The same node by names that stay when others are put in before it: an item of a list is called what it
    /// says, in brackets, as in `stages.monitoring.needs[features]`.
    pub fn name_of(&self, span: Span) -> String {
        let mut name = String::new();
        for step in self.steps_to(span) {
            match step {
                Step::Key(key) if name.is_empty() => name.push_str(key),
                Step::Key(key) => name.extend([".", key]),
                Step::Item(_, item) => name.extend(["[", &item.own_name(), "]"]),
            }
        }
        name
    }

    /// What an item of a list is called: its text, or the first two of the fields that name a map.
    fn own_name(&self) -> String {
        let scalar = |node: &Node| match &node.value {
            Value::Text(text) => Some(text.to_string()),
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) => Some(node.to_json().to_string()),
            _ => None,
        };
        let named = |map: &Map| {
            let fields = NAMING.iter().filter_map(|key| scalar(map.get(key)?));
            fields.take(2).collect::<Vec<_>>().join(" ")
        };
        let whole = scalar(self).or_else(|| self.as_map().map(named)).unwrap_or_default();
        match whole.char_indices().nth(LONGEST_NAME) {
            Some((end, _)) => format!("{}…", &whole[..end]),
            None => whole,
        }
    }

    /// The way to the deepest node whose key or value covers `span`.
    fn steps_to(&self, span: Span) -> impl Iterator<Item = Step<'_>> {
        let mut node = Some(self);
        std::iter::from_fn(move || {
            let (step, below) = node?.child_covering(span)?;
            node = below;
            Some(step)
        })
    }

    /// The node at a path, as keys and list positions joined by dots. A key may hold dots of its own.
    pub fn find(&self, path: &str) -> Option<&Node> {
        if path.is_empty() {
            return Some(self);
        }
        let inside = |name: &str| {
            let rest = path.strip_prefix(name)?;
            if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
        };
        match &self.value {
            Value::Map(map) => map.entries.iter().find_map(|entry| {
                let rest = inside(&entry.key.text)?;
                entry.value.find(rest)
            }),
            Value::List(items) => {
                let name = path.split('.').next()?;
                items.get(name.parse::<usize>().ok()?)?.find(inside(name)?)
            }
            _ => None,
        }
    }

    /// The path of the map or list that has exactly these bytes, as keys and list positions joined by dots.
    pub fn path_to(&self, span: Span) -> Option<String> {
        let step = |name: String, child: &Node| {
            let below = child.path_to(span)?;
            Some(if below.is_empty() { name } else { format!("{name}.{below}") })
        };
        match &self.value {
            Value::Map(_) | Value::List(_) if self.span == span => Some(String::new()),
            Value::Map(map) => {
                map.entries.iter().find_map(|entry| step(entry.key.text.to_string(), &entry.value))
            }
            Value::List(items) => items.iter().zip(0..).find_map(|(item, at)| step(at.to_string(), item)),
            _ => None,
        }
    }

    /// The key or item that covers `span`, and the node in which to look on; none is looked through for its own key.
    fn child_covering(&self, span: Span) -> Option<(Step<'_>, Option<&Node>)> {
        match &self.value {
            Value::Map(map) => {
                let at = near(
                    &map.entries,
                    |entry| entry.key.span.start <= span.start,
                    |entry| {
                        // The value of an alias stands elsewhere, and what lies between belongs to others.
                        let beside = entry.key.span.end <= entry.value.span.start;
                        let whole = if beside { entry.key.span.to(entry.value.span) } else { entry.key.span };
                        let here = entry.key.span.contains(span) || entry.value.span.contains(span);
                        here || whole.contains(span)
                    },
                )?;
                let entry = &map.entries[at];
                let below = (!entry.key.span.contains(span)).then_some(&entry.value);
                Some((Step::Key(&entry.key.text), below))
            }
            Value::List(items) => {
                let starts = |item: &Node| item.span.start <= span.start;
                let at = near(items, starts, |item| item.span.contains(span))?;
                Some((Step::Item(at, &items[at]), Some(&items[at])))
            }
            _ => None,
        }
    }
}

/// The first of `all` that is wanted. Most often it is the last that starts early enough, as they stand in the order
/// of the file; only what merge keys and aliases bring does not.
fn near<T>(all: &[T], starts: impl Fn(&T) -> bool, is_wanted: impl Fn(&T) -> bool) -> Option<usize> {
    let guess = all.partition_point(starts).checked_sub(1);
    guess.filter(|at| is_wanted(&all[*at])).or_else(|| all.iter().position(is_wanted))
}
