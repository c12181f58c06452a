//! For people: each finding with its lines, drawn by miette or told for a screen reader, and a summary.

use std::fmt;
use std::io;
use std::ops::Range;

use hashbrown::HashSet;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents};
use miette::{NarratableReportHandler, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles};

use crate::diagnostic::{Label, Severity};
use crate::escape::{inert, visible};
use crate::filter::Finding;
use crate::report::excerpt::{Excerpt, Window, width};
use crate::report::{Look, Report, summary};
use crate::rules;
use crate::text::SourceId;

/// No narrower than this: below it, frames are worse than lines that the terminal wraps.
const NARROWEST: usize = 40;

/// No line of a manifest is shown wider than this, whatever the width.
const WIDEST: usize = 240;

/// A finding may depend on many places; the first few tell the story. Formats for programs have all of them.
const MOST_LABELS: usize = 8;

/// What a frame takes from the width for line numbers and bars.
const GUTTER: usize = 12;

/// What the frame of another file takes more, as it is drawn inside of the finding.
const INDENT: usize = 8;

/// Draws the findings.
pub(super) fn draw(report: &Report, look: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let width = look.width.max(NARROWEST);
    let theme = GraphicalTheme {
        characters: if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if look.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_wrap_lines(false)
        .with_links(look.links)
        .with_link_display_text("")
        .with_show_related_as_nested(true)
        .without_syntax_highlighting();
    write(report, look, width, out, |page, why| {
        let mut text = String::new();
        match why {
            Some(why) => handler.clone().with_footer(why).render_report(&mut text, page),
            None => handler.render_report(&mut text, page),
        }?;
        Ok(text)
    })
}

/// Tells the findings without graphics, for screen readers.
pub(super) fn narrate(report: &Report, look: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    write(report, look, usize::MAX, out, |page, why| {
        let mut handler = NarratableReportHandler::new();
        if let Some(why) = why {
            handler = handler.with_footer(why);
        }
        let mut text = String::new();
        handler.render_report(&mut text, page)?;
        Ok(text)
    })
}

/// Writes the findings as `render` shows each, with the reason of a rule where the rule first occurs.
fn write(
    report: &Report,
    look: &Look,
    width: usize,
    out: &mut dyn io::Write,
    render: impl Fn(&Page, Option<String>) -> Result<String, fmt::Error>,
) -> io::Result<()> {
    let (shown, rest) = report.shown(look);
    let mut explained = HashSet::new();
    for finding in &shown {
        let rule = finding.diagnostic.rule;
        let why = rules::find(rule).filter(|_| explained.insert(rule)).map(|rule| rule.why);
        let why = why
            .filter(|why| !why.is_empty())
            .map(|why| wrap(&format!("why: {why}"), width, 7).replace('\n', "\n     "));
        let page = Page::new(finding, report, look, width);
        let text = render(&page, why).map_err(io::Error::other)?;
        writeln!(out, "{}\n", inert(text.trim_end_matches('\n')))?;
    }
    match look.quiet && shown.is_empty() {
        true => Ok(()),
        false => summary::write(report, look, &rest, out),
    }
}

/// A finding, or its labels in one other file, as miette wants to see it.
#[derive(Debug)]
struct Page {
    severity: Severity,
    code: Option<String>,
    url: Option<String>,
    message: String,
    help: Option<String>,
    frame: Option<Frame>,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Page>,
}

/// The lines that miette may read.
#[derive(Debug)]
struct Frame {
    excerpt: Excerpt,
    narrated: bool,
}

impl Page {
    fn new(finding: &Finding, report: &Report, look: &Look, width: usize) -> Page {
        let diagnostic = &finding.diagnostic;
        let home = diagnostic.primary.place.source;
        let related = &diagnostic.related[..diagnostic.related.len().min(MOST_LABELS)];
        let (here, there): (Vec<&Label>, Vec<&Label>) =
            related.iter().partition(|label| label.place.source == home);
        let labels: Vec<&Label> = std::iter::once(&diagnostic.primary).chain(here).collect();
        let (frame, labels) = frame(report, home, &labels, width, GUTTER);
        let path = frame.is_none().then(|| format!("{}: ", report.sources.get(home).path()));
        let message = path.unwrap_or_default() + &visible(&diagnostic.message);
        let narrated = width == usize::MAX;
        let rule = diagnostic.rule;
        Page {
            severity: diagnostic.severity,
            code: Some(if narrated {
                rule.into()
            } else {
                format!("{}[{rule}]", diagnostic.severity.name())
            }),
            url: look.links.then(|| rules::find(rule).map(|rule| rule.url())).flatten(),
            message: wrap(&message, width, 4),
            help: diagnostic.help.as_deref().map(|help| wrap(&visible(help), width, 8)),
            frame,
            labels,
            elsewhere: there.iter().map(|label| Page::elsewhere(label, report, width)).collect(),
        }
    }

    /// A label in another file, with a frame of its own.
    fn elsewhere(label: &Label, report: &Report, width: usize) -> Page {
        let bare = Label { place: label.place, text: String::new() };
        let (frame, labels) = frame(report, label.place.source, &[&bare], width, GUTTER + INDENT);
        let path = report.sources.get(label.place.source).path();
        let text = if label.text.is_empty() { format!("see `{path}`") } else { visible(&label.text).into() };
        Page {
            severity: Severity::Advice,
            code: None,
            url: None,
            message: wrap(&text, width, 12),
            help: None,
            frame,
            labels,
            elsewhere: Vec::new(),
        }
    }
}

/// The frame of labels that stand in one source, the primary one first.
fn frame(
    report: &Report,
    source: SourceId,
    labels: &[&Label],
    width: usize,
    gutter: usize,
) -> (Option<Frame>, Vec<LabeledSpan>) {
    let spans: Vec<_> = labels.iter().map(|label| label.place.span).collect();
    let columns = width.saturating_sub(gutter).min(WIDEST);
    let Some(excerpt) = Excerpt::new(report.sources.get(source), &spans, columns) else {
        return (None, Vec::new());
    };
    let labeled = |(index, label): (usize, &&Label)| {
        let text = (!label.text.is_empty()).then(|| visible(&label.text).into_owned());
        match (index, excerpt.marks[index].shown.clone()) {
            (0, shown) => LabeledSpan::new_primary_with_span(text, shown),
            (_, shown) => LabeledSpan::new_with_span(text, shown),
        }
    };
    let labels = labels.iter().enumerate().map(labeled).collect();
    (Some(Frame { excerpt, narrated: width == usize::MAX }), labels)
}

/// Breaks text at blanks, so that it fits beside an indent. miette would break identifiers at their hyphens.
fn wrap(text: &str, columns: usize, indent: usize) -> String {
    let columns = columns.saturating_sub(indent + 2);
    let mut wrapped = String::with_capacity(text.len());
    let mut used = 0;
    for word in text.split(' ') {
        let wide: usize = word.chars().map(width).sum();
        if used > 0 && used + 1 + wide > columns {
            wrapped.push('\n');
            used = 0;
        } else if !wrapped.is_empty() {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += wide;
    }
    wrapped
}

impl SourceCode for Frame {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let shown = span.offset()..span.offset() + span.len();
        let window = self.excerpt.window(shown.clone(), before.min(after)).ok_or(MietteError::OutOfBounds)?;
        let text = if self.narrated { narratable(&window, shown.end) } else { window.text };
        // Asked for the label alone, miette wants to know where it starts; else where the lines start.
        let column = if before == 0 { self.column(&shown) } else { 0 };
        Ok(Box::new(MietteSpanContents::new_named(
            self.excerpt.name.clone(),
            text.as_bytes(),
            (window.start, text.len()).into(),
            window.first - 1,
            column,
            window.count,
        )))
    }
}

/// The window without its last line ends: the narrator of miette 7.6 takes every label further down for one in
/// the last line, where that line has an end.
fn narratable<'a>(window: &Window<'a>, marked: usize) -> &'a str {
    let (upper, rest) = window.text.split_at(marked - window.start);
    let kept = upper.len() + rest.trim_end_matches('\n').len();
    match window.text[..kept].ends_with('\n') || kept == 0 {
        true => &window.text[..kept + 1],
        false => &window.text[..kept],
    }
}

impl Frame {
    /// The column in the source, counted from zero, of the label at `shown`.
    fn column(&self, shown: &Range<usize>) -> usize {
        let mark = self.excerpt.marks.iter().find(|mark| mark.shown == *shown);
        mark.map_or(0, |mark| mark.position.column - 1)
    }
}

impl fmt::Display for Page {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Page {}

impl miette::Diagnostic for Page {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code.as_ref()?))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Advice => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.help.as_ref()?))
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.url.as_ref()?))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.frame.as_ref()?)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        Some(Box::new(self.elsewhere.iter().map(|page| page as &dyn miette::Diagnostic)))
    }
}
