//! Which paths of a snapshot are manifests.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::path::RepoPath;
use crate::snapshot::{Entry, EntryKind};
use crate::text::Span;
use crate::yaml::{Problem, ProblemKind};

/// A path at which a manifest is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The path.
    pub path: RepoPath,
    /// Why there is no file to read.
    pub obstacle: Option<Problem>,
}

/// Every manifest of a snapshot, sorted by path. A folder with the name of a manifest is found too: its
/// writer will want to know. A file that is `named` outright is a manifest whatever the configuration says.
pub fn manifests(entries: &[Entry], config: &Config, named: &[RepoPath]) -> Vec<Found> {
    let is_manifest = |path: &RepoPath| config.manifests.matches(path) && !config.exclude.matches(path);
    let mut found = BTreeMap::new();
    let mut last_folder = RepoPath::default();
    for entry in entries {
        if named.contains(&entry.path) || is_manifest(&entry.path) {
            found.insert(entry.path.clone(), obstacle(entry.kind));
        }
        let folder = entry.path.folder();
        if folder != last_folder {
            let parents = std::iter::successors(Some(folder.clone()), |path| Some(path.folder()));
            for parent in parents.take_while(|path| !path.as_bstr().is_empty()).filter(is_manifest) {
                let help = "give the folder another name, or put the manifest inside it";
                found.insert(parent, Some(problem("the manifest is a folder, not a file", help)));
            }
            last_folder = folder;
        }
    }
    found.into_iter().map(|(path, obstacle)| Found { path, obstacle }).collect()
}

fn obstacle(kind: EntryKind) -> Option<Problem> {
    Some(match kind {
        EntryKind::File => return None,
        EntryKind::Link => problem(
            "the manifest is a symbolic link, and git records only the link",
            "put the manifest itself here",
        ),
        EntryKind::Submodule => {
            problem("the manifest is a submodule, not a file", "give the submodule another name")
        }
        EntryKind::Conflict => {
            problem("the manifest is in a merge conflict", "resolve the conflict, then `git add` the file")
        }
        EntryKind::Special => {
            problem("the manifest is a device, pipe or socket, not a file", "put a regular file here")
        }
    })
}

fn problem(message: &str, help: &str) -> Problem {
    let kind = ProblemKind::Syntax { message: message.to_owned(), help: help.to_owned() };
    Problem { kind, span: Span::default() }
}
