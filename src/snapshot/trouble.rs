//! What libgit2 and the git program report, in words that say what to do.

use git2::{ErrorClass, ErrorCode};

use super::source::Source;
use crate::error::Error;
use crate::escape::{shell_word, visible};
use crate::path::RepoPath;

/// What to do about what git says, which tells only what is wrong.
const ASK_GIT: &str = "find out what git says with `git status`";

/// A repository that is there and cannot be opened.
pub(super) fn unopened(error: git2::Error) -> Error {
    let message = error.message().to_owned();
    if error.code() == ErrorCode::Owner {
        let path = quoted(&message).unwrap_or(".");
        return Error::new(format!("the repository `{}` belongs to another user", visible(path)))
            .help(format!("run `git config --global --add safe.directory {}`", visible(&shell_word(path))))
            .cause(words(&error));
    }
    if let Some(feature) = feature(&message) {
        return Error::new(format!("the repository uses {feature}, which planlint cannot read"))
            .help("run planlint in a clone without it")
            .cause(words(&error));
    }
    let what = match error.class() {
        ErrorClass::Config => "the configuration of git cannot be read",
        _ => "the repository cannot be opened",
    };
    Error::new(what).help(ASK_GIT).cause(words(&error))
}

/// Is it a repository with a feature that libgit2 does not know?
pub(super) fn is_unknown(error: &git2::Error) -> bool {
    feature(error.message()).is_some()
}

/// An index that is not what it should be.
pub(super) fn damaged_index(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new("the index cannot be read").help(ASK_GIT).cause(cause)
}

/// What git says when it does not do what it was asked for.
pub(super) fn complaint(words: String) -> Error {
    Error::new(words).help(ASK_GIT)
}

/// Says better what could not be done, and what to do, than git does. Where git did not even run, that is what to say.
pub(super) fn instead(cause: Error, better: impl FnOnce(Error) -> Error) -> Error {
    if cause.advice() == ASK_GIT { better(cause) } else { cause }
}

/// There is no git to ask.
pub(super) fn no_git_program() -> Error {
    Error::new("the git program is not there").help("install git, or put it on the PATH")
}

/// Objects that should be there and are not, or are not what they should be.
pub(super) fn damaged(what: &str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(format!("{what} cannot be read")).help("look for damage with `git fsck`").cause(cause)
}

/// Folders that could not be walked.
pub(super) fn unlisted(what: &str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(format!("{what} cannot be listed"))
        .help("check that you may read every folder in it, or let git ignore those that you may not")
        .cause(cause)
}

/// A blob that is not in the repository.
pub(super) fn missing_blob(source: &dyn Source, path: &RepoPath) -> Error {
    let help = match source.is_partial() {
        true => "download what this partial clone lacks with `git fetch --refetch --no-filter`",
        false => "look for damage with `git fsck`",
    };
    Error::new(format!("git's copy of `{path}` is not in this repository")).help(help)
}

/// A blob that is there and cannot be unpacked.
pub(super) fn damaged_blob(path: &RepoPath) -> Error {
    Error::new(format!("git's copy of `{path}` cannot be read")).help("look for damage with `git fsck`")
}

/// A file on disk whose id cannot be told.
pub(super) fn unhashed(path: &RepoPath) -> Error {
    Error::new(format!("`{path}` cannot be hashed")).help("check that you may read the file")
}

/// A revision that is something else than a set of files.
pub(super) fn no_tree(revision: &str) -> Error {
    Error::new(format!("`{}` names a file, not a revision", visible(revision)))
        .help("name a commit, a branch or a tag, such as `--rev HEAD`")
}

/// A revision that leads nowhere.
pub(super) fn unknown_revision(source: &dyn Source, revision: &str, is_ambiguous: bool) -> Error {
    let shown = visible(revision);
    let from_head = revision.starts_with("HEAD") || revision.starts_with('@');
    if from_head && source.is_unborn() {
        return Error::new("HEAD has no commit yet")
            .help("commit something first, or check what is staged with `--staged`");
    }
    let (what, help) = match is_ambiguous {
        true => ("ambiguous", "write more characters of the commit id".to_owned()),
        false if source.is_shallow() => {
            ("unknown", "fetch the rest of the history with `git fetch --unshallow`".to_owned())
        }
        false => ("unknown", format!("name one that `git rev-parse --verify '{shown}'` knows")),
    };
    Error::new(format!("{what} revision `{shown}`")).help(help)
}

/// The message of libgit2 without the class and the code that it adds for programmers.
pub(super) fn words(error: &git2::Error) -> String {
    error.message().to_owned()
}

fn feature(message: &str) -> Option<String> {
    let lower = message.to_lowercase();
    if lower.contains("refstorage") {
        return Some("reftable references (`extensions.refStorage`)".to_owned());
    }
    if lower.contains("objectformat") || lower.contains("object format") || lower.contains("sha256") {
        return Some("SHA-256 objects (`extensions.objectFormat`)".to_owned());
    }
    if let Some((_, name)) = message.split_once("unsupported extension name ") {
        return Some(format!("`{}`", visible(name)));
    }
    lower.contains("unsupported repository version").then(|| "a newer repository format".to_owned())
}

fn quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once('\'')?;
    rest.rsplit_once('\'').map(|(path, _)| path.trim_end_matches('/'))
}
