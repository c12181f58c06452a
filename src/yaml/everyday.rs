//! The YAML that plans are mostly written in, read in one pass to the tree that the parser's events would come to: maps
//! and lists by indentation or in brackets, scalars of one line, texts of plain lines, comments. All else that YAML has, and
//! every mistake, is left to the parser. The fuzz target `yaml` and the tests hold the two together.

use std::sync::Arc;

use hashbrown::HashSet;

use crate::limits;
use crate::text::Span;

use super::scalar;
use super::tree::{Entry, Key, Map, Node, SCANNED, Value};

/// A longer key is left to the parser, as YAML has a bound for those that share a line with their value.
const LONGEST_KEY: usize = 256;

/// Behind so many nodes of a file, room counts for more than time.
const MANY: usize = 50_000;

/// The tree of a text that is no longer than a file may be; `None` where the parser has to look at it.
pub(super) fn read(text: &str) -> Option<Node> {
    if !is_everyday(text) {
        return None;
    }
    let mut reader = Reader { text, at: 0, line: 0, left: 0, nodes: 0 };
    reader.skip();
    if reader.rest().starts_with("---") && reader.column() == 0 {
        reader.at += 3;
        reader.next_line()?;
    }
    let root = reader.block(1)?;
    reader.is_at_end().then_some(root)
}

/// Does every character stand for itself, and only `\n` end a line?
fn is_everyday(text: &str) -> bool {
    let shown = |byte: u8| (byte == b'\n') | ((byte >= b' ') & (byte != 0x7F));
    let breaks = ['\u{85}', '\u{2028}', '\u{2029}', '\u{FEFF}', '\u{FFFE}', '\u{FFFF}'];
    let odd = |c: char| c.is_control() && c != '\n' || breaks.contains(&c);
    // Without a way out in between, several bytes are looked at at once.
    text.bytes().fold(true, |all, byte| all & shown(byte)) && (text.is_ascii() || !text.contains(odd))
}

struct Reader<'t> {
    text: &'t str,
    /// The byte that comes next.
    at: usize,
    /// The first byte of its line.
    line: usize,
    /// Lines between brackets stand to the right of this column.
    left: usize,
    /// How many keys, scalars, maps and lists there were.
    nodes: usize,
}

/// Outlines by indentation. Each of these ends at the first character of a later line, or at the end.
impl Reader<'_> {
    /// The map or list that starts here.
    fn block(&mut self, depth: usize) -> Option<Node> {
        if depth > limits::DEPTH.most {
            return None;
        }
        if self.is_dash() { self.block_list(depth) } else { self.block_map(depth) }
    }

    fn block_map(&mut self, depth: usize) -> Option<Node> {
        let (start, column) = (self.at, self.column());
        let mut entries = Vec::new();
        loop {
            let key = self.key(false)?;
            let value = match self.rest_of_entry(column, true)? {
                Rest::Here => self.inline(column, depth)?,
                Rest::Below => self.block(depth + 1)?,
                Rest::Nothing(at) => self.node(Value::Null, at, at)?,
            };
            entries.push(Entry { key, value });
            if !self.goes_on(column)? || self.is_dash() {
                break;
            }
        }
        let end = entries.last()?.value.span.range().end;
        self.map(entries, start, end)
    }

    fn block_list(&mut self, depth: usize) -> Option<Node> {
        let (start, column) = (self.at, self.column());
        let mut items = Vec::new();
        loop {
            self.at += 1;
            let item = match self.rest_of_entry(column, false)? {
                Rest::Here if self.is_dash() || self.is_at_key() => self.block(depth + 1)?,
                Rest::Here => self.inline(column, depth)?,
                Rest::Below => self.block(depth + 1)?,
                Rest::Nothing(at) => self.node(Value::Null, at, at)?,
            };
            items.push(item);
            if !self.goes_on(column)? || !self.is_dash() {
                break;
            }
        }
        let end = items.last()?.span.range().end;
        self.node(Value::List(items), start, end)
    }

    /// Where the value stands whose `:` or `-` ends here. Lists may start in the column of the `key` that they belong to.
    fn rest_of_entry(&mut self, column: usize, key: bool) -> Option<Rest> {
        let behind = self.at;
        self.spaces();
        if !matches!(self.byte(), b'\n' | b'#') {
            return Some(Rest::Here);
        }
        self.next_line()?;
        let deeper = self.column() > column || key && self.column() == column && self.is_dash();
        Some(if deeper && !self.is_at_end() { Rest::Below } else { Rest::Nothing(behind) })
    }

    /// A value on the line of its key or dash, which stands in that column.
    fn inline(&mut self, column: usize, depth: usize) -> Option<Node> {
        self.left = column;
        let node = self.value(false, depth + 1)?;
        self.next_line()?;
        Some(node)
    }

    /// A text below its `|` or `>`, of lines that stand in one column. What is kept of empty lines is left to the parser.
    fn block_text(&mut self) -> Option<Node> {
        let start = self.at;
        let (joint, end) = match self.rest().lines().next()? {
            "|" => ("\n", "\n"),
            "|-" => ("\n", ""),
            ">" => (" ", "\n"),
            ">-" => (" ", ""),
            _ => return None,
        };
        self.at += 2 - end.len();
        let (mut text, mut column, mut gap) = (String::new(), None, false);
        let mut behind = self.at;
        for line in self.rest().split_inclusive('\n').skip(1) {
            let words = line.trim_start_matches(' ');
            let before = line.len() - words.len();
            behind += line.len();
            if line == "\n" {
                gap = true;
                continue;
            }
            if before <= self.left {
                break;
            }
            let words = words.strip_suffix('\n').filter(|words| !words.is_empty())?;
            let is_next = *column.get_or_insert(before) == before && !gap;
            if !is_next || words.ends_with(char::is_whitespace) {
                return None;
            }
            text.extend([if text.is_empty() { "" } else { joint }, words]);
            (self.line, self.at) = (behind + 1 - line.len(), behind);
        }
        let value = Value::Text(Arc::from(text + end));
        if column.is_some() { self.node(value, start, self.at) } else { None }
    }

    /// Does a map or list of that column have more? `None` where the line is further to the right.
    fn goes_on(&self, column: usize) -> Option<bool> {
        if self.is_at_end() || self.column() < column {
            return Some(false);
        }
        (self.column() == column).then_some(true)
    }
}

/// Where a value stands.
enum Rest {
    Here,
    Below,
    /// Nowhere; it would start at that byte.
    Nothing(usize),
}

/// What stands on one line or between brackets. Each of these ends behind its last character.
impl<'t> Reader<'t> {
    fn value(&mut self, flow: bool, depth: usize) -> Option<Node> {
        match self.byte() {
            b'"' | b'\'' => {
                let span = self.quoted()?.range();
                let text = Arc::from(&self.text[span.start + 1..span.end - 1]);
                self.node(Value::Text(text), span.start, span.end)
            }
            b'[' | b'{' if depth > limits::DEPTH.most => None,
            b'|' | b'>' if !flow => self.block_text(),
            b'[' => self.flow_list(depth),
            b'{' => self.flow_map(depth),
            _ => {
                let span = self.plain(flow)?.range();
                let text = &self.text[span.clone()];
                let value = scalar::plain(text).unwrap_or_else(|| Value::Text(Arc::from(text)));
                self.node(value, span.start, span.end)
            }
        }
    }

    fn flow_list(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut items = Vec::new();
        self.each_in_brackets(b']', |reader| {
            items.push(reader.value(true, depth + 1)?);
            Some(())
        })?;
        self.node(Value::List(items), start, self.at)
    }

    fn flow_map(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut entries = Vec::new();
        self.each_in_brackets(b'}', |reader| {
            let key = reader.key(true)?;
            reader.flow_space()?;
            entries.push(Entry { key, value: reader.value(true, depth + 1)? });
            Some(())
        })?;
        self.map(entries, start, self.at)
    }

    /// From the opening bracket past the one that closes; `take` reads one of the things that commas part.
    fn each_in_brackets(&mut self, close: u8, mut take: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        loop {
            self.flow_space()?;
            if self.byte() == close {
                break;
            }
            take(self)?;
            self.flow_space()?;
            match self.byte() {
                b',' => self.at += 1,
                byte if byte == close => break,
                _ => return None,
            }
        }
        self.at += 1;
        Some(())
    }

    /// A key with the colon behind it.
    fn key(&mut self, flow: bool) -> Option<Key> {
        let span = self.written_key(flow)?;
        let text = &self.text[span.range()];
        let quoted = text.starts_with(['"', '\'']);
        let text = if quoted { &text[1..text.len() - 1] } else { text };
        let means_more = text == "<<" || text.starts_with('-') || scalar::is_null(text);
        self.at += 1;
        self.nodes += 1;
        let odd = text.is_empty() || text.len() > LONGEST_KEY || means_more && !quoted;
        (!odd).then(|| Key { text: Arc::from(text), span })
    }

    /// The bytes of what stands before a colon.
    fn written_key(&mut self, flow: bool) -> Option<Span> {
        let span = if matches!(self.byte(), b'"' | b'\'') { self.quoted() } else { self.plain(flow) };
        span.filter(|_| self.is_mark(b':'))
    }

    /// Does an entry of a block map start here?
    fn is_at_key(&mut self) -> bool {
        let start = self.at;
        let found = self.written_key(false).is_some();
        self.at = start;
        found
    }

    /// A text in quotes that stands for itself.
    fn quoted(&mut self) -> Option<Span> {
        let (start, quote) = (self.at, self.byte());
        let ends = |byte: u8| byte == quote || byte == b'\n' || byte == b'\\' && quote == b'"';
        let length = self.text.as_bytes()[start + 1..].iter().position(|byte| ends(*byte))?;
        self.at = start + 1 + length;
        let closed = self.byte() == quote;
        self.at += 1;
        let doubled = self.byte() == b'\'' && quote == b'\'';
        (closed && !doubled).then(|| Span::new(start, self.at))
    }

    /// A scalar without quotes.
    fn plain(&mut self, flow: bool) -> Option<Span> {
        let start = self.at;
        let byte = |at: usize| self.byte_at(at);
        let is_bracket = |byte: u8| matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
        let ends = |byte: u8| matches!(byte, b' ' | b'\n') || flow && is_bracket(byte);
        match byte(start) {
            b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' => {
                return None;
            }
            b'\'' | b'"' | b'%' | b'@' | b'`' => return None,
            b'-' if ends(byte(start + 1)) => return None,
            _ => {}
        }
        let (mut at, mut end) = (start, start);
        loop {
            match byte(at) {
                b'\n' => break,
                b' ' => {}
                b'#' if byte(at - 1) == b' ' => break,
                b':' if ends(byte(at + 1)) => break,
                bracket if flow && is_bracket(bracket) => break,
                _ => end = at + 1,
            }
            at += 1;
        }
        self.at = end;
        // The mark of a document's end, which only the first column could hold.
        let mark = self.text[start..end].starts_with("...");
        (start < end && !mark).then(|| Span::new(start, end))
    }
}

/// From one thing to the next.
impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The byte that comes next; the end is the end of a line.
    fn byte(&self) -> u8 {
        self.byte_at(self.at)
    }

    fn byte_at(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    fn column(&self) -> usize {
        self.at - self.line
    }

    fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    fn is_dash(&self) -> bool {
        self.is_mark(b'-')
    }

    /// Does this byte come next, and a space or the end of the line behind it?
    fn is_mark(&self, mark: u8) -> bool {
        self.byte() == mark && matches!(self.byte_at(self.at + 1), b' ' | b'\n')
    }

    fn spaces(&mut self) {
        while self.byte() == b' ' {
            self.at += 1;
        }
    }

    /// Goes on to what is neither white space nor a comment.
    fn skip(&mut self) {
        loop {
            self.spaces();
            match self.byte() {
                _ if self.is_at_end() => break,
                b'\n' => {
                    self.at += 1;
                    self.line = self.at;
                }
                b'#' if self.at == self.line || self.text.as_bytes()[self.at - 1] == b' ' => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                }
                _ => break,
            }
        }
    }

    /// The same, where nothing else stands on this line.
    fn next_line(&mut self) -> Option<()> {
        let line = self.line;
        self.skip();
        (self.line > line || self.is_at_end()).then_some(())
    }

    /// The same between brackets, whose lines stand to the right of what they belong to.
    fn flow_space(&mut self) -> Option<()> {
        self.skip();
        (self.column() > self.left && !self.is_at_end()).then_some(())
    }

    fn node(&mut self, value: Value, start: usize, end: usize) -> Option<Node> {
        self.nodes += 1;
        (self.nodes < limits::NODES.most).then(|| Node { value, span: Span::new(start, end) })
    }

    /// A map of entries, whose keys have to differ.
    fn map(&mut self, mut entries: Vec<Entry>, start: usize, end: usize) -> Option<Node> {
        // Most have one entry or two, and room for four. To give it back takes a tenth of the time.
        if self.nodes > MANY {
            entries.shrink_to_fit();
        }
        let names = || entries.iter().map(|entry| &*entry.key.text);
        let differ = if entries.len() <= SCANNED {
            names().zip(1..).all(|(name, next)| !names().skip(next).any(|other| other == name))
        } else {
            let mut seen = HashSet::with_capacity(entries.len());
            names().all(|name| seen.insert(name))
        };
        if differ { self.node(Value::Map(Map::from_entries(entries)), start, end) } else { None }
    }
}
