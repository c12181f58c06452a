//! For comments on a merge request: a table for each project.

use std::io;

use crate::difference::Kind;
use crate::order;
use crate::report::Look;
use crate::report::difference::{DifferenceReport, counts};
use crate::report::markdown::{code, prose};

/// Writes a heading and a table for each project, the weakening changes first.
pub(super) fn write(report: &DifferenceReport, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let between = format!("from {} to {}", prose(&report.before), prose(&report.after));
    if report.projects.is_empty() {
        return writeln!(out, "The plans are the same {between}.");
    }
    writeln!(out, "{} {between}.", counts(report))?;
    for project in &report.projects {
        writeln!(out, "\n### {} ({})\n", prose(&project.project), code(&project.path.to_string()))?;
        if let Some(from) = &project.moved_from {
            writeln!(out, "Moved from {}.\n", code(&from.to_string()))?;
        }
        writeln!(out, "| | change | where |\n|---|---|---|")?;
        let mut changes: Vec<_> = project.changes.iter().collect();
        order::by_key(&mut changes, |change| change.kind);
        for change in changes {
            let kind = match change.kind {
                Kind::Weakening => "**weakening**",
                kind => kind.name(),
            };
            writeln!(out, "| {kind} | {} | {} |", prose(&change.message), code(&change.node))?;
        }
    }
    Ok(())
}
