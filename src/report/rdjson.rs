//! For reviewdog, which comments on pull requests: its diagnostic format, version 1.

use std::io;

use serde::Serialize;

use crate::diagnostic::{Label, Severity};
use crate::escape::visible;
use crate::filter::{Finding, State};
use crate::fix::Trees;
use crate::report::entry::{changes, entries, url};
use crate::report::json::escaped;
use crate::report::{Look, Report};
use crate::text::{Place, Source};

/// Writes one object, the most severe findings first.
pub(super) fn write(report: &Report, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let mut trees = Trees::new(&report.sources);
    let new = entries(report).into_iter().filter(|(state, _)| *state == State::New);
    let diagnostics = new.map(|(_, finding)| Diagnostic::new(finding, report, &mut trees)).collect();
    let source = Origin { name: env!("CARGO_PKG_NAME"), url: env!("CARGO_PKG_REPOSITORY") };
    let text =
        serde_json::to_string_pretty(&DiagnosticResult { source, diagnostics }).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

#[derive(Serialize)]
struct DiagnosticResult {
    source: Origin,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Origin {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(rename = "related_locations", skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

/// The end is one past the last character.
#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Both from 1. The column counts bytes in this format.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

impl Diagnostic {
    fn new(finding: &Finding, report: &Report, trees: &mut Trees<'_>) -> Self {
        let diagnostic = &finding.diagnostic;
        let help = diagnostic.help.iter().map(|help| format!("\n{}", visible(help)));
        let related = |label: &Label| Related {
            message: visible(&label.text).into_owned(),
            location: Location::new(label.place, report),
        };
        Diagnostic {
            message: visible(&diagnostic.message).into_owned() + &help.collect::<String>(),
            location: Location::new(diagnostic.primary.place, report),
            severity: match diagnostic.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Advice => "INFO",
            },
            code: Code { value: diagnostic.rule, url: url(diagnostic.rule) },
            suggestions: suggestion(finding, report, trees).into_iter().collect(),
            related: diagnostic.related.iter().map(related).collect(),
        }
    }
}

/// The fix as one suggestion. Each suggestion is taken by itself, so that a fix of several changes is none, and one
/// for another file has nowhere to stand.
fn suggestion(finding: &Finding, report: &Report, trees: &mut Trees<'_>) -> Option<Suggestion> {
    let diagnostic = &finding.diagnostic;
    let [change] = <[_; 1]>::try_from(changes(diagnostic.fix.as_deref(), trees)?).ok()?;
    let home = diagnostic.primary.place.source;
    let range = Range::new(change.place, report.sources.get(home));
    (change.place.source == home).then_some(Suggestion { range, text: change.text })
}

impl Location {
    fn new(place: Place, report: &Report) -> Self {
        let source = report.sources.get(place.source);
        Location { path: source.path().as_bstr().to_string(), range: Range::new(place, source) }
    }
}

impl Range {
    fn new(place: Place, source: &Source) -> Self {
        let position = |offset: u32| {
            let line = source.position(offset).line;
            let start = source.line(line).start;
            Position { line, column: offset.saturating_sub(start) as usize + 1 }
        };
        Range { start: position(place.span.start), end: position(place.span.end) }
    }
}
