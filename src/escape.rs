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
        '\0'..='\u{9f}' => character.is_control(),
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' => true,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
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

/// Text of which the log of a build server takes no line for a command: GitHub's and Gitea's are lines that begin with
/// `::`, and theirs, those of Azure Pipelines and of TeamCity have `##[`, `##vso[` or the like anywhere.
pub fn inert(text: &str) -> Cow<'_, str> {
    let is_command = |line: &str| line.trim_start().starts_with("::");
    if !text.lines().any(is_command) {
        return unhashed(text, "\\u{23}");
    }
    let lines = text.split_inclusive('\n').map(|line| match is_command(line) {
        true => line.replacen(':', "\\u{3a}", 1),
        false => line.to_owned(),
    });
    unhashed(&lines.collect::<String>(), "\\u{23}").into_owned().into()
}

/// Text in which the second sign of each `##[`, `##vso[` or the like is written as `escape`.
pub fn unhashed<'a>(text: &'a str, escape: &str) -> Cow<'a, str> {
    let second = |(at, _)| {
        let before = text[..at].trim_end_matches(|name: char| name.is_ascii_alphanumeric());
        before.ends_with("##").then(|| before.len() - 1)
    };
    let found: Vec<usize> = text.match_indices('[').filter_map(second).collect();
    if found.is_empty() {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len() + escape.len() * found.len());
    let mut done = 0;
    for at in found {
        shown.extend([&text[done..at], escape]);
        done = at + 1;
    }
    (shown + &text[done..]).into()
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

    #[test]
    fn no_line_is_a_command_of_a_build_server() {
        for (text, shown) in [
            ("::error::x\n  ::y a::b\nc ::d\n", "\\u{3a}:error::x\n  \\u{3a}:y a::b\nc ::d\n"),
            (
                "a ##[b]##[[ ###[c ####vso[d ## e [f",
                "a #\\u{23}[b]#\\u{23}[[ ##\\u{23}[c ###\\u{23}vso[d ## e [f",
            ),
            ("## Notes [x]: a:: b", "## Notes [x]: a:: b"),
        ] {
            assert_eq!(inert(text), shown);
            assert_eq!(inert(shown), shown);
        }
        assert_eq!(unhashed("\"##[a]\"", "\\u0023"), "\"#\\u0023[a]\"");
    }

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
