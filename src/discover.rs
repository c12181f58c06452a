//! Which paths of a snapshot are manifests.

use std::collections::BTreeMap;

use bstr::ByteSlice;

use crate::config::Config;
use crate::model::File;
use crate::path::RepoPath;
use crate::snapshot::Entry;
use crate::yaml::Problem;

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
    let mut last_folder: &[u8] = b"";
    for entry in entries {
        if named.contains(&entry.path) || is_manifest(&entry.path) {
            found.insert(entry.path.clone(), File::obstacle("manifest", entry.kind));
        }
        let path = entry.path.as_bstr();
        let folder = &path[..path.rfind_byte(b'/').unwrap_or(0)];
        if folder != last_folder {
            for parent in entry.path.folders().filter(is_manifest) {
                found.insert(parent, Some(File::folder("manifest")));
            }
            last_folder = folder;
        }
    }
    found.into_iter().map(|(path, obstacle)| Found { path, obstacle }).collect()
}

/// Every path that would be a manifest, had the configuration not excluded it.
pub fn excluded<'a>(entries: &'a [Entry], config: &'a Config) -> impl Iterator<Item = &'a RepoPath> {
    let is_excluded = move |path: &&RepoPath| config.manifests.matches(path) && config.exclude.matches(path);
    entries.iter().map(|entry| &entry.path).filter(is_excluded)
}
