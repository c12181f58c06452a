//! Lines, columns and line endings of a text, as edits need them.

/// The byte-order mark that some editors put first; it belongs to no line.
const MARK: char = '\u{FEFF}';

/// Where the line around `at` starts, behind a byte-order mark.
pub(super) fn start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    if start == 0 && text.starts_with(MARK) { MARK.len_utf8().min(at) } else { start }
}

/// Where the line around `at` ends, before its line ending.
pub(super) fn end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end)
}

/// Where the next line starts; the end of the text where there is none.
pub(super) fn next(text: &str, at: usize) -> usize {
    let end = end(text, at);
    end + ending(&text[end..]).len()
}

/// Where the line before that of `at` ends, before its line ending; `None` in the first line.
pub(super) fn end_before(text: &str, at: usize) -> Option<usize> {
    let before = &text[..start(text, at)];
    let shorter = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']))?;
    Some(shorter.len())
}

/// The line ending of the text: its first one.
pub(super) fn break_of(text: &str) -> &str {
    match ending(&text[end(text, 0)..]) {
        "" => "\n",
        found => found,
    }
}

fn ending(rest: &str) -> &str {
    let length = match rest.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    &rest[..length]
}

/// The column of `at`, in characters from 0.
pub(super) fn column(text: &str, at: usize) -> usize {
    text[start(text, at)..at].chars().count()
}

/// Does nothing but white space stand before `at` in its line?
pub(super) fn is_first(text: &str, at: usize) -> bool {
    text[start(text, at)..at].trim().is_empty()
}

/// Does nothing but white space and a comment stand behind `at` in its line?
pub(super) fn is_last(text: &str, at: usize) -> bool {
    let rest = &text[at..end(text, at)];
    let bare = rest.trim_start();
    bare.is_empty() || bare.starts_with('#') && bare.len() < rest.len()
}

/// Is the line around `at` blank?
pub(super) fn is_blank(text: &str, at: usize) -> bool {
    text[start(text, at)..end(text, at)].trim().is_empty()
}

/// Where `wanted` first stands in `from..to`, comments left out.
pub(super) fn find(text: &str, from: usize, to: usize, wanted: char) -> Option<usize> {
    let mut at = from;
    while at < to {
        let next = text[at..to].chars().next()?;
        let opens_comment = next == '#' && (at == 0 || text[..at].ends_with([' ', '\t', '\n', '\r']));
        if next == wanted {
            return Some(at);
        }
        at = if opens_comment { end(text, at) } else { at + next.len_utf8() };
    }
    None
}
