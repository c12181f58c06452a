//! `planlint init`: writes a first manifest from a profile.

use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::{names, print};
use crate::codeowners::Codeowners;
use crate::config;
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::glob::Globs;
use crate::model::{DECIDES, People, Profile, ProfileRole, ProfileStage, Profiles};
use crate::order;
use crate::path::RepoPath;
use crate::schema::{block_scalar, scalar};
use crate::snapshot::{FolderSnapshot, Repository, Snapshot, WorkTreeSnapshot};
use crate::suggest::closest;
use crate::text::Sources;
use crate::write::write_new;

const EXAMPLES: &str = "\
Examples:
  planlint init                              write lifecycle.yaml here
  planlint init plans/churn.lifecycle.yaml   write it elsewhere
  planlint init --profile tdsp               with the stages of another profile";

// What to write, and where.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The file to write; it must not exist
    #[arg(value_name = "PATH", default_value = "lifecycle.yaml")]
    path: PathBuf,
    /// Which stages and roles to start from
    #[arg(long, value_name = "PROFILE", default_value = "cs249r", value_parser = names::PROFILES)]
    profile: String,
    /// The project's id [default: the name of the folder]
    #[arg(long, value_name = "ID")]
    project: Option<String>,
}

/// Writes the manifest and says what to do next. Nothing is ever overwritten.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let profiles = Profiles::default();
    let profile = profiles.get(&arguments.profile).map_err(|_| unknown(&arguments.profile, &profiles))?;
    let folder = env::current_dir().map_err(|cause| {
        Error::new("the current folder cannot be read").help("change to a folder that exists").cause(cause)
    })?;
    check_path(&arguments.path)?;
    let project = match &arguments.project {
        Some(id) => checked_id(id)?,
        None => id_of(folder.file_name().map(|name| name.to_string_lossy()).as_deref().unwrap_or_default()),
    };
    let owners = codeowners(&folder)?;
    write(&arguments.path, &manifest(&profile, &project, owners.as_ref()))?;
    let path = arguments.path.display().to_string();
    print(format!(
        "wrote {}\nnext: say who holds each role, then run `planlint lint`, and `planlint hook install`\n",
        visible(&path)
    ))
}

/// A manifest that is never found is none.
fn check_path(path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let found =
        Globs::new(config::MANIFESTS.iter().copied()).is_ok_and(|globs| globs.matches(&name.as_str().into()));
    if found {
        return Ok(());
    }
    let stem = id_of(name.split('.').next().unwrap_or_default());
    Err(Error::new(format!("`{}` would not be found as a manifest", visible(&name)))
        .help(format!("name it `lifecycle.yaml` or `{stem}.lifecycle.yaml`")))
}

fn checked_id(id: &str) -> Result<String> {
    if id_of(id).to_lowercase() == id.to_lowercase() && !id.is_empty() {
        return Ok(id.to_owned());
    }
    Err(Error::new(format!(
        "`{}` is not an id: only letters, digits and `-` may stand in it, at most 64",
        visible(id)
    ))
    .help(format!("write `--project {}`", id_of(id))))
}

fn unknown(name: &str, profiles: &Profiles) -> Error {
    let names = profiles.names();
    let help = match closest(name, names.iter().map(String::as_str)) {
        Some(meant) => format!("run `planlint init --profile {meant}`"),
        None => format!("use one of {}", names.join(", ")),
    };
    Error::new(format!("no profile is called `{}`", visible(name))).help(help)
}

/// A name as an id: letters, digits and `-`, at most 64.
fn id_of(name: &str) -> String {
    let dashed: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    let id: String = words.join("-").to_lowercase().chars().take(64).collect();
    if id.is_empty() { "project".to_owned() } else { id }
}

fn codeowners(folder: &Path) -> Result<Option<Codeowners>> {
    let snapshot: Box<dyn Snapshot> = match Repository::open()? {
        Some(repository) if repository.is_bare() => {
            return Err(Error::new("a bare repository has no files of its own")
                .help("run it in a clone that has a work tree"));
        }
        Some(repository) => Box::new(WorkTreeSnapshot::open(&repository)?),
        None => Box::new(FolderSnapshot::open(folder)?),
    };
    let options = config::Options::default();
    let forge = config::read(&*snapshot, &options, &mut Sources::default())?.config.forge.value;
    let read = |path: RepoPath| {
        let text = String::from_utf8_lossy(&snapshot.read(&path)?).into_owned();
        Ok(Codeowners::parse(&text, forge.rules(&path, &text)))
    };
    Codeowners::place(&*snapshot, forge).map(read).transpose()
}

fn write(path: &Path, text: &str) -> Result<()> {
    if write_new(path, text.as_bytes())? {
        return Ok(());
    }
    let shown = path.display().to_string();
    Err(Error::new(format!("`{}` is there already", visible(&shown)))
        .help("name another file, or delete this one first"))
}

fn manifest(profile: &Profile, project: &str, owners: Option<&Codeowners>) -> String {
    let mut text = format!(
        "# yaml-language-server: $schema={}/raw/main/schemas/lifecycle.v1.json\n",
        env!("CARGO_PKG_REPOSITORY")
    );
    let _ = writeln!(
        text,
        "# The plan of this project, checked by planlint. What each rule wants: planlint explain RULE"
    );
    let _ = writeln!(text, "lifecycle: 1\nproject: {}\nprofile: {}", block_scalar(project), profile.name);
    text.push_str(
        "status: draft                      # make it `active` once every role has somebody\n\nroles:\n",
    );
    for role in &profile.roles {
        let who = owners.and_then(|owners| handle(role, profile, owners));
        let who = who.map(|who| format!("who: {}", scalar(&who))).unwrap_or_else(|| "who:".to_owned());
        let _ = writeln!(text, "  {}: {{ {who} }}{}", role.id, comment(&role.duty));
    }
    if profile.roles.is_empty() {
        text.push_str("  lead: { who: }                   # the profile expects no roles: name your own\n");
    }
    text.push_str("\nstages:\n");
    for stage in &profile.stages {
        write_stage(&mut text, profile, stage);
    }
    text.push_str(&meetings(profile));
    text.push_str(&handoffs(profile));
    text
}

/// The meeting of all leads, where the profile expects one and there are several.
fn meetings(profile: &Profile) -> String {
    let mut leads: Vec<&str> = Vec::new();
    for lead in profile.stages.iter().map(|stage| lead(profile, stage)) {
        if !leads.contains(&lead) {
            leads.push(lead);
        }
    }
    match profile.leads_meet && leads.len() > 1 {
        true => format!("\nmeetings:\n  leads-meeting: {{ every: 1w, roles: [{}] }}\n", leads.join(", ")),
        false => String::new(),
    }
}

/// A handoff between the profile's first two stages that have different leads, as a comment.
fn handoffs(profile: &Profile) -> String {
    let pairs = profile.stages.iter().zip(profile.stages.iter().skip(1));
    let mut crossings = pairs.filter(|(from, to)| from.lead != to.lead || from.lead.is_none());
    let Some((from, to)) = crossings.next() else { return String::new() };
    format!(
        "
# What passes between two stages, once they say what they produce and need:
# handoffs:
#   {from}-to-{to}:
#     from: {from}
#     to: {to}
#     passes: []   # ids under `produces` and `documents`
#     checks: []   # ids under `metrics` and `documents`
#     within: 3d
",
        from = from.id,
        to = to.id
    )
}

fn write_stage(text: &mut String, profile: &Profile, stage: &ProfileStage) {
    let lead = lead(profile, stage);
    let _ = writeln!(text, "  {}:\n    lead: {lead}", stage.id);
    if !stage.does.is_empty() {
        let _ = writeln!(text, "    does: {}", block_scalar(&stage.does));
    }
    if !stage.support.is_empty() {
        text.push_str("    support:\n");
    }
    for (role, duty) in &stage.support {
        let _ = writeln!(text, "      {role}: {}", block_scalar(duty));
    }
    if profile.goes_live().is_some_and(|live| live.id == stage.id) {
        let decides = match profile.roles.is_empty() {
            true => Some("lead"),
            false => profile.role(DECIDES).map(|role| role.id.as_str()),
        };
        let decides = decides.map_or_else(String::new, |role| format!("decides: {role}, "));
        let _ = writeln!(text, "    release: {{ {decides}rollback: {lead} }}");
    }
}

fn lead<'a>(profile: &'a Profile, stage: &'a ProfileStage) -> &'a str {
    match (&stage.lead, profile.roles.is_empty()) {
        (Some(lead), _) => lead.as_str(),
        (None, true) => "lead",
        (None, false) => profile.roles.first().map_or("", |role| role.id.as_str()),
    }
}

fn comment(duty: &str) -> String {
    if duty.is_empty() { String::new() } else { format!("   # {}", duty.replace(['\n', '\r'], " ")) }
}

/// The one handle of CODEOWNERS that bears the name of a role: `@acme/data-eng` for `data-engineer`. Else
/// the one owner of a folder that bears the name of a stage it leads: `/models/` for model development.
fn handle(role: &ProfileRole, profile: &Profile, owners: &Codeowners) -> Option<String> {
    let names: Vec<&String> = std::iter::once(&role.id).chain(&role.aliases).collect();
    let led = profile.stages.iter().filter(|stage| stage.lead.as_ref() == Some(&role.id));
    let stages: Vec<&String> =
        led.flat_map(|stage| std::iter::once(&stage.id).chain(&stage.aliases)).collect();
    let entries = owners.entries();
    let by_name = owners.everybody().filter(|owner| bears(owner, &names));
    let by_path = entries.iter().filter(|entry| bears(&entry.pattern, &stages));
    single(by_name).or_else(|| single(by_path.flat_map(|entry| entry.owners.iter().map(String::as_str))))
}

fn single<'a>(handles: impl Iterator<Item = &'a str>) -> Option<String> {
    let people = People::default();
    let mut handles: Vec<&str> = handles.filter(|handle| people.is_handle(handle)).collect();
    order::unique(&mut handles);
    match handles.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    }
}

/// Words that say nothing about which role or stage is meant.
const COMMON: &[&str] = &[
    "engineer",
    "engineering",
    "eng",
    "expert",
    "manager",
    "and",
    "lead",
    "development",
    "team",
    "preparation",
    "stage",
];

/// Does the last part of a handle or a pattern say one of these names? All of its words, or the telling ones and
/// nothing foreign: `data-reviewers` review, and are no data engineers.
fn bears(text: &str, names: &[&String]) -> bool {
    let last = text.trim_end_matches(['/', '*']).rsplit_once('/').map_or(text, |(_, last)| last);
    let written = words(last);
    let is = |found: &String, word: &String| found == word || found.strip_suffix('s') == Some(word);
    let is_common = |word: &String| COMMON.iter().any(|common| is(word, &(*common).to_owned()));
    names.iter().map(|name| words(name)).any(|name| {
        let has = |word: &String| written.iter().any(|found| is(found, word));
        let is_foreign = |found: &String| !is_common(found) && !name.iter().any(|word| is(found, word));
        let mut telling = name.iter().filter(|word| !is_common(word)).peekable();
        let tells = telling.peek().is_some() && telling.all(has);
        tells && (name.iter().all(has) || !written.iter().any(is_foreign))
    })
}

fn words(text: &str) -> Vec<String> {
    let separators = |c: char| !c.is_alphanumeric();
    text.to_lowercase().split(separators).filter(|word| word.chars().count() > 1).map(str::to_owned).collect()
}
