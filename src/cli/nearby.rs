//! The path of a snapshot that a misspelt one probably stands for.

use std::collections::BTreeSet;

use crate::path::RepoPath;
use crate::snapshot::Snapshot;
use crate::suggest::closest;

/// The one file or folder whose path is close to this one, seen from the top.
pub(super) fn nearby(path: &RepoPath, snapshot: &dyn Snapshot) -> Option<String> {
    let files = snapshot.entries().iter().map(|entry| &entry.path);
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut last = RepoPath::default();
    for file in files {
        known.insert(file.to_string());
        let folder = file.folder();
        if folder != last {
            known.extend(file.folders().map(|folder| folder.to_string()));
            last = folder;
        }
    }
    closest(&path.to_string(), known.iter().map(String::as_str)).map(str::to_owned)
}
