//! The published schemas, embedded and compiled once each, on first use.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

/// Which of the five kinds of file a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A lifecycle manifest.
    Manifest,
    /// The sign-off file of one handoff.
    Signoff,
    /// A profile.
    Profile,
    /// The configuration of a repository.
    Config,
    /// The findings of a repository that do not count.
    Baseline,
}

/// The published JSON Schema of a shape, as it stands in `schemas/`.
pub fn text(shape: Shape) -> &'static str {
    static TEXTS: [&str; 5] = [
        include_str!("../../schemas/lifecycle.v1.json"),
        include_str!("../../schemas/signoff.v1.json"),
        include_str!("../../schemas/profile.v1.json"),
        include_str!("../../schemas/config.v1.json"),
        include_str!("../../schemas/baseline.v1.json"),
    ];
    TEXTS[shape as usize]
}

/// One of something for each shape, made on first use.
pub(super) struct PerShape<T>([LazyLock<T>; 5]);

impl<T> PerShape<T> {
    /// What `make` gives for each shape.
    pub const fn new(make: [fn() -> T; 5]) -> Self {
        let [manifest, signoff, profile, config, baseline] = make;
        PerShape([
            LazyLock::new(manifest),
            LazyLock::new(signoff),
            LazyLock::new(profile),
            LazyLock::new(config),
            LazyLock::new(baseline),
        ])
    }

    /// The one of a shape.
    pub fn get(&self, shape: Shape) -> &T {
        &self.0[shape as usize]
    }
}

/// For each shape a function that calls `$make` with it.
macro_rules! per_shape {
    ($make:expr) => {
        PerShape::new([
            || $make(Shape::Manifest),
            || $make(Shape::Signoff),
            || $make(Shape::Profile),
            || $make(Shape::Config),
            || $make(Shape::Baseline),
        ])
    };
}

pub(super) use per_shape;

/// The schema of a shape as data.
pub(super) fn schema(shape: Shape) -> &'static Value {
    static SCHEMAS: PerShape<Value> =
        per_shape!(|shape| { text(shape).parse().expect("an embedded schema is JSON") });
    SCHEMAS.get(shape)
}

/// The schema of a shape as a program.
pub(super) fn validator(shape: Shape) -> &'static Validator {
    static VALIDATORS: PerShape<Validator> = per_shape!(|shape| {
        jsonschema::draft202012::new(schema(shape)).expect("an embedded schema is a schema")
    });
    VALIDATORS.get(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPES: [Shape; 5] =
        [Shape::Manifest, Shape::Signoff, Shape::Profile, Shape::Config, Shape::Baseline];

    /// Calls `look` on every subschema with its JSON pointer.
    fn walk(schema: &Value, pointer: &str, look: &mut dyn FnMut(&str, &Value)) {
        look(pointer, schema);
        for keyword in ["properties", "$defs"] {
            for (name, below) in schema[keyword].as_object().into_iter().flatten() {
                walk(below, &format!("{pointer}/{keyword}/{name}"), look);
            }
        }
        for keyword in ["items", "additionalProperties"] {
            if schema[keyword].is_object() {
                walk(&schema[keyword], &format!("{pointer}/{keyword}"), look);
            }
        }
    }

    #[test]
    fn every_place_is_explained_and_closed() {
        for shape in SHAPES {
            let schema = schema(shape);
            walk(schema, "", &mut |pointer, place| {
                let explained = |word: &str| place[word].as_str().is_some_and(|text| !text.is_empty());
                let whole = explained("title") && explained("description");
                assert!(whole || place["$ref"].is_string(), "{shape:?}{pointer} has no title or description");
                let map = place["type"] == "object" || !place["properties"].is_null();
                assert!(!map || !place["additionalProperties"].is_null(), "{shape:?}{pointer} takes any key");
                assert!(
                    !map || place["patternProperties"]["^x-"] == true,
                    "{shape:?}{pointer} has no x- keys"
                );
                assert!(
                    place["anyOf"].is_null() && place["oneOf"].is_null(),
                    "{shape:?}{pointer} is ambiguous"
                );
            });
        }
    }

    #[test]
    fn every_example_and_default_fits_its_place() {
        for shape in SHAPES {
            let schema = schema(shape);
            walk(schema, "", &mut |pointer, place| {
                let shown = place["examples"].as_array().into_iter().flatten().chain(place.get("default"));
                let mut alone = place.clone();
                alone["$defs"] = schema["$defs"].clone();
                let validator = jsonschema::draft202012::new(&alone).unwrap();
                for example in shown {
                    assert!(validator.is_valid(example), "{shape:?}{pointer} refuses its example {example}");
                }
            });
        }
    }

    /// An id, a date or a duration is the same everywhere: only its description may differ.
    #[test]
    fn definitions_of_one_name_agree() {
        let manifest = &schema(Shape::Manifest)["$defs"];
        for shape in SHAPES {
            for name in ["id", "date", "duration", "review-duration", "text"] {
                let own = &schema(shape)["$defs"][name];
                for keyword in ["type", "pattern", "maxLength"] {
                    assert!(own.is_null() || own[keyword] == manifest[name][keyword], "{shape:?} {name}");
                }
            }
        }
    }
}
