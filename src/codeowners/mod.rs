//! Who owns a path, by the rules of the forges. The last pattern that matches decides, on GitLab in each
//! section on its own.

mod block;

mod forge;

mod line;

mod pattern;

use std::collections::BTreeMap;
use std::sync::Arc;

use bstr::ByteSlice;
use hashbrown::{HashMap, HashSet};

pub use crate::codeowners::block::{has_section, implied, section_lines, with_section};
pub use crate::codeowners::forge::ForgeChoice;
use crate::codeowners::line::Line;
use crate::codeowners::pattern::Pattern;
use crate::limits;
use crate::order;
use crate::path::RepoPath;
use crate::snapshot::{EntryKind, Snapshot};
use crate::text::Span;

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
    /// The entries whose patterns have this part as it is, by their positions.
    by_part: HashMap<String, Vec<u32>>,
    /// Those that have none.
    others: Vec<u32>,
    /// Does any line exclude what it matches?
    excludes: bool,
}

/// One line: a pattern and who owns what it matches. Without owners, it takes ownership away.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The pattern as written.
    pub pattern: String,
    /// Handles and e-mail addresses: those of the line, else the defaults of its section.
    pub owners: Arc<[String]>,
    /// The line, from 1.
    pub line: usize,
    section: u32,
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

    /// Reads the text of a file. Lines that the forge would skip are skipped; a file over the limit has no
    /// line that counts.
    pub fn parse(text: &str, forge: Forge) -> Self {
        let text =
            if text.len() > limits::CODEOWNERS.most { "" } else { text.trim_start_matches('\u{feff}') };
        let mut sections: HashMap<String, u32> = HashMap::from([(String::new(), 0)]);
        let nobody: Arc<[String]> = Arc::new([]);
        let (mut section, mut defaults) = (0, Arc::clone(&nobody));
        let mut entries = Vec::new();
        for (number, text) in (1..).zip(text.lines()) {
            match line::read(text, forge) {
                Line::Nothing => {}
                Line::Heading { name, owners } => {
                    let next = Span::at(sections.len()).start;
                    section = *sections.entry(name).or_insert(next);
                    defaults = owners.into();
                }
                Line::Entry { pattern, owners } => {
                    let Some(matcher) = Pattern::new(&pattern, forge) else { continue };
                    let owners = match (owners.is_empty(), matcher.excludes()) {
                        (true, false) => Arc::clone(&defaults),
                        (true, true) => Arc::clone(&nobody),
                        (false, _) => owners.into(),
                    };
                    entries.push(Entry { pattern, owners, line: number, section, matcher });
                }
            }
        }
        Codeowners::new(entries, sections.len())
    }

    fn new(entries: Vec<Entry>, sections: usize) -> Self {
        let (mut by_part, mut others): (HashMap<String, Vec<u32>>, _) = (HashMap::new(), Vec::new());
        for (entry, at) in entries.iter().zip(0..) {
            match entry.matcher.literal() {
                None => others.push(at),
                Some(part) => match by_part.get_mut(part) {
                    Some(same) => same.push(at),
                    None => drop(by_part.insert(part.to_owned(), vec![at])),
                },
            }
        }
        let excludes = entries.iter().any(|entry| entry.matcher.excludes());
        Codeowners { entries, sections, by_part, others, excludes }
    }

    /// All lines that count, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Everybody who owns anything, in the order of the file. The defaults of a section come once.
    pub fn everybody(&self) -> impl Iterator<Item = &str> {
        let mut seen = HashSet::new();
        let is_new = move |entry: &&Entry| seen.insert(Arc::as_ptr(&entry.owners).cast::<String>());
        self.entries.iter().filter(is_new).flat_map(|entry| entry.owners.iter().map(String::as_str))
    }

    /// The lines that decide who owns a path: the last match of each section, in the order of the sections. What a
    /// line of a section excludes, no later one brings back.
    pub fn deciding(&self, path: &RepoPath) -> Vec<&Entry> {
        let mut candidates: Vec<u32> = self.candidates(path).flatten().copied().collect();
        order::unique(&mut candidates);
        let mut last: BTreeMap<u32, &Entry> = BTreeMap::new();
        for at in candidates.into_iter().rev() {
            let entry = &self.entries[at as usize];
            // An exclusion counts wherever it stands.
            let known = last.get(&entry.section).map(|known| known.matcher.excludes());
            let counts = known.is_none_or(|is_excluded| entry.matcher.excludes() && !is_excluded);
            if counts && entry.matcher.matches(path) {
                last.insert(entry.section, entry);
            }
            if last.len() == self.sections && !self.excludes {
                break;
            }
        }
        last.into_values().filter(|entry| !entry.matcher.excludes()).collect()
    }

    /// How many steps it may take to find them: a byte of a pattern for each byte of a part of the path.
    pub fn effort(&self, path: &RepoPath) -> u64 {
        let longest = path.as_bstr().split_str("/").map(<[u8]>::len).max().unwrap_or_default();
        let bytes = self.candidates(path).flatten().map(|at| self.entries[*at as usize].matcher.len());
        bytes.map(|length| (length * longest) as u64).sum()
    }

    /// The entries that may match: those without a part of their own, and those whose part the path has.
    fn candidates<'a>(&'a self, path: &'a RepoPath) -> impl Iterator<Item = &'a Vec<u32>> {
        let parts = path.as_bstr().split_str("/").filter_map(|part| part.to_str().ok());
        parts.filter_map(|part| self.by_part.get(part)).chain([&self.others])
    }

    /// Who owns a path, each once, in the order of the file.
    pub fn owners(&self, path: &RepoPath) -> Vec<&str> {
        named(&self.deciding(path))
    }
}

/// Whom lines name, each once, in their order.
pub fn named<'a>(lines: &[&'a Entry]) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    let all = lines.iter().flat_map(|line| line.owners.iter().map(String::as_str));
    all.filter(|owner| seen.insert(*owner)).collect()
}

#[cfg(test)]
mod tests;
