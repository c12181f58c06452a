//! A value of the wrong shape, in a sentence, and what to write instead.

use hashbrown::HashMap;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonTypeSet, ValidationError};
use serde_json::Value as Json;

use crate::text::Span;
use crate::yaml::{Node, Value};

use super::guide::Guide;
use super::options::{choice, nearest, same};
use super::walk::{Holder, Place};
use super::write::{flow, line, quoted, scalar};
use super::{Meant, Violation, ViolationKind, id, number};

/// What is wrong with the value itself: one violation, or one for each entry that stands twice in a list.
pub(super) fn violations(
    text: &str,
    place: Place<'_>,
    guide: Guide<'_>,
    errors: &[ValidationError<'_>],
) -> Vec<Violation> {
    if errors.iter().all(|error| is_about_keys(error.kind())) {
        return Vec::new();
    }
    let saying = Saying { text, raw: text.get(place.node.span.range()).unwrap_or_default(), place, guide };
    let narrowest = errors.iter().filter_map(|error| expected_types(error.kind())).min_by_key(Vec::len);
    if narrowest.is_none()
        && errors.iter().any(|error| matches!(error.kind(), ValidationErrorKind::UniqueItems))
    {
        return saying.repeated();
    }
    let others = errors.iter().filter(|error| !is_about_keys(error.kind()));
    let said = match &narrowest {
        Some(types) => Some(saying.wrong_type(types)),
        None => others.map(|error| saying.of(error.kind())).next(),
    };
    let meant = saying.meant(narrowest.as_deref(), errors);
    let violation = |(message, help)| Violation {
        kind: ViolationKind::WrongType { message, help, related: None, meant: meant.clone() },
        span: place.node.span,
        parent: place.parent,
    };
    said.map(violation).into_iter().collect()
}

fn is_about_keys(kind: &ValidationErrorKind) -> bool {
    use ValidationErrorKind::{AdditionalProperties, PropertyNames, Required};
    matches!(kind, AdditionalProperties { .. } | PropertyNames { .. } | Required { .. })
}

fn expected_types(kind: &ValidationErrorKind) -> Option<Vec<&'static str>> {
    let ValidationErrorKind::Type { kind } = kind else { return None };
    let types = match kind {
        TypeKind::Single(only) => JsonTypeSet::from(*only),
        TypeKind::Multiple(all) => *all,
    };
    Some(types.iter().map(|one| one.as_str()).filter(|name| *name != "null").collect())
}

/// A value that is to be spoken of.
struct Saying<'a> {
    text: &'a str,
    raw: &'a str,
    place: Place<'a>,
    guide: Guide<'a>,
}

impl Saying<'_> {
    fn key(&self) -> Option<&str> {
        self.place.key().map(|key| &*key.text)
    }

    /// How the sentence names the value.
    fn subject(&self) -> String {
        match self.place.holder {
            Holder::Key(key) => quoted(&key.text),
            Holder::List(Some(list)) => format!("an entry of {}", quoted(&list.text)),
            Holder::List(None) => "an entry".to_owned(),
            Holder::File => self.guide.kind(),
        }
    }

    fn write(&self, value: &str) -> String {
        format!("write `{}`", line(self.key(), value))
    }

    /// How to be without the value.
    fn take_out(&self) -> String {
        match (self.key(), self.is_alone()) {
            (Some(key), false) => format!("take `{key}` out"),
            _ if matches!(self.place.holder, Holder::List(_)) => "take the entry out".to_owned(),
            _ => "delete the line".to_owned(),
        }
    }

    /// Does nothing else stand on the lines of the key and its value?
    fn is_alone(&self) -> bool {
        let Some(key) = self.place.key() else { return false };
        let (start, end) = (key.span.range().start, self.place.node.span.range().end);
        let before = self.text[..start].rsplit(['\n', '\r']).next().unwrap_or_default();
        let after = self.text[end..].split(['\n', '\r']).next().unwrap_or_default().trim();
        before.trim().is_empty() && (after.is_empty() || after.starts_with('#'))
    }

    /// What could stand here; what the writer means cannot be told.
    fn write_example(&self, types: &[&str]) -> String {
        match self.guide.example(types) {
            Some(example) => {
                format!("write a value such as `{}`", line(self.key(), &flow(example)))
            }
            None => format!("write {} here", one_of(types)),
        }
    }

    fn wrong_type(&self, types: &[&str]) -> (String, String) {
        if self.place.node.value == Value::Null {
            return (format!("{} is empty", self.subject()), self.help_on_empty(types));
        }
        let found = match &self.place.node.value {
            Value::Text(text) if types == ["boolean"] => quoted(text),
            Value::Float(_) if types == ["integer"] => quoted(self.raw),
            _ => self.found(),
        };
        let message = format!("{} must be {}, not {found}", self.subject(), one_of(types));
        (message, self.help_on_type(types))
    }

    /// A list of the one value, or the id in its proper spelling.
    fn meant(&self, types: Option<&[&str]>, errors: &[ValidationError<'_>]) -> Option<Meant> {
        if types == Some(&["array"]) {
            let is_one = matches!(self.place.node.value, Value::Text(_) | Value::Integer(_));
            let takes_text = self.guide.item().is_some_and(|item| item.takes("string"));
            let is_plain = !self.raw.starts_with(['"', '\'', '|', '>']);
            let text = self.place.node.as_text().filter(|_| is_plain).map(scalar);
            return (is_one && takes_text)
                .then(|| Meant::Value(format!("[{}]", text.as_deref().unwrap_or(self.raw))))
                .filter(|_| !self.raw.contains(['\n', '\r', ',']));
        }
        let is_pattern =
            |error: &ValidationError<'_>| matches!(error.kind(), ValidationErrorKind::Pattern { .. });
        let written =
            self.place.node.as_text().filter(|_| self.guide.is("id") && errors.iter().any(is_pattern))?;
        let better = id::kebab_case(written).filter(|better| id::is_short(better))?;
        Some(Meant::Id { written: written.to_owned(), better })
    }

    fn found(&self) -> String {
        match &self.place.node.value {
            Value::Integer(_) => "a number".to_owned(),
            Value::Float(value) if value.is_finite() => "a number".to_owned(),
            Value::Text(_) => "text".to_owned(),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a map".to_owned(),
            _ => quoted(self.raw),
        }
    }

    fn help_on_empty(&self, types: &[&str]) -> String {
        let collection = types == ["object"] && self.guide.fields().is_empty() || types == ["array"];
        let what = match self.place.holder {
            _ if collection => "write at least one entry".to_owned(),
            Holder::List(_) => "write a value here".to_owned(),
            _ => self.write_example(types),
        };
        if self.place.required { what } else { format!("{what} or {}", self.take_out()) }
    }

    fn help_on_type(&self, types: &[&str]) -> String {
        if matches!(self.place.holder, Holder::File) {
            return self.help_on_root(types);
        }
        let specific = match types {
            ["array"] => self.as_list(),
            ["boolean"] => self.as_flag(),
            ["object"] => self.as_map(),
            _ if types.contains(&"string") => self.as_text(),
            _ if types.contains(&"number") => number::meant(self.place.node, self.key()),
            _ => None,
        };
        specific.unwrap_or_else(|| self.write_example(types))
    }

    fn help_on_root(&self, types: &[&str]) -> String {
        let first = self.guide.required().next().or_else(|| {
            let example = self.guide.word("examples").and_then(|all| all.get(0));
            example.and_then(Json::as_object)?.keys().next().map(String::as_str)
        });
        let field = first.and_then(|name| Some((name, self.guide.key(name)?.example(&[])?)));
        match field {
            _ if types == ["array"] => "start each entry with `-`".to_owned(),
            Some((name, example)) => format!("start the file with `{}`", line(Some(name), &flow(example))),
            None => format!("write {} here", one_of(types)),
        }
    }

    /// A single value where a list is expected.
    fn as_list(&self) -> Option<String> {
        let takes_text = self.guide.item().is_some_and(|item| item.takes("string"));
        match &self.place.node.value {
            Value::Text(_) | Value::Integer(_) if takes_text => {
                Some(self.write(&format!("[{}]", self.short()?)))
            }
            Value::Map(map) if takes_text && !map.entries.is_empty() && map.entries.len() <= 4 => {
                let keys: Vec<_> = map.entries.iter().map(|entry| scalar(&entry.key.text)).collect();
                Some(self.write(&format!("[{}]", keys.join(", "))))
            }
            Value::Map(_) => Some("start each entry with `-`".to_owned()),
            _ => None,
        }
    }

    /// A word for yes or no where `true` or `false` is expected.
    fn as_flag(&self) -> Option<String> {
        let word = self.place.node.as_text()?.to_lowercase();
        match word.as_str() {
            "yes" | "y" | "on" | "true" => Some(self.write("true")),
            "no" | "n" | "off" | "false" => Some(self.write("false")),
            _ => Some("write `true` or `false`".to_owned()),
        }
    }

    /// A list where each entry needs an id of its own.
    fn as_map(&self) -> Option<String> {
        let items = self.place.node.as_list().filter(|_| self.guide.fields().is_empty())?;
        let name = items
            .first()
            .and_then(Node::as_text)
            .filter(|text| id::kebab_case(text).as_deref() == Some(text));
        let entry = name.and_then(|name| Some(line(Some(name), &flow(self.guide.key(name)?.example(&[])?))));
        let example = || {
            let (name, value) = self.guide.example(&["object"])?.as_object()?.iter().next()?;
            Some(line(Some(name), &flow(value)))
        };
        match items.first()?.value {
            Value::Text(_) => Some(format!(
                "write one line for each, without the `-`, such as `{}`",
                entry.or_else(example)?
            )),
            _ => Some("write each entry under an id of its own, without the `-`".to_owned()),
        }
    }

    /// A number or a list of one where text is expected.
    fn as_text(&self) -> Option<String> {
        match &self.place.node.value {
            Value::Float(number) if !number.is_finite() => None,
            Value::Integer(_) | Value::Float(_) | Value::Bool(_) => {
                Some(self.write(&Json::from(self.short()?).to_string()))
            }
            Value::List(items) => match items.as_slice() {
                [first, ..] => {
                    let rest = if items.len() > 1 { ", or another one of them" } else { "" };
                    Some(format!("{}{rest}", self.write(&scalar(first.as_text()?))))
                }
                [] => None,
            },
            // `lead: { who: ml-engineer }` says it, in a map of one.
            Value::Map(map) => match map.entries.as_slice() {
                [only] => Some(self.write(&scalar(only.value.as_text()?))),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value as it is written, if it fits a help text.
    fn short(&self) -> Option<&str> {
        (self.raw.len() <= 80 && !self.raw.contains(['\n', '\r', '`'])).then_some(self.raw)
    }

    /// One sentence for every other kind of error.
    fn of(&self, kind: &ValidationErrorKind) -> (String, String) {
        let subject = self.subject();
        let example = || self.write_example(&[]);
        match kind {
            ValidationErrorKind::Enum { options } => self.wrong_choice(options),
            ValidationErrorKind::Constant { expected_value } => {
                let value = flow(expected_value);
                let found = match self.place.node.value {
                    Value::Null => return (format!("{subject} is empty"), self.write(&value)),
                    Value::List(_) | Value::Map(_) => self.found(),
                    _ => quoted(self.raw),
                };
                (format!("{subject} must be `{value}`, not {found}"), self.write(&value))
            }
            ValidationErrorKind::Pattern { pattern } if pattern == "\\S" => {
                let types = if self.guide.takes("string") { &["string"][..] } else { &[] };
                (format!("{subject} is empty"), self.help_on_empty(types))
            }
            ValidationErrorKind::Pattern { .. } | ValidationErrorKind::MaxLength { .. }
                if self.guide.is("id") =>
            {
                let too_long = matches!(kind, ValidationErrorKind::MaxLength { .. });
                let (message, help) = id::complaint(self.place.node.as_text().unwrap_or_default(), too_long);
                let better = id::kebab_case(self.place.node.as_text().unwrap_or_default());
                let help = better.filter(|_| !too_long).map_or(help, |better| self.write(&better));
                (message, help)
            }
            ValidationErrorKind::Minimum { limit } => {
                (format!("{subject} must be at least {limit}, not {}", quoted(self.raw)), example())
            }
            ValidationErrorKind::MinItems { limit } | ValidationErrorKind::MaxItems { limit } => {
                self.wrong_count(*limit)
            }
            _ => (format!("{subject} is not {}", self.guide.kind()), example()),
        }
    }

    fn wrong_choice(&self, options: &Json) -> (String, String) {
        let options: Vec<_> = options.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let only = match self.place.node.as_list() {
            Some([only]) => only,
            _ => self.place.node,
        };
        let help = match only
            .as_text()
            .and_then(|written| nearest(written, &options).or_else(|| same(written, &options)))
        {
            Some(nearest) => self.write(nearest),
            None => self.write_example(&[]),
        };
        let subject = self.subject();
        let choice = choice(&options);
        match self.place.node.value {
            Value::Null if self.place.required => (format!("{subject} is empty"), help),
            Value::Null => (format!("{subject} is empty"), format!("{help} or {}", self.take_out())),
            Value::List(_) | Value::Map(_) => {
                (format!("{subject} must be {choice}, not {}", self.found()), help)
            }
            Value::Text(ref text) => (format!("{subject} must be {choice}, not {}", quoted(text)), help),
            _ => (format!("{subject} must be {choice}, not {}", quoted(self.raw)), help),
        }
    }

    fn wrong_count(&self, limit: u64) -> (String, String) {
        let count = self.place.node.as_list().map_or(0, <[Node]>::len);
        let most = self.guide.word("maxItems").and_then(Json::as_u64);
        let subject = self.subject();
        match most {
            _ if count == 0 => (format!("{subject} has no entries"), self.write_example(&["array"])),
            Some(most) if most == limit => {
                (format!("{subject} must have {limit} entries, not {count}"), self.write_example(&["array"]))
            }
            _ => (format!("{subject} must have at least {limit} entries"), self.write_example(&["array"])),
        }
    }

    /// Entries that stand in the list a second time, each with the first.
    fn repeated(&self) -> Vec<Violation> {
        let mut first_places = HashMap::<String, Span>::new();
        let mut found = Vec::new();
        for item in self.place.node.as_list().unwrap_or_default() {
            let shown = flow(&item.to_json());
            match first_places.get(&shown) {
                Some(first) => found.push(Violation {
                    kind: ViolationKind::WrongType {
                        message: format!("{} stands twice in {}", quoted(&shown), self.subject()),
                        help: "delete one of the two".to_owned(),
                        related: Some((*first, "it stands here first".to_owned())),
                        meant: None,
                    },
                    span: item.span,
                    parent: self.place.node.span,
                }),
                None => drop(first_places.insert(shown, item.span)),
            }
        }
        found
    }
}

fn one_of(types: &[&str]) -> String {
    let name = |name: &&str| match *name {
        "string" => "text",
        "array" => "a list",
        "object" => "a map",
        "boolean" => "`true` or `false`",
        "integer" => "a whole number",
        _ => "a number",
    };
    types.iter().map(name).collect::<Vec<_>>().join(" or ")
}
