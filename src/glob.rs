//! Globs over paths of the repository. `*` does not cross `/`, `**` does. Only this room knows globset.

use bstr::ByteSlice;
use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::path::RepoPath;

/// The longest pattern that is compiled, in bytes.
const LONGEST: usize = 4096;

/// Patterns that are matched together against the whole path.
#[derive(Clone, Debug)]
pub struct Globs(GlobSet);

impl Globs {
    /// Compiles patterns that are written from the top of the repository, without a leading `/`.
    ///
    /// # Errors
    /// The position of the first pattern that is none, and why.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, (usize, String)> {
        let mut set = GlobSetBuilder::new();
        for (at, pattern) in patterns.into_iter().enumerate() {
            if pattern.len() > LONGEST {
                return Err((at, format!("is longer than {LONGEST} bytes")));
            }
            let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build();
            set.add(glob.map_err(|error| (at, error.kind().to_string()))?);
        }
        set.build().map(Globs).map_err(|error| (0, error.kind().to_string()))
    }

    /// Compiles one pattern for which lower and upper case are the same.
    ///
    /// # Errors
    /// Why it is no pattern.
    pub fn in_any_case(pattern: &str) -> Result<Self, String> {
        let mut glob = GlobBuilder::new(pattern);
        let glob = glob.literal_separator(true).backslash_escape(true).case_insensitive(true).build();
        let set = glob.and_then(|glob| GlobSetBuilder::new().add(glob).build());
        set.map(Globs).map_err(|error| error.kind().to_string())
    }

    /// Does any pattern match the whole path?
    pub fn matches(&self, path: &RepoPath) -> bool {
        self.0.is_match_candidate(&candidate(path))
    }

    /// The positions of the patterns that match, in ascending order.
    pub fn matching(&self, path: &RepoPath) -> Vec<usize> {
        self.0.matches_candidate(&candidate(path))
    }
}

fn candidate(path: &RepoPath) -> Candidate<'_> {
    Candidate::from_bytes(path.as_bstr().as_bytes())
}

/// Has the text any character that a glob gives a meaning to?
pub fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}
