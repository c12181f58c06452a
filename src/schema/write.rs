//! How help texts show what to write: values as one line of YAML, and the line around them.

use serde_json::Value;

use crate::escape::is_deceptive;
use crate::yaml::is_text;

/// Longer texts of the user are cut in messages.
const LONGEST: usize = 60;

/// A text of the user in backticks, on one line, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &line[..end]),
        None => format!("`{line}`"),
    }
}

/// `key: value`, or the bare value where there is no key.
pub(super) fn line(key: Option<&str>, value: &str) -> String {
    match key {
        Some(key) => format!("{}: {value}", scalar(key)),
        None => value.to_owned(),
    }
}

/// A value as YAML on one line.
pub fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A text as a YAML scalar on one line, between brackets too: in quotes where it would not be read as that text
/// without them, and with escapes for all that deceives.
pub fn scalar(text: &str) -> String {
    if text.contains([',', '[', ']', '{', '}']) { in_quotes(text) } else { block_scalar(text) }
}

/// The same where no brackets are around it. `serde_yaml` tells what can be written as it is; words that only older
/// readers take for a switch, numbers too large for it, and what begins with a sign, have quotes as well.
pub fn block_scalar(text: &str) -> String {
    let is_switch = ["yes", "no", "on", "off"].contains(&text.to_lowercase().as_str());
    let starts_well = text.starts_with(|first: char| first.is_alphanumeric());
    let is_plain =
        || serde_yaml::to_string(text).is_ok_and(|written| written.strip_suffix('\n') == Some(text));
    if starts_well && !is_switch && !text.contains(never_plain) && is_text(text) && is_plain() {
        text.to_owned()
    } else {
        in_quotes(text)
    }
}

/// Characters that need an escape, or that a reader of YAML trips over.
fn never_plain(character: char) -> bool {
    is_deceptive(character) || matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// A text in double quotes, in which no character is left that deceives.
fn in_quotes(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    for character in Value::from(text).to_string().chars() {
        match u32::from(character) {
            _ if !never_plain(character) => quoted.push(character),
            code @ ..0x1_0000 => quoted += &format!("\\u{code:04x}"),
            code => quoted += &format!("\\U{code:08x}"),
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn quotes_only_where_yaml_needs_them() {
        let shown = flow(&json!({ "who": "@maria", "backup": "jon", "n": [1, "2", "a, b", "x #y"] }));
        assert_eq!(shown, r##"{ backup: jon, n: [1, "2", "a, b", "x #y"], who: "@maria" }"##);
    }

    #[test]
    fn cuts_long_texts_between_characters() {
        assert_eq!(quoted("a\n b"), "`a b`");
        assert_eq!(quoted(&"数".repeat(70)).chars().count(), 63);
    }
}
