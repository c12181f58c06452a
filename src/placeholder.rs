//! Words that stand for a name still to come: `TBD`, `nobody`, `<owner>`.

/// Texts that name nothing, in lower case.
const WORDS: &[&str] = &[
    "tbd",
    "tba",
    "todo",
    "fixme",
    "n/a",
    "na",
    "none",
    "nobody",
    "noone",
    "no one",
    "someone",
    "unknown",
    "tbc",
    "nn",
    "n.n.",
    "-",
    "--",
    "–",
    "—",
    "placeholder",
    "to be defined",
    "to be decided",
    "to be determined",
    "to be confirmed",
    "@handle",
    "@username",
    "@org/team",
    "xxx",
    "…",
    "...",
    "@…",
    "@...",
    "@example",
    "@todo",
    "@tbd",
    "@someone",
    "@user",
    "待定",
    "未定",
    "无",
    "暂无",
];

/// The first bytes of all texts that may hold a place; what is no ASCII may begin any.
const FIRST: [bool; 256] = {
    let mut first = [false; 256];
    let mut at = 0;
    while at < WORDS.len() {
        let byte = WORDS[at].as_bytes()[0];
        first[byte as usize] = true;
        first[byte.to_ascii_uppercase() as usize] = true;
        at += 1;
    }
    first[b'<' as usize] = true;
    first[b'?' as usize] = true;
    let mut byte = 0x80;
    while byte < first.len() {
        first[byte] = true;
        byte += 1;
    }
    first
};

/// Does the whole text only hold the place of a name, a path or a number?
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    // Most texts begin otherwise, and many are asked about.
    let Some(first) = text.bytes().next().filter(|byte| FIRST[usize::from(*byte)]) else { return false };
    let known = |first: u8| WORDS.iter().filter(move |word| word.as_bytes()[0] == first);
    let is_word = |text: &str| {
        let is_known = text.bytes().next().is_some_and(|first| known(first).any(|word| *word == text));
        is_known || first == b'@' && (text.starts_with("@your-") || text.starts_with("@todo/"))
    };
    let is_doubt = || !text.is_empty() && text.chars().all(|character| matches!(character, '?' | '？'));
    let has_capitals = !text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_uppercase());
    is_word(text) || is_doubt() || is_template(text) || has_capitals && is_word(&text.to_lowercase())
}

/// `<owner>` or `<@handle>`, but not an e-mail address in brackets.
fn is_template(text: &str) -> bool {
    let inside = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    inside.is_some_and(|inside| !inside.trim_start_matches('@').contains(['@', '<', '>']))
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn whole_words_hold_a_place() {
        for text in [
            "TBD",
            " todo ",
            "N/A",
            "???",
            "@Example",
            "<owner>",
            "<@handle>",
            "待定",
            "@…",
            "@your-team",
            "@org/team",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn names_and_parts_of_names_do_not() {
        for text in
            ["", "@todorov", "@acme/none-of-us", "models/unknown.onnx", "<maria@acme.example>", "无锡"]
        {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
