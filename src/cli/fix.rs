//! `planlint lint --fix`: writes what the fixes come to, or shows it.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use clap::ValueEnum;

use crate::diagnostic::Safety;
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::mend::Mended;
use crate::path::RepoPath;
use crate::snapshot;
use crate::snapshot::Snapshot;
use crate::write::Draft;

/// Which fixes are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Fixes {
    /// Those that say only what the plan says already
    Safe,
    /// Others as well, which somebody should read before they are committed
    Unsafe,
}

impl Fixes {
    /// The least safe fix that is made.
    pub(super) fn allowed(self) -> Safety {
        match self {
            Fixes::Safe => Safety::Safe,
            Fixes::Unsafe => Safety::Unsafe,
        }
    }
}

/// Every change as a unified diff.
pub(super) fn diff(mended: &Mended, base: &dyn Snapshot) -> Result<String> {
    let mut shown = String::new();
    for (path, after) in &mended.files {
        let before = match is_there(base, path) {
            true => Some(String::from_utf8_lossy(&base.read(path)?).into_owned()),
            false => None,
        };
        let old = before.as_ref().map_or_else(|| "/dev/null".to_owned(), |_| format!("a/{path}"));
        let hunks = snapshot::hunks(before.as_deref().unwrap_or_default(), after)?;
        let diff = format!("--- {old}\n+++ b/{path}\n{hunks}");
        for line in diff.split_inclusive('\n') {
            let text = line.trim_end_matches(['\r', '\n']);
            let ending = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
            shown.push_str(&visible(text));
            shown.push_str(ending);
        }
    }
    Ok(shown)
}

/// Writes every changed file below `top`, each at once or not at all. Nothing is written where one of them is
/// on disk another than in the snapshot, or cannot be written.
pub(super) fn write(mended: &Mended, base: &dyn Snapshot, top: &Path, staged: bool) -> Result<()> {
    let mut places = Vec::new();
    for (path, text) in &mended.files {
        let place = place(top, path)?;
        let found = match fs::symlink_metadata(&place) {
            Ok(found) if !found.is_file() => return Err(not_a_file(path)),
            Ok(_) => Some(fs::read(&place).map_err(|cause| unread(path, cause))?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(cause) => return Err(unread(path, cause)),
        };
        let expected = if is_there(base, path) { Some(base.read(path)?) } else { None };
        if found != expected {
            return Err(differs(path, staged, found.is_some()));
        }
        places.push((place, text));
    }
    let drafts = places.iter().map(|(place, text)| Draft::of(place, text.as_bytes()));
    // All of them are on disk before the first takes its place.
    let drafts = drafts.collect::<Result<Vec<_>>>()?;
    drafts.into_iter().try_for_each(Draft::publish)
}

fn is_there(base: &dyn Snapshot, path: &RepoPath) -> bool {
    base.entries().iter().any(|entry| entry.path == *path)
}

/// Where a file stands on disk. No folder on the way may be a link, which could lead out of the repository.
fn place(top: &Path, path: &RepoPath) -> Result<PathBuf> {
    let relative = path.as_bstr().to_path().map_err(|cause| {
        Error::new(format!("this system has no file name for `{path}`"))
            .help("rename the file to valid UTF-8")
            .cause(cause)
    })?;
    let place = top.join(relative);
    let folders = relative.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let is_link =
        |folder: &Path| fs::symlink_metadata(top.join(folder)).is_ok_and(|found| found.is_symlink());
    if folders.into_iter().any(is_link) {
        return Err(Error::new(format!("`{path}` is behind a symbolic link"))
            .help("correct the file where it really stands"));
    }
    Ok(place)
}

fn not_a_file(path: &RepoPath) -> Error {
    Error::new(format!("`{path}` is no regular file, so it is not fixed"))
        .help("put a regular file in its place")
}

fn unread(path: &RepoPath, cause: std::io::Error) -> Error {
    Error::new(format!("`{path}` cannot be read")).help("check that you may read the file").cause(cause)
}

fn differs(path: &RepoPath, staged: bool, is_on_disk: bool) -> Error {
    let (what, help) = match (staged, is_on_disk) {
        (true, _) => (
            format!("`{path}` is on disk another than the one that is staged, so nothing is fixed"),
            format!("stage all of it with `git add {path}`, or run `planlint lint --fix` without `--staged`"),
        ),
        (false, true) => (
            format!("`{path}` is on disk another than the one that was checked, so nothing is fixed"),
            "run the command again".to_owned(),
        ),
        (false, false) => (
            format!("`{path}` is not on disk, so nothing is fixed"),
            "check the file out first, with `git sparse-checkout` where that leaves it out".to_owned(),
        ),
    };
    Error::new(what).help(help)
}

/// What was done and what was not, in lines for people.
pub(super) fn account(mended: &Mended, fixes: Fixes, is_shown_only: bool, staged: bool) -> String {
    let mut text = String::new();
    let (did, verb) = if is_shown_only { ("would fix", "would be fixed") } else { ("fixed", "fixed") };
    for done in &mended.done {
        let _ = writeln!(text, "{did} {}: {} [{}]", done.path, visible(&done.title), done.rule);
    }
    for left in &mended.left {
        let (fix, reason) = (&left.fix, visible(&left.reason));
        let _ = writeln!(text, "not fixed {}: {} [{}]: {reason}", fix.path, visible(&fix.title), fix.rule);
    }
    let files = mended.files.len();
    let plural = if files == 1 { "file" } else { "files" };
    let _ = match mended.done.len() {
        0 => writeln!(text, "nothing {verb}"),
        many => writeln!(text, "{many} {verb} in {files} {plural}"),
    };
    let is_unsafe = |fix: &&crate::diagnostic::Fix| fix.safety == Safety::Unsafe;
    let fixable = mended.after().findings.iter().filter_map(|finding| finding.diagnostic.fix.as_deref());
    let more = fixable.filter(is_unsafe).count();
    if fixes == Fixes::Safe && more > 0 {
        let _ = writeln!(
            text,
            "{more} more can be fixed with `--fix=unsafe`; read what it writes before you commit"
        );
    }
    if staged && !is_shown_only && files > 0 {
        let names: Vec<String> = mended.files.keys().map(ToString::to_string).collect();
        let _ = writeln!(text, "what is staged is as it was: run `git add {}`", names.join(" "));
    }
    text
}
