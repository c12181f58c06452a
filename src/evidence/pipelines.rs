//! What the pipelines of DVC make: their locks point to it as `.dvc` files do.

use bstr::ByteSlice;

use crate::evidence::digest::{Digest, Records, seen_from};
use crate::glob::{Globs, is_glob};
use crate::model::Paths;
use crate::order;
use crate::path::RepoPath;
use crate::snapshot::{EntryKind, Snapshot};
use crate::yaml;
use crate::yaml::{Map, Node};

/// Under which keys a lock has the hash of an output.
const HASHES: &[&str] = &["md5", "etag", "checksum"];

/// The outputs of all pipelines of a snapshot, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Pipelines {
    outs: Vec<Out>,
}

/// A file or folder that a pipeline makes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Out {
    path: RepoPath,
    /// What the lock calls its content; `None` where the lock lists the files of a folder one by one.
    hash: Option<String>,
}

impl Pipelines {
    /// Reads the locks. One that is broken is DVC's affair, and tells nothing.
    pub(super) fn gather(snapshot: &dyn Snapshot, paths: Paths<'_>) -> Self {
        let locks = paths.all().iter().filter(|entry| entry.kind == EntryKind::File);
        let locks = locks.filter(|entry| entry.is_named("dvc.lock"));
        let mut outs: Vec<Out> = locks.flat_map(|lock| read(snapshot, &lock.path)).collect();
        order::unique(&mut outs);
        Pipelines { outs }
    }

    /// Do they make what a pattern names, something in it, or the folder that it is in?
    pub(super) fn make(&self, pattern: &RepoPath) -> bool {
        self.of(pattern).next().is_some()
    }

    fn of<'a>(&'a self, pattern: &'a RepoPath) -> impl Iterator<Item = &'a Out> {
        let text = pattern.as_bstr().to_str_lossy();
        let is_glob = is_glob(&text) && !self.outs.is_empty();
        let globs = is_glob.then(|| Globs::new([text.as_ref()]).ok()).flatten();
        self.outs.iter().filter(move |out| {
            out.path.is_below(pattern)
                || pattern.is_below(&out.path)
                || globs.as_ref().is_some_and(|globs| globs.matches(&out.path))
        })
    }

    /// The id of what they make for a pattern: that of regular files which have the hash in the lock for their
    /// object id, so that it changes with this output and with nothing else in the lock.
    pub(super) fn digest(&self, folder: &RepoPath, pattern: &RepoPath) -> Digest {
        let mut records = Records::default();
        for out in self.of(pattern) {
            let Some(hash) = &out.hash else { return Digest::Unknown };
            records.add(seen_from(folder, &out.path), 0o100_644, hash);
        }
        if records.is_empty() { Digest::Nothing } else { Digest::Of(records.id()) }
    }
}

fn read(snapshot: &dyn Snapshot, lock: &RepoPath) -> Vec<Out> {
    let text = snapshot.read(lock).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(root) = text.and_then(|text| yaml::parse(&text).root) else { return Vec::new() };
    let stages = root.as_map().and_then(|map| map.get("stages")).and_then(Node::as_map);
    let stages = stages.into_iter().flat_map(|stages| &stages.entries);
    let outs = stages.filter_map(|stage| stage.value.as_map()?.get("outs")?.as_list()).flatten();
    let out = |out: &Map| {
        let path = lock.folder().resolve(out.get("path")?.as_text()?)?;
        let hash = HASHES.iter().find_map(|key| out.get(key)?.as_text());
        Some(Out { path, hash: hash.map(str::to_owned) })
    };
    outs.filter_map(Node::as_map).filter_map(out).collect()
}
