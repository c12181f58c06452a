//! What `planlint lint` can be told.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::fix::Fixes;
use crate::cli::settings::{Settings, Weights};
use crate::diagnostic::Severity;
use crate::escape::visible;
use crate::report;
use crate::report::{FORMATS, Format};
use crate::suggest::closest;
use crate::time;
use crate::time::Date;

const EXAMPLES: &str = "\
Examples:
  planlint lint                         the files on disk, whether committed or not
  planlint lint --staged                what the next commit would record
  planlint lint --rev HEAD~3            a revision, also of a bare repository
  planlint lint plans/churn             only what stands below a folder
  planlint lint --against origin/main   what is new on this branch, and what it changes
  planlint lint --each-commit origin/main..HEAD   also judge each commit by itself
  planlint lint --history               also hold the plan against the commits behind it
  planlint lint --format json           for other programs
  planlint lint --output sarif=plan.sarif --output junit=plan.xml   also into files
  planlint lint --deny warning          warnings fail too
  planlint lint - --stdin-filename lifecycle.yaml < buffer   what an editor has not saved yet
  planlint lint --level documents=error   another level than `planlint.yaml` says
  planlint lint --fix                   make the changes that only one word can mean
  planlint lint --fix=unsafe --diff     show all changes that could be made, and make none

Exit codes: 0 nothing at or above the threshold, 1 findings, 2 the check could not be done.";

// What to check and how to report it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Report only what stands in these files and folders, or in what comes from standard input with `-`;
    /// references are resolved everywhere
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Where the file belongs that comes from standard input, as an editor has it before it is saved
    #[arg(long, value_name = "PATH", conflicts_with_all = ["rev", "each_commit", "message", "fix"])]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Check what git is about to commit, whatever the files on disk say
    #[arg(long, conflicts_with = "rev")]
    pub(super) staged: bool,
    /// Check a revision: a branch, a tag, a commit
    #[arg(long, value_name = "REV")]
    pub(super) rev: Option<String>,
    /// Judge the change since the newest commit in common with this revision, and let only findings count that are new
    /// since then [default: the change since HEAD, except with --rev]
    #[arg(long, value_name = "REV")]
    pub(super) against: Option<String>,
    /// Check the end of a range of commits, and judge the change that each of them makes
    #[arg(long, value_name = "A..B", conflicts_with_all = ["staged", "rev", "against"], value_parser = parse_range)]
    pub(super) each_commit: Option<Range>,
    /// Judge only what is staged as a change, by the trailers of this message, as in a `commit-msg` hook
    #[arg(long, value_name = "FILE", requires = "staged")]
    pub(super) message: Option<PathBuf>,
    /// Hold the plan against the commits behind it as well; the date then decides too
    #[arg(long)]
    pub(super) history: bool,
    /// Let what the baseline lists count as well
    #[arg(long)]
    pub(super) no_baseline: bool,
    /// How to report
    #[arg(long, value_name = "FORMAT", value_parser = format_names())]
    pub(super) format: Option<String>,
    /// Also report in this format into a file, whole or not at all; into standard output for `-` or without a
    /// file. May be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = parse_output, conflicts_with = "diff")]
    pub(super) output: Vec<Output>,
    /// The least severe finding that makes the exit code 1; advice never does
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(super) deny: Threshold,
    /// Show only findings that make the exit code 1, and nothing at all where there are none
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
    /// Show at most so many findings, the most severe ones, and count the rest; `all` shows all
    /// [default: 50 for people, all for programs]
    #[arg(long, value_name = "COUNT", value_parser = parse_count)]
    pub(super) max_findings: Option<usize>,
    /// Say on standard error what was read, what was left out and how long it took
    #[arg(long, short, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// Judge the plan as on this day [default: the day of the revision, else today]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(super) today: Option<Date>,
    /// Correct the files on disk where that can be done, and report what is left
    #[arg(
        long,
        value_name = "WHICH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "safe",
        conflicts_with_all = ["rev", "each_commit", "message"]
    )]
    pub(super) fix: Option<Fixes>,
    /// Show what `--fix` would change as a diff, and write nothing
    #[arg(long)]
    pub(super) diff: bool,
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) weights: Weights,
}

impl Arguments {
    /// The first option that asks for something which does not change, or which would get in the way of whoever
    /// edits the files.
    pub(in crate::cli) fn that_cannot_be_repeated(&self) -> Option<&'static str> {
        let options = [
            ("--rev", self.rev.is_some()),
            ("--each-commit", self.each_commit.is_some()),
            ("--message", self.message.is_some()),
            ("--stdin-filename", self.stdin_filename.is_some()),
            ("--fix", self.fix.is_some()),
        ];
        options.into_iter().find(|(_, is_given)| *is_given).map(|(option, _)| option)
    }

    /// The revision that is checked, where it is one.
    pub(super) fn revision(&self) -> Option<&str> {
        self.rev.as_deref().or(self.each_commit.as_ref().map(|range| range.tip.as_str()))
    }
}

/// The commits that `tip` builds on and `base` does not.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) base: String,
    pub(super) tip: String,
}

/// A report beside the one on standard output, or in its place.
#[derive(Clone, Debug)]
pub(super) struct Output {
    pub(super) format: &'static Format,
    /// Where it goes; to standard output where it is `None`.
    pub(super) file: Option<PathBuf>,
}

/// What makes the exit code 1.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Threshold {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
}

impl Threshold {
    pub(super) fn severity(self) -> Severity {
        match self {
            Threshold::Error => Severity::Error,
            Threshold::Warning => Severity::Warning,
        }
    }
}

fn format_names() -> clap::builder::PossibleValuesParser {
    let value = |format: &Format| clap::builder::PossibleValue::new(format.name).help(format.summary);
    FORMATS.iter().map(value).collect::<Vec<_>>().into()
}

fn parse_output(text: &str) -> std::result::Result<Output, String> {
    let (name, file) = text.split_once('=').unwrap_or((text, "-"));
    let names = || FORMATS.iter().map(|format| format.name);
    let Some(format) = report::find(name) else {
        return Err(match closest(name, names()) {
            Some(meant) => format!("no format is called `{}`: write `{meant}`", visible(name)),
            None => format!(
                "no format is called `{}`: write one of {}",
                visible(name),
                names().collect::<Vec<_>>().join(", ")
            ),
        });
    };
    match file {
        "" => Err(format!("no file is named: write `{name}=FILE`, or `{name}` for standard output")),
        "-" | "/dev/stdout" => Ok(Output { format, file: None }),
        file => Ok(Output { format, file: Some(file.into()) }),
    }
}

pub(in crate::cli) fn parse_date(text: &str) -> std::result::Result<Date, String> {
    time::parse_date(text).map_err(|problem| format!("it {}: {}", problem.what, problem.help))
}

/// A number, or the largest one for `all`.
fn parse_count(text: &str) -> std::result::Result<usize, String> {
    match text {
        "all" => Ok(usize::MAX),
        _ => text.parse().map_err(|_| "write a number, or `all`".to_owned()),
    }
}

fn parse_range(text: &str) -> std::result::Result<Range, String> {
    let head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    match text.split_once("..") {
        Some((_, tip)) if tip.starts_with('.') => Err("three dots are no range: write `A..B`".to_owned()),
        Some((base, tip)) => Ok(Range { base: head(base), tip: head(tip) }),
        None => Err("write two revisions with two dots between them, as in `origin/main..HEAD`".to_owned()),
    }
}
