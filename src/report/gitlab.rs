//! For GitLab's merge requests: the findings as a Code Quality report.

use std::io;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::escape::visible;
use crate::filter::{Finding, State};
use crate::report::entry::{entries, region};
use crate::report::json::escaped;
use crate::report::{Look, Report};
use crate::text;

/// Writes one array, the most severe findings first. GitLab compares it with that of the target branch itself, so
/// that what is unchanged must be there.
pub(super) fn write(report: &Report, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let is_open = |(state, _): &(State, &Finding)| matches!(state, State::New | State::Unchanged);
    let open = entries(report).into_iter().filter(is_open);
    let issues: Vec<_> = open.map(|(_, finding)| Issue::new(finding, report)).collect();
    let text = serde_json::to_string_pretty(&issues).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    /// GitLab takes issues with equal ones for the same.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

impl Issue {
    fn new(finding: &Finding, report: &Report) -> Self {
        let diagnostic = &finding.diagnostic;
        let place = diagnostic.primary.place;
        let position = |text::Position { line, column }| Position { line, column };
        let (begin, end) = region(report, place);
        Issue {
            description: visible(&diagnostic.message).into_owned(),
            check_name: diagnostic.rule,
            fingerprint: finding.fingerprint.to_string(),
            severity: match diagnostic.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Advice => "info",
            },
            location: Location {
                path: report.sources.get(place.source).path().as_bstr().to_string(),
                positions: Positions { begin: position(begin), end: position(end) },
            },
        }
    }
}
