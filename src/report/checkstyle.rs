//! For build servers and review tools that read the XML of Checkstyle: the findings of each file.

use std::io;

use crate::diagnostic::Severity;
use crate::filter::Finding;
use crate::report::entry::region;
use crate::report::xml::escaped;
use crate::report::{Look, Report};

/// The version of Checkstyle whose form this is; readers ask for one.
const VERSION: &str = "4.3";

/// Writes an element for each file that has findings.
pub(super) fn write(report: &Report, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"{VERSION}\">")?;
    let source = |finding: &Finding| finding.diagnostic.primary.place.source;
    for file in report.findings.chunk_by(|one, next| source(one) == source(next)) {
        let path = report.sources.get(source(&file[0])).path().to_string();
        writeln!(out, "  <file name=\"{}\">", escaped(&path))?;
        for finding in file {
            element(finding, report, out)?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn element(finding: &Finding, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let diagnostic = &finding.diagnostic;
    let (start, _) = region(report, diagnostic.primary.place);
    let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    writeln!(
        out,
        "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"planlint.{}\"/>",
        start.line,
        start.column,
        match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "info",
        },
        escaped(&format!("{}{help}", diagnostic.message)),
        escaped(diagnostic.rule),
    )
}
