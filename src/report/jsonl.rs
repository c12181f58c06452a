//! For programs that read a line at a time: the JSON document in pieces, one to a line, the findings first.

use std::io;

use serde::Serialize;

use crate::report::json::{Document, Finding, LeftOut, Summary, Tool, escaped};
use crate::report::{Look, Report};

/// Writes each finding on a line, then each that is waived, then what there is to say of all of them.
pub(super) fn write(report: &Report, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let document = Document::new(report);
    for finding in &document.findings {
        put(&Line::Finding(finding), out)?;
    }
    for finding in &document.waived {
        put(&Line::Waived(finding), out)?;
    }
    let Document { format, tool, snapshot, today, misconfigured, summary, left_out, .. } = &document;
    let misconfigured = *misconfigured;
    put(&Line::Report(Rest { format, tool, snapshot, today, misconfigured, summary, left_out }), out)
}

fn put(line: &Line<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let text = serde_json::to_string(line).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

/// One line: a member of the list of that name, or the rest of the document.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Finding(&'a Finding<'a>),
    Waived(&'a Finding<'a>),
    Report(Rest<'a>),
}

/// The document without its findings.
#[derive(Serialize)]
struct Rest<'a> {
    format: &'a str,
    tool: &'a Tool,
    snapshot: &'a str,
    today: &'a str,
    misconfigured: bool,
    summary: &'a Summary,
    left_out: &'a [LeftOut<'a>],
}
