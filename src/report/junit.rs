//! For build servers that read the XML of JUnit: a test case for each finding, failed where the run fails for it.

use std::io;

use hashbrown::HashMap;

use crate::filter::Finding;
use crate::report::entry::{region, url};
use crate::report::xml::escaped;
use crate::report::{Look, Report, summary};

/// Writes one suite. What a waiver accepts is skipped, what is below the threshold passes and says so, and where
/// nothing was found, one test passes: readers take a suite without tests for a fault.
pub(super) fn write(report: &Report, look: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let failing = report.findings.iter().filter(|finding| look.fails(finding)).count();
    let is_clean = report.findings.is_empty() && report.waived.is_empty();
    let tests = report.findings.len() + report.waived.len() + usize::from(is_clean);
    let counts = format!("tests=\"{tests}\" failures=\"{failing}\" errors=\"0\"");
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"planlint\" {counts}>")?;
    writeln!(out, "  <testsuite name=\"planlint\" {counts} skipped=\"{}\">", report.waived.len())?;
    let mut names = Names::default();
    for finding in &report.findings {
        let body = body(finding, report);
        let inner = match look.fails(finding) {
            true => {
                let about = escaped(&finding.diagnostic.message);
                let kind = finding.diagnostic.severity.name();
                format!("<failure message=\"{about}\" type=\"{kind}\">{body}</failure>")
            }
            false => format!("<system-out>{body}</system-out>"),
        };
        case(&names.take(finding, report), &inner, out)?;
    }
    for finding in &report.waived {
        let reason = escaped(finding.accepted.as_deref().unwrap_or_default());
        case(&names.take(finding, report), &format!("<skipped message=\"waived: {reason}\"/>"), out)?;
    }
    if is_clean {
        let verdict = escaped(&summary::verdict(report));
        writeln!(out, "    <testcase classname=\"planlint\" name=\"{verdict}\"/>")?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn case(names: &str, inner: &str, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "    <testcase {names}>\n      {inner}\n    </testcase>")
}

/// Names of test cases. Forges show one of those that have the same name in the same class.
#[derive(Default)]
struct Names(HashMap<(String, String), usize>);

impl Names {
    fn take(&mut self, finding: &Finding, report: &Report) -> String {
        let diagnostic = &finding.diagnostic;
        let path = report.sources.get(diagnostic.primary.place.source).path();
        let (class, name) = (escaped(&path.to_string()), escaped(&diagnostic.message));
        let name = format!("{}: {name}", escaped(diagnostic.rule));
        let seen = self.0.entry((class.clone(), name.clone())).or_default();
        *seen += 1;
        match *seen {
            1 => format!("classname=\"{class}\" name=\"{name}\""),
            again => format!("classname=\"{class}\" name=\"{name} ({again})\""),
        }
    }
}

/// The finding in a few lines.
fn body(finding: &Finding, report: &Report) -> String {
    let diagnostic = &finding.diagnostic;
    let path = report.sources.get(diagnostic.primary.place.source).path();
    let (start, _) = region(report, diagnostic.primary.place);
    let (severity, rule) = (diagnostic.severity.name(), diagnostic.rule);
    let mut lines = vec![
        format!("{path}:{}:{}: {severity}[{rule}]", start.line, start.column),
        diagnostic.message.clone(),
    ];
    lines.extend(diagnostic.help.as_ref().map(|help| format!("help: {help}")));
    lines.extend(url(rule));
    lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("\n")
}
