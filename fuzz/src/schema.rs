//! The schema check: every violation stands in the text, and each shape is told in sentences that keep the house
//! form.

use planlint::model::File;
use planlint::schema::{Shape, ViolationKind};
use planlint::text::{Source, Sources};
use planlint::yaml::decode;

const SHAPES: &[Shape] = &[Shape::Manifest, Shape::Signoff, Shape::Config, Shape::Profile, Shape::Baseline];

/// Holds the bytes against every shape.
pub fn holds(bytes: &[u8]) {
    let (text, problem) = decode(bytes);
    if problem.is_some() {
        return;
    }
    let source = Sources::default().add(Source::new("lifecycle.yaml".into(), text.clone()));
    for shape in SHAPES {
        let file = File::read(source, *shape, &text);
        for violation in &file.violations {
            let is_there =
                text.get(violation.span.range()).is_some() && text.get(violation.parent.range()).is_some();
            assert!(is_there, "{text:?}: {violation:?}");
            if let ViolationKind::WrongType { message, help, .. } = &violation.kind {
                assert!(!message.is_empty() && !help.is_empty() && !message.ends_with('.'), "{violation:?}");
            }
        }
        assert!(!file.is_sound() || file.root().is_some());
        assert_eq!(
            File::read(source, *shape, &text).violations,
            file.violations,
            "a second look says the same"
        );
    }
}
