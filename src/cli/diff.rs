//! `planlint diff`: what changed from one plan to another, in the plan's own terms.

use std::io::{BufWriter, ErrorKind, Write};

use crate::assemble::{Assembled, assemble};
use crate::cli::settings::Settings;
use crate::cli::{CLEAN, Color, FOUND, terminal};
use crate::config::Options;
use crate::difference::{Kind, differences};
use crate::error::{Error, Result};
use crate::evidence::Side;
use crate::report::{DIFFERENCE_FORMATS, DifferenceFormat, DifferenceReport};
use crate::schema::Shape;
use crate::snapshot::{
    IndexSnapshot, OverlaySnapshot, Repository, RevisionSnapshot, Snapshot, WorkTreeSnapshot,
};
use crate::time;

const EXAMPLES: &str = "\
Examples:
  planlint diff                         what the files on disk change against HEAD
  planlint diff --staged                what the next commit would change
  planlint diff main HEAD               from one revision to another
  planlint diff main --format markdown  for a comment on a merge request

Exit codes: 0 nothing weaker than before, 1 weakening changes, 2 the plans could not be compared.";

// What to compare and how to report it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// What was before: a branch, a tag, a commit
    #[arg(value_name = "BEFORE", default_value = "HEAD")]
    before: String,
    /// What to compare it with [default: the files on disk]
    #[arg(value_name = "AFTER", conflicts_with = "staged")]
    after: Option<String>,
    /// Compare with what git is about to commit
    #[arg(long)]
    staged: bool,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_names())]
    format: String,
    #[command(flatten)]
    settings: Settings,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    let value =
        |format: &DifferenceFormat| clap::builder::PossibleValue::new(format.name).help(format.summary);
    DIFFERENCE_FORMATS.iter().map(value).collect::<Vec<_>>().into()
}

/// Compares and reports; the exit code says whether something got weaker.
pub(super) fn run(arguments: &Arguments, color: Color) -> Result<u8> {
    let repository = Repository::open()?.ok_or_else(|| {
        Error::new("there is no git repository here")
            .help("change to a repository, whose history knows what was before")
    })?;
    let before: Box<dyn Snapshot> = match arguments.before == "HEAD" && repository.is_unborn() {
        true => Box::new(OverlaySnapshot::new(None)),
        false => Box::new(RevisionSnapshot::open(&repository, &arguments.before)?),
    };
    let after: Box<dyn Snapshot> = match &arguments.after {
        Some(revision) => Box::new(RevisionSnapshot::open(&repository, revision)?),
        None if arguments.staged => Box::new(IndexSnapshot::open(&repository)?),
        None => Box::new(WorkTreeSnapshot::open(&repository)?),
    };
    let options = arguments.settings.options()?;
    let (one, other) = (read(&*before, &options)?, read(&*after, &options)?);
    let report = DifferenceReport {
        before: format!("revision {}", crate::escape::visible(&arguments.before)),
        after: after.name(),
        projects: differences(side(&one), side(&other)),
    };
    write(arguments, color, &report)?;
    Ok(if report.count(Kind::Weakening) > 0 { FOUND } else { CLEAN })
}

fn side(read: &Assembled) -> Side<'_> {
    Side { plan: &read.plan, sources: &read.sources }
}

/// A plan of which every manifest can be read: one that cannot would seem to be gone.
fn read(snapshot: &dyn Snapshot, options: &Options) -> Result<Assembled> {
    let assembled = assemble(snapshot, time::today(), &[], options)?;
    let is_read = |file: &&crate::model::File| {
        file.shape != Shape::Manifest || assembled.plan.manifest(file.source).is_some()
    };
    let unread = assembled.files.iter().find(|file| !is_read(file));
    let broken = unread.map(|file| assembled.sources.get(file.source).path().to_string());
    let broken = broken.or(assembled.misconfigured.then(|| crate::config::PATH.to_owned()));
    match broken {
        None => Ok(assembled),
        Some(path) => Err(Error::new(format!("`{path}` cannot be understood in {}", snapshot.name()))
            .help("find out what is wrong with it with `planlint lint`")),
    }
}

fn write(arguments: &Arguments, color: Color, report: &DifferenceReport) -> Result<()> {
    let out = std::io::stdout();
    let look = terminal::look(color, &out);
    let format = DIFFERENCE_FORMATS.iter().find(|format| format.name == arguments.format);
    let format = format.expect("clap lets only known formats through");
    let mut out = BufWriter::new(out.lock());
    match (format.write)(report, &look, &mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::new("the difference cannot be written")
                .help("free space, or send the output elsewhere")
                .cause(error))
        }
        _ => Ok(()),
    }
}
