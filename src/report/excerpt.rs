//! The few lines of a source around the places a finding speaks of, made safe and short enough to show.

use std::ops::Range;

use crate::escape::is_deceptive;
use crate::order;
use crate::text::{Position, Source, Span};

/// Lines of one source with the places marked in them. Building it costs as much as it shows, whatever the
/// size of the source.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// Where the source stands in the repository, as text to show.
    pub name: String,
    /// The lines shown, each with its LF.
    pub text: String,
    /// Where each shown line starts in `text`, and its number in the source.
    lines: Vec<Line>,
    /// The places, in the order in which they were given.
    pub marks: Vec<Mark>,
}

#[derive(Debug)]
struct Line {
    number: usize,
    start: usize,
}

/// A place as the excerpt shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its bytes in the excerpt's text.
    pub shown: Range<usize>,
    /// Where it starts in the source.
    pub position: Position,
}

/// A part of an excerpt that has no gap.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window<'a> {
    /// The lines.
    pub text: &'a str,
    /// Where they start in the excerpt's text.
    pub start: usize,
    /// The number of the first one in the source.
    pub first: usize,
    /// How many they are.
    pub count: usize,
}

impl Excerpt {
    /// The lines of `spans` and their neighbours, none wider than `columns`; those of the first span come
    /// first. A span over several lines is marked on its first line only. `None` where the source has no text.
    pub fn new(source: &Source, spans: &[Span], columns: usize) -> Option<Excerpt> {
        if source.text().is_empty() {
            return None;
        }
        let places: Vec<_> = spans.iter().map(|span| first_line(source, *span)).collect();
        let unseen = |(position, _): &(Position, Range<usize>)| Mark { shown: 0..0, position: *position };
        let mut excerpt = Excerpt {
            name: source.path().to_string(),
            text: String::new(),
            lines: Vec::new(),
            marks: places.iter().map(unseen).collect(),
        };
        let last = source.line_starts().len();
        let last = last - usize::from(last > 1 && source.line(last).is_empty());
        for number in numbers(&places, last) {
            let marked: Vec<_> = (0..places.len()).filter(|mark| places[*mark].0.line == number).collect();
            let ranges: Vec<_> = marked.iter().map(|mark| places[*mark].1.clone()).collect();
            excerpt.lines.push(Line { number, start: excerpt.text.len() });
            let shown = show(source.slice(source.line(number)), &ranges, columns, &mut excerpt.text);
            for (mark, range) in marked.into_iter().zip(shown) {
                excerpt.marks[mark].shown = range;
            }
            excerpt.text.push('\n');
        }
        Some(excerpt)
    }

    /// The lines of `shown` with `context` lines on both sides. `None` where lines in between are left out.
    pub fn window(&self, shown: Range<usize>, context: usize) -> Option<Window<'_>> {
        let line_of = |offset: usize| self.lines.partition_point(|line| line.start <= offset).checked_sub(1);
        let (mut first, mut last) = (line_of(shown.start)?, line_of(shown.end)?);
        let adjoin = |upper: usize, lower: usize| {
            self.lines.get(lower).is_some_and(|line| self.lines[upper].number + 1 == line.number)
        };
        if !(first..last).all(|line| adjoin(line, line + 1)) {
            return None;
        }
        for _ in 0..context {
            first -= usize::from(first > 0 && adjoin(first - 1, first));
            last += usize::from(adjoin(last, last + 1));
        }
        let start = self.lines[first].start;
        let end = self.lines.get(last + 1).map_or(self.text.len(), |line| line.start);
        let (text, first, count) = (&self.text[start..end], self.lines[first].number, last + 1 - first);
        Some(Window { text, start, first, count })
    }
}

/// The numbers of the lines to show, up to `last` where no place is on a later one: the run of lines around the first place, then
/// the other runs from top to bottom.
fn numbers(places: &[(Position, Range<usize>)], last: usize) -> Vec<usize> {
    let around = |line: usize| line.saturating_sub(1).max(1)..=(line + 1).min(last).max(line);
    let wanted = order::set(places.iter().flat_map(|(position, _)| around(position.line)));
    let Some((home, _)) = places.first() else { return Vec::new() };
    let start = (1..=home.line).rev().find(|line| !wanted.contains(&(line - 1))).unwrap_or(home.line);
    let end = (home.line..=last).find(|line| !wanted.contains(&(line + 1))).unwrap_or(home.line);
    let others = wanted.iter().copied().filter(|line| !(start..=end).contains(line));
    (start..=end).chain(others).collect()
}

/// Where a span starts, and its bytes within the line on which it starts, without the blanks at the end.
fn first_line(source: &Source, span: Span) -> (Position, Range<usize>) {
    let position = source.position(span.start);
    let line = source.line(position.line);
    let text = source.slice(line);
    let within = |offset: u32| {
        let offset = offset.clamp(line.start, line.end) - line.start;
        text.floor_char_boundary(offset as usize)
    };
    let start = within(span.start);
    let end = within(span.end).max(start);
    (position, start..start + text[start..end].trim_end().len())
}

/// Puts a line at the end of `out` with deceptive characters as escapes, cut around `ranges` where it is wider
/// than `columns`, and says where the ranges ended up.
fn show(line: &str, ranges: &[Range<usize>], columns: usize, out: &mut String) -> Vec<Range<usize>> {
    let parts = parts(line, ranges, columns);
    let mut places = Vec::new();
    let mut end = 0;
    for part in &parts {
        if part.start > end {
            out.push('…');
        }
        for (at, character) in line[part.clone()].char_indices() {
            places.push((part.start + at, out.len()));
            match is_deceptive(character) && character != '\t' {
                true => out.extend(character.escape_default()),
                false => out.push(character),
            }
        }
        places.push((part.end, out.len()));
        end = part.end;
    }
    if end < line.len() {
        out.push('…');
    }
    let shown = |offset: usize| {
        let index = places.partition_point(|(written, _)| *written < offset);
        places.get(index).map_or(out.len(), |(_, shown)| *shown)
    };
    let place = |range: &Range<usize>| {
        let part = parts.iter().find(|part| part.start <= range.start && range.start <= part.end);
        let end = part.map_or(range.end, |part| range.end.min(part.end));
        shown(range.start)..shown(end)
    };
    ranges.iter().map(place).collect()
}

/// Which parts of a line are shown: all of it where that fits, else a share of the columns for each range.
fn parts(line: &str, ranges: &[Range<usize>], columns: usize) -> Vec<Range<usize>> {
    let whole = forward(line, 0, columns);
    if whole == line.len() || ranges.is_empty() {
        return std::iter::once(0..whole).collect();
    }
    let mut ranges: Vec<_> = ranges.iter().collect();
    order::by_key(&mut ranges, |range| range.start);
    let share = (columns / ranges.len()).max(16) - 2;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let start = backward(line, range.start, share / 3);
        let end = forward(line, start, share);
        match parts.last_mut() {
            Some(part) if start <= part.end => part.end = end,
            _ => parts.push(start..end),
        }
    }
    parts
}

/// The byte up to which `columns` reach from byte `from`.
fn forward(line: &str, from: usize, mut columns: usize) -> usize {
    for (at, character) in line[from..].char_indices() {
        match columns.checked_sub(width(character)) {
            Some(left) => columns = left,
            None => return from + at,
        }
    }
    line.len()
}

/// The byte from which `columns` reach up to byte `to`.
fn backward(line: &str, to: usize, mut columns: usize) -> usize {
    for (at, character) in line[..to].char_indices().rev() {
        match columns.checked_sub(width(character)) {
            Some(left) => columns = left,
            None => return at + character.len_utf8(),
        }
    }
    0
}

/// At most so many columns of a terminal: what is not ASCII may be wide.
pub(super) fn width(character: char) -> usize {
    match character {
        '\t' => 4,
        other if is_deceptive(other) => other.escape_default().count(),
        other if other.is_ascii() => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("lifecycle.yaml".into(), text.to_owned())
    }

    fn marked(excerpt: &Excerpt, index: usize) -> &str {
        &excerpt.text[excerpt.marks[index].shown.clone()]
    }

    #[test]
    fn a_mark_follows_what_is_escaped_before_it() {
        let source = source("a: 1\nb: \u{1b}[31m名\u{202e}x\r\nc: 3\n");
        let at = source.text().find('x').unwrap();
        let excerpt = Excerpt::new(&source, &[Span::new(at, at + 1)], 80).unwrap();
        assert_eq!(excerpt.text, "a: 1\nb: \\u{1b}[31m名\\u{202e}x\nc: 3\n");
        assert_eq!(marked(&excerpt, 0), "x");
        assert_eq!(excerpt.marks[0].position, Position { line: 2, column: 11 });
    }

    #[test]
    fn a_span_over_lines_is_marked_on_its_first() {
        let source = source("stages:\n  one:  \n    lead: x\n  two:\n");
        let excerpt = Excerpt::new(&source, &[Span::new(10, 35)], 80).unwrap();
        assert_eq!(marked(&excerpt, 0), "one:");
        assert_eq!(excerpt.text, "stages:\n  one:  \n    lead: x\n");
    }

    #[test]
    fn a_long_line_is_cut_around_each_mark() {
        let text = format!("{}first{}second{}", "a".repeat(2_000_000), "b".repeat(2_000_000), "c".repeat(99));
        let source = source(&text);
        let (first, second) = (2_000_000, 4_000_005);
        let spans = [Span::new(second, second + 6), Span::new(first, first + 5)];
        let excerpt = Excerpt::new(&source, &spans, 60).unwrap();
        assert_eq!(excerpt.text, "…aaaaaaaaafirstbbbbbbbbbbbbbb…bbbbbbbbbsecondccccccccccccc…\n");
        assert_eq!((marked(&excerpt, 0), marked(&excerpt, 1)), ("second", "first"));
    }

    #[test]
    fn a_mark_longer_than_the_line_ends_where_the_line_is_cut() {
        let text = "x".repeat(5_000);
        let excerpt = Excerpt::new(&source(&text), &[Span::new(100, 4_000)], 40).unwrap();
        assert_eq!(marked(&excerpt, 0).len(), 26);
        assert!(excerpt.text.ends_with("x…\n"));
    }

    #[test]
    fn an_empty_span_at_the_end_of_the_file_has_a_place() {
        for text in ["a: 1\n", "a: 1", "\n", "a: 名\r\n"] {
            let excerpt = Excerpt::new(&source(text), &[Span::at(text.len())], 80).unwrap();
            let shown = excerpt.marks[0].shown.clone();
            assert!(shown.is_empty() && shown.start < excerpt.text.len(), "{text:?}: {excerpt:?}");
        }
        assert!(Excerpt::new(&source(""), &[Span::at(0)], 80).is_none());
    }

    #[test]
    fn lines_far_apart_are_two_windows() {
        let source = source(&"line\n".repeat(20));
        let excerpt = Excerpt::new(&source, &[Span::new(10, 14), Span::new(75, 79)], 80).unwrap();
        let (one, two) = (excerpt.marks[0].shown.clone(), excerpt.marks[1].shown.clone());
        assert_eq!(excerpt.window(one.start..two.end, 1), None);
        let window = excerpt.window(two, 1).unwrap();
        assert_eq!((window.first, window.count, window.text), (15, 3, "line\nline\nline\n"));
    }

    #[test]
    fn the_lines_of_the_first_span_come_first() {
        let source = source("1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        let spans = [Span::at(12), Span::at(0), Span::at(16)];
        let excerpt = Excerpt::new(&source, &spans, 80).unwrap();
        assert_eq!(excerpt.text, "6\n7\n8\n9\n1\n2\n");
        assert_eq!(excerpt.window(8..8, 1).unwrap().text, "1\n2\n");
    }

    #[test]
    fn an_excerpt_of_a_large_file_is_no_larger_than_one_of_a_small_file() {
        let sizes = [30, 300_000].map(|lines| {
            let source = source(&"duty: 1234\n".repeat(lines));
            let span = |line: usize| Span::new(line * 11 + 6, line * 11 + 10);
            Excerpt::new(&source, &[span(lines / 2), span(lines - 2)], 80).unwrap().text.len()
        });
        assert_eq!(sizes, [66, 66]);
    }

    #[test]
    fn any_span_of_any_text_can_be_shown() {
        let text = "a\u{feff}\r\n名\t\u{1b}é\r🎉\n\n x";
        let source = source(text);
        for start in 0..text.len() + 3 {
            for end in start..text.len() + 3 {
                let spans = [Span::new(start, end), Span::at(end)];
                let excerpt = Excerpt::new(&source, &spans, 16).unwrap();
                for mark in &excerpt.marks {
                    assert!(excerpt.text.get(mark.shown.clone()).is_some());
                    assert!(excerpt.window(mark.shown.clone(), 1).is_some());
                }
            }
        }
    }
}
