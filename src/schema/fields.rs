//! The keys of a map: unknown ones, missing ones, and ids that are none.

use hashbrown::HashMap;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use crate::suggest::fold;
use crate::text::Span;
use crate::yaml::{Map, Node};

use super::guide::Guide;
use super::walk::{Holder, Place};
use super::write::{flow, line};
use super::{Meant, Violation, ViolationKind, id, sections};

/// How far a misspelt field may be from a known one.
const DISTANCE: usize = 2;

/// Beyond so many unknown fields in one map nobody looks for the words they may stand for.
const MOST: usize = 100;

/// What is wrong with the keys of a map.
pub(super) fn violations(
    place: Place<'_>,
    guide: Guide<'_>,
    errors: &[ValidationError<'_>],
) -> Vec<Violation> {
    let Some(map) = place.node.as_map().filter(|_| !errors.is_empty()) else { return Vec::new() };
    let parent = place.node.span;
    let keys: Keys<'_> = map.entries.iter().map(|entry| (&*entry.key.text, entry.key.span)).collect();
    let known = guide.fields();
    let lacking: Vec<&str> = guide.required().filter(|field| !keys.contains_key(field)).collect();
    let (mut found, mut meant) = (Vec::new(), Vec::new());
    for error in errors {
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for (at, field) in unexpected.iter().enumerate() {
                    let near = (at < MOST).then(|| suggestion(field, &known, &lacking, &keys)).flatten();
                    let of_kind = || replaced(map.get(field)?, guide, &lacking, &meant);
                    let section = || sections::meant(place, map.get(field)?, guide);
                    let suggestion = near.or_else(of_kind).or_else(section);
                    meant.extend(suggestion);
                    found.extend(unknown(field, suggestion, &keys, guide, parent));
                }
            }
            ValidationErrorKind::PropertyNames { error } => {
                let name = error.instance().as_str().unwrap_or_default();
                let too_long = matches!(error.kind(), ValidationErrorKind::MaxLength { .. });
                found.extend(bad_id(name, too_long, &keys, parent));
            }
            _ => {}
        }
    }
    for error in errors {
        if let ValidationErrorKind::Required { property } = error.kind() {
            let field = property.as_str().unwrap_or_default();
            if !meant.contains(&field) {
                found.push(missing(field, place, map, guide));
            }
        }
    }
    found
}

/// The keys of a map with their places.
type Keys<'t> = HashMap<&'t str, Span>;

fn unknown(
    field: &str,
    suggestion: Option<&str>,
    keys: &Keys<'_>,
    guide: Guide<'_>,
    parent: Span,
) -> Option<Violation> {
    let span = *keys.get(field)?;
    let kind = ViolationKind::UnknownField {
        field: field.to_owned(),
        owner: guide.kind(),
        suggestion: suggestion.map(str::to_owned),
        known: guide.fields().into_iter().map(str::to_owned).collect(),
    };
    Some(Violation { kind, span, parent })
}

/// The known field that is not there yet and is spelt most nearly so, one that is required before others. A word
/// of two letters is near to every other one, so that the distance must also be less than the length.
fn suggestion<'s>(field: &str, known: &[&'s str], lacking: &[&str], keys: &Keys<'_>) -> Option<&'s str> {
    let written = fold(field);
    let distance = |name: &&'s str| {
        let limit = DISTANCE.min(name.len().min(written.len()).saturating_sub(1));
        let is_near = name.len().abs_diff(written.len()) <= limit && !keys.contains_key(*name);
        let distance = is_near.then(|| strsim::osa_distance(&written, name))?;
        (distance <= limit).then_some(((distance, !lacking.contains(name)), *name))
    };
    let near: Vec<_> = known.iter().filter_map(distance).collect();
    let (least, name) = *near.iter().min()?;
    let is_tied = near.iter().any(|(other, another)| *other == least && *another != name);
    (!is_tied).then_some(name)
}

/// The one required field that is lacking, where the value under the unknown name could be its value.
fn replaced<'s>(node: &Node, guide: Guide<'s>, lacking: &[&'s str], meant: &[&str]) -> Option<&'s str> {
    let [only] = lacking else { return None };
    let is_text = node.as_text().is_some_and(|text| !text.trim().is_empty());
    (is_text && !meant.contains(only) && guide.key(only)?.takes("string")).then_some(only)
}

fn missing(field: &str, place: Place<'_>, map: &Map, guide: Guide<'_>) -> Violation {
    let own = place.key().filter(|_| guide.is("document") && field == "path");
    let own = own.map(|id| Value::from(format!("docs/{}.md", id.text)));
    let example = own.as_ref().or_else(|| guide.key(field).and_then(|value| value.example(&[])));
    let value = example.map(flow);
    let kind = ViolationKind::MissingField {
        field: field.to_owned(),
        owner: guide.kind(),
        example: line(Some(field), value.as_deref().unwrap_or("…")),
        value,
    };
    let inside = match place.holder {
        Holder::List(_) => map.entries.first(),
        _ => map.entry("lifecycle"),
    };
    let inside = inside.map_or(Span::at(place.node.span.start as usize), |entry| entry.key.span);
    let span = place.key().map_or(inside, |key| key.span);
    Violation { kind, span, parent: place.node.span }
}

fn bad_id(name: &str, too_long: bool, keys: &Keys<'_>, parent: Span) -> Option<Violation> {
    let span = *keys.get(name)?;
    let (message, mut help) = id::complaint(name, too_long);
    let mut better = id::kebab_case(name).filter(|better| !too_long && id::is_short(better));
    if better.as_ref().is_some_and(|better| keys.contains_key(&**better)) {
        help = "write another name, of letters, digits and `-` only".to_owned();
        better = None;
    }
    let meant = better.map(|better| Meant::Id { written: name.to_owned(), better });
    Some(Violation { kind: ViolationKind::WrongType { message, help, related: None, meant }, span, parent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_one_field_that_is_near() {
        let known = ["by", "due", "lead", "needs", "of", "replaced-by", "state"];
        let keys = Keys::default();
        let suggested = |field| suggestion(field, &known, &["lead"], &keys);
        assert_eq!(suggested("laed"), Some("lead"));
        assert_eq!(suggested("leed"), Some("lead"));
        assert_eq!(suggested("Replaced_By"), Some("replaced-by"));
        assert_eq!(suggested("status"), Some("state"));
        assert_eq!(suggested("at"), None);
        assert_eq!(suggested("deu"), Some("due"));
        assert_eq!(suggested("xyz"), None);
    }
}
