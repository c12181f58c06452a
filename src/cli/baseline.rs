//! `planlint baseline`: lists what is wrong today so that only what is new counts, and forgets what was mended.

use std::fs;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use clap::Subcommand;

use crate::baseline;
use crate::check::{Request, check};
use crate::cli::comparison::{Comparison, Subject};
use crate::cli::lint::{current_folder, needs_repository, parse_date, snapshot};
use crate::cli::settings::{Settings, Weights};
use crate::cli::{CLEAN, FOUND, print};
use crate::error::{Error, Result};
use crate::escape::{shell_word, visible};
use crate::filter::{Finding, Fingerprint, can_be_known};
use crate::model::File;
use crate::order;
use crate::path::RepoPath;
use crate::report::Report;
use crate::schema::Shape;
use crate::snapshot::Repository;
use crate::text::SourceId;
use crate::time;
use crate::time::Date;
use crate::write::write;
use crate::yaml;

const WRITE: &str = "\
Examples:
  planlint baseline write               what is wrong in the files on disk
  planlint baseline write --staged      what is wrong in what git is about to commit
  planlint baseline write --rev main    what is wrong in a revision
  planlint baseline write --history     what the commits behind it show as well

A baseline that is there is replaced. What cannot be read, and waivers that are wrong, are not listed.

Exit codes: 0 everything is listed, 1 something cannot be listed, 2 the check could not be done.";

const PRUNE: &str = "\
Examples:
  planlint baseline prune              forget what was mended since
  planlint baseline prune --history    and what the commits do not show any more";

pub(super) const EXAMPLES: &str = "\
Examples:
  planlint baseline write    list everything that is wrong today
  planlint baseline prune    take out what was mended since";

/// Adopt planlint on an old repository.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    /// List everything that is wrong today, so that only what is new counts
    #[command(after_help = WRITE)]
    Write {
        /// What git is about to commit, whatever the files on disk say
        #[arg(long, conflicts_with = "rev")]
        staged: bool,
        /// A revision: a branch, a tag, a commit
        #[arg(long, value_name = "REV")]
        rev: Option<String>,
        #[command(flatten)]
        terms: Terms,
    },
    /// Take out of the list what is no longer found in the files on disk, and add nothing
    #[command(after_help = PRUNE)]
    Prune {
        #[command(flatten)]
        terms: Terms,
    },
}

// How it is judged.
#[derive(Debug, clap::Args)]
pub(super) struct Terms {
    /// Hold the plan against the commits behind it as well; the date then decides too
    #[arg(long)]
    history: bool,
    /// Judge the plan as on this day [default: the day of the revision, else today]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    today: Option<Date>,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    weights: Weights,
}

/// Writes the list; the exit code says whether it has everything.
pub(super) fn run(command: &Command) -> Result<u8> {
    let repository = Repository::open()?;
    let (subject, terms) = match command {
        Command::Write { staged: true, terms, .. } => (Subject::Staged, terms),
        Command::Write { rev: Some(revision), terms, .. } => (Subject::Revision(revision), terms),
        Command::Write { terms, .. } | Command::Prune { terms } => (Subject::Disk, terms),
    };
    let is_pruned = matches!(command, Command::Prune { .. });
    let report = checked(repository.as_ref(), subject, terms, is_pruned)?;
    let list = List::open(repository.as_ref(), &report.baseline_path)?;
    if is_pruned { prune(&list, &report) } else { rewrite(&list, report) }
}

/// Checks what is asked for; with what the baseline lists set apart only where it is to be pruned.
fn checked(
    repository: Option<&Repository>,
    subject: Subject<'_>,
    terms: &Terms,
    is_pruned: bool,
) -> Result<Report> {
    let (revision, staged) = match subject {
        Subject::Revision(revision) => (Some(revision), false),
        Subject::Staged => (None, true),
        Subject::Disk => (None, false),
    };
    let snapshot = snapshot(repository, revision, staged)?;
    let today = match (terms.today, subject, repository) {
        (Some(today), ..) => today,
        (None, Subject::Revision(revision), Some(repository)) => repository.revision_date(revision)?,
        _ => time::today(),
    };
    let options = terms.settings.options_with(&terms.weights)?;
    let mut request = Request { baseline: is_pruned, options, ..Request::on(today) };
    request.clock = terms.today.is_some() || terms.history;
    if terms.history {
        let repository = repository.ok_or_else(|| needs_repository("--history"))?;
        request.history = Some(Comparison { repository, subject, today }.history(&*snapshot)?);
        request.signers = Some(repository.clone());
    }
    let report = check(&*snapshot, &request)?;
    match report.misconfigured {
        false => Ok(report),
        true => Err(Error::new("the configuration or the baseline is wrong, so that nothing was checked")
            .help("find out what is wrong with `planlint lint`")),
    }
}

/// The file on disk.
struct List {
    path: RepoPath,
    place: PathBuf,
    /// What it lists so far; `None` where it is not there.
    entries: Option<Vec<Fingerprint>>,
}

impl List {
    fn open(repository: Option<&Repository>, path: &RepoPath) -> Result<Self> {
        let top = match repository {
            None => current_folder()?,
            Some(repository) => repository.top().map(PathBuf::from).ok_or_else(|| {
                Error::new("a bare repository has no files on disk").help("run it in a clone that has some")
            })?,
        };
        if let Some(why) = repository.and_then(|repository| repository.ignored(path)) {
            return Err(Error::new(format!("`{path}` {why}"))
                .help("take the file out of what git ignores: it has to be committed"));
        }
        let name = path.as_bstr().to_path().map_err(|cause| {
            Error::new(format!("this system has no file name for `{path}`"))
                .help("write another name under `baseline` in `planlint.yaml`")
                .cause(cause)
        })?;
        let place = top.join(name);
        let entries = match fs::symlink_metadata(&place) {
            Err(_) => None,
            Ok(found) if !found.is_file() => {
                return Err(Error::new(format!("`{path}` is no regular file"))
                    .help("move away what is there, and run the command again"));
            }
            Ok(_) => Some(listed(&place, path)?),
        };
        Ok(List { path: path.clone(), place, entries })
    }

    fn write(&self, entries: Vec<Fingerprint>) -> Result<()> {
        write(&self.place, baseline::text(entries).as_bytes())
    }

    /// What is left to do.
    fn advice(&self) -> String {
        format!("commit it: `git add {}`\n", shell_word(&self.path.to_string()))
    }
}

/// What the file lists, as far as it can be read.
fn listed(place: &Path, path: &RepoPath) -> Result<Vec<Fingerprint>> {
    let bytes = fs::read(place).map_err(|cause| {
        Error::new(format!("`{path}` cannot be read")).help("check that you may read the file").cause(cause)
    })?;
    let (text, _) = yaml::decode(&bytes);
    let mut entries = baseline::entries(&File::read(SourceId::default(), Shape::Baseline, &text));
    order::unique(&mut entries);
    Ok(entries)
}

fn rewrite(list: &List, report: Report) -> Result<u8> {
    let left: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| !can_be_known(finding.diagnostic.rule))
        .map(|finding| line(finding, &report))
        .collect();
    let known = report.findings.into_iter().map(|finding| finding.fingerprint);
    let mut new: Vec<Fingerprint> = known.filter(|one| can_be_known(&one.rule)).collect();
    order::ascending(&mut new);
    let mut text = match (&list.entries, new.len()) {
        (None, 0) => format!("nothing to list in `{}`\n", list.path),
        (before, count) => {
            let before = before.as_deref().unwrap_or_default();
            let added = new.iter().filter(|one| before.binary_search(one).is_err()).count();
            let gone = before.iter().filter(|one| new.binary_search(one).is_err()).count();
            list.write(new)?;
            let findings = plural(count, "finding", "findings");
            format!("`{}` lists {findings}: {added} added, {gone} gone\n{}", list.path, list.advice())
        }
    };
    if !left.is_empty() {
        let (verb, it) = if left.len() == 1 { ("counts", "it") } else { ("count", "them") };
        let findings = plural(left.len(), "finding", "findings");
        text += &format!("{findings} cannot be listed and still {verb}; mend {it}:\n{}", left.concat());
    }
    print(text)?;
    Ok(if left.is_empty() { CLEAN } else { FOUND })
}

fn line(finding: &Finding, report: &Report) -> String {
    let diagnostic = &finding.diagnostic;
    let source = report.sources.get(diagnostic.primary.place.source);
    let line = source.position(diagnostic.primary.place.span.start).line;
    format!("  {}:{line}: [{}] {}\n", source.path(), diagnostic.rule, visible(&diagnostic.message))
}

fn prune(list: &List, report: &Report) -> Result<u8> {
    let Some(entries) = &list.entries else {
        return Err(Error::new(format!("there is no baseline `{}`", list.path))
            .help("write one with `planlint baseline write`"));
    };
    let is_kept = |one: &&Fingerprint| report.stale.binary_search(one).is_err();
    let kept: Vec<Fingerprint> = entries.iter().filter(is_kept).cloned().collect();
    let (gone, stay) = (entries.len() - kept.len(), plural(kept.len(), "entry stays", "entries stay"));
    if gone == 0 {
        return print(format!("nothing to take out of `{}`; {stay}\n", list.path));
    }
    list.write(kept)?;
    let entries = plural(gone, "entry", "entries");
    print(format!("{entries} taken out of `{}`; {stay}\n{}", list.path, list.advice()))
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
