//! Where the reports of `planlint lint` go, and in which formats.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::lint::Arguments;
use crate::cli::lint::arguments::Output;
use crate::cli::{Color, is_gone, job_summary, tell, terminal};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::report;
use crate::report::{Format, Look, Report};
use crate::write;

/// How many findings a person is shown at once: more is read by nobody, and a terminal forgets the first.
const MOST_FINDINGS: usize = 50;

/// Everything that is written of a report.
pub(super) struct Outputs {
    /// What standard output shows, and how.
    shown: (&'static Format, Look),
    files: Vec<(&'static Format, PathBuf)>,
}

impl Outputs {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// Two reports would go to the same place.
    pub(super) fn new(arguments: &Arguments, color: Color) -> Result<Self> {
        let mut look = terminal::look(color, &std::io::stdout());
        look.max_findings = arguments.max_findings;
        look.deny = arguments.deny.severity();
        // After each commit that is in order, a word about it would be one too many.
        look.quiet = arguments.message.is_some();
        if arguments.quiet {
            (look.quiet, look.least) = (true, look.deny);
        }
        let default = if terminal::wants_no_graphics() { "narrated" } else { "human" };
        let find = |name: &str| report::find(name).expect("clap lets only known formats through");
        let mut shown: Vec<_> = arguments.format.as_deref().map(find).into_iter().collect();
        let mut files: Vec<(&Format, PathBuf)> = Vec::new();
        for Output { format, file } in &arguments.output {
            match file {
                Some(file) if files.iter().any(|(_, other)| place(other) == place(file)) => {
                    return Err(twice(&format!("`{}`", visible(&file.display().to_string()))));
                }
                Some(file) => files.push((format, file.clone())),
                None => shown.push(format),
            }
        }
        match shown.as_slice() {
            [] => Ok(Outputs { shown: (find(default), look), files }),
            [format] => Ok(Outputs { shown: (format, look), files }),
            _ => Err(twice("standard output")),
        }
    }

    /// Does any of them say how findings can be fixed?
    pub(super) fn have_fixes(&self) -> bool {
        self.shown.0.has_fixes || self.files.iter().any(|(format, _)| format.has_fixes)
    }

    /// Writes the files, then to standard output; whether that is still read. A reader who has gone away is no failure.
    pub(super) fn write(&self, report: &Report) -> Result<bool> {
        let (shown, look) = &self.shown;
        for (format, file) in &self.files {
            let plain = Look {
                color: false,
                links: false,
                unicode: true,
                width: Look::default().width,
                ..look.clone()
            };
            let mut bytes = Vec::new();
            (format.write)(report, &plain, &mut bytes).map_err(unwritten)?;
            put(file, &bytes)?;
        }
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let is_for_people = matches!(shown.name, "human" | "narrated");
        let most = look.max_findings.or(is_for_people.then_some(MOST_FINDINGS));
        let look = &Look { max_findings: most, ..look.clone() };
        let is_read = match (shown.write)(report, look, &mut out).and_then(|()| out.flush()) {
            Err(error) if !is_gone(&error) => return Err(unwritten(error)),
            outcome => outcome.is_ok(),
        };
        if shown.name == "concise" && !look.quiet {
            // It has no line for this, and silence would look like a plan that is sound.
            let why = report::idle(report).map(|why| format!("{why}\n"));
            tell(&why.unwrap_or_default());
        }
        if shown.name == "github" {
            job_summary::append(report, look)?;
        }
        Ok(is_read)
    }
}

fn unwritten(cause: std::io::Error) -> Error {
    Error::new("the report cannot be written").help("free space, or send the output elsewhere").cause(cause)
}

fn twice(place: &str) -> Error {
    Error::new(format!("two reports would go to {place}"))
        .help("give each `--output` a file of its own; only one format goes to standard output")
}

/// The file that a path means, as far as it is there.
fn place(file: &Path) -> PathBuf {
    let whole = || {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(fs::canonicalize(folder).ok()?.join(file.file_name()?))
    };
    let absolute = || std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    fs::canonicalize(file).ok().or_else(whole).unwrap_or_else(absolute)
}

/// Writes a file in one step. What is no file, such as `/dev/null` or a pipe, must not be replaced by one.
fn put(file: &Path, bytes: &[u8]) -> Result<()> {
    match fs::metadata(file) {
        Ok(found) if !found.is_file() => fs::write(file, bytes).or_else(|cause| match is_gone(&cause) {
            true => Ok(()),
            false => Err(Error::new(format!("`{}` cannot be written", visible(&file.display().to_string())))
                .help("name a file, in a folder that you may write to")
                .cause(cause)),
        }),
        _ => write::write(file, bytes),
    }
}
