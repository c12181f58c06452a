//! Where the report of `planlint lint` goes, and in which format.

use std::io::ErrorKind;

use crate::cli::lint::Arguments;
use crate::cli::{Color, terminal};
use crate::error::{Error, Result};
use crate::report;
use crate::report::Report;

/// How many findings a person is shown at once: more is read by nobody, and a terminal forgets the first.
const MOST_FINDINGS: usize = 50;

fn is_for_people(format: &str) -> bool {
    matches!(format, "human" | "narrated")
}

/// Writes the report to standard output. A reader that has gone away is no failure.
pub(super) fn write(arguments: &Arguments, color: Color, report: &Report) -> Result<()> {
    let out = std::io::stdout();
    let mut look = terminal::look(color, &out);
    // After each commit that is in order, a word about it would be one too many.
    look.quiet = arguments.message.is_some();
    if arguments.quiet {
        (look.quiet, look.least) = (true, arguments.deny.severity());
    }
    let default = if terminal::wants_no_graphics() { "narrated" } else { "human" };
    let name = arguments.format.as_deref().unwrap_or(default);
    look.max_findings = arguments.max_findings.or(is_for_people(name).then_some(MOST_FINDINGS));
    let format = report::find(name).expect("clap lets only known formats through");
    let mut out = std::io::BufWriter::new(out.lock());
    match (format.write)(report, &look, &mut out).and_then(|()| std::io::Write::flush(&mut out)) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::new("the report cannot be written")
                .help("free space, or send the output elsewhere")
                .cause(error))
        }
        _ => Ok(()),
    }
}
