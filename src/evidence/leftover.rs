//! What a template leaves in a document that nobody has filled in: `[More Information Needed]`, `TODO`, `待补充`.

use std::ops::Range;

use crate::limits;
use crate::order;
use crate::text::Span;

/// A piece of template text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// As it stands there.
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

/// Phrases in brackets that wait for an answer, in lower case.
const BRACKETS: &[&str] = &[
    "more information needed",
    "needs more information",
    "to be completed",
    "to be filled in",
    "to be added",
];

/// Words that wait for an answer, written just so and standing alone.
const WORDS: &[&str] = &["TODO", "FIXME", "TBD", "tbd", "Tbd", "TBA", "TBC"];

/// The same in Chinese, where words do not stand alone.
const PHRASES: &[&str] = &["待补充", "待填写", "待完善", "待定", "待更新"];

/// Requests to fill something in, which prose makes of its readers too: only between marks, not in a sentence.
const REQUESTS: &[&str] = &["此处填写", "请填写", "在此填写", "请在此填写", "请补充"];

/// Whole lines that wait for an answer, in lower case.
const LINES: &[&str] =
    &["to be determined", "to be defined", "to be written", "to be completed", "to be added", "coming soon"];

/// `{{ … }}` that a site generator fills in, not a person.
const GENERATED: &[&str] = &["<", "%", "site.", "page.", "config.", "#", "/"];

/// The template text in some bytes of prose, which stand on one line.
pub(super) fn leftovers(text: &str, range: Range<usize>) -> Vec<Leftover> {
    let prose = &text[range.clone()];
    let mut found: Vec<Range<usize>> = Vec::new();
    found.extend(brackets(prose));
    found.extend(braces(prose));
    found.extend(WORDS.iter().flat_map(|word| words(prose, word)));
    found.extend(PHRASES.iter().flat_map(|phrase| phrases(prose, phrase)));
    found.extend(REQUESTS.iter().flat_map(|request| requests(prose, &text[range.end..], request)));
    found.extend(line(prose));
    order::by_key(&mut found, |one| (one.start, std::cmp::Reverse(one.end)));
    let mut end = 0;
    found.retain(|one| {
        let is_new = one.start >= end;
        end = end.max(one.end);
        is_new
    });
    let place = |one: Range<usize>| Leftover {
        text: prose[one.clone()].to_owned(),
        span: Span::new(range.start + one.start, range.start + one.end),
    };
    found.into_iter().map(place).collect()
}

/// What stands before a bracket that closes: a line may be full of those that do not.
fn until<'p>(prose: &'p str, close: &str) -> Option<&'p str> {
    let near = &prose[..prose.floor_char_boundary(limits::PLACEHOLDER.most)];
    Some(&near[..near.find(close)?])
}

fn brackets(prose: &str) -> impl Iterator<Item = Range<usize>> {
    prose.match_indices('[').filter_map(|(start, _)| {
        let inside = until(&prose[start + 1..], "]")?;
        let words = inside.trim().trim_end_matches('.').to_lowercase();
        BRACKETS.contains(&words.as_str()).then(|| start..start + inside.len() + 2)
    })
}

fn braces(prose: &str) -> impl Iterator<Item = Range<usize>> {
    prose.match_indices("{{").filter_map(|(start, _)| {
        let inside = until(&prose[start + 2..], "}}")?;
        let is_generated = GENERATED.iter().any(|mark| inside.trim_start().starts_with(mark));
        let is_expression = prose[..start].ends_with('$');
        (!is_generated && !is_expression).then(|| start..start + inside.len() + 4)
    })
}

fn words(prose: &str, word: &str) -> impl Iterator<Item = Range<usize>> {
    prose.match_indices(word).filter_map(move |(start, _)| {
        let (before, after) = (&prose[..start], &prose[start + word.len()..]);
        let joins = |one: char| one.is_ascii_alphanumeric() || matches!(one, '_' | '-' | '/' | '#' | '`');
        let stands_alone = !before.ends_with(joins) && !after.starts_with(joins);
        let is_a_list = after.starts_with(" list") || after.starts_with(" item") || after.starts_with(".md");
        (stands_alone && !is_a_list).then(|| start..start + word.len())
    })
}

/// `待定` is also the end of one word and the start of the next, as in `等待定期`.
fn phrases(prose: &str, phrase: &str) -> impl Iterator<Item = Range<usize>> {
    prose.match_indices(phrase).filter_map(move |(start, _)| {
        let is_split = prose[..start].ends_with(['等', '期', '招', '接', '对', '看', '优', '善', '亏', '虐']);
        (!is_split).then(|| start..start + phrase.len())
    })
}

/// `（请填写）`, `：请填写`, `[请填写负责人]`; but not `参与者请填写[问卷]`, which asks somebody else.
fn requests<'a>(prose: &'a str, next: &'a str, request: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    const OPEN: &[char] = &['[', '(', '<', '（', '【', '〔', '《', '：', ':', '|', '_', '*'];
    prose.match_indices(request).filter_map(move |(start, _)| {
        let (before, after) = (prose[..start].trim_end(), &prose[start + request.len()..]);
        let opens = before.is_empty() || before.ends_with(OPEN);
        let end = after.find(|one: char| !one.is_alphanumeric()).unwrap_or(after.len());
        let follows = if end == after.len() { next } else { &after[end..] };
        let closes = !follows.starts_with(['[', '，', ',']);
        (opens && closes).then(|| start..start + request.len())
    })
}

fn line(prose: &str) -> Option<Range<usize>> {
    let words = prose.trim().trim_end_matches(['.', '…', '!']);
    let start = prose.len() - prose.trim_start().len();
    LINES.contains(&words.to_lowercase().as_str()).then(|| start..start + words.len())
}
