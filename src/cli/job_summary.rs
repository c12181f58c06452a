//! The job summary of GitHub Actions: a file, named by the environment, to which each step may add Markdown.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;

use crate::error::{Error, Result};
use crate::escape::visible;
use crate::report;
use crate::report::{Look, Report};

/// GitHub drops the whole summary of a step that is larger.
const LARGEST: u64 = 1024 * 1024;

const VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// Adds the report to the summary of the running step; does nothing where there is none.
///
/// # Errors
/// The file cannot be written.
pub(super) fn append(report: &Report, look: &Look) -> Result<()> {
    let Some(file) = env::var_os(VARIABLE).filter(|file| !file.is_empty()) else { return Ok(()) };
    let add = || {
        let mut out = OpenOptions::new().append(true).create(true).open(&file)?;
        let found = out.metadata()?;
        let left = LARGEST.saturating_sub(found.len());
        let everything = Look { max_findings: None, ..look.clone() };
        // What others wrote may end in the middle of a line.
        let text =
            report::markdown(report, &everything, usize::try_from(left).unwrap_or(0).saturating_sub(1));
        let text = if text.is_empty() { text } else { format!("\n{text}") };
        // Half a table would take in what others add to it.
        out.write_all(text.as_bytes()).inspect_err(|_| drop(out.set_len(found.len())))
    };
    add().map_err(|cause: std::io::Error| {
        let file = visible(&file.to_string_lossy()).into_owned();
        Error::new(format!("the job summary `{file}` cannot be written"))
            .help(format!("unset `{VARIABLE}`, or let it name a file that can be written"))
            .cause(cause)
    })
}
