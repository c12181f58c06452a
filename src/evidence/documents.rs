//! The documents that a plan names, read as Markdown.

use std::collections::BTreeMap;

use bstr::ByteSlice;

use crate::error::Result;
use crate::evidence::markdown::Markdown;
use crate::model::{Manifest, Paths, Plan};
use crate::path::RepoPath;
use crate::snapshot::{EntryKind, Snapshot};
use crate::text::{Source, Sources};

/// Longer documents are not read: nobody writes them by hand.
const LONGEST: u64 = 2 << 20;

/// How many symbolic links are followed to a document.
const MOST_LINKS: usize = 5;

/// What the names of Markdown files end in.
const ENDINGS: &[&str] = &["md", "markdown", "mdown", "mkd", "mdx", "rmd", "qmd"];

/// The documents that a plan names, read as Markdown.
#[derive(Debug, Default)]
pub struct Documents(BTreeMap<RepoPath, Markdown>);

impl Documents {
    /// Reads them from a snapshot: the documents of each manifest, and what its alerts name as runbooks. Left
    /// out is what is no Markdown, no UTF-8, a pointer of Git LFS, or longer than 2 MiB.
    ///
    /// # Errors
    /// A file that is there cannot be read.
    pub fn gather(
        snapshot: &dyn Snapshot,
        paths: Paths<'_>,
        plan: &Plan,
        sources: &mut Sources,
    ) -> Result<Self> {
        let mut found = BTreeMap::new();
        for path in plan.manifests.iter().flat_map(named) {
            if found.contains_key(&path) || !is_markdown(&path) {
                continue;
            }
            let Some(text) = read(snapshot, paths, &path)? else { continue };
            let source = sources.add(Source::new(path.clone(), text.clone()));
            found.insert(path, Markdown::read(source, text));
        }
        Ok(Documents(found))
    }

    /// The document at a path.
    pub fn at(&self, path: &RepoPath) -> Option<&Markdown> {
        self.0.get(path)
    }

    /// The document that a manifest means by a path, with or without `#heading`. `None` where there is none, or
    /// none that could be read as Markdown.
    pub fn of(&self, manifest: &Manifest, written: &str) -> Option<&Markdown> {
        self.at(&manifest.file(written)?)
    }
}

/// The paths of all documents and runbooks of a manifest.
fn named(manifest: &Manifest) -> Vec<RepoPath> {
    let documents = manifest.documents.iter().filter_map(|document| document.value.path.given());
    let runbooks = manifest.alerts.iter().filter_map(|alert| alert.value.runbook.given());
    documents.chain(runbooks).filter_map(|path| manifest.file(&path.value)).collect()
}

fn is_markdown(path: &RepoPath) -> bool {
    let name = path.name().to_str_lossy().to_lowercase();
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

fn read(snapshot: &dyn Snapshot, paths: Paths<'_>, path: &RepoPath) -> Result<Option<String>> {
    let mut path = path.clone();
    for _ in 0..MOST_LINKS {
        match paths.entry(&path).map(|entry| entry.kind) {
            Some(EntryKind::Link) => {
                let target = snapshot.read(&path)?;
                let target = target.to_str().ok().filter(|target| !target.starts_with('/'));
                let Some(next) = target.and_then(|target| path.folder().resolve(target)) else {
                    return Ok(None);
                };
                path = next;
            }
            Some(EntryKind::File) if snapshot.stored_size(&path).is_some_and(|size| size <= LONGEST) => {
                let bytes = snapshot.read(&path)?;
                let is_pointer = bytes.starts_with(b"version https://git-lfs.github.com/spec/");
                return Ok(String::from_utf8(bytes).ok().filter(|_| !is_pointer));
            }
            _ => return Ok(None),
        }
    }
    Ok(None)
}
