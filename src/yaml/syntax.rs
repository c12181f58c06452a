//! The parser's complaints in plain words, each at the place that has to change.

use granit_parser::ErrorKind;

use crate::limits;
use crate::text::Span;

use super::layout::{self, Openings};
use super::{Problem, slips};

/// What is known about the text around an error.
pub(super) struct Surroundings {
    /// Open brackets, and the last quoted scalar before the error.
    pub(super) openings: Openings,
    /// The column of the innermost map (`true`) or list, unless it is in brackets.
    pub(super) block: Option<(usize, bool)>,
    /// The last plain scalar before the error.
    pub(super) last_scalar: Span,
}

/// Does the parser stop because a value starts with a character that YAML keeps for itself?
pub(super) fn starts_unquoted(kind: &ErrorKind, rest: &str) -> bool {
    let starts = |characters: &[char]| rest.starts_with(characters);
    match kind {
        ErrorKind::UnexpectedCharacter { .. } => starts(&['@', '`', '%']),
        ErrorKind::MissingAnchorOrAliasName => starts(&['*', '&']),
        // The parser takes the colon of `*key: value` for a part of the alias.
        ErrorKind::SimpleKeyExpected => {
            let word = rest.split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
            starts(&['*']) && word.ends_with(':')
        }
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => starts(&['>', '|']),
        ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::InvalidTagUtf8
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::UndeclaredTagHandle => starts(&['!']),
        _ => false,
    }
}

/// Nesting beyond the limit, at the node that is too deep.
pub(super) fn too_deep(text: &str, at: usize) -> Problem {
    let first = text[at..].chars().next().map_or(0, char::len_utf8);
    let message = format!("this is nested deeper than {} levels", limits::DEPTH.most);
    Problem::syntax(Span::new(at, at + first), message, "write it with less nesting")
}

/// More values than the limit, at the first that is too much.
pub(super) fn too_many(text: &str, at: usize) -> Problem {
    let message = format!("this file has more than {} keys and values", limits::NODES.most);
    let help = "split the file, or move its data out of it";
    Problem::syntax(layout::word(text, text.floor_char_boundary(at.min(text.len()))), message, help)
}

/// More problems than anybody reads, at the first that is not told.
pub(super) fn too_wrong(span: Span) -> Problem {
    let message = format!("more than {} things are wrong with the YAML of this file", limits::MISTAKES.most);
    Problem::syntax(span, message, "correct those that are told, then check again")
}

/// A second document, from its first word.
pub(super) fn second_document(text: &str, at: usize) -> Problem {
    let message = "a second document starts here, but one file holds one manifest";
    let help = "move this document to a file of its own, or delete the line that separates the two";
    Problem::syntax(layout::word(text, at), message, help)
}

/// A tag beyond the core schema.
pub(super) fn unknown_tag(text: &str, span: Span) -> Problem {
    let message = format!("the tag `{}` means nothing here", layout::slice(text, span));
    Problem::syntax(span, message, "delete the tag, or put the whole value in quotes")
}

/// An alias that refers to nothing.
pub(super) fn unknown_alias(name: &str, span: Span) -> Problem {
    let message = format!("unknown alias: no `&{name}` stands above this `*{name}`");
    let help = format!("define `&{name}` above this line, or put quotes around `*{name}` if it is text");
    Problem::syntax(span, message, help)
}

/// The one problem that an error of the parser at `at` becomes.
pub(super) fn explain(text: &str, at: usize, kind: &ErrorKind, around: &Surroundings) -> Problem {
    use ErrorKind as E;
    if let Some(problem) = characters(text, at, kind, around) {
        return problem;
    }
    let is_about_lines =
        matches!(kind, E::MappingValueNotAllowed | E::SimpleKeyExpected | E::ExpectedBlockMappingKey);
    if let Some(problem) = is_about_lines.then(|| slips::on_lines(text, at)).flatten() {
        return problem;
    }
    if let Some(open) = crossed_lines(text, at, around) {
        return unclosed_bracket(text, open);
    }
    match kind {
        E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator | E::InvalidColonPlacement => {
            let message = "the entries between these brackets are not separated here";
            let help = "put a comma between two entries, or quotes around a value with a colon in it";
            Problem::syntax(layout::word(text, at), message, help)
        }
        E::MappingValueNotAllowed => colon(text, at, around),
        E::SimpleKeyExpected => no_colon(text, at),
        E::BlockSequenceEntryNotAllowed | E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry => {
            misplaced_line(text, at, around)
        }
        _ => other(text, at, kind),
    }
}

/// Errors that one character makes: a tab, a quote, a backslash, a bracket.
fn characters(text: &str, at: usize, kind: &ErrorKind, around: &Surroundings) -> Option<Problem> {
    use ErrorKind as E;
    Some(match kind {
        E::RecursionLimitExceeded => too_deep(text, at),
        E::TabInBlockIndentation
        | E::TabNotAllowed
        | E::TabInIndentation
        | E::TabInPlainScalar
        | E::TabAtBlockScalarStart => tab(text, at),
        E::UnclosedQuotedScalar => unclosed_quote(text, at),
        E::DocumentIndicatorInQuotedScalar
        | E::InvalidQuotedScalarIndent
        | E::InvalidTrailingDoubleQuotedScalar
        | E::InvalidTrailingSingleQuotedScalar => quote(text, at, around),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => escape(text, at),
        E::UnclosedFlowCollection { .. } => unclosed_bracket(text, at),
        E::MismatchedFlowCollectionEnd { open, close } => mismatched(text, at, *open, *close),
        E::MisplacedFlowCollectionEnd => misplaced(text, at),
        _ => return None,
    })
}

/// A tab before the first character of a line: of this one, or of one that the scalar at `at` goes on to.
fn tab(text: &str, at: usize) -> Problem {
    let start = layout::line(text, at).range().start;
    let mut offset = start;
    let mut found = None;
    for line in text[start..].split_inclusive(['\n', '\r']) {
        let indent = indent_of(line);
        found = line[..indent].find('\t').map(|tab| offset + tab);
        let next_entry = offset > at && indent == 0 && !line.trim().is_empty();
        if found.is_some() || next_entry {
            break;
        }
        offset += line.len();
    }
    let place = found.or_else(|| text[at..].find('\t').map(|tab| at + tab)).unwrap_or(at);
    let tabs = text[place..].len() - text[place..].trim_start_matches('\t').len();
    let (message, help) = match found {
        Some(_) => ("a tab indents this line", "indent it with spaces"),
        None => ("a tab stands where YAML takes only spaces", "replace the tab with spaces"),
    };
    Problem::syntax(Span::new(place, place + tabs), message, help)
}

fn unclosed_quote(text: &str, at: usize) -> Problem {
    let quote = text[at..].chars().next().unwrap_or('"');
    let message = format!("the quote `{quote}` opens here and is not closed");
    let span = Span::new(at, at + quote.len_utf8());
    Problem::syntax(span, message, format!("put a second `{quote}` at the end of the value"))
}

/// Text after a closing quote: that of the same line, or one that was meant to open another value.
fn quote(text: &str, at: usize, around: &Surroundings) -> Problem {
    let Some(open) = around.openings.quote.filter(|open| *open <= at) else {
        return other_words(text, at, "this quoted text is broken here");
    };
    if text[open..at].contains(['\n', '\r']) || open == at {
        return unclosed_quote(text, open);
    }
    let help = match text[open..].starts_with('\'') {
        true => "put all of the value between the quotes, and write an apostrophe in it as `''`",
        false => "put all of the value between the quotes, and write a quote in it as `\\\"`",
    };
    Problem::syntax(layout::rest_of_line(text, at), "text follows the closing quote", help)
}

fn escape(text: &str, at: usize) -> Problem {
    const ONE: &str = "0abt\tnvfre \"/\\N_LP\n\r";
    let mut characters = text[at..].char_indices().skip(1);
    while let Some((place, character)) = characters.next() {
        if character == '"' {
            break;
        }
        let Some((_, escaped)) = (character == '\\').then(|| characters.next()).flatten() else { continue };
        let wanted = match escaped {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ if ONE.contains(escaped) => continue,
            _ => 0,
        };
        let digits = text[at + place + 1 + escaped.len_utf8()..]
            .chars()
            .take(wanted)
            .take_while(char::is_ascii_hexdigit)
            .count();
        if wanted == 0 || digits < wanted {
            let span = Span::new(at + place, at + place + 1 + escaped.len_utf8() + digits);
            let message = format!("`{}` stands for nothing in double quotes", layout::slice(text, span));
            return Problem::syntax(span, message, "write the backslash twice, or use single quotes");
        }
    }
    other_words(text, at, "an escape in this text stands for no character")
}

fn unclosed_bracket(text: &str, at: usize) -> Problem {
    let open = text[at..].chars().next().unwrap_or('[');
    let close = if open == '{' { '}' } else { ']' };
    let message = format!("the bracket `{open}` opens here and is not closed");
    let span = Span::new(at, at + open.len_utf8());
    Problem::syntax(span, message, format!("put `{close}` after the last entry"))
}

fn mismatched(text: &str, at: usize, open: char, close: char) -> Problem {
    let wanted = if open == '{' { '}' } else { ']' };
    let message = format!("the bracket `{open}` opens here, but `{close}` closes it");
    let first = text[at..].chars().next().map_or(0, char::len_utf8);
    Problem::syntax(Span::new(at, at + first), message, format!("close it with `{wanted}`"))
}

fn misplaced(text: &str, at: usize) -> Problem {
    let close = text[at..].chars().next().unwrap_or(']');
    let message = format!("the bracket `{close}` closes nothing");
    let span = Span::new(at, at + close.len_utf8());
    Problem::syntax(span, message, "delete it, or put quotes around the value")
}

/// The innermost open bracket, where it stands on an earlier line than the error.
fn crossed_lines(text: &str, at: usize, around: &Surroundings) -> Option<usize> {
    let open = *around.openings.brackets.last()?;
    (open < at && text[open..at].contains(['\n', '\r']) && !closes(text, open)).then_some(open)
}

/// Does the bracket at `open` close before a line that looks like an entry of the text around it?
fn closes(text: &str, open: usize) -> bool {
    let line = layout::line(text, open);
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = indent(layout::slice(text, line));
    let mut end = line.range().end;
    for later in text[end..].split_inclusive(['\n', '\r']) {
        let word = later.trim_start();
        let entry = word.starts_with("- ") || word.contains(": ") || word.trim_end().ends_with(':');
        if entry && indent(later) <= own && !word.starts_with([']', '}']) {
            break;
        }
        end += later.len();
    }
    Openings::scan(text, open, end, Vec::new()).brackets.is_empty()
}

/// A colon where the line, or the value, already has one.
fn colon(text: &str, at: usize, around: &Surroundings) -> Problem {
    let line = layout::line(text, at);
    let scalar = around.last_scalar;
    let before = scalar.range().end <= at && text[scalar.range().end..at].trim().is_empty();
    if before && layout::slice(text, scalar).contains(['\n', '\r']) {
        let first = layout::rest_of_line(text, scalar.range().start);
        if let Some(colon) = missing_space(layout::slice(text, first)) {
            return no_space(text, first.range().start, colon);
        }
        let key = line.range().start + indent_of(layout::slice(text, line));
        let message = "this line is indented as part of the value above, but looks like a key";
        let help = "indent it like the key it belongs beside, or leave nothing after the colon above it";
        return Problem::syntax(Span::new(key, at), message, help);
    }
    let start = if before { scalar.range().start } else { line.range().start };
    let value = layout::rest_of_line(text, start.min(at));
    let message = "this value has a colon and a space in it, as if it were another key";
    Problem::syntax(value, message, "put quotes around the value, or start a new line for the inner key")
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Where in `key:value` the colon stands; not in addresses and times.
fn missing_space(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let (key, value) = (&line[..colon], &line[colon + 1..]);
    let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let digits = key.chars().all(|c| c.is_ascii_digit());
    (word && !digits && !value.is_empty() && !value.starts_with([' ', '/'])).then_some(colon)
}

fn no_space(text: &str, start: usize, colon: usize) -> Problem {
    let (key, at) = (&text[start..start + colon], start + colon);
    let message = format!("a space is missing after the colon of `{key}`");
    Problem::syntax(Span::new(at, at + 1), message, format!("write `{key}: ` with a space"))
}

/// A line among `key: value` lines that has no such colon.
fn no_colon(text: &str, at: usize) -> Problem {
    let rest = layout::rest_of_line(text, at);
    if let Some(colon) = missing_space(layout::slice(text, rest)) {
        return no_space(text, at, colon);
    }
    if let Some(problem) = slips::no_colon(text, layout::line(text, at)) {
        return problem;
    }
    let message = "this line has no colon, and is not indented as part of the value above";
    Problem::syntax(rest, message, "write a colon and a space after the key, or indent the line")
}

/// A line that belongs to no map or list above it, or an entry in the middle of a line.
fn misplaced_line(text: &str, at: usize, around: &Surroundings) -> Problem {
    let line = layout::line(text, at);
    let written = layout::slice(text, line);
    let indent = indent_of(written);
    let first = line.range().start + indent;
    let item = written[indent..].starts_with("- ") || &written[indent..] == "-";
    // The parser may stop in the indentation, before the dash.
    let between = text.get(first + 1..at);
    let starts = first == at || item && between.is_some_and(|between| between.trim().is_empty());
    if !starts {
        let dash = text[at..].starts_with('-');
        let message =
            if dash { "a list cannot start on the line of its key" } else { "this cannot follow here" };
        let help = match dash {
            true => "start the list on the next line, or put quotes around the value if it is text",
            false => "put quotes around the whole value, or move this to a line of its own",
        };
        return Problem::syntax(layout::rest_of_line(text, at), message, help);
    }
    let span = layout::rest_of_line(text, first);
    match around.block {
        Some((column, true)) if column == indent && item => {
            let help = "indent the item under the key it belongs to, or write it as `key: value`";
            Problem::syntax(span, "a list item stands among the keys of a map", help)
        }
        Some((column, false)) if column == indent && !item => {
            let help = "start the line with `- `, or indent it under the item it belongs to";
            Problem::syntax(span, "a key stands among the items of a list", help)
        }
        _ => {
            let help = "give it exactly as many spaces as the lines it belongs beside";
            Problem::syntax(span, "the indentation of this line matches no line above it", help)
        }
    }
}

/// The rest: the parser's own words without what it was doing.
fn other(text: &str, at: usize, kind: &ErrorKind) -> Problem {
    let (at, message) = match kind {
        ErrorKind::CommentNotSeparated => (at, "a space is missing before this `#`".to_owned()),
        ErrorKind::BomInsideDocument => (at, "a byte-order mark stands in the middle of the file".to_owned()),
        ErrorKind::MissingDocumentEndBeforeDirective => (at, "a line cannot start with `%`".to_owned()),
        ErrorKind::ExpectedDocumentStart => {
            match text[..at].trim_end().rfind(['\n', '\r']).map_or(0, |end| end + 1) {
                line if text[line..].starts_with('%') => (line, "a line cannot start with `%`".to_owned()),
                _ => (at, "the document is complete, and this cannot follow it".to_owned()),
            }
        }
        ErrorKind::InvalidBlockScalarIndent => {
            (at, "this line is indented less than its text block".to_owned())
        }
        ErrorKind::InvalidSimpleKey => (at, "this key is too long, or goes over several lines".to_owned()),
        ErrorKind::UnexpectedEofBlockMapping | ErrorKind::UnexpectedEofBlockSequence => {
            (at, "a value cannot start with this character".to_owned())
        }
        _ => {
            let words = kind.to_string();
            let plain = words.rsplit(", ").next().unwrap_or(&words).to_lowercase();
            (at, plain.trim_end_matches('.').replace(['\'', '"'], "`"))
        }
    };
    other_words(text, at, &message)
}

fn other_words(text: &str, at: usize, message: &str) -> Problem {
    let help = "correct this place, or put quotes around the value if it is text";
    Problem::syntax(layout::word(text, at), message, help)
}
