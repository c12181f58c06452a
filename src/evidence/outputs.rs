//! What stands where the artifacts of a plan are said to be: files, pointers to files, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use bstr::ByteSlice;

use crate::glob::Globs;
use crate::model::{Manifest, Paths, Plan, Threshold};
use crate::path::RepoPath;
use crate::snapshot::{Entry, EntryKind, Snapshot};
use crate::yaml;
use crate::yaml::Node;

/// How many files are measured at most.
const MOST_MEASURED: usize = 20_000;

/// How many large files of an artifact are read at most to find a binary one.
const MOST_READ: usize = 4;

/// How many bytes git itself looks at to tell whether a file is binary.
const LOOKED_AT: usize = 8000;

/// What stands where the artifacts of a plan are said to be.
#[derive(Debug)]
pub struct Outputs<'a> {
    paths: Paths<'a>,
    ignored: BTreeSet<RepoPath>,
    pipelines: Vec<String>,
    large: BTreeMap<RepoPath, Large>,
}

/// The largest binary file among those of an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Large {
    /// The file.
    pub path: RepoPath,
    /// Its bytes.
    pub size: u64,
    /// How many other files of the artifact are over the limit.
    pub others: usize,
}

impl<'a> Outputs<'a> {
    /// Looks them up in a snapshot.
    pub fn gather(snapshot: &dyn Snapshot, paths: Paths<'a>, plan: &Plan) -> Self {
        let mut outputs =
            Outputs { paths, ignored: BTreeSet::new(), pipelines: Vec::new(), large: BTreeMap::new() };
        let mut missing = Vec::new();
        let mut measured = 0;
        let limit = plan.thresholds.get(Threshold::LargeFile);
        for pattern in plan.manifests.iter().flat_map(patterns) {
            let found = paths.matching(&pattern);
            if found.is_empty() {
                missing.push(pattern);
                continue;
            }
            measured += found.len();
            if measured <= MOST_MEASURED && !outputs.large.contains_key(&pattern) {
                outputs.large.extend(largest(snapshot, &found, limit).map(|large| (pattern, large)));
            }
        }
        if !missing.is_empty() {
            outputs.pipelines = pipelines(snapshot, paths);
            outputs.ignored = missing.into_iter().filter(|pattern| is_ignored(snapshot, pattern)).collect();
        }
        outputs
    }

    /// Has git anything at what a manifest means by a path or glob: a file, or a pointer of DVC to one? `None`
    /// where it leaves the repository.
    pub fn has(&self, manifest: &Manifest, written: &str) -> Option<bool> {
        let pattern = manifest.path.folder().resolve(written)?;
        Some(!self.paths.matching(&pattern).is_empty() || self.has_pointer(&pattern))
    }

    pub(super) fn paths(&self) -> Paths<'a> {
        self.paths
    }

    fn has_pointer(&self, pattern: &RepoPath) -> bool {
        let text = pattern.as_bstr().to_str_lossy();
        let dvc = |path: &str| self.paths.entry(&format!("{path}.dvc").as_str().into()).is_some();
        let ends = text.match_indices('/').map(|(at, _)| at).chain([text.len()]);
        let is_beside = ends.clone().any(|end| dvc(&text[..end]))
            || !self.paths.matching(&format!("{text}.dvc").as_str().into()).is_empty();
        let is_made = || {
            let globs = Globs::new([text.as_ref()]).ok();
            self.pipelines.iter().any(|made| {
                let path = RepoPath::from(made.as_str());
                path.is_below(pattern)
                    || pattern.is_below(&path)
                    || globs.as_ref().is_some_and(|globs| globs.matches(&path))
            })
        };
        is_beside || is_made()
    }

    /// Does git ignore what a pattern names, which is not there?
    pub fn is_ignored(&self, pattern: &RepoPath) -> bool {
        self.ignored.contains(pattern)
    }

    /// The largest binary file over [`Threshold::LargeFile`] among those that a pattern matches.
    pub fn large(&self, pattern: &RepoPath) -> Option<&Large> {
        self.large.get(pattern)
    }
}

/// The patterns of all artifacts of a manifest that are no addresses.
fn patterns(manifest: &Manifest) -> Vec<RepoPath> {
    let written = manifest.artifacts().filter_map(|(_, artifact)| artifact.value.path.given());
    let inside = written.filter(|path| !path.value.contains("://"));
    inside.filter_map(|path| manifest.path.folder().resolve(&path.value)).collect()
}

/// A folder is ignored with everything in it, so a glob is judged by a file that it might match.
fn is_ignored(snapshot: &dyn Snapshot, pattern: &RepoPath) -> bool {
    let text = pattern.as_bstr().to_str_lossy();
    let example = text.replace("**", "x").replace(['*', '?'], "x");
    snapshot.ignores(&RepoPath::from(example.as_str()))
}

fn largest(snapshot: &dyn Snapshot, found: &[&Entry], limit: u64) -> Option<Large> {
    let files = found.iter().filter(|entry| entry.kind == EntryKind::File);
    let sizes = files.filter_map(|entry| Some((snapshot.stored_size(&entry.path)?, &entry.path)));
    let mut large: Vec<_> = sizes.filter(|(size, _)| *size > limit).collect();
    large.sort_by_key(|(size, path)| (std::cmp::Reverse(*size), *path));
    let is_binary = |path: &RepoPath| {
        // What is too large to be read is not looked into.
        snapshot.read(path).map_or(true, |bytes| bytes[..bytes.len().min(LOOKED_AT)].contains(&0))
    };
    let (size, path) = large.iter().take(MOST_READ).find(|(_, path)| is_binary(path))?;
    Some(Large { path: (*path).clone(), size: *size, others: large.len() - 1 })
}

/// What the pipelines of DVC make: their locks point to it as `.dvc` files do.
fn pipelines(snapshot: &dyn Snapshot, paths: Paths<'_>) -> Vec<String> {
    let locks = paths.all().iter().filter(|entry| entry.kind == EntryKind::File);
    let locks = locks.filter(|entry| entry.path.name() == "dvc.lock");
    let mut made = Vec::new();
    for lock in locks {
        let Some(text) = snapshot.read(&lock.path).ok().and_then(|bytes| String::from_utf8(bytes).ok())
        else {
            continue;
        };
        let Some(root) = yaml::parse(&text).root else { continue };
        let stages = root.as_map().and_then(|map| map.get("stages")).and_then(Node::as_map);
        let outs = stages
            .into_iter()
            .flat_map(|stages| &stages.entries)
            .filter_map(|stage| stage.value.as_map()?.get("outs")?.as_list());
        let written = outs.flatten().filter_map(|out| out.as_map()?.get("path")?.as_text());
        let inside = written.filter_map(|path| lock.path.folder().resolve(path));
        made.extend(inside.map(|path| path.as_bstr().to_str_lossy().into_owned()));
    }
    made
}
