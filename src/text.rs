//! Where text stands: sources, byte spans, and the lines and columns that reporters show.

use std::sync::OnceLock;

use crate::path::RepoPath;

/// A half-open range of bytes in one source. Offsets are 32 bits: a source is far below 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`; offsets past 4 GiB are clamped.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// An empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Span::new(offset, offset)
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Has it no bytes?
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Does `other` lie wholly inside?
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The bytes as a range of indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands in its source.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl<T: AsRef<str>> Spanned<T> {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.value.as_ref()
    }
}

/// Names one source of a [`Sources`] table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A span in a named source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which source.
    pub source: SourceId,
    /// Which bytes of it.
    pub span: Span,
}

impl Place {
    /// The bytes `span` of `source`.
    pub fn new(source: SourceId, span: Span) -> Self {
        Place { source, span }
    }
}

/// A line and column, both counted from one; the column counts characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// One file that was read, with its lines and characters counted on first use.
#[derive(Debug)]
pub struct Source {
    path: RepoPath,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters stand before each block of [`BLOCK`] bytes: columns far out in a long line are
    /// then found without reading all of it.
    characters: OnceLock<Vec<u32>>,
}

/// How many bytes are read at most to find a column.
const BLOCK: usize = 1024;

impl Source {
    /// A file of the snapshot and its text.
    pub fn new(path: RepoPath, text: String) -> Self {
        Source { path, text, line_starts: OnceLock::new(), characters: OnceLock::new() }
    }

    /// Where the file stands in the repository.
    pub fn path(&self) -> &RepoPath {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not fall on character bounds.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Offsets of the first byte of each line. A line ends at LF, at CRLF, or at a lone CR.
    pub fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends_line = |(at, byte): (usize, &u8)| {
                (*byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
                    .then(|| Span::at(at + 1).start)
            };
            std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends_line)).collect()
        })
    }

    /// The line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts[line - 1] as usize;
        let end = self.text.floor_char_boundary((offset as usize).min(self.text.len()));
        let column = self.characters_before(end).saturating_sub(self.characters_before(start)) + 1;
        Position { line, column }
    }

    /// How many characters stand before a byte that starts one.
    fn characters_before(&self, offset: usize) -> usize {
        let bound = |block: usize| self.text.floor_char_boundary(block * BLOCK);
        let between = |start: usize, end: usize| self.text[start..end].chars().count();
        let counts = self.characters.get_or_init(|| {
            let mut count = 0;
            let blocks = (1..=self.text.len() / BLOCK).map(|block| {
                count += between(bound(block - 1), bound(block));
                Span::at(count).start
            });
            std::iter::once(0).chain(blocks).collect()
        });
        let block = offset / BLOCK;
        counts[block] as usize + between(bound(block), offset)
    }

    /// The bytes of a line, counted from one, without its line ending.
    pub fn line(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let Some(start) = line.checked_sub(1).and_then(|index| starts.get(index)) else {
            return Span::at(self.text.len());
        };
        let end = starts.get(line).map_or(self.text.len(), |end| *end as usize);
        let text = self.text[*start as usize..end].trim_end_matches(['\n', '\r']);
        Span::new(*start as usize, *start as usize + text.len())
    }
}

/// All files that were read in one run, in the order of reading.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Takes a file in and names it.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = u32::try_from(self.0.len()).expect("a run reads fewer than 2^32 files");
        self.0.push(source);
        SourceId(id)
    }

    /// Takes in the files of another table; what is given tells their new names.
    pub fn take_in(&mut self, others: Sources) -> impl Fn(SourceId) -> SourceId + use<> {
        let before = u32::try_from(self.0.len()).expect("a run reads fewer than 2^32 files");
        self.0.extend(others.0);
        move |id| SourceId(id.0 + before)
    }

    /// The file of that name.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// All files with their names.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.0)
    }
}
