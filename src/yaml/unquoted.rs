//! Values that start with a character YAML keeps for itself, and how far their writers meant them to go.

use crate::text::Span;

use super::{Problem, ProblemKind, layout};

/// A value that should be in quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unquoted {
    /// The value as its writer meant it.
    pub(super) span: Span,
    /// Its first character.
    indicator: char,
}

/// The longest value, in bytes, that is told in full, so that a line full of them is read in linear time.
const LONGEST: usize = 1_024;

impl Unquoted {
    /// An alias that refers to nothing and ends where its value does.
    pub(super) fn alias(span: Span) -> Self {
        Unquoted { span, indicator: '*' }
    }

    /// The value that starts at `start`: it goes to the end of the line or to a comment; between brackets,
    /// `flow`, to the next comma or closing bracket; and as a key to its colon.
    pub(super) fn at(text: &str, start: usize, flow: bool) -> Option<Self> {
        let indicator = text[start..].chars().next()?;
        let window = &text[start..text.floor_char_boundary(start + LONGEST)];
        let line = &window[..layout::line_end(window, 0)];
        let length = extent(line, flow, opens_entry(text, start, flow));
        let meant = line[..length].trim_end();
        let span = Span::new(start, start + meant.len());
        (!meant.is_empty()).then_some(Unquoted { span, indicator })
    }

    /// The problem that says so.
    pub(super) fn problem(&self, text: &str) -> Problem {
        let meant = layout::slice(text, self.span).to_owned();
        Problem { kind: ProblemKind::Unquoted { text: meant, indicator: self.indicator }, span: self.span }
    }
}

/// Does a value that ends at `end` end there for its reader too, with nothing behind it but a comment?
pub(super) fn ends_value(text: &str, end: usize, flow: bool) -> bool {
    let rest = text[end..].trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with(['\n', '\r', '#']) || flow && rest.starts_with([',', ']', '}'])
}

/// Can a key start at this place?
fn opens_entry(text: &str, start: usize, flow: bool) -> bool {
    let mut before = text[..start].trim_end_matches([' ', '\t']);
    if flow {
        return before.trim_end().ends_with(['{', '[', ',', '?']);
    }
    while let Some(shorter) = before.strip_suffix(['-', '?']) {
        before = shorter.trim_end_matches([' ', '\t']);
    }
    before.is_empty() || before.ends_with(['\n', '\r', '\u{FEFF}'])
}

/// How much of the line belongs to the value; its first character always does.
fn extent(line: &str, flow: bool, key: bool) -> usize {
    let last = |bracket| line.rfind(bracket).unwrap_or(0);
    let (last_brace, last_square) = (last('}'), last(']'));
    let mut inside = 0_usize;
    let mut before = 'x';
    for (at, character) in line.char_indices() {
        let rest = &line[at + character.len_utf8()..];
        let ends_key = || rest.is_empty() || rest.starts_with([' ', '\t']);
        let stops = match character {
            '#' => matches!(before, ' ' | '\t'),
            ':' => key && (ends_key() || flow && rest.starts_with([',', ']', '}'])),
            ',' | ']' | '}' => flow && inside == 0,
            _ => false,
        };
        if stops && at > 0 {
            return at;
        }
        match character {
            '{' if at < last_brace => inside += 1,
            '[' if at < last_square => inside += 1,
            '}' | ']' => inside = inside.saturating_sub(1),
            _ => {}
        }
        before = character;
    }
    line.len()
}
