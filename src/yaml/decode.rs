//! Bytes to text: UTF-8, with a word for the other encodings that editors save.

use std::str;

use crate::text::Span;

use super::Problem;

/// The text of a file. Where the bytes are not UTF-8, the text has U+FFFD in their place and there is one
/// problem at the first of them; the text is then for showing the place only, not for [`parse`](super::parse).
pub fn decode(bytes: &[u8]) -> (String, Option<Problem>) {
    let lossy = || String::from_utf8_lossy(bytes).into_owned();
    if let Some(encoding) = wide_encoding(bytes) {
        let text = lossy();
        let first = text.chars().next().map_or(0, char::len_utf8);
        let message = format!("this file is encoded as {encoding}, not as UTF-8");
        return (text, Some(Problem::syntax(Span::new(0, first), message, "save the file as UTF-8")));
    }
    match str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            // All before it is valid, so the offset is the same in the bytes and in the text.
            let offset = error.valid_up_to();
            let span = Span::new(offset, offset + char::REPLACEMENT_CHARACTER.len_utf8());
            let message = format!("byte {offset}, `0x{:02X}`, is not UTF-8", bytes[offset]);
            (lossy(), Some(Problem::syntax(span, message, "save the file as UTF-8")))
        }
    }
}

/// The encoding that a byte-order mark of two or four bytes announces.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    }
}
