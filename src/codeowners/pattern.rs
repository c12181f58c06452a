//! A pattern of CODEOWNERS, held against whole paths part by part. The forges' patterns are not those of manifests,
//! and a file may have a hundred thousand of them: nothing is compiled, and no pattern can make a match run away.

use bstr::{BStr, ByteSlice};

use crate::codeowners::Forge;
use crate::limits;
use crate::path::RepoPath;

/// One pattern, in the forges' common form: without slashes at its ends, and with `**` in front where it matches at
/// any depth. `*` and `?` do not cross a slash, `**` as a whole part does.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    text: Box<str>,
    /// Does it match what is called so?
    whole: bool,
    /// Does it match all that lies in a folder that is called so?
    below: bool,
    excludes: bool,
}

impl Pattern {
    /// Reads a pattern; `None` where it is none.
    pub(super) fn new(written: &str, forge: Forge) -> Option<Self> {
        let (excludes, written) = match (forge, written.strip_prefix('!')) {
            (Forge::GitLab, Some(rest)) => (true, rest),
            _ => (false, written),
        };
        let (text, whole, below) = match forge {
            Forge::GitHub => github(written),
            Forge::GitLab => gitlab(written),
        };
        let is_one = text.len() <= limits::GLOB.most && text.split('/').all(is_closed);
        is_one.then(|| Pattern { text: text.into_boxed_str(), whole, below, excludes })
    }

    /// Does it match the whole path, or a folder on the way to it?
    pub(super) fn matches(&self, path: &RepoPath) -> bool {
        let mut pattern: Vec<&BStr> = self.text.as_bytes().split_str("/").map(ByteSlice::as_bstr).collect();
        let path: Vec<&BStr> = path.as_bstr().split_str("/").map(ByteSlice::as_bstr).collect();
        if self.whole && walk(&pattern, &path) {
            return true;
        }
        pattern.push("**".into());
        self.below && walk(&pattern, &path)
    }

    /// Does it take its section's ownership away?
    pub(super) fn excludes(&self) -> bool {
        self.excludes
    }

    /// A part that every path it matches has, if there is one: the last without a sign.
    pub(super) fn literal(&self) -> Option<&str> {
        self.text.rsplit('/').find(|part| !part.contains(['*', '?', '[', '\\']))
    }

    /// Its length in bytes, which is what a match costs at most for each byte of a path.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}

/// As in gitignore: a slash in front or inside anchors, any other pattern matches at any depth; what names a
/// folder owns all that is in it; but `docs/*` matches one level only.
fn github(written: &str) -> (String, bool, bool) {
    let trimmed = written.trim_end_matches('/');
    let plain = trimmed.trim_start_matches('/');
    if plain.is_empty() {
        return ("**".to_owned(), true, false);
    }
    let is_anchored = trimmed.contains('/');
    let base = if is_anchored { plain.to_owned() } else { format!("**/{plain}") };
    let is_level = base.ends_with("/*") && is_anchored;
    let is_folder = written.ends_with('/');
    (base, !is_folder, is_folder || !is_level)
}

/// As GitLab normalises them: without a slash in front a pattern matches at any depth; with one at the end it
/// owns all that is in the folder; otherwise it names files. `\#` is a hash, and braces are plain.
fn gitlab(written: &str) -> (String, bool, bool) {
    if written == "*" {
        return ("**".to_owned(), true, false);
    }
    let written = written.strip_prefix("\\#").map_or_else(|| written.to_owned(), |rest| format!("#{rest}"));
    let anchored = written.strip_prefix('/');
    let plain = anchored.unwrap_or(&written).trim_end_matches('/');
    let base = match (anchored, plain.starts_with("**/") || plain.is_empty()) {
        (None, false) => format!("**/{plain}"),
        _ => plain.to_owned(),
    };
    match (written.ends_with('/'), base.is_empty()) {
        (true, true) => ("**".to_owned(), true, false),
        (is_folder, _) => (base, !is_folder, is_folder),
    }
}

/// Does every class in this part end, and every backslash have a character behind it?
fn is_closed(part: &str) -> bool {
    let mut rest = part.as_bytes();
    while let Some((sign, more)) = rest.split_first() {
        rest = match sign {
            b'\\' if more.is_empty() => return false,
            b'\\' => &more[1..],
            b'[' => match class(more) {
                Some((_, _, behind)) => behind,
                None => return false,
            },
            _ => more,
        };
    }
    true
}

/// Do the parts of a pattern match all parts of a path? Two stars match any number of parts, at the end one at least.
/// Only the last of them is ever tried again, so that the time is bounded by the product of both.
fn walk(pattern: &[&BStr], path: &[&BStr]) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    loop {
        match pattern.get(at) {
            Some(part) if *part == "**" => {
                if at + 1 == pattern.len() {
                    return place < path.len();
                }
                again = Some((at + 1, place));
                at += 1;
                continue;
            }
            Some(part) if path.get(place).is_some_and(|text| letters(part, text)) => {
                (at, place) = (at + 1, place + 1);
                continue;
            }
            None if place == path.len() => return true,
            _ => {}
        }
        match again {
            Some((next, from)) if from < path.len() => {
                (at, place) = (next, from + 1);
                again = Some((next, from + 1));
            }
            _ => return false,
        }
    }
}

/// Does one part of a pattern match one part of a path? Only the last star is ever tried again.
fn letters(mut pattern: &[u8], mut text: &[u8]) -> bool {
    let mut again: Option<(&[u8], &[u8])> = None;
    loop {
        if let Some(rest) = pattern.strip_prefix(b"*") {
            again = Some((rest, text));
            pattern = rest;
            continue;
        }
        if pattern.is_empty() && text.is_empty() {
            return true;
        }
        if let Some((rest, behind)) = step(pattern, text) {
            (pattern, text) = (rest, behind);
            continue;
        }
        match again {
            Some((rest, [_, behind @ ..])) => {
                again = Some((rest, behind));
                (pattern, text) = (rest, behind);
            }
            _ => return false,
        }
    }
}

/// What is left of both behind one character that agrees.
fn step<'p, 't>(pattern: &'p [u8], text: &'t [u8]) -> Option<(&'p [u8], &'t [u8])> {
    let (sign, rest) = pattern.split_first()?;
    let (found, length) = bstr::decode_utf8(text);
    let behind = text.get(length.max(1)..)?;
    match sign {
        b'?' => Some((rest, behind)),
        b'[' => {
            let (is_inverted, inside, rest) = class(rest)?;
            (has(inside, found?) != is_inverted).then_some((rest, behind))
        }
        b'\\' => (rest.first() == text.first()).then(|| (&rest[1..], &text[1..])),
        sign => (text.first() == Some(sign)).then(|| (rest, &text[1..])),
    }
}

/// What stands between the brackets of a class, whether all others are meant, and what follows it. A `]` right
/// behind the bracket is a character like others.
fn class(rest: &[u8]) -> Option<(bool, &[u8], &[u8])> {
    let (is_inverted, rest) = match rest {
        [b'!' | b'^', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let end = rest.get(1..)?.find_byte(b']')? + 1;
    Some((is_inverted, &rest[..end], &rest[end + 1..]))
}

/// Is a character one of a class, which has single ones and ranges such as `a-z`?
fn has(class: &[u8], wanted: char) -> bool {
    let characters: Vec<char> = class.chars().collect();
    let mut rest = characters.as_slice();
    loop {
        match rest {
            [first, '-', last, more @ ..] => {
                if (*first..=*last).contains(&wanted) {
                    return true;
                }
                rest = more;
            }
            [one, more @ ..] => {
                if *one == wanted {
                    return true;
                }
                rest = more;
            }
            [] => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Pattern::new(pattern, Forge::GitLab).is_some_and(|one| one.matches(&path.into()))
    }

    #[test]
    fn signs_within_a_part() {
        for (pattern, yes, no) in [
            ("/a*c", &["ac", "abc", "abbc"][..], &["ab", "a/c", "abcd"][..]),
            ("/a?c", &["abc", "aéc"], &["ac", "a/c", "abbc"]),
            ("/[a-c]x[!0-9]", &["axb", "cx-"], &["dxb", "ax1"]),
            ("/[]-]x", &["]x", "-x"], &["ax"]),
            ("/[^é]", &["e"], &["é"]),
            ("/\\*a", &["*a"], &["ba"]),
            ("/{a,b}", &["{a,b}"], &["a"]),
            ("/**/a", &["a", "b/a", "b/c/a"], &["b"]),
            ("/a/**", &["a/b", "a/b/c"], &["a"]),
            ("/a/**/**/b", &["a/b", "a/c/b"], &["a"]),
            ("/a**b", &["ab", "axxb"], &["a/b"]),
        ] {
            yes.iter().for_each(|path| assert!(matches(pattern, path), "{pattern} {path}"));
            no.iter().for_each(|path| assert!(!matches(pattern, path), "{pattern} {path}"));
        }
        for broken in ["[a", "a\\", "[", "[]"] {
            assert!(Pattern::new(broken, Forge::GitLab).is_none(), "{broken}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_one_character_each() {
        let path = RepoPath::new(&b"a\xffb"[..]);
        assert!(Pattern::new("/a?b", Forge::GitLab).unwrap().matches(&path));
        assert!(Pattern::new("/a*b", Forge::GitLab).unwrap().matches(&path));
        assert!(!Pattern::new("/a[!x]b", Forge::GitLab).unwrap().matches(&path));
    }

    #[test]
    fn no_pattern_runs_away() {
        let started = std::time::Instant::now();
        let path = RepoPath::new([b"a/".repeat(1_000), b"a".repeat(2_000)].concat());
        for pattern in
            ["**/".repeat(1_300) + "b", "*a".repeat(2_000) + "b", "/".to_owned() + &"**/a/".repeat(700) + "b"]
        {
            assert!(!Pattern::new(&pattern, Forge::GitHub).unwrap().matches(&path));
        }
        assert!(started.elapsed().as_secs() < 20, "took {:?}", started.elapsed());
    }
}
