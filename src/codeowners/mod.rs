//! Who owns a path, by the rules of the forges. The last pattern that matches decides.

use crate::glob::Globs;
use crate::path::RepoPath;
use crate::snapshot::{EntryKind, Snapshot};

/// Where a forge looks for the file; the first one found counts.
pub const PLACES: &[&str] = &[".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// A CODEOWNERS file.
#[derive(Clone, Debug, Default)]
pub struct Codeowners {
    entries: Vec<Entry>,
}

/// One line: a pattern and who owns what it matches. Without owners, it takes ownership away.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The pattern as written, escapes resolved.
    pub pattern: String,
    /// Handles and e-mail addresses.
    pub owners: Vec<String>,
    /// The line, from 1.
    pub line: usize,
    globs: Globs,
}

impl Codeowners {
    /// Where the file of a snapshot stands; `None` where there is none.
    pub fn place(snapshot: &dyn Snapshot) -> Option<RepoPath> {
        let entries = snapshot.entries();
        let is_file = |path: &RepoPath| {
            let at = entries.binary_search_by(|entry| entry.path.cmp(path));
            at.is_ok_and(|at| entries[at].kind == EntryKind::File)
        };
        PLACES.iter().map(|place| RepoPath::from(*place)).find(is_file)
    }

    /// Reads the text of a file. Lines that a forge would skip are skipped.
    pub fn parse(text: &str) -> Self {
        let lines = (1..).zip(text.lines());
        Codeowners { entries: lines.filter_map(|(line, text)| parse_line(text, line)).collect() }
    }

    /// All lines that count, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The line that decides who owns a path.
    pub fn entry(&self, path: &RepoPath) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.globs.matches(path))
    }
}

fn parse_line(text: &str, line: usize) -> Option<Entry> {
    let mut words = words(text).into_iter();
    let pattern = words.next().filter(|pattern| !pattern.starts_with(['!', '[', '^']))?;
    let globs = globs(&pattern)?;
    Some(Entry { pattern, owners: words.collect(), line, globs })
}

/// The words of a line up to a comment; `\ ` is a space and `\#` a hash within a word.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let last = words.last_mut().expect("there is always a word");
        match character {
            '\\' => last.extend(characters.next()),
            '#' if last.is_empty() => break,
            white if white.is_whitespace() => words.push(String::new()),
            other => last.push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A pattern with a slash inside or in front is anchored, any other matches at any depth. What names a
/// folder matches everything in it; `/docs/*` matches one level only.
fn globs(pattern: &str) -> Option<Globs> {
    let trimmed = pattern.trim_end_matches('/');
    let anchored = trimmed.contains('/');
    let escaped: String = trimmed
        .trim_start_matches('/')
        .chars()
        .flat_map(|character| match character {
            '[' | ']' | '{' | '}' | '!' | '\\' => vec!['\\', character],
            other => vec![other],
        })
        .collect();
    let base = if anchored { escaped } else { format!("**/{escaped}") };
    let inside = format!("{base}/**");
    let patterns = match () {
        () if pattern.ends_with('/') => vec![inside],
        () if base.ends_with("/*") && anchored => vec![base],
        () => vec![base, inside],
    };
    Globs::new(patterns.iter().map(String::as_str)).ok()
}

#[cfg(test)]
mod tests {
    use super::Codeowners;

    fn owners(file: &str, path: &str) -> Vec<String> {
        let file = Codeowners::parse(file);
        file.entry(&path.into()).map(|entry| entry.owners.clone()).unwrap_or_default()
    }

    #[test]
    fn the_last_matching_line_decides() {
        let file = "* @all\n*.js @js # scripts\n/docs/ @docs\n/docs/private\n";
        assert_eq!(owners(file, "a/b.js"), ["@js"]);
        assert_eq!(owners(file, "a/b.rs"), ["@all"]);
        assert_eq!(owners(file, "docs/a.md"), ["@docs"]);
        assert!(owners(file, "docs/private/a.md").is_empty());
    }

    #[test]
    fn slashes_anchor_and_stars_stay_in_one_level() {
        assert_eq!(owners("docs/* @a", "docs/a.md"), ["@a"]);
        assert!(owners("docs/* @a", "docs/b/a.md").is_empty());
        assert_eq!(owners("apps/ @a", "x/apps/y/z"), ["@a"]);
        assert!(owners("/apps/ @a", "x/apps/y").is_empty());
        assert_eq!(owners("**/logs @a", "build/logs/x"), ["@a"]);
    }

    #[test]
    fn escapes_are_resolved_and_other_metacharacters_are_plain() {
        assert_eq!(owners("with\\ space/\\#a @a", "with space/#a"), ["@a"]);
        assert!(owners("[ab].txt @a", "a.txt").is_empty());
    }
}
