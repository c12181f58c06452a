//! What libgit2 reports, in words that say what to do.

use git2::{ErrorClass, ErrorCode};

use crate::error::Error;
use crate::escape::{shell_word, visible};

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
    Error::new(what).help("find out what git says with `git status`").cause(words(&error))
}

/// An index that cannot be read.
pub(super) fn unread_index(error: git2::Error) -> Error {
    let message = error.message();
    let (what, help) = if message.contains("'link'") {
        (
            "the repository uses a split index, which planlint cannot read",
            "run `git update-index --no-split-index`",
        )
    } else if message.contains("'sdir'") {
        (
            "the repository uses a sparse index, which planlint cannot read",
            "run `git sparse-checkout reapply --no-sparse-index`",
        )
    } else {
        ("the index cannot be read", "find out what git says with `git status`")
    };
    Error::new(what).help(help).cause(words(&error))
}

/// Objects that should be there and are not, or are not what they should be.
pub(super) fn damaged(what: &str, error: git2::Error) -> Error {
    Error::new(format!("{what} cannot be read")).help("look for damage with `git fsck`").cause(words(&error))
}

/// Folders that libgit2 could not walk.
pub(super) fn unlisted(what: &str, error: git2::Error) -> Error {
    if error.class() == ErrorClass::Index {
        return unread_index(error);
    }
    Error::new(format!("{what} cannot be listed"))
        .help("check that you may read every folder in it, or let git ignore those that you may not")
        .cause(words(&error))
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
