//! Sign-offs: what the receivers of a handoff said, entry by entry.

use crate::model::faults::Faults;
use crate::model::field::{Field, Table, Text};
use crate::model::file::File;
use crate::model::reader::Reader;
use crate::text::{Span, Spanned};
use crate::time::Date;
use crate::yaml::{Node, Value};

/// What a receiver says to what was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It will do.
    Accepted,
    /// It will not.
    Refused,
}

/// One entry of a sign-off file.
#[derive(Clone, Debug)]
pub struct Signoff {
    /// Where it stands.
    pub span: Span,
    /// The handle of the one who signs.
    pub by: Field<Text>,
    /// The receiving role in which they sign: the field `as`.
    pub role: Field<Text>,
    /// The day.
    pub at: Field<Spanned<Date>>,
    /// What they say.
    pub verdict: Field<Spanned<Verdict>>,
    /// What was handed over: each id with the object id or digest it had.
    pub of: Table<Field<Text>>,
    /// The values that the receiver saw, by metric.
    pub met: Table<Field<Spanned<f64>>>,
    /// What else is to be remembered.
    pub note: Field<Text>,
}

impl Signoff {
    /// Reads the entries of a file, in its order. What is no map is left out: the schema reports it.
    pub fn decode(file: &File) -> Vec<Signoff> {
        let faults = Faults::of(&file.problems, &file.violations);
        let items = file.root().and_then(Node::as_list).unwrap_or_default();
        let maps = items.iter().filter(|item| item.as_map().is_some());
        maps.map(|item| signoff(Reader::new(item, &faults))).collect()
    }

    /// Is it of this verdict?
    pub fn says(&self, verdict: Verdict) -> bool {
        self.verdict.given().is_some_and(|written| written.value == verdict)
    }

    /// The day it was signed.
    pub fn day(&self) -> Option<Date> {
        self.at.given().map(|at| at.value)
    }
}

const VERDICT: &[(&str, Verdict)] = &[("accepted", Verdict::Accepted), ("refused", Verdict::Refused)];

fn signoff(entry: Reader<'_>) -> Signoff {
    Signoff {
        span: entry.span(),
        by: entry.filled_text("by"),
        role: entry.filled_text("as"),
        at: entry.date("at"),
        verdict: entry.choice("verdict", VERDICT),
        of: entry.table("of", |entry, node| entry.words(node)),
        met: entry.table("met", |_, node| number(node)),
        note: entry.filled_text("note"),
    }
}

fn number(node: &Node) -> Field<Spanned<f64>> {
    match node.value {
        Value::Integer(number) => Field::Given(Spanned::new(number as f64, node.span)),
        Value::Float(number) if number.is_finite() => Field::Given(Spanned::new(number, node.span)),
        _ => Field::Spoiled,
    }
}
