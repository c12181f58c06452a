//! Where a node, its tag and its anchor stand, by the parser's word and the text itself.

use granit_parser::{Event, Parser, StrInput};

use crate::text::Span;

use super::layout;
use super::raw::Core;

/// The parser of a text.
pub(super) type Events<'t> = Parser<'t, StrInput<'t>>;

/// The bytes of what the parser names.
pub(super) fn bytes(place: granit_parser::Span) -> Span {
    let range = place.byte_range().expect("a parser of text gives byte offsets");
    Span::new(range.start, range.end)
}

/// The bytes of the anchor that the parser announces right behind its node.
pub(super) fn anchor_span(parser: &mut Events<'_>) -> Span {
    match parser.peek() {
        Some(Ok((Event::Anchor(..), place))) => bytes(*place),
        _ => Span::default(),
    }
}

/// A node's tag as far as it matters here.
#[derive(Clone, Copy)]
pub(super) enum Tag {
    /// It has none.
    None,
    /// One of the core schema.
    Core(Core),
    /// One that means nothing here, and its bytes.
    Unknown(Span),
}

/// The tag of the node that the event starts.
pub(super) fn tag_of(event: &Event<'_>, place: granit_parser::Span) -> Tag {
    let (Some(tag), Some(span)) = (event.tag(), place.tag_span()) else { return Tag::None };
    let lone = tag.suffix() == "!" && tag.handle().is_empty();
    match tag.core_suffix().and_then(Core::named) {
        Some(core) => Tag::Core(core),
        // A lone `!` says only that a scalar is text; before nothing it is an exclamation.
        None if lone && event.scalar().is_some_and(|(text, _)| !text.is_empty()) => Tag::Core(Core::Text),
        None if lone && event.scalar().is_none() => Tag::None,
        None => Tag::Unknown(bytes(span)),
    }
}

/// A block scalar from its indicator, which stands after `seen`, to the end of its last text; the parser
/// gives the lines of text only, with the empty ones behind them.
pub(super) fn block_scalar(text: &str, seen: usize, body: Span) -> Span {
    let found = layout::indicator(text, seen, body.range().start, &['|', '>']);
    let written = layout::slice(text, body).trim_end();
    match found {
        Some(start) if !written.is_empty() => Span::new(start, body.range().start + written.len()),
        // At the end of the file, the parser gives the header as the body.
        start => header(text, start.unwrap_or(body.range().start)),
    }
}

fn header(text: &str, start: usize) -> Span {
    let rest = text[start..].trim_start_matches(|c| matches!(c, '|' | '>' | '+' | '-' | '0'..='9'));
    Span::new(start, text.len() - rest.len())
}

/// Where nothing is written after a key: behind the colon, not before it as the parser says; and behind the
/// key, up to which `written` goes, where there is no colon.
pub(super) fn missing_value(text: &str, span: Span, written: Span) -> Span {
    let start = span.range().start;
    let colon = text[start..].starts_with(':');
    Span::at(if colon { start + 1 } else { start.min(written.range().end) })
}

/// Where nothing is written as an item or a key: behind its `-` or `?`, which stands after `seen`.
pub(super) fn missing_node(text: &str, seen: usize, span: Span, mark: char) -> Span {
    let found = layout::indicator(text, seen, span.range().start, &[mark]);
    found.map_or(span, |found| Span::at(found + 1))
}

/// The start of a list that is not indented below its key: its first dash, which stands after `seen`; the
/// parser gives the place of the first item.
pub(super) fn list_start(text: &str, seen: usize, span: Span) -> Span {
    let dash = layout::indicator(text, seen, span.range().start, &['-']);
    dash.map_or(span, Span::at)
}
