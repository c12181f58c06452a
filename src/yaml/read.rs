//! The parser's events to nodes as written, up to the end or the first thing that YAML cannot read.

use std::collections::BTreeMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle, options};

use crate::limits;
use crate::text::Span;

use super::anchors::Anchors;
use super::frame::{Frame, Stop};
use super::layout::{self, Openings};
use super::place::{self, Events, Tag, anchor_span, bytes, tag_of};
use super::raw::{Content, Core, Raw};
use super::syntax::{self, Surroundings};
use super::unquoted::{Unquoted, ends_value};
use super::{Problem, slips};

/// What could be read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// All nodes; where reading stopped early, those that had begun are there with what they had.
    pub(super) raws: Vec<Raw>,
    /// The outermost node.
    pub(super) root: Option<usize>,
    /// What is wrong, apart from the values that were covered before.
    pub(super) problems: Vec<Problem>,
    /// Was the end of the file reached?
    pub(super) complete: bool,
    /// The value to be covered before the rest can be read.
    pub(super) repair: Option<Unquoted>,
}

/// Reads `repaired`, which is `source` with the values of `repairs`, by their first bytes, covered.
pub(super) fn read(source: &str, repaired: &str, repairs: &BTreeMap<usize, Unquoted>) -> Reading {
    let options = options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: limits::DEPTH.most,
        block_nesting_limit: limits::DEPTH.most,
    };
    let mut parser = Parser::new_from_str_with_options(repaired, options);
    let mut reader = Reader {
        source,
        repaired,
        repairs,
        frames: Vec::new(),
        anchors: Anchors::default(),
        seen: 0,
        last_scalar: Span::default(),
        documents: 0,
        nothing: Arc::from(""),
        reading: Reading::default(),
    };
    let stop = loop {
        let Some(next) = parser.next_event() else { break None };
        let taken = match next {
            Ok((event, span)) => reader.take(event, span, &mut parser),
            Err(error) => Err(reader.explain(&error)),
        };
        if let Err(stop) = taken {
            break Some(stop);
        }
    };
    reader.finish(stop)
}

struct Reader<'t> {
    source: &'t str,
    repaired: &'t str,
    repairs: &'t BTreeMap<usize, Unquoted>,
    frames: Vec<Frame>,
    anchors: Anchors,
    /// The end of what the parser has handed out.
    seen: usize,
    last_scalar: Span,
    documents: usize,
    /// The text of all scalars that have none.
    nothing: Arc<str>,
    reading: Reading,
}

impl<'t> Reader<'t> {
    fn take(
        &mut self,
        event: Event<'t>,
        place: granit_parser::Span,
        parser: &mut Events<'t>,
    ) -> Result<(), Stop> {
        let span = bytes(place);
        if self.reading.raws.len() >= limits::NODES.most {
            return Err(Stop::Problem(syntax::too_many(self.source, span.range().start)));
        }
        let tag = tag_of(&event, place);
        // Such a start has the place of the content behind it.
        let early = matches!(event, Event::DocumentStart(false, _) | Event::SequenceStart(..));
        match event {
            Event::DocumentStart(..) => self.document(span, parser)?,
            Event::Scalar(text, style, anchor, _) => {
                let anchor = (anchor > 0).then(|| (anchor, anchor_span(parser)));
                self.scalar(&text, style, anchor, tag, span);
            }
            Event::Alias(anchor) => self.alias(Some(anchor), span)?,
            Event::UnresolvedAlias(_) => self.alias(None, span)?,
            Event::SequenceStart(style, anchor, _) => self.open(false, style, anchor, tag, span)?,
            Event::MappingStart(style, anchor, _) => self.open(true, style, anchor, tag, span)?,
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => {}
        }
        if !early {
            self.seen = self.seen.max(span.range().end);
        }
        Ok(())
    }

    /// A second document stops the reading, unless there is nothing in it.
    fn document(&mut self, span: Span, parser: &mut Events<'t>) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let empty = match parser.peek() {
            Some(Ok((Event::Scalar(_, ScalarStyle::Plain, 0, None), place))) => bytes(*place).is_empty(),
            _ => false,
        };
        if empty {
            let _skipped = parser.next_event();
            return Ok(());
        }
        Err(Stop::Problem(syntax::second_document(self.source, span.range().start)))
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: Option<(usize, Span)>,
        tag: Tag,
        span: Span,
    ) {
        if matches!(style, ScalarStyle::Plain) {
            self.last_scalar = span;
        }
        let bare = matches!(tag, Tag::None) && anchor.is_none();
        let span = if bare || !span.is_empty() { self.placed(style, span) } else { span };
        let start = span.range().start;
        if let Some(unquoted) = self.repairs.get(&start).copied() {
            return self.meant(&unquoted, span, anchor);
        }
        if let Some(unquoted) = self.swallowed(text, style, anchor, tag, span) {
            self.reading.problems.push(unquoted.problem(self.source));
            return self.meant(&unquoted, unquoted.span.to(span), anchor);
        }
        let core = match tag {
            Tag::Unknown(tag) => {
                self.reading.problems.push(syntax::unknown_tag(self.source, tag));
                return self.add(Content::Spoiled, None, span, span, anchor);
            }
            Tag::Core(core) => Some(core),
            Tag::None => None,
        };
        let text = if span.is_empty() { Arc::clone(&self.nothing) } else { Arc::from(text) };
        let plain = matches!(style, ScalarStyle::Plain);
        let content = if plain { Content::Plain(text) } else { Content::Text(text) };
        if let (Content::Plain(text), None, Some((number, name))) = (&content, core, anchor)
            && self.awaits_value()
            && self.one_line(name, span)
        {
            let meant = Unquoted::at(self.source, name.range().start, self.in_flow());
            self.anchors.doubt(number, text, meant);
        }
        self.add(content, core, span, span, anchor);
    }

    /// The bytes of a scalar as the tree counts them.
    fn placed(&self, style: ScalarStyle, span: Span) -> Span {
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => place::block_scalar(self.repaired, self.seen, span),
            ScalarStyle::Plain if span.is_empty() && self.awaits_value() => {
                let written = self.frames.last().map_or(span, |frame| frame.span);
                place::missing_value(self.repaired, span, written)
            }
            ScalarStyle::Plain if span.is_empty() => {
                let mark = if self.frames.last().is_some_and(|frame| frame.map) { '?' } else { '-' };
                place::missing_node(self.repaired, self.seen, span, mark)
            }
            _ => span,
        }
    }

    /// A scalar that YAML reads without complaint, though the first character took away what was meant.
    fn swallowed(
        &self,
        text: &str,
        style: ScalarStyle,
        anchor: Option<(usize, Span)>,
        tag: Tag,
        span: Span,
    ) -> Option<Unquoted> {
        let start = match (style, tag, anchor) {
            (ScalarStyle::Plain, Tag::Unknown(tag), _) if self.one_line(tag, span) => tag,
            (ScalarStyle::Plain, Tag::None, Some((_, anchor))) if span.is_empty() => anchor,
            // `>5` is the header of a block scalar, here of an empty one.
            (ScalarStyle::Folded, Tag::None, _) if text.is_empty() => {
                let digits = |c: char| c.is_ascii_digit();
                layout::slice(self.source, span).contains(digits).then_some(span)?
            }
            _ => return None,
        };
        Unquoted::at(self.source, start.range().start, self.in_flow())
    }

    fn one_line(&self, first: Span, second: Span) -> bool {
        let range = first.range().start..second.range().start.max(first.range().end);
        !self.source[range].contains(['\n', '\r'])
    }

    /// A value that should be in quotes: nothing as a value, but good as a key.
    fn meant(&mut self, unquoted: &Unquoted, span: Span, anchor: Option<(usize, Span)>) {
        let key = self.frames.last().is_some_and(|frame| frame.map) && !self.awaits_value();
        let text = || Arc::from(layout::slice(self.source, unquoted.span));
        let content = if key { Content::Text(text()) } else { Content::Spoiled };
        let own = if key { unquoted.span } else { span };
        self.add(content, None, own, span, anchor);
    }

    fn alias(&mut self, anchor: Option<usize>, span: Span) -> Result<(), Stop> {
        let range = span.range();
        let name = &self.source[range.start + 1..range.end];
        let longer = !ends_value(self.source, range.end, self.in_flow()) || name.ends_with(':');
        let meant = longer.then(|| Unquoted::at(self.source, range.start, self.in_flow())).flatten();
        if let Some(unquoted) = meant.filter(|unquoted| unquoted.span != span) {
            return Err(Stop::Repair(unquoted));
        }
        let target = anchor.and_then(|anchor| self.anchors.follow(anchor));
        let open = target.is_some_and(|node| self.frames.iter().any(|frame| frame.node == node));
        let content = match target {
            Some(_) if open => {
                let message = format!("the alias `*{name}` stands inside the value it refers to");
                let help = "write the value out, or refer to an anchor that ends before this place";
                self.reading.problems.push(Problem::syntax(span, message, help));
                Content::Spoiled
            }
            Some(node) => Content::Alias(node),
            None => return self.unknown_alias(name, span),
        };
        self.add(content, None, span, span, None);
        Ok(())
    }

    fn unknown_alias(&mut self, name: &str, span: Span) -> Result<(), Stop> {
        if !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
            let unquoted = Unquoted::alias(span);
            self.reading.problems.push(unquoted.problem(self.source));
            self.meant(&unquoted, span, None);
            return Ok(());
        }
        self.reading.problems.push(syntax::unknown_alias(name, span));
        self.add(Content::Spoiled, None, span, span, None);
        Ok(())
    }

    fn open(
        &mut self,
        map: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Tag,
        span: Span,
    ) -> Result<(), Stop> {
        if self.frames.len() >= limits::DEPTH.most {
            return Err(Stop::Problem(syntax::too_deep(self.source, span.range().start)));
        }
        let spoiled = if let Tag::Unknown(tag) = tag {
            self.reading.problems.push(syntax::unknown_tag(self.source, tag));
            true
        } else {
            false
        };
        let tag = if let Tag::Core(core) = tag { Some(core) } else { None };
        let flow = style == StructureStyle::Flow;
        let unindented = !flow && !map && self.frames.last().is_some_and(|frame| frame.map);
        let span = if unindented { place::list_start(self.repaired, self.seen, span) } else { span };
        self.seen = self.seen.max(if flow { span.range().end } else { span.range().start });
        let node = self.reading.raws.len();
        self.reading.raws.push(Raw { content: Content::Spoiled, tag, span });
        if anchor > 0 {
            self.anchors.insert(anchor, node);
        }
        self.frames.push(Frame { node, map, flow, spoiled, tag, span, children: Vec::new() });
        Ok(())
    }

    /// Ends the innermost map or list; only a bracket has bytes of its own there.
    fn close(&mut self, end: Span) {
        let Some(frame) = self.frames.pop() else { return };
        let span = if end.is_empty() { frame.span } else { frame.span.to(end) };
        let span = layout::trimmed(self.source, span);
        let content = match (frame.spoiled, frame.map) {
            (true, _) => Content::Spoiled,
            (false, true) => Content::Map(frame.children),
            (false, false) => Content::List(frame.children),
        };
        self.reading.raws[frame.node] = Raw { content, tag: frame.tag, span };
        self.hang(frame.node, span);
    }

    fn add(
        &mut self,
        content: Content,
        tag: Option<Core>,
        span: Span,
        written: Span,
        anchor: Option<(usize, Span)>,
    ) {
        let node = self.reading.raws.len();
        self.reading.raws.push(Raw { content, tag, span });
        if let Some((anchor, _)) = anchor {
            self.anchors.insert(anchor, node);
        }
        self.hang(node, written);
    }

    /// Puts a finished node into its parent, which reaches as far as it.
    fn hang(&mut self, node: usize, written: Span) {
        match self.frames.last_mut() {
            Some(frame) => {
                frame.children.push(node);
                frame.span = frame.span.to(written);
            }
            None => self.reading.root = self.reading.root.or(Some(node)),
        }
    }

    fn awaits_value(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.map && frame.children.len() % 2 == 1)
    }

    fn in_flow(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.flow)
    }

    /// Why the parser stopped: at a value that should be in quotes, or for another reason.
    fn explain(&self, error: &ScanError) -> Stop {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.repaired.len());
        let at = self.repaired.floor_char_boundary(at);
        let brackets = self.frames.iter().filter(|frame| frame.flow).map(|frame| frame.span.range().start);
        let brackets = brackets.filter(|start| self.repaired[*start..].starts_with(['[', '{'])).collect();
        let openings = Openings::scan(self.repaired, self.seen.min(at), at, brackets);
        let open = openings.brackets.last().copied();
        if let Some(hash) = open.and_then(|open| slips::comment_in_brackets(self.repaired, open, at))
            && let Some(unquoted) = Unquoted::at(self.repaired, hash, true)
        {
            return Stop::Repair(unquoted);
        }
        if syntax::starts_unquoted(error.kind(), &self.repaired[at..])
            && let Some(unquoted) = Unquoted::at(self.repaired, at, !openings.brackets.is_empty())
        {
            return Stop::Repair(unquoted);
        }
        let block = self.frames.last().filter(|frame| !frame.flow);
        let column = |frame: &Frame| {
            frame.span.range().start - layout::line(self.source, frame.span.range().start).range().start
        };
        let surroundings = Surroundings {
            openings,
            block: block.map(|frame| (column(frame), frame.map)),
            last_scalar: self.last_scalar,
        };
        Stop::Problem(syntax::explain(self.source, at, error.kind(), &surroundings))
    }

    fn finish(mut self, stop: Option<Stop>) -> Reading {
        self.reading.complete = stop.is_none();
        for (node, unquoted) in self.anchors.unused().filter(|_| stop.is_none()) {
            self.reading.problems.push(unquoted.problem(self.source));
            self.reading.raws[node].content = Content::Spoiled;
        }
        match stop {
            Some(Stop::Problem(problem)) => self.reading.problems.push(problem),
            Some(Stop::Repair(unquoted)) => self.reading.repair = Some(unquoted),
            None => {}
        }
        while !self.frames.is_empty() {
            // A key whose value was not reached.
            if self.awaits_value() {
                self.add(Content::Spoiled, None, Span::at(self.seen), Span::at(self.seen), None);
            }
            self.close(Span::at(self.seen));
        }
        self.reading
    }
}
