//! The published schemas, embedded and compiled once each, on first use.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

/// Which of the four kinds of file a tree is.
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
}

/// The published JSON Schema of a shape, as it stands in `schemas/`.
pub fn text(shape: Shape) -> &'static str {
    match shape {
        Shape::Manifest => include_str!("../../schemas/lifecycle.v1.json"),
        Shape::Signoff => include_str!("../../schemas/signoff.v1.json"),
        Shape::Profile => include_str!("../../schemas/profile.v1.json"),
        Shape::Config => include_str!("../../schemas/config.v1.json"),
    }
}

/// A schema as data and as a program.
pub(super) struct Compiled {
    pub schema: Value,
    pub validator: Validator,
}

/// The compiled schema of a shape.
pub(super) fn compiled(shape: Shape) -> &'static Compiled {
    static MANIFEST: LazyLock<Compiled> = LazyLock::new(|| compile(Shape::Manifest));
    static SIGNOFF: LazyLock<Compiled> = LazyLock::new(|| compile(Shape::Signoff));
    static PROFILE: LazyLock<Compiled> = LazyLock::new(|| compile(Shape::Profile));
    static CONFIG: LazyLock<Compiled> = LazyLock::new(|| compile(Shape::Config));
    match shape {
        Shape::Manifest => &MANIFEST,
        Shape::Signoff => &SIGNOFF,
        Shape::Profile => &PROFILE,
        Shape::Config => &CONFIG,
    }
}

fn compile(shape: Shape) -> Compiled {
    let schema = serde_json::from_str(text(shape)).expect("an embedded schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("an embedded schema is a schema");
    Compiled { schema, validator }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_compiles() {
        for shape in [Shape::Manifest, Shape::Signoff, Shape::Profile, Shape::Config] {
            assert!(compiled(shape).schema["title"].is_string());
        }
    }
}
