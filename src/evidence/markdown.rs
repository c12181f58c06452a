//! A document read as Markdown: its headings, its anchors, and what a template left in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::evidence::html;
use crate::evidence::leftover::{Leftover, leftovers};
use crate::limits;
use crate::model::Wording;
use crate::order;
use crate::text::{SourceId, Span};

/// A document as Markdown has it. Code, comments and front matter are no part of its prose.
#[derive(Clone, Debug, Default)]
pub struct Markdown {
    /// Its source.
    pub source: SourceId,
    /// The whole text.
    pub text: String,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// What a template left in, in order.
    pub leftovers: Vec<Leftover>,
    anchors: BTreeSet<String>,
}

/// A heading and what is known of its section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From 1, the title, to 6.
    pub level: u8,
    /// Its text without marks.
    pub text: String,
    /// That text as it is compared.
    pub wording: Wording,
    /// Its bytes, marks included.
    pub span: Span,
    /// One past the last byte of its section, subsections included.
    pub end: u32,
    /// Does its section, subsections included, hold nothing but headings and comments?
    pub is_empty: bool,
    /// The heading of the section around it, by its position.
    around: Option<usize>,
}

impl Markdown {
    /// Reads a text. Whatever it holds is Markdown, so nothing can be wrong with it.
    pub fn read(source: SourceId, text: String) -> Self {
        let start = front_matter(&text);
        let mut reading = Reading { text: &text, start, ..Reading::default() };
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        for (event, range) in Parser::new_ext(&text[start..], options).into_offset_iter() {
            reading.take(event, range.start + start..range.end + start);
        }
        let Reading { mut headings, content, prose, anchors, .. } = reading;
        close(&mut headings, &content, text.len());
        let leftovers = prose.into_iter().flat_map(|range| leftovers(&text, range));
        let leftovers = leftovers.take(limits::LEFTOVERS.most).collect();
        Markdown { source, headings, leftovers, anchors, text }
    }

    /// Can one link to this place, as GitHub or GitLab name it, or by an id that the text gives?
    pub fn has_anchor(&self, anchor: &str) -> bool {
        let anchor = anchor.to_lowercase();
        let anchor = anchor.strip_prefix("user-content-").unwrap_or(&anchor);
        self.anchors.contains(anchor) || self.anchors.contains(decoded(anchor).as_str())
    }

    /// Every anchor, sorted.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.anchors.iter().map(String::as_str)
    }

    /// The headings of the sections around a byte, outermost first.
    pub fn sections_around(&self, offset: u32) -> impl Iterator<Item = &Heading> {
        let last = self.headings.partition_point(|heading| heading.span.start <= offset).checked_sub(1);
        let around = std::iter::successors(last, |at| self.headings[*at].around);
        let mut sections: Vec<&Heading> = around.map(|at| &self.headings[at]).collect();
        sections.reverse();
        sections.into_iter()
    }
}

/// Where the text starts behind a block of YAML or TOML at its top.
fn front_matter(text: &str) -> usize {
    let mark = text.trim_start_matches('\u{feff}');
    let skipped = text.len() - mark.len();
    let mut lines = mark.split_inclusive('\n');
    let Some(fence) = lines.next().map(str::trim_end).filter(|fence| matches!(*fence, "---" | "+++")) else {
        return skipped;
    };
    let mut end = skipped + mark.find('\n').map_or(mark.len(), |at| at + 1);
    for line in lines {
        end += line.len();
        if line.trim_end() == fence || fence == "---" && line.trim_end() == "..." {
            return end;
        }
    }
    skipped
}

/// What was seen so far of a text.
#[derive(Default)]
struct Reading<'a> {
    text: &'a str,
    start: usize,
    headings: Vec<Heading>,
    /// The heading that is open: its level, explicit id and text.
    open: Option<(u8, Option<String>, String)>,
    /// Where something stands that is no heading.
    content: Vec<usize>,
    /// The prose: bytes without code, comments and addresses.
    prose: Vec<Range<usize>>,
    is_code: bool,
    anchors: BTreeSet<String>,
    slugs: BTreeMap<String, usize>,
}

impl Reading<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                self.open = Some((level as u8, id.map(|id| id.to_string()), String::new()));
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(range),
            Event::Start(Tag::CodeBlock(_)) => {
                self.is_code = true;
                self.content.push(range.start);
            }
            Event::End(TagEnd::CodeBlock) => self.is_code = false,
            Event::Start(Tag::HtmlBlock) => self.html_block(range),
            Event::InlineHtml(tag) => self.anchors.extend(html::anchors(&tag)),
            Event::Start(Tag::Image { .. }) | Event::FootnoteReference(_) => self.content.push(range.start),
            Event::Text(text) if !self.is_code => self.prose(&text, range),
            Event::Code(text) => match &mut self.open {
                Some((_, _, title)) => title.push_str(&text),
                None => self.content.push(range.start),
            },
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, _, title)) = &mut self.open {
                    title.push(' ');
                }
            }
            _ => {}
        }
    }

    fn prose(&mut self, text: &str, range: Range<usize>) {
        match &mut self.open {
            Some((_, _, title)) => title.push_str(text),
            None if !text.trim().is_empty() => self.content.push(range.start),
            None => {}
        }
        match self.prose.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.prose.push(range),
        }
    }

    fn end_heading(&mut self, range: Range<usize>) {
        let Some((level, id, text)) = self.open.take() else { return };
        self.anchors.extend(id.map(|id| id.to_lowercase()));
        self.heading(level, text.trim().to_owned(), range);
    }

    fn heading(&mut self, level: u8, text: String, range: Range<usize>) {
        let written = self.text[range.clone()].trim_end().len();
        let span = Span::new(range.start, range.start + written);
        if self.headings.len() == limits::HEADINGS.most {
            return self.content.push(range.start);
        }
        let slug = self.unused(slug(&text));
        self.anchors.extend([collapsed(&slug), slug].into_iter().filter(|anchor| !anchor.is_empty()));
        let wording = Wording::of(&text);
        self.headings.push(Heading { level, text, wording, span, end: 0, is_empty: false, around: None });
    }

    /// A slug, numbered where an earlier heading has it.
    fn unused(&mut self, slug: String) -> String {
        let mut candidate = slug.clone();
        while self.slugs.contains_key(&candidate) {
            let times = self.slugs.entry(slug.clone()).or_default();
            *times += 1;
            candidate = format!("{slug}-{times}");
        }
        self.slugs.insert(candidate.clone(), 0);
        candidate
    }

    fn html_block(&mut self, range: Range<usize>) {
        let block = html::read(&self.text[range.clone()]);
        self.anchors.extend(block.anchors);
        if let Some(at) = block.content {
            self.content.push(range.start + at);
        }
        for (level, text, inside) in block.headings {
            self.heading(level, text, range.start + inside.start..range.start + inside.end);
        }
        debug_assert!(range.start >= self.start, "a block stands behind the front matter");
    }
}

/// Finds out where each section ends, and which hold nothing.
fn close(headings: &mut [Heading], content: &[usize], length: usize) {
    let mut content = content.to_vec();
    order::ascending(&mut content);
    let mut open: Vec<usize> = Vec::new();
    for at in 0..headings.len() {
        let (level, start) = (headings[at].level, headings[at].span.start);
        while let Some(last) = open.pop_if(|last| headings[*last].level >= level) {
            headings[last].end = start;
        }
        headings[at].around = open.last().copied();
        open.push(at);
    }
    for last in open {
        headings[last].end = Span::at(length).start.max(headings[last].span.start.saturating_add(1));
    }
    for heading in headings {
        let next = content.partition_point(|at| *at < heading.span.end as usize);
        heading.is_empty = content.get(next).is_none_or(|at| *at >= heading.end as usize);
    }
}

/// What GitHub makes of a heading: lower case, letters, digits, `-` and `_`, a `-` for each space.
fn slug(text: &str) -> String {
    let kept = |character: &char| {
        character.is_alphanumeric() || matches!(character, '-' | '_' | ' ') || is_mark(*character)
    };
    text.to_lowercase().chars().filter(kept).map(|one| if one == ' ' { '-' } else { one }).collect()
}

/// Marks that belong to the letter before them.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}')
}

/// GitLab's form: never two `-` in a row.
fn collapsed(slug: &str) -> String {
    let parts: Vec<&str> = slug.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// An anchor as it was before `%XX`; as it is where that gives no text.
fn decoded(anchor: &str) -> String {
    let mut bytes = Vec::with_capacity(anchor.len());
    let mut rest = anchor.as_bytes();
    while let [first, others @ ..] = rest {
        let code = others.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8(bytes).map_or_else(|_| anchor.to_owned(), |text| text.to_lowercase())
}

#[cfg(test)]
mod tests;
