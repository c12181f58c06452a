//! Has the tree the right shape? All violations, each one sentence at the exact key or value.

mod embedded;
mod fields;
mod guide;
mod id;
mod measure;
mod moment;
mod names;
mod number;
mod options;
mod plain;
mod sections;
mod sentence;
mod walk;
mod write;

use hashbrown::HashSet;

pub use embedded::{Shape, text};
pub use id::{is_id, kebab_case};
pub use write::{block_scalar, flow, scalar};

use crate::order;
use crate::text::Span;
use crate::yaml::{Node, Value};

/// Every way in which a tree misses its shape, in the order of the places. `text` is the source of the tree. Where the
/// line of a section is lost, the tree gets its entries back under it.
///
/// A newer format version is the only violation of its file. Spoiled nodes, and shapes that a rule with a
/// name of its own looks after (a stage without a lead or with several, a role without a person, a duty
/// without words), are left alone.
pub fn check(shape: Shape, text: &str, root: &mut Node) -> Vec<Violation> {
    let is_sound = plain::judge(shape, root) == plain::Verdict::Sound;
    let lost = if is_sound { Vec::new() } else { sections::restore(shape, root) };
    if let Some(newer) = newer_version(shape, root) {
        return vec![newer];
    }
    let mut found = if is_sound { Vec::new() } else { walk::violations(shape, text, root) };
    if shape == Shape::Manifest {
        found.extend(names::clashes(root));
    }
    order::by_key(&mut found, |violation| (violation.span, violation.parent));
    let mut told = HashSet::new();
    found.retain(|violation| told.insert((place(violation), violation.kind.clone())));
    found.extend(lost);
    found
}

/// What a violation is about: two aliases of one map lack a field only once.
fn place(violation: &Violation) -> Span {
    match violation.kind {
        ViolationKind::MissingField { .. } => violation.parent,
        _ => violation.span,
    }
}

/// The newest format version that this program reads.
const VERSION: i64 = 1;

fn newer_version(shape: Shape, root: &Node) -> Option<Violation> {
    let key = match shape {
        Shape::Manifest => "lifecycle",
        Shape::Baseline => "baseline",
        Shape::Signoff | Shape::Profile | Shape::Config => return None,
    };
    let node = root.as_map()?.get(key)?;
    match node.value {
        Value::Integer(version) if version > VERSION => Some(Violation {
            kind: ViolationKind::NewerVersion { version: version.to_string() },
            span: node.span,
            parent: root.span,
        }),
        _ => None,
    }
}

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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
        /// The value in that line, where there is one.
        value: Option<String>,
    },
    /// A value of the wrong shape, or an id with characters that an id cannot have.
    WrongType {
        /// The whole sentence: lower case, no full stop.
        message: String,
        /// What to do.
        help: String,
        /// Another place it depends on, with a few words.
        related: Option<(Span, String)>,
        /// What it should be, where only one thing can be meant.
        meant: Option<Meant>,
    },
    /// A duration or date that cannot be read.
    BadTimeValue {
        /// The whole sentence.
        message: String,
        /// What to do.
        help: String,
        /// The time that is meant, where only one can be.
        meant: Option<String>,
    },
    /// A value that YAML took for a comment, an anchor or a tag, so that nothing is left.
    Swallowed {
        /// The value as its writer meant it.
        text: String,
        /// The first character.
        indicator: char,
        /// Where the value that is left stands.
        value: Span,
    },
    /// Entries of a section that follow another one's without a line between them.
    LostSection {
        /// The section they belong to.
        section: String,
        /// The first of them.
        entry: String,
        /// What it is, as in "a metric".
        kind: String,
    },
    /// The format version is newer than this program.
    NewerVersion {
        /// The version as written.
        version: String,
    },
}

/// What a value or an id of the wrong type is meant to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Meant {
    /// The value, as YAML on one line.
    Value(String),
    /// The id, and so all that refers to it.
    Id {
        /// As it is written.
        written: String,
        /// As it should be.
        better: String,
    },
}
