//! One line for each finding, as compilers write them, so that editors and `grep` can read it.

use std::io;

use crate::escape::{inert, visible};
use crate::report::{Look, Report};

/// Writes `path:line:column: severity[rule] message` for each finding, and nothing else.
pub(super) fn write(report: &Report, look: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in report.shown(look).0 {
        let diagnostic = &finding.diagnostic;
        let source = report.sources.get(diagnostic.primary.place.source);
        let position = source.position(diagnostic.primary.place.span.start);
        let (path, severity) = (source.path(), diagnostic.severity.name());
        let (rule, message) = (diagnostic.rule, visible(&diagnostic.message));
        let line = format!("{path}:{}:{}: {severity}[{rule}] {message}", position.line, position.column);
        writeln!(out, "{}", inert(&line))?;
    }
    Ok(())
}
