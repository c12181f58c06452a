//! `planlint who`: who answers for a path, by the plan and by CODEOWNERS.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use crate::assemble::{Assembled, assemble};
use crate::cli::nearby::nearby;
use crate::cli::settings::{self, Settings};
use crate::cli::{FOUND, print};
use crate::codeowners::{Codeowners, ForgeChoice};
use crate::error::Result;
use crate::escape::visible;
use crate::glob::{Globs, is_glob};
use crate::model::{Item, Manifest, Plan, Stage, Text};
use crate::path::RepoPath;
use crate::report;
use crate::snapshot::{Repository, Snapshot, WorkTreeSnapshot};
use crate::time;

const EXAMPLES: &str = "\
Examples:
  planlint who models/churn.onnx.dvc            stage, roles, handles and code owners
  planlint who --format json ops/alerts/a.yaml  for other programs

The exit code is 1 where neither the plan nor CODEOWNERS knows one of the paths.";

// Which paths.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files, there or not
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How to answer
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Layout,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Layout {
    /// Sentences
    Human,
    /// An array for other programs
    Json,
}

/// The answer for one path, as other programs read it.
#[derive(Debug, Serialize)]
struct Answer {
    path: String,
    parts: Vec<Part>,
    code_owners: Vec<CodeOwner>,
}

/// One part that a path plays in a plan.
#[derive(Debug, Serialize)]
struct Part {
    project: String,
    manifest: String,
    /// As in "artifact `model`".
    part: String,
    stage: Option<String>,
    people: Vec<Person>,
}

/// Who has to do with it.
#[derive(Debug, Serialize)]
struct Person {
    /// As in "leads" or "supports".
    does: &'static str,
    role: String,
    who: Option<String>,
}

/// A line of CODEOWNERS that decides.
#[derive(Debug, Serialize)]
struct CodeOwner {
    owners: Vec<String>,
    file: String,
    line: usize,
}

/// Answers for each path.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let repository = Repository::here()?;
    let snapshot = WorkTreeSnapshot::open(&repository)?;
    let options = arguments.settings.options()?;
    let Assembled { plan, config, misconfigured, .. } = assemble(&snapshot, time::today(), &[], &options)?;
    if misconfigured {
        return Err(settings::misconfigured());
    }
    let owners = owners(&snapshot, config.forge.value)?;
    let mut answers = Vec::new();
    for written in &arguments.paths {
        answers.push(answer(&repository.relative(written)?, &plan, owners.as_ref()));
    }
    match arguments.format {
        Layout::Human => print(answers.iter().map(|one| told(one, &snapshot)).collect::<String>())?,
        Layout::Json => {
            let text = serde_json::to_string_pretty(&answers).expect("answers are plain text and lists");
            print(report::json(&text) + "\n")?
        }
    };
    let is_known = |answer: &Answer| !answer.parts.is_empty() || !answer.code_owners.is_empty();
    Ok(if answers.iter().all(is_known) { 0 } else { FOUND })
}

fn owners(snapshot: &dyn Snapshot, forge: ForgeChoice) -> Result<Option<(RepoPath, Codeowners)>> {
    let Some(path) = Codeowners::place(snapshot, forge) else { return Ok(None) };
    let text = String::from_utf8_lossy(&snapshot.read(&path)?).into_owned();
    let codeowners = Codeowners::parse(&text, forge.rules(&path, &text));
    Ok(Some((path, codeowners)))
}

fn answer(path: &RepoPath, plan: &Plan, owners: Option<&(RepoPath, Codeowners)>) -> Answer {
    let lines = owners.into_iter().flat_map(|(file, owners)| {
        let owner = |entry: &crate::codeowners::Entry| CodeOwner {
            owners: entry.owners.to_vec(),
            file: file.to_string(),
            line: entry.line,
        };
        owners.deciding(path).into_iter().map(owner).collect::<Vec<_>>()
    });
    Answer {
        path: path.to_string(),
        parts: plan.manifests.iter().flat_map(|manifest| parts(manifest, path)).collect(),
        code_owners: lines.collect(),
    }
}

fn parts(manifest: &Manifest, path: &RepoPath) -> Vec<Part> {
    let is_here =
        |written: Option<&Text>| written.is_some_and(|written| covers(manifest, &written.value, path));
    let part = |what, stage, people| part(manifest, what, stage, people);
    let mut parts = Vec::new();
    if *path == manifest.path {
        let mut leads: Vec<&str> = manifest.leads().map(|(_, role)| role.as_str()).collect();
        leads.dedup();
        let people = leads.into_iter().map(|role| person(manifest, "leads", role)).collect();
        parts.push(part("the manifest".to_owned(), None, people));
    }
    for (stage, artifact) in manifest.artifacts() {
        if is_here(artifact.value.path.given()) {
            parts.push(part(
                format!("artifact `{}`", artifact.name()),
                Some(stage.name()),
                workers(manifest, stage),
            ));
        }
    }
    for document in &manifest.documents {
        if is_here(document.value.path.given()) {
            let owner = document.value.owner.given().map(|role| person(manifest, "keeps it", role.as_str()));
            parts.push(part(format!("document `{}`", document.name()), None, owner.into_iter().collect()));
        }
    }
    parts.extend(others(manifest, path));
    for handoff in &manifest.handoffs {
        if manifest.signoff_path(handoff.name()).is_some_and(|signoff| signoff == *path) {
            let receivers = manifest.receivers(&handoff.value);
            let people = receivers.into_iter().map(|role| person(manifest, "accepts", role)).collect();
            parts.push(part(format!("sign-offs of `{}`", handoff.name()), None, people));
        }
    }
    parts
}

fn part(manifest: &Manifest, part: String, stage: Option<&str>, people: Vec<Person>) -> Part {
    let (project, manifest) = (manifest.title(), manifest.path.to_string());
    Part { project, manifest, part, stage: stage.map(str::to_owned), people }
}

/// What the plan leans on: contracts of sources, files with measured values.
fn others(manifest: &Manifest, path: &RepoPath) -> Vec<Part> {
    let mut parts = Vec::new();
    for source in &manifest.sources {
        let contract = source.value.contract.given();
        if contract.is_some_and(|contract| covers(manifest, &contract.value, path)) {
            let who = source.value.owner.given().map(|who| who.value.to_string());
            let owner = Person { does: "keeps it", role: "owner".to_owned(), who };
            parts.push(part(manifest, format!("contract of `{}`", source.name()), None, vec![owner]));
        }
    }
    for metric in &manifest.metrics {
        let stands = metric.value.value.given().and_then(|value| value.value.split('#').next());
        if stands.is_some_and(|file| covers(manifest, file, path)) {
            let role = metric.value.measured_by.given();
            let measures = role.map(|role| person(manifest, "measures it", role.as_str()));
            let what = format!("value of `{}`", metric.name());
            parts.push(part(manifest, what, None, measures.into_iter().collect()));
        }
    }
    parts
}

/// Does a path or glob of a manifest cover a file, there or not?
fn covers(manifest: &Manifest, written: &str, path: &RepoPath) -> bool {
    let Some(pattern) = manifest.path.folder().resolve(written).filter(|_| !written.contains("://")) else {
        return false;
    };
    match std::str::from_utf8(pattern.as_bstr()) {
        Ok(glob) if is_glob(glob) => Globs::new([glob]).is_ok_and(|globs| globs.matches(path)),
        _ => path.is_below(&pattern),
    }
}

fn workers(manifest: &Manifest, stage: &Item<Stage>) -> Vec<Person> {
    let lead = stage.value.lead.one().map(|role| person(manifest, "leads", role.as_str()));
    let support = stage.value.support.names().map(|role| person(manifest, "supports", role));
    lead.into_iter().chain(support).collect()
}

fn person(manifest: &Manifest, does: &'static str, role: &str) -> Person {
    Person { does, role: role.to_owned(), who: manifest.who(role).map(|who| who.value.to_string()) }
}

fn told(answer: &Answer, snapshot: &dyn Snapshot) -> String {
    let mut text = format!("{}\n", answer.path);
    for part in &answer.parts {
        let stage = part.stage.as_ref().map(|stage| format!(" of stage `{stage}`")).unwrap_or_default();
        let line = format!("{}{stage} of `{}` ({})", part.part, part.project, part.manifest);
        let _ = writeln!(text, "  {}", visible(&line));
        for person in &part.people {
            let who = person.who.as_deref().unwrap_or("nobody");
            let line = format!("{} {}: {who}", person.role, person.does);
            let _ = writeln!(text, "    {}", visible(&line));
        }
    }
    if answer.parts.is_empty() {
        text.push_str("  is in no plan\n");
        let path = RepoPath::from(answer.path.as_str());
        let is_there = snapshot.entries().iter().any(|entry| entry.path.is_below(&path));
        if let Some(meant) = nearby(&path, snapshot).filter(|_| !is_there) {
            let _ = writeln!(text, "  did you mean `{meant}`?");
        }
    }
    for line in &answer.code_owners {
        let owners = if line.owners.is_empty() { "nobody".to_owned() } else { line.owners.join(", ") };
        let _ = writeln!(text, "  code owners: {} ({}:{})", visible(&owners), line.file, line.line);
    }
    if answer.code_owners.is_empty() {
        text.push_str("  code owners: nobody\n");
    }
    text
}
