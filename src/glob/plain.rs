//! Globs of nothing but text, `*`, `**` and `?`: matched without an automaton, which takes longer to build than most
//! repositories have paths.

use bstr::ByteSlice;

use crate::path::{Ending, Tail};

/// A longer pattern is left to an automaton, whose time does not grow with it.
const LONGEST: usize = 256;

/// So is one of more signs.
const MOST_SIGNS: usize = 16;

/// A pattern as parts that follow each other.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    parts: Vec<Part>,
    /// What each path that it matches ends in.
    ending: Ending,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// `?`: one byte of a name.
    One,
    /// `*`: any bytes of a name.
    Star,
    /// `**/`: any folders, or none.
    Folders,
    /// `**` at the end: all the rest.
    Rest,
}

impl Plain {
    /// `None` where the pattern has other signs, is too long, or has a name of no letter, which no path has.
    pub fn of(pattern: &str) -> Option<Self> {
        let signs = pattern.bytes().filter(|byte| matches!(byte, b'*' | b'?')).count();
        let has_others = pattern.bytes().any(|byte| matches!(byte, b'[' | b']' | b'{' | b'}' | b'\\'));
        let has_empty = pattern.is_empty()
            || pattern.starts_with('/')
            || pattern.ends_with('/')
            || pattern.contains("//");
        if pattern.len() > LONGEST || signs > MOST_SIGNS || has_others || has_empty {
            return None;
        }
        let mut parts = Vec::new();
        let mut names = pattern.split('/').peekable();
        while let Some(name) = names.next() {
            match (name, names.peek()) {
                ("**", Some(_)) => parts.push(Part::Folders),
                ("**", None) => parts.push(Part::Rest),
                (name, next) => {
                    let mut rest = name;
                    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'*' | b'?')) {
                        push_text(&mut parts, &rest[..at]);
                        push_sign(&mut parts, rest.as_bytes()[at]);
                        rest = &rest[at + 1..];
                    }
                    push_text(&mut parts, rest);
                    push_text(&mut parts, if next.is_some() { "/" } else { "" });
                }
            }
        }
        let ending = match parts.last() {
            Some(Part::Text(text)) => text,
            _ => "",
        };
        Some(Plain { ending: Ending::of(ending), parts })
    }

    /// Does a path with this tail end as it has to, as far as that tells?
    #[inline]
    pub fn may_match(&self, tail: Tail) -> bool {
        tail.may_end_in(self.ending)
    }

    /// Does it match the whole path?
    ///
    /// Where a part does not fit, the last `*` takes a byte more. Where it cannot, the last `**` takes a folder more.
    /// Signs before these need not be tried again: what stood between them and the later one was found as early as it
    /// can be.
    pub fn matches(&self, path: &[u8]) -> bool {
        let (mut part, mut at) = (0, 0);
        let (mut star, mut folders) = (None, None);
        loop {
            let fits = match self.parts.get(part) {
                None if at == path.len() => return true,
                None => None,
                Some(Part::Rest) => return true,
                Some(Part::Text(text)) => path[at..].starts_with(text.as_bytes()).then_some(text.len()),
                Some(Part::One) => path.get(at).filter(|byte| **byte != b'/').map(|_| 1),
                Some(Part::Star) => {
                    star = Some((part + 1, at));
                    Some(0)
                }
                Some(Part::Folders) => {
                    (star, folders) = (None, Some((part + 1, at)));
                    Some(0)
                }
            };
            if let Some(bytes) = fits {
                (part, at) = (part + 1, at + bytes);
            } else if let Some((next, end)) =
                star.filter(|(_, end)| path.get(*end).is_some_and(|it| *it != b'/'))
            {
                // On to where the text behind it may start, though not beyond the name.
                let ahead = match self.parts.get(next) {
                    Some(Part::Text(text)) => path[end + 1..]
                        .iter()
                        .position(|it| *it == text.as_bytes()[0] || *it == b'/')
                        .unwrap_or_default(),
                    _ => 0,
                };
                (part, at) = (next, end + 1 + ahead);
                star = Some((part, at));
            } else if let Some((next, end)) = folders
                && let Some(slash) = path[end..].find_byte(b'/')
            {
                (part, at) = (next, end + slash + 1);
                (star, folders) = (None, Some((part, at)));
            } else {
                return false;
            }
        }
    }
}

/// Adds a sign of a name. `***` says no more than `*`.
fn push_sign(parts: &mut Vec<Part>, sign: u8) {
    match (sign, parts.last()) {
        (b'*', Some(Part::Star)) => {}
        (b'*', _) => parts.push(Part::Star),
        _ => parts.push(Part::One),
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Part::Text(before)) => before.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use globset::GlobBuilder;
    use proptest::prelude::*;

    use super::Plain;
    use crate::path::{RepoPath, Tail};

    fn agree(pattern: &str, path: &str) {
        let Some(plain) = Plain::of(pattern) else { return };
        let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build().unwrap();
        let expected = glob.compile_matcher().is_match(path);
        let may_match = plain.may_match(Tail::of(&RepoPath::from(path)));
        assert!(may_match || !expected, "{pattern:?} over the tail of {path:?}");
        assert_eq!(plain.matches(path.as_bytes()), expected, "{pattern:?} over {path:?}");
    }

    #[test]
    fn every_short_pattern_means_what_globset_says() {
        let signs = ["a", "*", "**", "?", "/", "é"];
        let paths = ["a", "é", "aa", "a/a", "aé/a", "a/é/a", "aa/a/aa", ".a", "a/.a", "a/a/a/a"];
        for length in 1..=5_u32 {
            for number in 0..signs.len().pow(length) {
                let digit = |place| number / signs.len().pow(place) % signs.len();
                let pattern: String = (0..length).map(|place| signs[digit(place)]).collect();
                paths.iter().for_each(|path| agree(&pattern, path));
            }
        }
    }

    proptest! {
        #[test]
        fn so_does_every_longer_one(pattern in "([ab*?/]|\\*\\*/|/\\*\\*){1,14}", path in "[ab]{1,3}(/[ab]{1,3}){0,5}") {
            agree(&pattern, &path);
        }
    }
}
