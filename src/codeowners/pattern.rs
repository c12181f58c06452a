//! A pattern of CODEOWNERS as globs over whole paths.

use crate::codeowners::Forge;
use crate::glob::Globs;
use crate::path::RepoPath;

/// One pattern, compiled.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    globs: Globs,
    excludes: bool,
}

impl Pattern {
    /// Compiles a pattern; `None` where it is none.
    pub(super) fn new(written: &str, forge: Forge) -> Option<Self> {
        let (excludes, written) = match (forge, written.strip_prefix('!')) {
            (Forge::GitLab, Some(rest)) => (true, rest),
            _ => (false, written),
        };
        let patterns = match forge {
            Forge::GitHub => github(written),
            Forge::GitLab => gitlab(written),
        };
        Some(Pattern { globs: Globs::new(patterns.iter().map(String::as_str)).ok()?, excludes })
    }

    /// Does it match the whole path, or a folder on the way to it?
    pub(super) fn matches(&self, path: &RepoPath) -> bool {
        self.globs.matches(path)
    }

    /// Does it take its section's ownership away?
    pub(super) fn excludes(&self) -> bool {
        self.excludes
    }
}

/// As in gitignore: a slash in front or inside anchors, any other pattern matches at any depth; what names a
/// folder owns all that is in it; but `docs/*` matches one level only.
fn github(written: &str) -> Vec<String> {
    let trimmed = written.trim_end_matches('/');
    let plain = escaped(trimmed.trim_start_matches('/'), "[]{}");
    if plain.is_empty() {
        return vec!["**".to_owned()];
    }
    let base = if trimmed.contains('/') { plain } else { format!("**/{plain}") };
    let inside = format!("{base}/**");
    match () {
        () if written.ends_with('/') => vec![inside],
        () if base.ends_with("/*") && trimmed.contains('/') => vec![base],
        () => vec![base, inside],
    }
}

/// As GitLab normalises them: without a slash in front a pattern matches at any depth; with one at the end it
/// owns all that is in the folder; otherwise it names files. `\#` is a hash, and braces are plain.
fn gitlab(written: &str) -> Vec<String> {
    if written == "*" {
        return vec!["**".to_owned()];
    }
    let written = written.strip_prefix("\\#").map_or_else(|| written.to_owned(), |rest| format!("#{rest}"));
    let anchored = written.strip_prefix('/');
    let plain = escaped(anchored.unwrap_or(&written).trim_end_matches('/'), "{}");
    let base = match (anchored, plain.starts_with("**/") || plain.is_empty()) {
        (None, false) => format!("**/{plain}"),
        _ => plain,
    };
    match (written.ends_with('/'), base.is_empty()) {
        (true, true) => vec!["**".to_owned()],
        (true, false) => vec![format!("{base}/**")],
        (false, _) => vec![base],
    }
}

/// With characters that mean something to a glob but nothing to the forge made plain.
fn escaped(pattern: &str, plain: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    for character in pattern.chars() {
        if plain.contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
