//! `planlint accept`: adds a receiver's verdict to the sign-off file of a handoff.

mod append;

mod lock;

mod signer;

use clap::builder::NonEmptyStringValueParser;

use crate::assemble::{Assembled, assemble};
use crate::cli::accept::append::Entry;
use crate::cli::accept::signer::Asked;
use crate::cli::settings::{self, Settings};
use crate::cli::{lint, print};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::evidence::digest::Digest;
use crate::evidence::signoffs::{Grade, look};
use crate::evidence::{Measurements, Outputs};
use crate::model::{Handoff, Item, Manifest, Paths, Plan, Verdict};
use crate::path::RepoPath;
use crate::snapshot::{EntryKind, IndexSnapshot, Repository, RevisionSnapshot, Snapshot, WorkTreeSnapshot};
use crate::suggest::closest;
use crate::text::Sources;
use crate::time;
use crate::time::Date;

const EXAMPLES: &str = "\
Examples:
  planlint accept data-to-model                              accept what is staged
  planlint accept data-to-model --refuse --note \"labels are late\"
  planlint accept churn/data-to-model --as ml-engineer --by @wei
  planlint accept data-to-model --rev HEAD                   accept what is committed

The entry is added to signoffs/PROJECT/HANDOFF.yaml beside the manifest. Nothing is staged or committed.";

// What to accept or refuse, and as whom.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The handoff, or PROJECT/HANDOFF where several plans have one of that name
    #[arg(value_name = "HANDOFF")]
    handoff: String,
    /// Refuse it
    #[arg(long)]
    refuse: bool,
    /// What else is to be remembered
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    note: Option<String>,
    /// The receiving role in which you sign [default: the only receiver, or the one that you hold]
    #[arg(long = "as", value_name = "ROLE")]
    role: Option<String>,
    /// Your handle [default: the holder of the role, or the one that git's user.name and user.email belong to]
    #[arg(long, value_name = "HANDLE")]
    by: Option<String>,
    /// Accept what a revision holds instead of what is staged
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Sign as on this day [default: today]
    #[arg(long, value_name = "DATE", value_parser = lint::parse_date)]
    today: Option<Date>,
    #[command(flatten)]
    settings: Settings,
}

/// Adds the entry and says what to commit.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let repository = Repository::open()?.ok_or_else(|| {
        Error::new("a sign-off records what git holds, and this folder is in no repository")
            .help("run it inside a repository")
    })?;
    let Some(top) = repository.top() else {
        return Err(Error::new("a bare repository has no files to write a sign-off into")
            .help("run it in a clone with a work tree"));
    };
    let snapshot: Box<dyn Snapshot> = match &arguments.rev {
        Some(revision) => Box::new(RevisionSnapshot::open(&repository, revision)?),
        None => Box::new(IndexSnapshot::open(&repository)?),
    };
    let today = arguments.today.unwrap_or_else(time::today);
    let Assembled { plan, misconfigured, .. } =
        assemble(&*snapshot, today, &[], &arguments.settings.options()?)?;
    if misconfigured {
        return Err(settings::misconfigured());
    }
    let (manifest, handoff) = find(&plan, &arguments.handoff, &*snapshot)?;
    let path = manifest.signoff_path(handoff.name()).ok_or_else(|| not_readable(manifest, handoff))?;
    let disk = WorkTreeSnapshot::open(&repository)?;
    if arguments.rev.is_none() {
        is_staged(&disk, &*snapshot, &manifest.path)?;
    }
    is_whole(&disk, &IndexSnapshot::open(&repository)?, &path)?;
    let signing = Signing { repository: &repository, plan: &plan, manifest, handoff };
    let (entry, unknown) = signing.entry(arguments, &*snapshot)?;
    if let Some(day) = append::append(top, &path, handoff.name(), &manifest.title(), &entry)? {
        let said = format!("{} said so on {day}, and it is the same since: nothing was written", entry.by);
        return print(format!("{said}\nto add a word to it, give `--note`\n"));
    }
    let differs = |id: String| format!("{id} differs on disk from what was {}", entry.verb());
    let mut notes: Vec<String> =
        differing(&disk, &*snapshot, manifest, handoff)?.into_iter().map(differs).collect();
    let stranger =
        |user: String| format!("git knows you as `{user}`, and nothing tells that this is {}", entry.by);
    notes.extend(unknown.map(stranger));
    print(said(&repository, handoff.name(), &path, &entry, &notes))
}

/// A handoff that is about to be signed.
struct Signing<'a> {
    repository: &'a Repository,
    plan: &'a Plan,
    manifest: &'a Manifest,
    handoff: &'a Item<Handoff>,
}

impl Signing<'_> {
    /// What is to be written, and the user, where nothing tells that they are the one who signs.
    fn entry(&self, arguments: &Arguments, snapshot: &dyn Snapshot) -> Result<(Entry, Option<String>)> {
        let (manifest, handoff) = (self.manifest, self.handoff);
        let roles = manifest.acceptors(&handoff.value).ok_or_else(|| not_readable(manifest, handoff))?;
        let asked = Asked { role: arguments.role.as_deref(), handle: arguments.by.as_deref() };
        let signer = signer::signer(self.repository, self.plan, manifest, &roles, &asked)?;
        let verdict = if arguments.refuse { Verdict::Refused } else { Verdict::Accepted };
        let entry = Entry {
            by: signer.handle,
            role: signer.role.to_owned(),
            at: self.plan.today,
            verdict,
            of: handed_over(snapshot, manifest, handoff, verdict)?,
            met: self.met(arguments, snapshot)?,
            note: arguments.note.clone(),
        };
        Ok((entry, signer.unknown))
    }

    /// The values of the metrics that the handoff checks, as far as they are measured. To accept one that
    /// misses its target takes a word why.
    fn met(&self, arguments: &Arguments, snapshot: &dyn Snapshot) -> Result<Vec<(String, f64)>> {
        let outputs = Outputs::gather(snapshot, Paths::new(snapshot.entries()), self.plan);
        let measurements = Measurements::gather(snapshot, &outputs, self.plan, &mut Sources::default());
        let mut met = Vec::new();
        for check in self.handoff.value.checks.items() {
            let metric = self.manifest.metrics.get(&check.value);
            let measured = measurements.of(self.manifest, &check.value).and_then(|found| found.as_ref().ok());
            let Some((metric, measured)) = metric.zip(measured) else { continue };
            let misses = metric.value.meets_target(measured.number) == Some(false);
            if misses && !arguments.refuse && arguments.note.is_none() {
                let what = format!("`{}` is {}, which misses its target", check.value, measured.number);
                return Err(Error::new(what)
                    .help("say why you accept it with `--note`, or refuse it with `--refuse`"));
            }
            met.push((check.value.to_string(), measured.number));
        }
        Ok(met)
    }
}

/// The one handoff that is meant.
fn find<'a>(
    plan: &'a Plan,
    written: &str,
    snapshot: &dyn Snapshot,
) -> Result<(&'a Manifest, &'a Item<Handoff>)> {
    let (project, id) = match written.split_once('/') {
        Some((project, id)) => (Some(project), id),
        None => (None, written),
    };
    let is_asked = |manifest: &&Manifest| {
        project.is_none_or(|project| manifest.project.given().is_some_and(|id| id.value == project))
    };
    let has = |manifest: &'a Manifest| Some((manifest, manifest.handoffs.get(id)?));
    let found: Vec<_> = plan.manifests.iter().filter(is_asked).filter_map(has).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(unknown(plan, written, snapshot)),
        _ => {
            let calls = found.iter().map(|(manifest, _)| format!("`{}/{id}`", manifest.title()));
            Err(Error::new(format!("{} plans have a handoff `{}`", found.len(), visible(id)))
                .help(format!("write one of {}", calls.collect::<Vec<_>>().join(", "))))
        }
    }
}

fn unknown(plan: &Plan, written: &str, snapshot: &dyn Snapshot) -> Error {
    let calls = plan.manifests.iter().flat_map(|manifest| {
        manifest.handoffs.names().map(|name| match written.contains('/') {
            true => format!("{}/{name}", manifest.title()),
            false => name.to_owned(),
        })
    });
    let calls: Vec<String> = calls.collect();
    let help = match (closest(written, calls.iter().map(String::as_str)), calls.as_slice()) {
        (Some(meant), _) => format!("run `planlint accept {meant}`"),
        (None, []) => {
            "stage a manifest with a handoff first, or name a revision that has one with `--rev`".to_owned()
        }
        (None, calls) => format!("write one of {}", calls.join(", ")),
    };
    let what = format!("no handoff is called `{}` in {}", visible(written), snapshot.name());
    let what = if plan.incomplete { format!("{what}, as far as its manifests can be read") } else { what };
    Error::new(what).help(help)
}

fn not_readable(manifest: &Manifest, handoff: &Item<Handoff>) -> Error {
    Error::new(format!("`{}` does not tell who receives `{}`", manifest.path, handoff.name()))
        .help(format!("run `planlint lint {}`, and correct what it finds", manifest.path))
}

/// What is signed must be what the signer sees: the manifest that is staged.
fn is_staged(disk: &dyn Snapshot, staged: &dyn Snapshot, manifest: &RepoPath) -> Result<()> {
    if disk.recorded(manifest)? == staged.recorded(manifest)? {
        return Ok(());
    }
    Err(Error::new(format!("`{manifest}` on disk is not what is staged"))
        .help(format!("run `git add {manifest}`, or accept what is committed with `--rev HEAD`")))
}

/// A sign-off file that lost its entries, or that two branches wrote, is mended before it grows.
fn is_whole(disk: &dyn Snapshot, index: &dyn Snapshot, path: &RepoPath) -> Result<()> {
    let kind = |snapshot: &dyn Snapshot| Paths::new(snapshot.entries()).entry(path).map(|entry| entry.kind);
    match (kind(index), kind(disk)) {
        (Some(EntryKind::Conflict), _) => Err(Error::new(format!("`{path}` is in a merge conflict"))
            .help(format!("keep the entries of both sides, then run `git add {path}`"))),
        (_, Some(EntryKind::File)) | (None, None) => Ok(()),
        (Some(_), None) => Err(Error::new(format!("`{path}` is staged, but not on disk"))
            .help(format!("run `git restore {path}`, so that its entries stay"))),
        _ => Err(Error::new(format!("`{path}` is no regular file")).help("put a regular file in its place")),
    }
}

/// What is handed over, by id. Who accepts must have all of it; who refuses may do so because it is not there.
fn handed_over(
    snapshot: &dyn Snapshot,
    manifest: &Manifest,
    handoff: &Item<Handoff>,
    verdict: Verdict,
) -> Result<Vec<(String, String)>> {
    let paths = Paths::new(snapshot.entries());
    let mut of = Vec::new();
    // The id of another project's output is its own affair: that project has handoffs of its own.
    for passed in handoff.value.passes.items().iter().filter(|passed| !passed.value.contains('/')) {
        let Some(present) = look(snapshot, paths, manifest, handoff, &passed.value)? else { continue };
        let digest = if present.is_literal { present.whole } else { present.counted };
        match digest {
            Digest::Of(id) => of.push((passed.value.to_string(), id)),
            _ if verdict == Verdict::Refused => {}
            Digest::Nothing => {
                let path = manifest.passed_path(handoff, &passed.value).unwrap_or_default();
                let what = format!("`{}` has no file at `{path}` in {}", passed.value, snapshot.name());
                return Err(Error::new(what)
                    .help("stage what is to be accepted with `git add`, or refuse with `--refuse`"));
            }
            Digest::Unknown => {
                return Err(Error::new(format!("git cannot tell what `{}` is now", passed.value)).help(
                    "resolve conflicts in it, and correct its path where it leads out of the repository",
                ));
            }
        }
    }
    Ok(of)
}

/// What is passed and looks different on disk from what was signed.
fn differing(
    disk: &dyn Snapshot,
    snapshot: &dyn Snapshot,
    manifest: &Manifest,
    handoff: &Item<Handoff>,
) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    for passed in handoff.value.passes.items() {
        let present =
            |one: &dyn Snapshot| look(one, Paths::new(one.entries()), manifest, handoff, &passed.value);
        let (here, there) = (present(disk)?, present(snapshot)?);
        if here.zip(there).is_some_and(|(here, there)| here.counted != there.counted) {
            notes.push(passed.value.to_string());
        }
    }
    Ok(notes)
}

fn said(repository: &Repository, handoff: &str, path: &RepoPath, entry: &Entry, notes: &[String]) -> String {
    let verb = entry.verb();
    let (handoff, role, by) = (visible(handoff), visible(&entry.role), visible(&entry.by));
    let mut text = format!("{verb} {handoff} as {role} by {by} ({})\n", Grade::Claimed.name());
    let of: Vec<_> = entry.of.iter().map(|(id, object)| (visible(id), object)).collect();
    let width = of.iter().map(|(id, _)| id.chars().count()).max().unwrap_or_default();
    for (id, object) in &of {
        let shown = if object.starts_with("sha256:") { 7 + 10 } else { 10 };
        text.push_str(&format!("  {id:width$}  {}\n", &object[..shown.min(object.len())]));
    }
    for note in notes {
        text.push_str(&format!("note: {}\n", visible(note)));
    }
    let is_top = std::env::current_dir().is_ok_and(|here| Some(here.as_path()) == repository.top());
    let place = append::shell_word(&if is_top { path.to_string() } else { format!(":/{path}") });
    let verb = if entry.verdict == Verdict::Accepted { "Accept" } else { "Refuse" };
    let message = append::shell_word(&format!("{verb} {handoff}"));
    text.push_str(&format!("wrote {path}\nnext: git add {place} && git commit -m {message}\n"));
    text.push_str(&format!(
        "so far it is {}; it is {} once the commit is by {}, and {} once that commit is signed\n",
        Grade::Claimed.name(),
        Grade::Authored.name(),
        by,
        Grade::Signed.name()
    ));
    text
}
