//! The documents that a plan names, read as Markdown.

use std::collections::BTreeMap;

use bstr::ByteSlice;

use crate::error;
use crate::evidence::markdown::Markdown;
use crate::limits;
use crate::model::{Manifest, Paths, Plan};
use crate::path::RepoPath;
use crate::snapshot::{EntryKind, Snapshot};
use crate::text::{Source, Sources};

/// What the names of Markdown files end in.
const ENDINGS: &[&str] = &["md", "markdown", "mdown", "mkd", "mdx", "rmd", "qmd"];

/// The documents that a plan names, read as Markdown.
#[derive(Debug, Default)]
pub struct Documents(BTreeMap<RepoPath, Result<Option<Markdown>, Unread>>);

/// Why nobody can read a document that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is no UTF-8.
    NoText,
    /// It is a symbolic link that leads to no file of the repository.
    Nowhere,
}

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
    ) -> error::Result<Self> {
        let mut documents = Documents::default();
        let there = |manifest: &Manifest| -> Vec<_> {
            let near = paths.near(&manifest.path.folder());
            let is_there = |path: &RepoPath| is_markdown(path) && near.entry(path).is_some();
            named(manifest).into_iter().filter(is_there).collect()
        };
        for path in plan.each(there).into_iter().flatten() {
            if documents.0.contains_key(&path) {
                continue;
            }
            let mut markdown = |text: String| {
                let source = sources.add(Source::new(path.clone(), text.clone()));
                Markdown::read(source, text)
            };
            let document = read(snapshot, paths, &path)?.map(|text| text.map(&mut markdown));
            documents.0.insert(path, document);
        }
        Ok(documents)
    }

    /// Why the document that a manifest means by a path cannot be read, though something stands there.
    pub fn unread(&self, manifest: &Manifest, written: &str) -> Option<Unread> {
        self.0.get(&manifest.file(written)?)?.as_ref().err().copied()
    }

    /// The document at a path.
    pub fn at(&self, path: &RepoPath) -> Option<&Markdown> {
        self.0.get(path)?.as_ref().ok()?.as_ref()
    }

    /// The document that a manifest means by a path, with or without `#heading`. `None` where there is none, or
    /// none that could be read as Markdown.
    pub fn of(&self, manifest: &Manifest, written: &str) -> Option<&Markdown> {
        let path = if self.0.is_empty() { None } else { manifest.file(written) };
        self.at(&path?)
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

/// The text of a document; none of what is there and is no document to be read, or is not there at all.
fn read(
    snapshot: &dyn Snapshot,
    paths: Paths<'_>,
    path: &RepoPath,
) -> error::Result<Result<Option<String>, Unread>> {
    let mut path = path.clone();
    let mut is_linked = false;
    for _ in 0..limits::LINKS.most {
        match paths.entry(&path).map(|entry| entry.kind) {
            Some(EntryKind::Link) => {
                let target = snapshot.read(&path)?;
                let target = target.to_str().ok().filter(|target| !target.starts_with('/'));
                let Some(next) = target.and_then(|target| path.folder().resolve(target)) else {
                    return Ok(Err(Unread::Nowhere));
                };
                (path, is_linked) = (next, true);
            }
            Some(EntryKind::File)
                if snapshot.stored_size(&path).is_some_and(|size| size <= limits::DOCUMENT.most as u64) =>
            {
                let bytes = snapshot.read(&path)?;
                let is_pointer = bytes.starts_with(b"version https://git-lfs.github.com/spec/");
                return Ok(match String::from_utf8(bytes) {
                    Ok(text) => Ok(Some(text).filter(|_| !is_pointer)),
                    Err(_) => Err(Unread::NoText),
                });
            }
            None if is_linked => return Ok(Err(Unread::Nowhere)),
            _ => return Ok(Ok(None)),
        }
    }
    Ok(Err(Unread::Nowhere))
}
