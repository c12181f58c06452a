//! What `planlint.yaml` says, read from the snapshot being checked, and what the program relies on.

use crate::error::Result;
use crate::glob::Globs;
use crate::model::{Faults, File, Member, People, ProfileProblem, Profiles, Reader};
use crate::path::RepoPath;
use crate::schema::{Shape, Violation, ViolationKind};
use crate::snapshot::{Entry, EntryKind, Snapshot};
use crate::text::{Source, Sources, Span};
use crate::time::parse_date;
use crate::yaml::{Node, Problem, Value};

/// Where the configuration stands in a repository.
pub const PATH: &str = "planlint.yaml";

/// Where the baseline stands unless the configuration says otherwise.
pub const BASELINE: &str = "planlint-baseline.yaml";

/// Which paths are manifests unless the configuration says otherwise.
pub const MANIFESTS: &[&str] =
    &["**/lifecycle.yaml", "**/lifecycle.yml", "**/*.lifecycle.yaml", "**/*.lifecycle.yml"];

/// What the program relies on.
#[derive(Debug)]
pub struct Config {
    /// Which paths are manifests.
    pub manifests: Globs,
    /// Which of them are left out.
    pub exclude: Globs,
    /// All profiles.
    pub profiles: Profiles,
    /// Teams and handles.
    pub people: People,
    /// Where the baseline stands, or would stand.
    pub baseline: RepoPath,
}

/// What reading the configuration gave: what is in force, and the files in which something is wrong.
#[derive(Debug)]
pub struct Reading {
    /// What is in force: the defaults wherever the file says nothing usable.
    pub config: Config,
    /// The configuration and own profiles that were read, for the rules on shape.
    pub files: Vec<File>,
}

/// What the file says.
#[derive(Debug, Default)]
struct Raw {
    manifests: Option<Vec<(String, Span)>>,
    exclude: Vec<(String, Span)>,
    profile: Option<(String, Span)>,
    profiles: Vec<(String, Span)>,
    teams: Vec<(String, Vec<Member>)>,
    any_handle: bool,
    baseline: Option<(String, Span)>,
}

/// Reads the configuration of a snapshot; the defaults hold where it has none.
///
/// # Errors
/// The file, or a profile it names, is there and cannot be read.
pub fn read(snapshot: &dyn Snapshot, sources: &mut Sources) -> Result<Reading> {
    let path = RepoPath::from(PATH);
    let mut files = Vec::new();
    let mut raw = Raw::default();
    match obstacle(snapshot, &path) {
        Some(problem) => {
            let id = sources.add(Source::new(path, String::new()));
            files.push(File::unreadable(id, Shape::Config, problem));
        }
        None if entry(snapshot, &path).is_some() => {
            let file = File::load(snapshot, sources, path, Shape::Config)?;
            raw = file.root.as_ref().map_or_else(Raw::default, raw_config);
            files.push(file);
        }
        None => {}
    }
    let manifests = match &raw.manifests {
        None => globs(&mut files, MANIFESTS.iter().map(|glob| ((*glob).to_owned(), Span::default()))),
        Some(written) => globs(&mut files, written.iter().cloned()),
    };
    let exclude = globs(&mut files, raw.exclude.iter().cloned());
    let own = own_profiles(snapshot, sources, &raw, &mut files)?;
    let profiles = Profiles::new(own, raw.profile.map(|(name, _)| name));
    let people = People { teams: raw.teams.into_iter().collect(), any_handle: raw.any_handle };
    let baseline = baseline(&mut files, raw.baseline);
    Ok(Reading { config: Config { manifests, exclude, profiles, people, baseline }, files })
}

/// Why the configuration is no file to read, where something else stands in its place.
fn obstacle(snapshot: &dyn Snapshot, path: &RepoPath) -> Option<Problem> {
    let entries = snapshot.entries();
    let at = entries.partition_point(|entry| entry.path < *path);
    match entries.get(at).filter(|entry| entry.path.is_below(path)) {
        Some(entry) if entry.path == *path => File::obstacle("configuration", entry.kind),
        Some(_) => Some(File::folder("configuration")),
        None => None,
    }
}

fn entry<'a>(snapshot: &'a dyn Snapshot, path: &RepoPath) -> Option<&'a Entry> {
    let entries = snapshot.entries();
    let at = entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
    Some(&entries[at]).filter(|entry| entry.kind == EntryKind::File)
}

fn raw_config(root: &Node) -> Raw {
    let faults = Faults::default();
    let top = Reader::new(root, &faults);
    let list = |key: &str| -> Option<Vec<(String, Span)>> {
        let field = top.list(key);
        Some(field.given()?.iter().map(|text| (text.value.clone(), text.span)).collect())
    };
    let teams = top.table("teams", |_, node| members(node));
    Raw {
        manifests: list("manifests"),
        exclude: list("exclude").unwrap_or_default(),
        profile: top.text("profile").given().map(|name| (name.value.clone(), name.span)),
        profiles: list("profiles").unwrap_or_default(),
        teams: teams.iter().map(|team| (team.id.value.clone(), team.value.clone())).collect(),
        any_handle: top.text("handles").given().is_some_and(|word| word.value == "any"),
        baseline: top.text("baseline").given().map(|path| (path.value.clone(), path.span)),
    }
}

fn members(node: &Node) -> Vec<Member> {
    let list = node.as_list().or_else(|| node.as_map()?.get("members")?.as_list());
    let member = |node: &Node| match &node.value {
        Value::Text(handle) => Some(Member { handle: handle.to_string(), until: None, mail: Vec::new() }),
        Value::Map(map) => Some(Member {
            handle: map.get("who")?.as_text()?.to_owned(),
            until: map.get("until").and_then(Node::as_text).and_then(|date| parse_date(date).ok()),
            mail: map.get("mail").map_or_else(Vec::new, addresses),
        }),
        _ => None,
    };
    list.unwrap_or_default().iter().filter_map(member).collect()
}

/// One address, or several.
fn addresses(node: &Node) -> Vec<String> {
    let nodes = node.as_list().unwrap_or(std::slice::from_ref(node));
    nodes.iter().filter_map(|node| Some(node.as_text()?.to_owned())).collect()
}

/// Where the baseline stands; a path out of the repository is a violation.
fn baseline(files: &mut [File], written: Option<(String, Span)>) -> RepoPath {
    let default = || RepoPath::from(BASELINE);
    let Some((written, span)) = written else { return default() };
    match RepoPath::default().resolve(&written).filter(|path| !path.as_bstr().is_empty()) {
        Some(path) => path,
        None => {
            let message = format!("`{written}` is no file inside the repository");
            wrong(files, span, message, "write a path from the top of the repository");
            default()
        }
    }
}

/// Compiles globs; one that is none is a violation of the configuration, and matches nothing.
fn globs(files: &mut [File], written: impl IntoIterator<Item = (String, Span)>) -> Globs {
    let mut patterns: Vec<(String, Span)> = written.into_iter().collect();
    loop {
        let stripped = patterns.iter().map(|(glob, _)| glob.strip_prefix('/').unwrap_or(glob));
        match Globs::new(stripped) {
            Ok(globs) => return globs,
            Err((at, reason)) => {
                let (glob, span) = patterns.remove(at.min(patterns.len() - 1));
                let message = format!("`{glob}` is no glob: {reason}");
                wrong(files, span, message, "write a pattern such as `plans/**/lifecycle.yaml`");
            }
        }
    }
}

/// Adds a violation to the configuration file itself, the first file that was read.
fn wrong(files: &mut [File], span: Span, message: String, help: &str) {
    if let Some(file) = files.first_mut() {
        let kind = ViolationKind::WrongType { message, help: help.to_owned(), related: None, meant: None };
        file.violations.push(Violation { kind, span, parent: span });
    }
}

/// The trees of one's own profiles. A profile that is unknown, or extends itself, is a violation where it
/// is named, unless a file is wrong in itself: then that comes first.
fn own_profiles(
    snapshot: &dyn Snapshot,
    sources: &mut Sources,
    raw: &Raw,
    files: &mut Vec<File>,
) -> Result<Vec<Node>> {
    for (written, span) in &raw.profiles {
        let path = RepoPath::default().resolve(written);
        match path.filter(|path| entry(snapshot, path).is_some()) {
            Some(path) => {
                let file = File::load(snapshot, sources, path, Shape::Profile)?;
                if file.is_empty() {
                    wrong(
                        files,
                        *span,
                        format!("the profile `{written}` is empty"),
                        "write its stages and roles",
                    );
                }
                files.push(file);
            }
            None => {
                let message = format!("there is no file `{written}` in {}", snapshot.name());
                let help = "write the path of a profile file, from the top of the repository";
                wrong(files, *span, message, help);
            }
        }
    }
    let own = files.iter().filter(|file| file.shape == Shape::Profile);
    let trees: Vec<Node> = own.filter_map(|file| file.root.clone()).collect();
    if files.iter().all(File::is_sound) {
        let known = Profiles::new(trees.clone(), None);
        for file in files.iter_mut() {
            let problem = file.root.as_ref().and_then(|root| extension_problem(root, &known));
            file.violations.extend(problem);
        }
        if let Some((name, span)) = raw.profile.as_ref().filter(|(name, _)| !known.names().contains(name)) {
            let help =
                format!("write one of {}, or list its file under `profiles`", known.names().join(", "));
            wrong(files, *span, format!("no profile is called `{name}`"), &help);
        }
    }
    Ok(trees)
}

/// What is wrong with the profile that a profile extends.
fn extension_problem(root: &Node, known: &Profiles) -> Option<Violation> {
    let map = root.as_map()?;
    let (base, name) = (map.get("extend")?, map.get("profile")?.as_text()?);
    let (message, help) = match known.get(name).err()? {
        ProfileProblem::Unknown(id) => (
            format!("no profile is called `{id}`"),
            format!("write one of {}, or list its file under `profiles`", known.names().join(", ")),
        ),
        ProfileProblem::Circular(id) => {
            (format!("profile `{id}` extends itself"), "take one `extend` out of the circle".to_owned())
        }
    };
    let kind = ViolationKind::WrongType { message, help, related: None, meant: None };
    Some(Violation { kind, span: base.span, parent: root.span })
}
