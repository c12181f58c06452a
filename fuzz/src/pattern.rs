//! One pattern of CODEOWNERS against one path, by a second reading of the forges' rules that goes part by part and
//! knows no globs.

use planlint::codeowners::{Codeowners, Forge};
use planlint::path::RepoPath;

/// What patterns and paths are made of here; few letters, so that they meet.
const LETTERS: &[u8] = b"ab/**?.ab/a*/-";

/// Reads the bytes as a pattern and a path, and asks both readings.
pub fn holds(bytes: &[u8]) {
    if bytes.len() > 48 {
        return;
    }
    let middle = bytes.len() / 2;
    let spelt = |bytes: &[u8]| -> String {
        bytes.iter().map(|byte| char::from(LETTERS[*byte as usize % LETTERS.len()])).collect()
    };
    let (pattern, path) = (spelt(&bytes[..middle]), spelt(&bytes[middle..]).replace(['*', '?'], "a"));
    let path: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    if pattern.is_empty() || path.is_empty() || !is_plain(&pattern) {
        return;
    }
    for forge in [Forge::GitHub, Forge::GitLab] {
        let codeowners = Codeowners::parse(&format!("{pattern} @a\n"), forge);
        let owned = !codeowners.owners(&RepoPath::from(path.join("/").as_str())).is_empty();
        let wanted = match forge {
            Forge::GitHub => github(&pattern, &path),
            Forge::GitLab => gitlab(&pattern, &path),
        };
        assert_eq!(owned, wanted, "{forge:?}: `{pattern}` and `{}`", path.join("/"));
    }
}

/// Where stars stand in a row with other things, or slashes in a row, or where a folder is called `**/`, the forges
/// say nothing, and so do we.
fn is_plain(pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.trim_start_matches('/').trim_end_matches('/').split('/').collect();
    let is_plain = |part: &&str| !part.is_empty() && (*part == "**" || !part.contains("**"));
    parts.iter().all(is_plain)
        && !pattern.starts_with("//")
        && !pattern.ends_with("//")
        && !pattern.ends_with("**/")
}

fn github(pattern: &str, path: &[&str]) -> bool {
    let is_folder = pattern.ends_with('/');
    let trimmed = pattern.trim_end_matches('/');
    let is_anchored = trimmed.contains('/');
    let mut parts: Vec<&str> =
        trimmed.trim_start_matches('/').split('/').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return true;
    }
    if !is_anchored {
        parts.insert(0, "**");
    }
    let is_level = !is_folder && is_anchored && parts.len() > 1 && parts.last() == Some(&"*");
    let whole = !is_folder && walk(&parts, path);
    let below = !is_level && (1..path.len()).any(|end| walk(&parts, &path[..end]));
    whole || below
}

fn gitlab(pattern: &str, path: &[&str]) -> bool {
    if pattern == "*" {
        return true;
    }
    let is_folder = pattern.ends_with('/');
    let mut parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    if !pattern.starts_with('/') {
        parts.insert(0, "**");
    }
    if !is_folder {
        return walk(&parts, path);
    }
    parts.is_empty() || (1..path.len()).any(|end| walk(&parts, &path[..end]))
}

/// Do the parts of a pattern match the parts of a path, all of them?
fn walk(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        // At the end of a pattern, two stars want something to match.
        (["**"], path) => !path.is_empty(),
        (["**", rest @ ..], path) => (0..=path.len()).any(|skipped| walk(rest, &path[skipped..])),
        ([first, rest @ ..], [part, others @ ..]) => {
            letters(first.as_bytes(), part.as_bytes()) && walk(rest, others)
        }
        _ => false,
    }
}

fn letters(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        ([b'*', rest @ ..], text) => (0..=text.len()).any(|skipped| letters(rest, &text[skipped..])),
        ([b'?', rest @ ..], [_, others @ ..]) => letters(rest, others),
        ([first, rest @ ..], [letter, others @ ..]) => first == letter && letters(rest, others),
        _ => false,
    }
}
