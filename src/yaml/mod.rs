//! Bytes to a tree in which every key and value has a span. Only this room knows the YAML parser.

mod anchors;
mod build;
mod decode;
mod doubles;
mod everyday;
mod frame;
mod layout;
mod place;
mod raw;
mod read;
mod scalar;
mod slips;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;
mod unquoted;

use std::collections::BTreeMap;

pub use decode::decode;
pub use scalar::is_text;
pub use tree::{Entry, Key, Map, Node, Value};

use crate::limits;
use crate::order;
use crate::text::Span;
use read::{Reading, read};
use unquoted::Unquoted;

/// What one file holds: its tree as far as it could be built, and everything that is wrong with its YAML.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The tree; `None` where the file is empty or its YAML cannot be read to the end.
    pub root: Option<Node>,
    /// All problems, in the order of their places.
    pub problems: Vec<Problem>,
}

/// Something wrong with the YAML itself, whatever it is meant to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// The exact bytes.
    pub span: Span,
}

/// The kinds of problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The file cannot be read as one YAML document.
    Syntax {
        /// What is wrong: lower case, no full stop.
        message: String,
        /// What to do, one imperative sentence.
        help: String,
    },
    /// A value starts with a character that means something else to YAML.
    Unquoted {
        /// The value as its writer meant it, to be put in quotes.
        text: String,
        /// The first character.
        indicator: char,
    },
    /// A key occurs a second time in its map.
    DuplicateKey {
        /// The key.
        key: String,
        /// The first occurrence.
        first: Span,
    },
    /// Several keys in a row occur a second time in their map, the problem standing at the first of them: most
    /// often the line between two entries is lost.
    RepeatedKeys {
        /// The keys, each with its first occurrence.
        keys: Vec<(String, Span)>,
        /// How deep the map stands in the tree, the root being 1.
        level: usize,
    },
}

impl Problem {
    fn syntax(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Problem { kind: ProblemKind::Syntax { message: message.into(), help: help.into() }, span }
    }
}

/// Reads a text as one YAML document. Never fails and never panics: what is wrong is in the problems.
///
/// The time is linear in the length of the text, apart from values that should be in quotes: the text before
/// each of them is read again, within limits.
pub fn parse(text: &str) -> Document {
    if let Some(problem) = too_long(text) {
        return Document { root: None, problems: vec![problem] };
    }
    match everyday::read(text) {
        Some(root) => Document { root: Some(root), problems: Vec::new() },
        None => parse_all(text),
    }
}

/// The same for a text of any kind that is not too long, whose everyday YAML is given to the parser as well.
pub fn parse_all(text: &str) -> Document {
    if let Some(problem) = control_character(text) {
        return Document { root: None, problems: vec![problem] };
    }
    let (reading, repairs) = read_repairing(text);
    let readable = reading.complete && reading.repair.is_none();
    let mut problems: Vec<Problem> = repairs.values().map(|unquoted| unquoted.problem(text)).collect();
    problems.extend(reading.repair.iter().map(|unquoted| unquoted.problem(text)));
    let (root, found) = build::build(text, &reading.raws, reading.root);
    problems.extend(reading.problems);
    problems.extend(found);
    order::by_key(&mut problems, |problem| problem.span);
    if let Some(last) = problems.get(limits::MISTAKES.most).map(|problem| problem.span) {
        problems.truncate(limits::MISTAKES.most);
        problems.push(syntax::too_wrong(last));
    }
    if !readable && let Some(conflict) = slips::conflict(text) {
        problems = vec![conflict];
    }
    let written = |node: &Node| node.value != Value::Null || !node.span.is_empty();
    Document { root: root.filter(|node| readable && written(node)), problems }
}

/// Reads, and reads again behind each value that should have been in quotes, until the end, an error of
/// another kind, or the limits. Such a value is covered with letters of the same length, so spans stay right.
fn read_repairing(text: &str) -> (Reading, BTreeMap<usize, Unquoted>) {
    let mut repaired = text.to_owned();
    let mut repairs = BTreeMap::new();
    let mut bytes = 0;
    loop {
        let mut reading = read(text, &repaired, &repairs);
        let limit = repairs.len() >= limits::REPAIRS.most || bytes >= limits::REPAIRED.most;
        match reading.repair.take() {
            Some(unquoted) if !limit => {
                bytes += unquoted.span.range().end;
                repaired.replace_range(unquoted.span.range(), &"x".repeat(unquoted.span.len()));
                repairs.insert(unquoted.span.range().start, unquoted);
            }
            repair => return (Reading { repair, ..reading }, repairs),
        }
    }
}

fn too_long(text: &str) -> Option<Problem> {
    let most = limits::YAML.most;
    (text.len() > most).then(|| {
        let message = format!("this file has {} bytes; at most {most} are read", text.len());
        Problem::syntax(Span::at(0), message, "split the file, or move its data out of the manifest")
    })
}

/// The first character that YAML does not allow anywhere in a file.
fn control_character(text: &str) -> Option<Problem> {
    let allowed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let forbidden = |c: char| !allowed(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let (at, character) = text.char_indices().find(|(_, c)| forbidden(*c))?;
    let name = character.escape_unicode();
    let span = Span::new(at, at + character.len_utf8());
    let message = format!("the control character `{name}` cannot stand in YAML");
    Some(Problem::syntax(span, message, "delete it, or write it as an escape inside double quotes"))
}
