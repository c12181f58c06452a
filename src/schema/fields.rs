//! The keys of a map: unknown ones, missing ones, and ids that are none.

use std::collections::HashMap;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;

use crate::text::Span;
use crate::yaml::Map;

use super::guide::Guide;
use super::walk::{Holder, Place};
use super::write::{flow, line};
use super::{Meant, Violation, ViolationKind, id};

/// How far a misspelt field may be from a known one.
const DISTANCE: usize = 2;

/// What is wrong with the keys of a map.
pub(super) fn violations(
    place: Place<'_>,
    guide: Guide<'_>,
    errors: &[ValidationError<'_>],
) -> Vec<Violation> {
    let Some(map) = place.node.as_map().filter(|_| !errors.is_empty()) else { return Vec::new() };
    let parent = place.node.span;
    let keys: Keys<'_> = map.entries.iter().map(|entry| (&*entry.key.text, entry.key.span)).collect();
    let (mut found, mut meant) = (Vec::new(), Vec::new());
    for error in errors {
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for field in unexpected {
                    let suggestion = suggestion(field, &guide.fields(), &keys);
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

/// The one known field that is not there yet and is spelt nearly so. A word of two letters is near to
/// every other one, so that the distance must also be less than the length.
fn suggestion<'s>(field: &str, known: &[&'s str], keys: &Keys<'_>) -> Option<&'s str> {
    let written = field.to_lowercase().replace(['_', ' '], "-");
    let absent = |name: &&&str| !keys.contains_key(**name);
    if let Some(same) = known.iter().filter(absent).find(|name| **name == written) {
        return Some(same);
    }
    let near = |name: &&&str| {
        let limit = DISTANCE.min(name.len().min(written.len()).saturating_sub(1));
        name.len().abs_diff(written.len()) <= limit && strsim::osa_distance(&written, name) <= limit
    };
    let mut candidates = known.iter().filter(near).filter(absent);
    let first = candidates.next()?;
    candidates.next().is_none().then_some(*first)
}

fn missing(field: &str, place: Place<'_>, map: &Map, guide: Guide<'_>) -> Violation {
    let example = guide.key(field).and_then(|value| value.example(&[]));
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
        assert_eq!(suggestion("laed", &known, &keys), Some("lead"));
        assert_eq!(suggestion("Replaced_By", &known, &keys), Some("replaced-by"));
        assert_eq!(suggestion("status", &known, &keys), Some("state"));
        assert_eq!(suggestion("at", &known, &keys), None);
        assert_eq!(suggestion("deed", &known, &keys), None);
    }
}
