//! What stands where the artifacts of a plan are said to be: files, pointers to files, or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use bstr::ByteSlice;

use crate::evidence::pipelines::Pipelines;
use crate::limits;
use crate::model::{Manifest, Paths, Plan, Threshold};
use crate::order;
use crate::path::{Ending, RepoPath};
use crate::snapshot::{Entry, EntryKind, Snapshot};

/// How many large files of an artifact are read at most to find a binary one.
const MOST_READ: usize = 4;

/// How many bytes git itself looks at to tell whether a file is binary.
const LOOKED_AT: usize = 8000;

/// What stands where the artifacts of a plan are said to be.
#[derive(Debug)]
pub struct Outputs<'a> {
    paths: Paths<'a>,
    ignored: BTreeSet<RepoPath>,
    pipelines: Pipelines,
    /// Is there any `.dvc` file?
    has_pointers: bool,
    large: BTreeMap<RepoPath, Large>,
    /// How often git may still be asked whether it ignores a path.
    asks: AtomicUsize,
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
        let mut outputs = Outputs {
            paths,
            ignored: BTreeSet::new(),
            pipelines: Pipelines::gather(snapshot, paths),
            has_pointers: paths.all().iter().any(|entry| entry.tail.may_end_in(Ending::of(".dvc"))),
            large: BTreeMap::new(),
            asks: AtomicUsize::new(0),
        };
        let mut missing = Vec::new();
        let mut measured = 0;
        let limit = plan.thresholds.get(Threshold::LargeFile);
        let look_up = |manifest: &Manifest| -> Vec<_> {
            let near = paths.near(&manifest.path.folder());
            patterns(manifest).into_iter().map(|pattern| (near.matching(&pattern), pattern)).collect()
        };
        for (found, pattern) in plan.each(look_up).into_iter().flatten() {
            if found.is_empty() {
                missing.push(pattern);
                continue;
            }
            measured += found.len();
            if measured <= limits::SIZES.most && !outputs.large.contains_key(&pattern) {
                outputs.large.extend(largest(snapshot, &found, limit).map(|large| (pattern, large)));
            }
        }
        *outputs.asks.get_mut() = asks(snapshot, paths);
        let is_ignored = |pattern: &RepoPath| outputs.ignores(snapshot, &example(pattern));
        outputs.ignored = order::set(missing.into_iter().filter(is_ignored));
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

    /// Does DVC keep what a pattern names, as a pointer file or the lock of a pipeline says?
    pub(super) fn has_pointer(&self, pattern: &RepoPath) -> bool {
        if !self.has_pointers {
            return self.pipelines.make(pattern);
        }
        let text = pattern.as_bstr().to_str_lossy();
        let dvc = |path: &str| self.paths.entry(&format!("{path}.dvc").as_str().into()).is_some();
        let ends = text.match_indices('/').map(|(at, _)| at).chain([text.len()]);
        let is_beside = ends.clone().any(|end| dvc(&text[..end]))
            || !self.paths.matching(&format!("{text}.dvc").as_str().into()).is_empty();
        is_beside || self.pipelines.make(pattern)
    }

    /// Does git ignore a path, as far as it may still be asked?
    pub(super) fn ignores(&self, snapshot: &dyn Snapshot, path: &RepoPath) -> bool {
        let left = self.asks.load(Relaxed);
        self.asks.store(left.saturating_sub(1), Relaxed);
        left > 0 && snapshot.ignores(path)
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
fn example(pattern: &RepoPath) -> RepoPath {
    let text = pattern.as_bstr().to_str_lossy();
    RepoPath::from(text.replace("**", "x").replace(['*', '?'], "x").as_str())
}

/// How often git may be asked whether it ignores a path.
fn asks(snapshot: &dyn Snapshot, paths: Paths<'_>) -> usize {
    let files = paths.all().iter().filter(|entry| entry.is_named(".gitignore"));
    let sizes = files.map(|entry| snapshot.stored_size(&entry.path).unwrap_or(u64::MAX));
    let bytes = sizes.fold(0, u64::saturating_add);
    if bytes > limits::IGNORES.most as u64 { 0 } else { limits::IGNORED.most }
}

fn largest(snapshot: &dyn Snapshot, found: &[&Entry], limit: u64) -> Option<Large> {
    let files = found.iter().filter(|entry| entry.kind == EntryKind::File);
    let sizes = files.filter_map(|entry| Some((snapshot.stored_size(&entry.path)?, &entry.path)));
    let mut large: Vec<_> = sizes.filter(|(size, _)| *size > limit).collect();
    order::by_key(&mut large, |(size, path)| (std::cmp::Reverse(*size), *path));
    let is_binary = |path: &RepoPath| {
        // What is too large to be read is not looked into.
        snapshot.read(path).map_or(true, |bytes| bytes[..bytes.len().min(LOOKED_AT)].contains(&0))
    };
    let (size, path) = large.iter().take(MOST_READ).find(|(_, path)| is_binary(path))?;
    Some(Large { path: (*path).clone(), size: *size, others: large.len() - 1 })
}
