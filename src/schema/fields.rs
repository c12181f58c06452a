//! The keys of a map: unknown ones, missing ones, and ids that are none.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;

use crate::text::Span;
use crate::yaml::Map;

use super::guide::Guide;
use super::walk::Place;
use super::write::{flow, line};
use super::{Violation, ViolationKind, id};

/// How far a misspelt field may be from a known one.
const DISTANCE: usize = 2;

/// What is wrong with the keys of a map.
pub(super) fn violations(
    place: Place<'_>,
    guide: Guide<'_>,
    errors: &[ValidationError<'_>],
) -> Vec<Violation> {
    let Some(map) = place.node.as_map() else { return Vec::new() };
    let parent = place.node.span;
    let (mut found, mut meant) = (Vec::new(), Vec::new());
    for error in errors {
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for field in unexpected {
                    let suggestion = suggestion(field, &guide.fields(), map);
                    meant.extend(suggestion);
                    found.extend(unknown(field, suggestion, map, guide, parent));
                }
            }
            ValidationErrorKind::PropertyNames { error } => {
                let name = error.instance().as_str().unwrap_or_default();
                let too_long = matches!(error.kind(), ValidationErrorKind::MaxLength { .. });
                found.extend(bad_id(name, too_long, map, parent));
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

fn unknown(
    field: &str,
    suggestion: Option<&str>,
    map: &Map,
    guide: Guide<'_>,
    parent: Span,
) -> Option<Violation> {
    let span = map.entry(field)?.key.span;
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
fn suggestion<'s>(field: &str, known: &[&'s str], map: &Map) -> Option<&'s str> {
    let written = field.to_lowercase().replace(['_', ' '], "-");
    let distance = |name: &str| strsim::osa_distance(&written, name);
    let near = |name: &&&str| {
        let limit = DISTANCE.min(name.len().min(written.len()).saturating_sub(1));
        map.get(name).is_none() && distance(name) <= limit
    };
    if let Some(same) = known.iter().find(|name| **name == written && map.get(name).is_none()) {
        return Some(same);
    }
    let mut candidates = known.iter().filter(near);
    let first = candidates.next()?;
    candidates.next().is_none().then_some(*first)
}

fn missing(field: &str, place: Place<'_>, map: &Map, guide: Guide<'_>) -> Violation {
    let example = guide.key(field).and_then(|value| value.example(&[]));
    let kind = ViolationKind::MissingField {
        field: field.to_owned(),
        owner: guide.kind(),
        example: line(Some(field), &example.map_or_else(|| "…".to_owned(), flow)),
    };
    let first_key = || match (map.entry("lifecycle"), place.list) {
        (Some(entry), None) => entry.key.span,
        (_, Some(_)) => map.entries.first().map_or(Span::at(0), |entry| entry.key.span),
        _ => Span::at(0),
    };
    let span = place.key.map_or_else(first_key, |key| key.span);
    Violation { kind, span, parent: place.node.span }
}

fn bad_id(name: &str, too_long: bool, map: &Map, parent: Span) -> Option<Violation> {
    let span = map.entry(name)?.key.span;
    let (message, mut help) = id::complaint(name, too_long);
    if id::kebab_case(name).is_some_and(|better| !too_long && map.get(&better).is_some()) {
        help = "write another name, of letters, digits and `-` only".to_owned();
    }
    Some(Violation { kind: ViolationKind::WrongType { message, help, related: None }, span, parent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_one_field_that_is_near() {
        let known = ["by", "due", "lead", "needs", "of", "replaced-by", "state"];
        let map = Map::default();
        assert_eq!(suggestion("laed", &known, &map), Some("lead"));
        assert_eq!(suggestion("Replaced_By", &known, &map), Some("replaced-by"));
        assert_eq!(suggestion("status", &known, &map), Some("state"));
        assert_eq!(suggestion("at", &known, &map), None);
        assert_eq!(suggestion("deed", &known, &map), None);
    }
}
