//! Characters that deceive a terminal or a reader, and how they are shown.

use std::borrow::Cow;

/// Is this a character that a terminal or a reader could be deceived by: a control character, one that changes the
/// direction of text, one that breaks a line where no line feed is, or one of no width?
///
/// These are all that Unicode calls control characters, `Bidi_Control`, line and paragraph separators,
/// `Default_Ignorable_Code_Point`, and the marks of interlinear annotations. Among the ignorable ones are variation
/// selectors and tags, in which a whole text can be hidden. Marks that combine with the letter before them are
/// not: scripts need them, and a reader sees them.
pub fn is_deceptive(character: char) -> bool {
    match character {
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' => true,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control(),
    }
}

/// Text with every deceptive character, line breaks included, written as an escape such as `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_deceptive) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_deceptive(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown.into()
}

/// One word of a command to type: in quotes where the shell would take it for something else.
pub fn shell_word(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(format!("'{}'", text.replace('\'', r"'\''"))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What deceives, by the tables of Unicode.
    const DECEPTIVE: &str =
        r"[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]";

    const HONEST: &str =
        r"[^\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]";

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_tables_of_unicode_say_the_same(deceptive in DECEPTIVE, honest in HONEST) {
            prop_assert!(deceptive.chars().all(is_deceptive), "{:?}", deceptive);
            prop_assert!(!honest.contains(is_deceptive), "{:?}", honest);
            prop_assert!(visible(&deceptive).is_ascii());
            prop_assert_eq!(&visible(&honest), &honest);
        }
    }
}
