//! What only the git program knows: which repositories it trusts, by which pattern it ignores a path, whose
//! signatures it verifies, and, at its speed, what the commits are.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::thread;

use bstr::ByteSlice;

use super::Repository;
use crate::error::{Error, Result};
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

/// Whose key signed a commit, where git verifies the signature and trusts the key; `%G?` is `U` for a key that
/// nobody vouches for.
pub(super) fn key_holder(git_folder: &Path, commit: &str) -> Option<String> {
    let folder = format!("--git-dir={}", git_folder.to_str()?);
    let words = [&folder, "log", "-1", "--no-show-signature", "--format=%G?%x00%GS", commit];
    let answer = output(Path::new("."), &words, b"")?;
    let (grade, holder) = answer.to_str().ok()?.trim_end_matches('\n').split_once('\0')?;
    (grade == "G" && !holder.is_empty()).then(|| holder.to_owned())
}

/// What is made of that which git prints about a repository. The git of a hook names its quarantined objects in the
/// environment, which therefore stays, but for what would name another repository, index or work tree. Nothing is
/// fetched.
///
/// # Errors
/// There is no git program, or it fails.
pub(super) fn read<T>(
    repository: &Repository,
    words: &[&str],
    make: impl FnOnce(ChildStdout) -> io::Result<T>,
) -> Result<T> {
    let folder = repository.top().unwrap_or(repository.git_folder());
    let mut git = Command::new("git");
    git.env("GIT_DIR", repository.git_folder()).env("GIT_NO_LAZY_FETCH", "1").current_dir(folder);
    for variable in ["GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_SHALLOW_FILE"] {
        git.env_remove(variable);
    }
    git.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let failed = |error: io::Error| {
        Error::new("the git program cannot be run, and only it reads the history")
            .help("install git, and put it on the PATH")
            .cause(error)
    };
    let mut running = git.spawn().map_err(failed)?;
    let (output, mut said) =
        (running.stdout.take().expect("it was piped"), running.stderr.take().expect("it was piped"));
    let said = thread::spawn(move || {
        let mut words = Vec::new();
        said.read_to_end(&mut words).map(|_| words)
    });
    let made = make(output);
    let status = running.wait().map_err(failed)?;
    let words = said.join().ok().and_then(io::Result::ok).unwrap_or_default();
    match made {
        Ok(made) if status.success() => Ok(made),
        _ => Err(Error::new("the history cannot be read")
            .help("look for damage with `git fsck`")
            .cause(words.to_str_lossy().trim().to_owned())),
    }
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
