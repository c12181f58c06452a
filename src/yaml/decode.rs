//! Bytes to text: UTF-8, with a word for the other encodings that editors save.

use std::str;

use crate::text::Span;

use super::Problem;

/// The text of a file. Where the bytes are not UTF-8, the text has one `?` in place of each such byte, so that
/// places are the same in both, and there is one problem at the first of them; the text is then for showing the
/// place only, not for [`parse`](super::parse).
pub fn decode(bytes: &[u8]) -> (String, Option<Problem>) {
    let problem = |offset: usize, message: String| {
        Some(Problem::syntax(Span::new(offset, offset + 1), message, "save the file as UTF-8"))
    };
    if let Some(encoding) = wide_encoding(bytes) {
        return (shown(bytes), problem(0, format!("this file is encoded as {encoding}, not as UTF-8")));
    }
    match str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let offset = error.valid_up_to();
            let message = format!("byte {offset}, `0x{:02X}`, is not UTF-8", bytes[offset]);
            (shown(bytes), problem(offset, message))
        }
    }
}

fn shown(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// The encoding that a byte-order mark of two or four bytes announces.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    }
}
