//! Trees of which it is plain that nothing is wrong with their shape, which is most of them. They need no validator,
//! whose making takes longer than all else that a commit asks for.
//!
//! What cannot be told here for certain, such as an id in another script, is for the validator and the walk to judge. A
//! test holds that nothing is called sound of which these would say a word.

#[cfg(test)]
mod reading;
#[cfg(test)]
mod tests;
mod words;
mod written;

use std::sync::OnceLock;

use hashbrown::HashSet;

use crate::yaml::{Map, Node, Value};

use self::words::Words;
use super::embedded::{PerShape, Shape, per_shape};

/// Why a place that is written down says something.
const READABLE: &str = "what the tests write can be read";

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing is wrong with it.
    Sound,
    /// The schema refuses it.
    Refused,
    /// That takes the validator.
    Open,
}

impl Verdict {
    fn when(is_sound: bool) -> Self {
        if is_sound { Verdict::Sound } else { Verdict::Refused }
    }

    /// Sound where that is seen at once.
    fn surely(is_sound: bool) -> Self {
        if is_sound { Verdict::Sound } else { Verdict::Open }
    }

    fn and(self, other: impl FnOnce() -> Verdict) -> Verdict {
        match self {
            Verdict::Sound => other(),
            verdict => verdict,
        }
    }

    fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        verdicts.into_iter().find(|verdict| *verdict != Verdict::Sound).unwrap_or(Verdict::Sound)
    }
}

/// What is known of a whole file.
pub(super) fn judge(shape: Shape, root: &Node) -> Verdict {
    static PLACES: PerShape<Places> = per_shape!(Places::of);
    let places = PLACES.get(shape);
    places.value(places.root, root)
}

/// What a schema says, place by place, definitions first.
struct Places {
    all: Vec<Lazy>,
    root: usize,
}

/// A place as it is written down, and what that says, once it is asked for: few of them are, most often.
struct Lazy {
    words: &'static str,
    place: OnceLock<Box<Place>>,
}

/// What a schema says of one place, as far as it is understood here.
#[derive(Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
struct Place {
    /// The names of the JSON types that may stand here; any where there is none.
    types: Vec<&'static str>,
    options: Option<Vec<&'static str>>,
    number: Option<i64>,
    least: Option<i64>,
    most: Option<i64>,
    text: Option<Words>,
    longest: Option<usize>,
    /// By name.
    fields: Vec<(&'static str, usize)>,
    required: Vec<&'static str>,
    /// May there be fields of one's own?
    own: bool,
    rest: Rest,
    names: Option<usize>,
    items: Option<usize>,
    fewest: usize,
    most_items: Option<usize>,
    unique: bool,
    /// Other places that have to take the value, too.
    also: Vec<usize>,
    /// What has to take it where another takes it.
    cases: Vec<(usize, usize)>,
    /// It says something that is not understood here.
    open: bool,
}

/// What may stand under keys that are no field.
#[derive(Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
enum Rest {
    #[default]
    Anything,
    Nothing,
    Place(usize),
}

impl Places {
    /// What the schema of a shape says, as a test writes it down: to go through the schema at each start costs more than
    /// to read a plan.
    fn of(shape: Shape) -> Self {
        static TEXTS: [&str; 5] = [
            include_str!("plain/lifecycle.txt"),
            include_str!("plain/signoff.txt"),
            include_str!("plain/profile.txt"),
            include_str!("plain/config.txt"),
            include_str!("plain/baseline.txt"),
        ];
        Places::of_lines(TEXTS[shape as usize]).expect(READABLE)
    }

    fn place(&self, at: usize) -> &Place {
        let Lazy { words, place } = &self.all[at];
        place.get_or_init(|| Box::new(Place::of_words(words).expect(READABLE)))
    }

    fn value(&self, at: usize, node: &Node) -> Verdict {
        let place = self.place(at);
        let inside = || match &node.value {
            Value::Map(map) => self.map(place, map),
            Value::List(items) => self.list(place, items),
            Value::Text(text) => self.text(place, text, Some(node)),
            Value::Integer(number) => place.takes_number(*number as f64, Some(*number)),
            Value::Float(number) => place.takes_number(*number, None),
            Value::Bool(_) | Value::Null => Verdict::when(place.options.is_none() && place.number.is_none()),
            Value::Spoiled => Verdict::Open,
        };
        let case = |(when, then): &(usize, usize)| match self.value(*when, node) {
            Verdict::Sound => self.value(*then, node),
            Verdict::Refused => Verdict::Sound,
            Verdict::Open => Verdict::Open,
        };
        Verdict::surely(!place.open)
            .and(|| place.takes_type(&node.value))
            .and(inside)
            .and(|| Verdict::all(place.also.iter().map(|other| self.value(*other, node))))
            .and(|| Verdict::all(place.cases.iter().map(case)))
    }

    fn text(&self, place: &Place, text: &str, node: Option<&Node>) -> Verdict {
        let is_option = place.options.as_ref().is_none_or(|options| options.contains(&text));
        let is_short = || place.longest.is_none_or(|most| text.len() <= most || text.chars().count() <= most);
        let words = || place.text.map_or(Verdict::Sound, |words| words.take(text, node));
        Verdict::when(is_option && place.number.is_none() && is_short()).and(words)
    }

    fn list(&self, place: &Place, items: &[Node]) -> Verdict {
        let is_counted =
            items.len() >= place.fewest && place.most_items.is_none_or(|most| items.len() <= most);
        let item = |node: &Node| place.items.map_or(Verdict::Sound, |item| self.value(item, node));
        Verdict::when(is_counted && place.options.is_none() && place.number.is_none())
            .and(|| Verdict::surely(!place.unique || are_different(items)))
            .and(|| Verdict::all(items.iter().map(item)))
    }

    fn map(&self, place: &Place, map: &Map) -> Verdict {
        let is_whole = place.required.iter().all(|field| map.get(field).is_some());
        Verdict::when(is_whole && place.options.is_none() && place.number.is_none()).and(|| {
            Verdict::all(map.entries.iter().map(|entry| self.entry(place, &entry.key.text, &entry.value)))
        })
    }

    fn entry(&self, place: &Place, key: &str, node: &Node) -> Verdict {
        let below = || match place.fields.binary_search_by(|(name, _)| (*name).cmp(key)) {
            Ok(found) => self.value(place.fields[found].1, node),
            Err(_) if place.own && key.starts_with("x-") => Verdict::Sound,
            Err(_) => match place.rest {
                Rest::Anything => Verdict::Sound,
                Rest::Nothing => Verdict::Refused,
                Rest::Place(rest) => self.value(rest, node),
            },
        };
        self.name(place, key).and(below)
    }

    /// What is said of a key, by the schema of keys and what that refers to.
    fn name(&self, place: &Place, key: &str) -> Verdict {
        let of_names = |at: usize| {
            let names = self.place(at);
            let others =
                || Verdict::all(names.also.iter().map(|other| self.text(self.place(*other), key, None)));
            Verdict::surely(!names.open && names.cases.is_empty())
                .and(|| self.text(names, key, None))
                .and(others)
        };
        place.names.map_or(Verdict::Sound, of_names)
    }
}

impl Place {
    fn takes_type(&self, value: &Value) -> Verdict {
        let has = |name: &str| self.types.contains(&name);
        let name = match value {
            _ if self.types.is_empty() => return Verdict::Sound,
            Value::Spoiled => return Verdict::Open,
            // The walk has a word to say where a text is empty.
            Value::Null if has("string") => return Verdict::Open,
            // A number with a point may be whole, and one that is not finite is none to the validator.
            Value::Float(number) if has("integer") || !number.is_finite() => return Verdict::Open,
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Integer(_) if has("integer") => "integer",
            Value::Integer(_) | Value::Float(_) => "number",
            Value::Text(_) => "string",
            Value::List(_) => "array",
            Value::Map(_) => "object",
        };
        Verdict::when(has(name))
    }

    fn takes_number(&self, number: f64, whole: Option<i64>) -> Verdict {
        let is_in = self.least.is_none_or(|least| number >= least as f64)
            && self.most.is_none_or(|most| number <= most as f64);
        let is_it = self.number.is_none_or(|wanted| whole == Some(wanted)) && self.options.is_none();
        // What is no number to JSON, and a date or duration written as one, are for the others.
        Verdict::surely(number.is_finite() && (whole.is_some() || self.number.is_none()))
            .and(|| Verdict::when(is_in && is_it))
    }
}

fn are_different(items: &[Node]) -> bool {
    let mut seen = HashSet::new();
    items.iter().all(|item| item.as_text().is_some_and(|text| seen.insert(text)))
}
