//! Slips of the hand that the parser notices late, or takes for something else: a colon that is none, a space
//! that is none, a comment in the middle of a value, a merge that was not finished.

use crate::text::Span;

use super::{Problem, layout};

/// The first marker of a merge conflict, where the other side follows.
pub(super) fn conflict(text: &str) -> Option<Problem> {
    let mut starts = text.match_indices("<<<<<<<").map(|(at, _)| at);
    let is_line = |at: &usize| *at == 0 || text[..*at].ends_with('\n');
    let start = starts.find(is_line)?;
    text[start..].contains("\n=======").then(|| {
        let help = "keep one of the two sides, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`";
        let line = Span::new(start, layout::line_end(text, start));
        Problem::syntax(line, "a merge conflict is not resolved here", help)
    })
}

/// What is wrong with the line at `at`, or with the one above it, that makes the parser stumble at `at`.
pub(super) fn on_lines(text: &str, at: usize) -> Option<Problem> {
    let here = layout::line(text, at);
    let above = above(text, here.range().start);
    if let Some(problem) = above.and_then(|line| character(text, line)) {
        return Some(problem);
    }
    let indent = |line: Span| layout::slice(text, line).find(|c| c != ' ').unwrap_or(0);
    // A line of text that goes on from a value above is none that lacks a colon.
    let begins = |line: Span| {
        let before = self::above(text, line.range().start);
        before.is_none_or(|before| {
            indent(before) == indent(line) || layout::slice(text, before).trim_end().ends_with(':')
        })
    };
    let beside = above.filter(|line| indent(*line) == indent(here) && begins(*line));
    character(text, here).or_else(|| no_colon(text, beside?))
}

/// The last line before `start` with anything but a comment in it.
fn above(text: &str, start: usize) -> Option<Span> {
    let mut end = start;
    while end > 0 {
        let line = layout::line(text, end - 1);
        let written = layout::slice(text, line).trim();
        if !written.is_empty() && !written.starts_with('#') {
            return Some(line);
        }
        end = line.range().start;
    }
    None
}

/// A character that looks like a space or a colon and is none.
fn character(text: &str, line: Span) -> Option<Problem> {
    let written = layout::slice(text, line);
    let first = written.find(|c| c != ' ')?;
    let start = line.range().start + first;
    let spaces: usize = written[first..].chars().take_while(|c| is_false_space(*c)).map(char::len_utf8).sum();
    if spaces > 0 {
        let message = "a space that YAML does not count indents this line";
        let help = "delete it, and indent the line with plain spaces";
        return Some(Problem::syntax(Span::new(start, start + spaces), message, help));
    }
    let colon = written.find('：')?;
    let key = written[first..colon].trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (is_key && !written[..colon].contains(':')).then(|| {
        let colon = line.range().start + colon;
        let span = Span::new(colon, colon + '：'.len_utf8());
        Problem::syntax(
            span,
            "this full-width colon is a letter to YAML",
            format!("write `{key}: ` with a plain colon"),
        )
    })
}

fn is_false_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// `lead ml-engineer` among lines with a colon.
pub(super) fn no_colon(text: &str, line: Span) -> Option<Problem> {
    let written = layout::slice(text, line);
    let first = written.find(|c| c != ' ')?;
    let words = layout::rest_of_line(text, line.range().start + first);
    let (key, value) = layout::slice(text, words).split_once(' ')?;
    let is_key = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !key.starts_with('-');
    let is_value = !value.trim().is_empty() && !value.contains(['`', ':']) && value.len() <= 60;
    (is_key && is_value).then(|| {
        let message = format!("a colon is missing after `{key}`");
        Problem::syntax(words, message, format!("write `{key}: {}`", value.trim()))
    })
}

/// Where in a bracket that opens at `open` and gives trouble at `at` a value starts with `#`.
pub(super) fn comment_in_brackets(text: &str, open: usize, at: usize) -> Option<usize> {
    let end = layout::line_end(text, at.max(open).min(text.len()));
    let hashes = text[open..end].match_indices('#').map(|(hash, _)| open + hash);
    let mut values = hashes.filter(|hash| {
        let before = &text[open..*hash];
        let rest = &text[*hash + 1..layout::line_end(text, *hash)];
        let is_text = rest.starts_with(|c: char| c.is_alphanumeric());
        let is_comment = before.ends_with([' ', '\t']);
        let goes_on = before.trim_end().ends_with(',') && rest.contains([']', '}']);
        is_text && is_comment && (before.trim_end().ends_with([':', '[']) || goes_on)
    });
    values.next()
}
