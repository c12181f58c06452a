//! Lines, words and openings of a text that the parser could not finish.

use crate::text::Span;

/// The bytes of the line around `at`, without its ending.
pub(super) fn line(text: &str, at: usize) -> Span {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    Span::new(start, line_end(text, at))
}

/// The end of the line around `at`, without its ending.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end)
}

/// A span without the white space at its end: the parser tells a lone `?` with the space behind it.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    Span { end: span.start + slice(text, span).trim_ascii_end().len() as u32, ..span }
}

/// The text of a span.
pub(super) fn slice(text: &str, span: Span) -> &str {
    &text[span.range()]
}

/// The word that starts at `at`, or the one character there, or the end of the text.
pub(super) fn word(text: &str, at: usize) -> Span {
    let rest = &text[at..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let first = rest.chars().next().map_or(0, |c| if matches!(c, '\n' | '\r') { 0 } else { c.len_utf8() });
    Span::new(at, at + end.max(first))
}

/// The rest of the line from `at`, without a comment and the white space before it.
pub(super) fn rest_of_line(text: &str, at: usize) -> Span {
    let rest = &text[at..line_end(text, at)];
    let comment = rest.match_indices('#').find(|(hash, _)| rest[..*hash].ends_with([' ', '\t']));
    let end = comment.map_or(rest.len(), |(hash, _)| hash);
    Span::new(at, at + rest[..end].trim_end().len())
}

/// Where one of the `wanted` indicators stands in `from..to`, past others, comments, tags and anchors.
pub(super) fn indicator(text: &str, from: usize, to: usize, wanted: &[char]) -> Option<usize> {
    let mut at = from;
    while at < to {
        let rest = &text[at..to];
        at += match rest.chars().next()? {
            found if wanted.contains(&found) => return Some(at),
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '&' | '!' => rest.find(char::is_whitespace).unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
    }
    None
}

/// Brackets and quotes between two places of the text.
#[derive(Debug, Default)]
pub(super) struct Openings {
    /// Where the brackets stand that are still open, outermost first.
    pub(super) brackets: Vec<usize>,
    /// Where the last quoted scalar starts.
    pub(super) quote: Option<usize>,
}

impl Openings {
    /// Goes on from `brackets` through the bytes `from..to`, which start outside quotes.
    pub(super) fn scan(text: &str, from: usize, to: usize, brackets: Vec<usize>) -> Self {
        let mut openings = Openings { brackets, quote: None };
        let (mut at, mut before) = (from, ' ');
        while at < to {
            let rest = &text[at..to];
            let Some(character) = rest.chars().next() else { break };
            let flow = !openings.brackets.is_empty();
            let fresh = before.is_whitespace() || flow && matches!(before, '[' | '{' | ',' | ':');
            at += openings.step(character, rest, at, fresh);
            before = character;
        }
        openings
    }

    /// Takes one character, comment or quoted scalar; returns its length.
    fn step(&mut self, character: char, rest: &str, at: usize, fresh: bool) -> usize {
        match character {
            '"' | '\'' if fresh => {
                self.quote = Some(at);
                return quoted(rest);
            }
            '#' if fresh => return rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '[' | '{' if fresh || !self.brackets.is_empty() => self.brackets.push(at),
            ']' | '}' => {
                self.brackets.pop();
            }
            _ => {}
        }
        character.len_utf8()
    }
}

/// The length of the quoted scalar that `text` starts with, or of all where it is not closed.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    for (at, character) in characters {
        match character {
            _ if escaped => escaped = false,
            '\\' if quote == Some('"') => escaped = true,
            _ if Some(character) == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}
