//! For people at a terminal: a line for each change.

use std::io;

use crate::difference::Kind;
use crate::escape::{inert, visible};
use crate::report::Look;
use crate::report::difference::{DifferenceReport, counts};

/// Writes the projects one after the other, then the counts.
pub(super) fn write(report: &DifferenceReport, look: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    for project in &report.projects {
        let moved = project.moved_from.as_ref().map_or_else(String::new, |from| format!(", before `{from}`"));
        writeln!(out, "{}", inert(&format!("{} (`{}`{moved})", visible(&project.project), project.path)))?;
        for change in &project.changes {
            let (sign, color) = match change.kind {
                Kind::Weakening => ("- weakening    ", "31"),
                Kind::Strengthening => ("+ strengthening", "32"),
                Kind::Neutral => ("~ neutral      ", "36"),
            };
            let sign = if look.color { format!("\u{1b}[{color}m{sign}\u{1b}[0m") } else { sign.to_owned() };
            writeln!(out, "  {sign}  {}", inert(&visible(&change.message)))?;
        }
        writeln!(out)?;
    }
    let between = format!("from {} to {}", report.before, report.after);
    match report.projects.is_empty() {
        true => writeln!(out, "the plans are the same {between}"),
        false => writeln!(out, "{} {between}", counts(report)),
    }
}
