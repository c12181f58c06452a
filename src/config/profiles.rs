//! One's own profiles: read from the snapshot, and every name of a profile held against those that there are.

use std::cell::LazyCell;

use crate::config::options::Options;
use crate::config::raw::Raw;
use crate::config::{entry, wrong};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::limits;
use crate::model::{File, ProfileProblem, Profiles};
use crate::path::RepoPath;
use crate::schema::{Shape, Violation, ViolationKind};
use crate::snapshot::Snapshot;
use crate::suggest::closest;
use crate::text::{Sources, Span};
use crate::yaml::{Node, Value};

/// Reads one's own profiles. One that is not there, is empty, or has the id of another is a violation where it is
/// named.
pub(super) fn read(
    snapshot: &dyn Snapshot,
    sources: &mut Sources,
    raw: &Raw,
    files: &mut Vec<File>,
) -> Result<Profiles> {
    let mut trees: Vec<Node> = Vec::new();
    for written in raw.profiles.items() {
        let path = RepoPath::default().resolve(&written.value);
        let Some(path) = path.filter(|path| entry(snapshot, path).is_some()) else {
            let message = format!("there is no file `{}` in {}", written.value, snapshot.name());
            let help = "write the path of a profile file, from the top of the repository";
            wrong(files, written.span, message, help);
            continue;
        };
        let mut file = File::load(snapshot, sources, path, Shape::Profile)?;
        file.violations.extend(file.root().and_then(crowded));
        if file.is_empty() {
            let message = format!("the profile `{}` is empty", written.value);
            wrong(files, written.span, message, "write its stages and roles");
        }
        let is_taken = |new: &&str| trees.iter().any(|tree| id(tree) == Some(new));
        if let Some(id) = file.root().and_then(id).filter(is_taken) {
            let message = format!("another file is the profile `{id}` already");
            wrong(files, written.span, message, "give one of the two another id under `profile`");
        }
        trees.extend(file.root().cloned());
        files.push(file);
    }
    Ok(Profiles::new(trees))
}

/// The first map or list that has more entries than are held against plans.
fn crowded(node: &Node) -> Option<Violation> {
    let most = limits::PROFILE.most;
    let (count, mut below): (usize, Box<dyn Iterator<Item = &Node>>) = match &node.value {
        Value::Map(map) => (map.entries.len(), Box::new(map.entries.iter().map(|entry| &entry.value))),
        Value::List(items) => (items.len(), Box::new(items.iter())),
        _ => return None,
    };
    if count <= most {
        return below.find_map(crowded);
    }
    let message = format!("there are more than {most} entries here");
    let help = format!("write a profile of no more than {most} stages, roles, headings or names");
    let kind = ViolationKind::WrongType { message, help, related: None, meant: None };
    Some(Violation { kind, span: Span::at(node.span.range().start), parent: node.span })
}

fn id(tree: &Node) -> Option<&str> {
    tree.as_map()?.get("profile")?.as_text()
}

/// Holds every name of a profile against those that there are, unless a file is wrong in itself: then that comes
/// first.
///
/// # Errors
/// An option names an unknown one.
pub(super) fn check(raw: &Raw, options: &Options, known: &Profiles, files: &mut [File]) -> Result<()> {
    if !files.iter().all(|file| file.is_sound() || file.is_empty()) {
        return Ok(());
    }
    for file in files.iter_mut() {
        let problem = file.root().and_then(|root| extension_problem(root, known));
        file.violations.extend(problem);
    }
    let names = LazyCell::new(|| known.names());
    let named = raw.overrides.iter().filter_map(|one| one.profile.given()).chain(raw.profile.given());
    for name in named.filter(|name| !names.iter().any(|one| *one == name.value)) {
        wrong(files, name.span, unknown_profile(&name.value), &listed(&name.value, known));
    }
    match options.profile.as_ref().filter(|name| !names.contains(name)) {
        Some(name) => Err(Error::new(unknown_profile(&visible(name))).help(listed(name, known))),
        None => Ok(()),
    }
}

fn unknown_profile(name: &str) -> String {
    format!("no profile is called `{name}`")
}

fn listed(written: &str, known: &Profiles) -> String {
    let names = known.names();
    match closest(written, names.iter().map(String::as_str)) {
        Some(meant) => format!("write `{meant}`"),
        None => format!("write one of {}, or list its file under `profiles`", names.join(", ")),
    }
}

/// What is wrong with the profile that a profile extends.
fn extension_problem(root: &Node, known: &Profiles) -> Option<Violation> {
    let map = root.as_map()?;
    let (base, name) = (map.get("extend")?, map.get("profile")?.as_text()?);
    let (message, help) = match known.get(name).err()? {
        ProfileProblem::Unknown(id) => (unknown_profile(&id), listed(&id, known)),
        ProfileProblem::Circular(id) => {
            (format!("profile `{id}` extends itself"), "take one `extend` out of the circle".to_owned())
        }
    };
    let kind = ViolationKind::WrongType { message, help, related: None, meant: None };
    Some(Violation { kind, span: base.span, parent: root.span })
}
