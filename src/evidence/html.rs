//! The little HTML that documents in Markdown hold: comments, anchors, headings.

use std::ops::Range;

/// What a block of HTML holds.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The ids and names that one can link to, in lower case.
    pub anchors: Vec<String>,
    /// Where its first text or picture stands, if it has any outside of headings and comments.
    pub content: Option<usize>,
    /// Level, text and bytes of its headings.
    pub headings: Vec<(u8, String, Range<usize>)>,
}

/// Elements that show something without any text.
const SHOWN: &[&str] = &["img", "svg", "video", "iframe", "picture", "object", "embed", "input"];

/// Reads a block. Tags that are not closed end where the text does.
pub(super) fn read(text: &str) -> Block {
    let mut block = Block::default();
    let mut heading: Option<(u8, usize, String)> = None;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (length, tag) = piece(rest);
        let (written, start) = (&rest[..length], at);
        at += length;
        let Some(tag) = tag else {
            match &mut heading {
                Some((_, _, title)) => title.push_str(written),
                None if !written.trim().is_empty() => drop(block.content.get_or_insert(start)),
                None => {}
            }
            continue;
        };
        block.anchors.extend(anchors(written));
        match (level(tag.trim_start_matches('/')), heading.take()) {
            (Some(_), Some((level, from, title))) if tag.starts_with('/') => {
                block.headings.push((level, title.trim().to_owned(), from..at));
            }
            (Some(level), None) if !tag.starts_with('/') => heading = Some((level, start, String::new())),
            (_, open) => heading = open,
        }
        if SHOWN.contains(&tag) {
            block.content.get_or_insert(start);
        }
    }
    block
}

/// The ids and names in tags, in lower case.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for key in [" id=", " name="] {
        for (at, _) in text.match_indices(key) {
            let value = &text[at + key.len()..];
            let value = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
                _ => value.split([' ', '>', '/']).next(),
            };
            found.extend(value.filter(|value| !value.is_empty()).map(str::to_lowercase));
        }
    }
    found
}

/// The length of the first comment, tag or text, and the name of the tag, with `/` before it where it closes.
fn piece(rest: &str) -> (usize, Option<&str>) {
    if let Some(inside) = rest.strip_prefix("<!--") {
        return (inside.find("-->").map_or(rest.len(), |end| end + 7), Some("!--"));
    }
    if !rest.starts_with('<') {
        return (rest.find('<').unwrap_or(rest.len()), None);
    }
    let length = rest.find('>').map_or(rest.len(), |end| end + 1);
    let name = &rest[1..length];
    let end = name.char_indices().find(|(at, one)| !one.is_alphanumeric() && (*at > 0 || *one != '/'));
    (length, Some(&name[..end.map_or(name.len(), |(at, _)| at)]))
}

fn level(tag: &str) -> Option<u8> {
    match tag.as_bytes() {
        [b'h' | b'H', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}
