//! Which paths of a snapshot are manifests.

use bstr::ByteSlice;

use crate::config::Config;
use crate::model::{File, Paths};
use crate::order;
use crate::parallel;
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

/// What is found in a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Every manifest, sorted by path. A folder with the name of a manifest is found too: its writer will want to know.
    pub manifests: Vec<Found>,
    /// Every path that would be a manifest, had the configuration not excluded it.
    pub excluded: Vec<RepoPath>,
}

/// So many entries are looked through by one thread at a time.
const SHARE: usize = 1 << 14;

/// Looks through the entries of a snapshot. A file that is `named` outright is a manifest whatever the configuration says.
pub fn manifests(entries: &[Entry], config: &Config, named: &[RepoPath]) -> Discovery {
    let shares: Vec<&[Entry]> = entries.chunks(SHARE).collect();
    let size = if shares.len() > 1 { entries.len() } else { 0 };
    let mut found: Vec<Found> = Vec::new();
    let mut excluded = Vec::new();
    for (paths, left_out) in parallel::map(shares, size, |share| look(share, config)) {
        found.extend(paths);
        excluded.extend(left_out);
    }
    let paths = Paths::new(entries);
    found.extend(named.iter().filter_map(|path| paths.entry(path)).map(Found::at));
    // A file that is named is found by its name, too, and a folder by each of its files that begins a share.
    order::by(&mut found, |one, other| one.path.cmp(&other.path));
    found.dedup_by(|one, other| one.path == other.path);
    Discovery { manifests: found, excluded }
}

impl Found {
    fn at(entry: &Entry) -> Self {
        Found { path: entry.path.clone(), obstacle: File::obstacle("manifest", entry.kind) }
    }
}

fn look(entries: &[Entry], config: &Config) -> (Vec<Found>, Vec<RepoPath>) {
    let (mut found, mut excluded) = (Vec::new(), Vec::new());
    let mut last_folder: &[u8] = b"";
    for entry in entries {
        let is_manifest = config.manifests.may_match(entry.tail) && config.manifests.matches(&entry.path);
        if is_manifest && config.exclude.matches(&entry.path) {
            excluded.push(entry.path.clone());
        } else if is_manifest {
            found.push(Found::at(entry));
        }
        let path = entry.path.as_bstr();
        let folder = &path[..path.rfind_byte(b'/').unwrap_or(0)];
        if folder != last_folder {
            let is_manifest =
                |path: &RepoPath| config.manifests.matches(path) && !config.exclude.matches(path);
            let folders = entry.path.folders().filter(is_manifest);
            found.extend(folders.map(|path| Found { path, obstacle: Some(File::folder("manifest")) }));
            last_folder = folder;
        }
    }
    (found, excluded)
}
