//! Text as it may stand in XML.

use crate::escape::{unhashed, visible};

/// Text for an attribute or between tags. What deceives a reader is written as an escape such as `\u{1b}`, and
/// so are the characters that XML does not have at all.
pub(super) fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => out.extend(character.escape_default()),
            other => out.push(other),
        }
    }
    // The log of a build server may take the rest for a command.
    unhashed(&out, "&#35;").into_owned()
}
