//! Why there is nothing at a path: what a writer most likely did wrong.

use bstr::ByteSlice;

use crate::evidence::Outputs;
use crate::glob::is_glob;
use crate::limits;
use crate::model::Manifest;
use crate::path::RepoPath;
use crate::suggest::closest;

/// Why nothing is found at what a manifest means by a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It leads out of the repository.
    Outside,
    /// It has `\` where git has `/`; what to write instead.
    Backslashes(String),
    /// Something is there in other letters; what to write instead, where that can be told.
    Case(RepoPath, Option<String>),
    /// Git ignores what would be there.
    Ignored,
    /// Nothing of that name is there, but perhaps something close to it.
    Nothing(Option<String>),
}

/// How much was compared so far to find out why something is not there.
#[derive(Debug, Default)]
pub struct Search {
    paths: usize,
    guessed: usize,
}

impl Search {
    /// May all paths be compared once more? An automaton takes about eight times as long.
    fn may_compare_all(&mut self, count: usize, pattern: &RepoPath) -> bool {
        let each = if is_glob(&pattern.as_bstr().to_str_lossy()) { 8 } else { 1 };
        self.paths = self.paths.saturating_add(count.saturating_mul(each));
        self.paths <= limits::SEARCHED.most
    }
}

impl Outputs<'_> {
    /// Why there is nothing at a path or glob; `None` where there is something.
    pub fn absence(&self, manifest: &Manifest, written: &str, search: &mut Search) -> Option<Absence> {
        match self.has(manifest, written) {
            None => return Some(Absence::Outside),
            Some(true) => return None,
            Some(false) => {}
        }
        let slashes = written.replace('\\', "/");
        if slashes != written && self.has(manifest, &slashes) == Some(true) {
            return Some(Absence::Backslashes(slashes));
        }
        let folder = manifest.path.folder();
        let pattern = folder.resolve(written)?;
        if !search.may_compare_all(self.paths().all().len(), &pattern) {
            return Some(if self.is_ignored(&pattern) { Absence::Ignored } else { Absence::Nothing(None) });
        }
        if let Some(entry) = self.paths().matching_in_any_case(&pattern).first() {
            return Some(Absence::Case(entry.path.clone(), in_its_case(&entry.path, &pattern, written)));
        }
        Some(match self.is_ignored(&pattern) {
            true => Absence::Ignored,
            false => Absence::Nothing(self.near(&pattern, written, search)),
        })
    }

    /// A path in the same folder that is spelt almost like this one, written in the same way.
    fn near(&self, pattern: &RepoPath, written: &str, search: &mut Search) -> Option<String> {
        let (front, name) = written
            .rsplit_once('/')
            .map_or(("", written), |(_, name)| (&written[..written.len() - name.len()], name));
        if is_glob(written) || name.is_empty() {
            return None;
        }
        let folder = pattern.folder();
        let depth = folder.as_bstr().len() + usize::from(!folder.as_bstr().is_empty());
        let paths = self.paths();
        let inside = paths.below(&folder).filter_map(|entry| {
            let rest = entry.path.as_bstr().get(depth..)?.to_str().ok()?;
            rest.split('/').next()
        });
        let mut names: Vec<&str> = inside.collect();
        names.dedup();
        search.guessed = search.guessed.saturating_add(names.len());
        if search.guessed > limits::COMPARISONS.most {
            return None;
        }
        closest(name, names).map(|near| format!("{front}{near}"))
    }
}

/// What was written, in the letters of the path that is there. `None` for a glob, and where both are not equally
/// long.
fn in_its_case(there: &RepoPath, pattern: &RepoPath, written: &str) -> Option<String> {
    let there = there.as_bstr().to_str().ok()?;
    let pattern = pattern.as_bstr().to_str().ok()?;
    let there = there.get(..pattern.len())?;
    let tail = written.trim_start_matches(['.', '/']);
    let front = &written[..written.len() - tail.len()];
    let is_plain = !is_glob(written) && pattern.ends_with(tail);
    let same = there.get(there.len().checked_sub(tail.len())?..).filter(|_| is_plain)?;
    let is_all = there.len() == tail.len()
        || there[..there.len() - tail.len()] == pattern[..pattern.len() - tail.len()];
    is_all.then(|| format!("{front}{same}"))
}
