//! For GitHub Actions: the findings as annotations of a step. Nothing that a plan says can be a command to the
//! runner.

use std::cmp::Reverse;
use std::io;

use hashbrown::HashMap;

use crate::diagnostic::Severity;
use crate::escape::{inert, unhashed, visible};
use crate::filter::Finding;
use crate::order;
use crate::report::entry::region;
use crate::report::{Look, Report, summary};

/// How many annotations of one kind GitHub shows for a step.
const MOST: usize = 10;

/// Writes a command for each of the most severe findings, a plain line for each of the others, and the counts.
pub(super) fn write(report: &Report, look: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let (mut shown, _) = report.shown(look);
    order::by_key(&mut shown, |finding| Reverse(finding.diagnostic.severity));
    let mut used: HashMap<Severity, usize> = HashMap::new();
    let (annotated, others): (Vec<&Finding>, Vec<&Finding>) = shown.iter().partition(|finding| {
        let used = used.entry(finding.diagnostic.severity).or_default();
        *used += 1;
        *used <= MOST
    });
    for finding in annotated {
        writeln!(out, "{}", unhashed(&command(finding, report), "\\u{23}"))?;
    }
    for finding in others {
        writeln!(out, "{}", inert(&line(finding, report)))?;
    }
    match look.quiet && shown.is_empty() {
        true => Ok(()),
        false => writeln!(out, "{}", inert(&format!("planlint: {}", summary::verdict(report)))),
    }
}

fn command(finding: &Finding, report: &Report) -> String {
    let diagnostic = &finding.diagnostic;
    let place = diagnostic.primary.place;
    let path = report.sources.get(place.source).path().to_string();
    let (start, end) = region(report, place);
    let columns = match start.line == end.line {
        // The runner refuses columns of a place that spans lines.
        true => format!(",col={},endColumn={}", start.column, end.column),
        false => String::new(),
    };
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let help = diagnostic.help.iter().map(|help| format!("%0A{}", message(help)));
    format!(
        "::{kind} file={},line={},endLine={}{columns},title={}::{}{}",
        property(&path),
        start.line,
        end.line,
        property(diagnostic.rule),
        message(&diagnostic.message),
        help.collect::<String>(),
    )
}

/// A line that starts with a word of ours, so that the runner takes it for text.
fn line(finding: &Finding, report: &Report) -> String {
    let diagnostic = &finding.diagnostic;
    let path = report.sources.get(diagnostic.primary.place.source).path();
    let (start, _) = region(report, diagnostic.primary.place);
    let (severity, rule) = (diagnostic.severity.name(), diagnostic.rule);
    let message = visible(&diagnostic.message);
    format!("{severity}[{rule}] {path}:{}:{}: {message}", start.line, start.column)
}

/// What follows the second `::` of a command.
fn message(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
