//! Who owns a path, by the rules of the forges. The last pattern that matches decides, on GitLab in each
//! section on its own.

mod block;

mod forge;

mod line;

mod pattern;

pub use crate::codeowners::block::{implied, section_lines, with_section};
pub use crate::codeowners::forge::ForgeChoice;
use crate::codeowners::line::Line;
use crate::codeowners::pattern::Pattern;
use crate::path::RepoPath;
use crate::snapshot::{EntryKind, Snapshot};

/// The largest file that is read, in bytes: GitHub ignores a larger one.
pub const LARGEST: usize = 3 * 1024 * 1024;

/// Whose rules a file is read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forge {
    /// No sections, no exclusions, no character classes; a pattern without owners takes ownership away.
    GitHub,
    /// Sections with default owners; a pattern without a trailing slash names files only.
    GitLab,
}

/// A CODEOWNERS file.
#[derive(Clone, Debug)]
pub struct Codeowners {
    entries: Vec<Entry>,
    sections: usize,
}

/// One line: a pattern and who owns what it matches. Without owners, it takes ownership away.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The pattern as written.
    pub pattern: String,
    /// Handles and e-mail addresses: those of the line, else the defaults of its section.
    pub owners: Vec<String>,
    /// The line, from 1.
    pub line: usize,
    section: usize,
    matcher: Pattern,
}

impl Entry {
    /// Does the pattern match everything, so that it says nothing about any one path?
    pub fn is_catch_all(&self) -> bool {
        matches!(self.pattern.as_str(), "*" | "/*" | "**" | "/**" | "/" | "**/*" | "/**/*")
    }
}

impl Codeowners {
    /// Where the file of a snapshot stands, if a forge looks for it there; `None` where there is none.
    pub fn place(snapshot: &dyn Snapshot, forge: ForgeChoice) -> Option<RepoPath> {
        let entries = snapshot.entries();
        let is_file = |path: &RepoPath| {
            let at = entries.binary_search_by(|entry| entry.path.cmp(path));
            at.is_ok_and(|at| entries[at].kind == EntryKind::File)
        };
        forge.places().iter().map(|place| RepoPath::from(*place)).find(is_file)
    }

    /// Reads the text of a file. Lines that the forge would skip are skipped; a file over [`LARGEST`] has no
    /// line that counts.
    pub fn parse(text: &str, forge: Forge) -> Self {
        let text = if text.len() > LARGEST { "" } else { text.trim_start_matches('\u{feff}') };
        let mut names: Vec<String> = vec![String::new()];
        let mut defaults: Vec<String> = Vec::new();
        let mut section = 0;
        let mut entries = Vec::new();
        for (number, text) in (1..).zip(text.lines()) {
            match line::read(text, forge) {
                Line::Nothing => {}
                Line::Heading { name, owners } => {
                    section = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                        names.push(name);
                        names.len() - 1
                    });
                    defaults = owners;
                }
                Line::Entry { pattern, owners } => {
                    let Some(matcher) = Pattern::new(&pattern, forge) else { continue };
                    let owners = match owners.is_empty() && !matcher.excludes() {
                        true => defaults.clone(),
                        false => owners,
                    };
                    entries.push(Entry { pattern, owners, line: number, section, matcher });
                }
            }
        }
        Codeowners { entries, sections: names.len() }
    }

    /// All lines that count, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The lines that decide who owns a path: the last match of each section, in the order of the sections.
    pub fn deciding(&self, path: &RepoPath) -> Vec<&Entry> {
        let mut last: Vec<Option<&Entry>> = vec![None; self.sections];
        let mut open = self.sections;
        for entry in self.entries.iter().rev() {
            if last[entry.section].is_none() && entry.matcher.matches(path) {
                last[entry.section] = Some(entry);
                open -= 1;
            }
            if open == 0 {
                break;
            }
        }
        last.into_iter().flatten().filter(|entry| !entry.matcher.excludes()).collect()
    }

    /// Who owns a path, each once, in the order of the file.
    pub fn owners(&self, path: &RepoPath) -> Vec<&str> {
        let mut owners = Vec::new();
        for owner in self.deciding(path).into_iter().flat_map(|entry| &entry.owners) {
            if !owners.contains(&owner.as_str()) {
                owners.push(owner.as_str());
            }
        }
        owners
    }
}

#[cfg(test)]
mod tests;
