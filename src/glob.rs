//! Globs over paths of the repository. `*` does not cross `/`, `**` does. Only this room knows globset.

mod plain;

use bstr::ByteSlice;
use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::glob::plain::Plain;
use crate::limits;
use crate::path::{Ending, RepoPath, Tail};

/// Up to so many patterns are held against a path one by one.
const FEW: usize = 32;

/// Patterns that are matched together against the whole path.
#[derive(Clone, Debug)]
pub struct Globs(Matcher);

#[derive(Clone, Debug)]
enum Matcher {
    Few(Vec<Plain>),
    /// What a path must end in for any of the patterns to match; `None` where that is not the same for each path.
    Many(GlobSet, Option<Vec<Ending>>),
}

impl Globs {
    /// Compiles patterns that are written from the top of the repository, without a leading `/`.
    ///
    /// # Errors
    /// The position of the first pattern that is none, and why.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, (usize, String)> {
        let patterns: Vec<&str> = patterns.into_iter().collect();
        if patterns.len() <= FEW
            && let Some(plain) = patterns.iter().map(|pattern| Plain::of(pattern)).collect()
        {
            return Ok(Globs(Matcher::Few(plain)));
        }
        let mut set = GlobSetBuilder::new();
        let mut endings = Some(Vec::new());
        for (at, pattern) in patterns.into_iter().enumerate() {
            if pattern.len() > limits::GLOB.most {
                return Err((at, format!("is longer than {} bytes", limits::GLOB.most)));
            }
            let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build();
            set.add(glob.map_err(|error| (at, error.kind().to_string()))?);
            endings = endings.zip(ending(pattern)).map(|(mut endings, ending)| {
                endings.push(Ending::of(ending));
                endings
            });
        }
        let set = set.build().map_err(|error| (0, error.kind().to_string()))?;
        Ok(Globs(Matcher::Many(set, endings)))
    }

    /// Compiles one pattern for which lower and upper case are the same.
    ///
    /// # Errors
    /// Why it is no pattern.
    pub fn in_any_case(pattern: &str) -> Result<Self, String> {
        let mut glob = GlobBuilder::new(pattern);
        let glob = glob.literal_separator(true).backslash_escape(true).case_insensitive(true).build();
        let set = glob.and_then(|glob| GlobSetBuilder::new().add(glob).build());
        set.map(|set| Globs(Matcher::Many(set, None))).map_err(|error| error.kind().to_string())
    }

    /// May any pattern match a path that ends so? Where not, none does.
    #[inline]
    pub fn may_match(&self, tail: Tail) -> bool {
        match &self.0 {
            Matcher::Few(patterns) => patterns.iter().any(|one| one.may_match(tail)),
            Matcher::Many(_, Some(endings)) => endings.iter().any(|ending| tail.may_end_in(*ending)),
            Matcher::Many(_, None) => true,
        }
    }

    /// Does any pattern match the whole path?
    pub fn matches(&self, path: &RepoPath) -> bool {
        let tail = Tail::of(path);
        match &self.0 {
            Matcher::Few(patterns) => {
                patterns.iter().any(|one| one.may_match(tail) && one.matches(path.as_bstr()))
            }
            Matcher::Many(set, _) => self.may_match(tail) && set.is_match_candidate(&candidate(path)),
        }
    }
}

/// The text that ends every path which a pattern matches: what stands behind its last sign. `None` where there is none.
fn ending(pattern: &str) -> Option<&str> {
    let start = pattern.rfind(['*', '?', '[', ']', '{', '}', '\\', '/']).map_or(0, |at| at + 1);
    Some(&pattern[start..]).filter(|ending| !ending.is_empty())
}

/// The text that begins every path which a pattern matches: what stands before its first sign.
pub fn literal(pattern: &str) -> &str {
    &pattern[..pattern.find(['*', '?', '[', '{', '\\']).unwrap_or(pattern.len())]
}

impl Globs {
    /// About how many steps of a nanosecond it takes to hold them against a path and to take it where it matches.
    pub fn steps(&self, path: &RepoPath) -> usize {
        let length = path.as_bstr().len();
        let each = match &self.0 {
            Matcher::Few(_) if !self.may_match(Tail::of(path)) => 2,
            Matcher::Few(_) => 10 + length / 2,
            Matcher::Many(..) => 20 + length,
        };
        each + if self.matches(path) { TAKEN } else { 0 }
    }
}

/// How many steps it takes to take in a path that matches.
pub const TAKEN: usize = 40;

fn candidate(path: &RepoPath) -> Candidate<'_> {
    Candidate::from_bytes(path.as_bstr().as_bytes())
}

/// Has the text any character that a glob gives a meaning to?
pub fn is_glob(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'*' | b'?' | b'[' | b'{'))
}
