//! A document as evidence: headings, sections and leftovers stand where they are said to stand.

use planlint::evidence::Markdown;
use planlint::text::SourceId;

/// Reads the bytes as a document.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let document = Markdown::read(SourceId::default(), text);
    let text = &document.text;
    for heading in &document.headings {
        assert!(text.get(heading.span.range()).is_some(), "{text:?}: {heading:?}");
        assert!(
            (1..=6).contains(&heading.level) && heading.end > heading.span.start,
            "{text:?}: {heading:?}"
        );
        let around = document.sections_around(heading.span.start).any(|one| std::ptr::eq(one, heading));
        assert!(around, "{text:?}: {heading:?}");
    }
    for leftover in &document.leftovers {
        assert_eq!(text.get(leftover.span.range()), Some(leftover.text.as_str()), "{text:?}: {leftover:?}");
    }
    for anchor in document.anchors() {
        assert!(!anchor.is_empty() && document.has_anchor(anchor), "{text:?}: {anchor:?}");
    }
}
