//! `planlint lint`: checks a snapshot and reports.

use std::env;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::ValueEnum;

use crate::check::{Request, check};
use crate::cli::comparison::{Comparison, Subject};
use crate::cli::fix::{self, Fixes};
use crate::cli::{CLEAN, Color, FAILED, FOUND, terminal};
use crate::diagnostic::Severity;
use crate::error::{Error, Result};
use crate::escape::shell_word;
use crate::mend::mend;
use crate::path::RepoPath;
use crate::report::{self, FORMATS, Format, Report};
use crate::snapshot::{
    FolderSnapshot, IndexSnapshot, Repository, RevisionSnapshot, Snapshot, WorkTreeSnapshot,
};
use crate::time;
use crate::time::Date;

const EXAMPLES: &str = "\
Examples:
  planlint lint                         the files on disk, whether committed or not
  planlint lint --staged                what the next commit would record
  planlint lint --rev HEAD~3            a revision, also of a bare repository
  planlint lint plans/churn             only what stands below a folder
  planlint lint --against origin/main   also judge what the branch changes
  planlint lint --each-commit origin/main..HEAD   also judge each commit by itself
  planlint lint --history               also hold the plan against the commits behind it
  planlint lint --format json           for other programs
  planlint lint --deny warning          warnings fail too
  planlint lint --fix                   make the changes that only one word can mean
  planlint lint --fix=unsafe --diff     show all changes that could be made, and make none

Exit codes: 0 nothing at or above the threshold, 1 findings, 2 the check could not be done.";

/// What to check and how to report it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Report only what stands in these files and folders; references are resolved everywhere
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Check what git is about to commit, whatever the files on disk say
    #[arg(long, conflicts_with = "rev")]
    staged: bool,
    /// Check a revision: a branch, a tag, a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Judge the change since the newest commit in common with this revision [default: HEAD, except with --rev]
    #[arg(long, value_name = "REV")]
    against: Option<String>,
    /// Check the end of a range of commits, and judge the change that each of them makes
    #[arg(long, value_name = "A..B", conflicts_with_all = ["staged", "rev", "against"], value_parser = parse_range)]
    each_commit: Option<Range>,
    /// Judge only what is staged as a change, by the trailers of this message, as in a `commit-msg` hook
    #[arg(long, value_name = "FILE", requires = "staged")]
    message: Option<PathBuf>,
    /// Hold the plan against the commits behind it as well; the date then decides too
    #[arg(long)]
    history: bool,
    /// How to report
    #[arg(long, value_name = "FORMAT", value_parser = format_names())]
    format: Option<String>,
    /// The least severe finding that makes the exit code 1; advice never does
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    deny: Threshold,
    /// Show only findings that make the exit code 1, and nothing at all where there are none
    #[arg(long, short)]
    quiet: bool,
    /// Show at most so many findings, the most severe ones, and count the rest
    #[arg(long, value_name = "COUNT")]
    max_findings: Option<usize>,
    /// Judge the plan as on this day [default: the day of the revision, else today]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    today: Option<Date>,
    /// Correct the files on disk where that can be done, and report what is left
    #[arg(
        long,
        value_name = "WHICH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "safe",
        conflicts_with_all = ["rev", "each_commit", "message"]
    )]
    fix: Option<Fixes>,
    /// Show what `--fix` would change as a diff, and write nothing
    #[arg(long)]
    diff: bool,
}

/// The commits that `tip` builds on and `base` does not.
#[derive(Clone, Debug)]
struct Range {
    base: String,
    tip: String,
}

/// What makes the exit code 1.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Threshold {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
}

impl Threshold {
    fn severity(self) -> Severity {
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

pub(super) fn parse_date(text: &str) -> std::result::Result<Date, String> {
    time::parse_date(text).map_err(|problem| format!("it {}: {}", problem.what, problem.help))
}

fn parse_range(text: &str) -> std::result::Result<Range, String> {
    let head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    match text.split_once("..") {
        Some((_, tip)) if tip.starts_with('.') => Err("three dots are no range: write `A..B`".to_owned()),
        Some((base, tip)) => Ok(Range { base: head(base), tip: head(tip) }),
        None => Err("write two revisions with two dots between them, as in `origin/main..HEAD`".to_owned()),
    }
}

/// Checks and reports; the exit code says whether anything was found.
pub(super) fn run(arguments: &Arguments, color: Color) -> Result<u8> {
    let opened = open(arguments)?;
    let limit = limit(arguments, &opened)?;
    let request = request(arguments, &opened, limit)?;
    let check = |snapshot: &dyn Snapshot| check(snapshot, &request);
    let fixes = arguments.fix.or(arguments.diff.then_some(Fixes::Safe));
    if let Some(fixes) = fixes {
        return mend_and_report(arguments, color, &opened, fixes, check);
    }
    let report = check(&*opened.snapshot)?;
    write(arguments, color, &report)?;
    Ok(exit_code(arguments, &report))
}

/// Fixes what can be fixed. Where that is only shown, or what is staged stays as it was, the exit code is that of
/// what was found before.
fn mend_and_report(
    arguments: &Arguments,
    color: Color,
    opened: &Opened,
    fixes: Fixes,
    check: impl Fn(&dyn Snapshot) -> Result<Report>,
) -> Result<u8> {
    let mended = mend(&opened.snapshot, fixes.allowed(), check)?;
    if arguments.diff {
        super::print(fix::diff(&mended, &*opened.snapshot)?)?;
    } else {
        let folder = match &opened.repository {
            Some(repository) => repository.top().map(PathBuf::from),
            None => Some(current_folder()?),
        };
        let top = folder.expect("a bare repository has no snapshot that can be fixed");
        fix::write(&mended, &*opened.snapshot, &top, arguments.staged)?;
        write(arguments, color, mended.after())?;
    }
    // Standard error may be closed, and there is nowhere else to say so.
    let account = fix::account(&mended, fixes, arguments.diff, arguments.staged);
    let _ = std::io::Write::write_all(&mut std::io::stderr(), account.as_bytes());
    let is_unchanged = arguments.diff || arguments.staged;
    Ok(exit_code(arguments, if is_unchanged { &mended.before } else { mended.after() }))
}

fn exit_code(arguments: &Arguments, report: &Report) -> u8 {
    match () {
        () if report.misconfigured => FAILED,
        () if report.fails(arguments.deny.severity()) => FOUND,
        () => CLEAN,
    }
}

fn request(arguments: &Arguments, opened: &Opened, limit: Vec<RepoPath>) -> Result<Request> {
    let clock = arguments.today.is_some() || arguments.history;
    let mut request = Request { clock, limit, ..Request::on(opened.today) };
    let Some(repository) = &opened.repository else {
        let options = [("--against", arguments.against.is_some()), ("--history", arguments.history)];
        let asked = options.into_iter().find(|(_, given)| *given);
        return asked.map_or(Ok(request), |(option, _)| Err(needs_repository(option)));
    };
    let subject = match revision(arguments) {
        Some(revision) => Subject::Revision(revision),
        None if arguments.staged => Subject::Staged,
        None => Subject::Disk,
    };
    let comparison = Comparison { repository, subject, today: opened.today };
    request.steps = match &arguments.each_commit {
        Some(range) => comparison.steps(&range.base, &range.tip)?,
        None => {
            comparison.step(arguments.against.as_deref(), arguments.message.as_deref())?.into_iter().collect()
        }
    };
    request.history = arguments.history.then(|| comparison.history(&*opened.snapshot)).transpose()?;
    let tip = revision(arguments).unwrap_or("HEAD").to_owned();
    request.signers = arguments.history.then(|| (repository.clone(), tip));
    request.only_steps = arguments.message.is_some();
    Ok(request)
}

/// The revision that is checked, where it is one.
fn revision(arguments: &Arguments) -> Option<&str> {
    arguments.rev.as_deref().or(arguments.each_commit.as_ref().map(|range| range.tip.as_str()))
}

fn needs_repository(option: &str) -> Error {
    Error::new(format!("`{option}` needs a git repository, and this folder is in none"))
        .help("run it inside a repository, or leave the option out to check the files on disk")
}

struct Opened {
    repository: Option<Repository>,
    snapshot: Rc<dyn Snapshot>,
    today: Date,
}

fn open(arguments: &Arguments) -> Result<Opened> {
    let repository = Repository::open()?;
    let mut today = arguments.today;
    let snapshot: Rc<dyn Snapshot> = match (&repository, revision(arguments)) {
        (Some(repository), Some(revision)) => {
            let snapshot = RevisionSnapshot::open(repository, revision)?;
            if today.is_none() {
                today = Some(repository.revision_date(revision)?);
            }
            Rc::new(snapshot)
        }
        (Some(repository), None) if arguments.staged => Rc::new(IndexSnapshot::open(repository)?),
        (Some(repository), None) => Rc::new(WorkTreeSnapshot::open(repository)?),
        (None, revision) if arguments.staged || revision.is_some() => {
            let options =
                [("--staged", arguments.staged), ("--each-commit", arguments.each_commit.is_some())];
            let asked = options.into_iter().find(|(_, given)| *given);
            return Err(needs_repository(asked.map_or("--rev", |(option, _)| option)));
        }
        (None, _) => Rc::new(FolderSnapshot::open(&current_folder()?)?),
    };
    Ok(Opened { repository, snapshot, today: today.unwrap_or_else(time::today) })
}

fn current_folder() -> Result<PathBuf> {
    env::current_dir().map_err(|cause| {
        Error::new("the current folder cannot be read").help("change to a folder that exists").cause(cause)
    })
}

/// The paths asked for, as paths of the snapshot.
fn limit(arguments: &Arguments, opened: &Opened) -> Result<Vec<RepoPath>> {
    let folder = current_folder()?;
    let resolve = |written: &PathBuf| {
        let path = match &opened.repository {
            Some(repository) => repository.relative(written)?,
            None => FolderSnapshot::open(&folder)?.relative(written)?,
        };
        let is_there = opened.snapshot.entries().iter().any(|entry| entry.path.is_below(&path));
        match is_there || path.as_bstr().is_empty() {
            true => Ok(path),
            false => Err(not_there(arguments, opened, written, &path)),
        }
    };
    arguments.paths.iter().map(resolve).collect()
}

fn not_there(arguments: &Arguments, opened: &Opened, written: &Path, path: &RepoPath) -> Error {
    let on_disk = !arguments.staged && revision(arguments).is_none() && written.symlink_metadata().is_ok();
    let ignored = opened.repository.as_ref().filter(|_| on_disk).and_then(|found| found.ignored(path));
    match ignored {
        Some(why) => Error::new(format!("`{path}` {why}")).help(format!(
            "have git track it with `git add --force {}`",
            shell_word(&written.to_string_lossy())
        )),
        None => Error::new(format!("`{path}` is not in {}", opened.snapshot.name()))
            .help("name a file or folder that git tracks, or leave the path out to check everything"),
    }
}

/// Writes the report to standard output. A reader that has gone away is no failure.
fn write(arguments: &Arguments, color: Color, report: &Report) -> Result<()> {
    let out = std::io::stdout();
    let mut look = terminal::look(color, &out);
    look.max_findings = arguments.max_findings;
    // After each commit that is in order, a word about it would be one too many.
    look.quiet = arguments.message.is_some();
    if arguments.quiet {
        (look.quiet, look.least) = (true, arguments.deny.severity());
    }
    let default = if terminal::wants_no_graphics() { "narrated" } else { "human" };
    let name = arguments.format.as_deref().unwrap_or(default);
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
