//! What only the git program knows: which repositories it trusts, and by which pattern it ignores a path.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bstr::ByteSlice;

use crate::path::RepoPath;

/// The git folder and the top of a repository that git opens here and libgit2 refuses, since libgit2 knows
/// neither `git -c safe.directory=…` nor `GIT_CONFIG_COUNT`, and asks for the owner even where `GIT_DIR` is set.
pub(super) fn trusted() -> Option<(PathBuf, Option<PathBuf>)> {
    let ask = |question: &str| {
        let answer = output(Path::new("."), &["rev-parse", question], b"")?;
        answer.strip_suffix(b"\n")?.to_path().ok().map(Path::to_path_buf)
    };
    Some((ask("--absolute-git-dir")?, ask("--show-toplevel")))
}

/// The pattern by which git ignores an untracked path, and the file and line it stands in, as `file:line`.
pub(super) fn ignoring_pattern(top: &Path, path: &RepoPath) -> Option<(String, String)> {
    let words = ["check-ignore", "--verbose", "-z", "--stdin"];
    let answer = output(top, &words, &[path.as_bstr().as_bytes(), b"\0"].concat())?;
    let mut parts = answer.split_str("\0").map(|part| part.to_str_lossy().into_owned());
    let (file, line, pattern) = (parts.next()?, parts.next()?, parts.next()?);
    (!pattern.is_empty()).then(|| (pattern, format!("{file}:{line}")))
}

/// What git prints where it succeeds. What it is given must fit into a pipe.
fn output(folder: &Path, words: &[&str], given: &[u8]) -> Option<Vec<u8>> {
    let mut git = Command::new("git");
    git.current_dir(folder).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = git.spawn().ok()?;
    let written = running.stdin.take().map(|mut stdin| stdin.write_all(given));
    let output = running.wait_with_output().ok()?;
    (output.status.success() && written?.is_ok()).then_some(output.stdout)
}
