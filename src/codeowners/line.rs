//! One line of CODEOWNERS: nothing, the heading of a section, or a pattern with its owners.

use crate::codeowners::Forge;

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing that counts: blank, a comment, or what the forge skips as invalid.
    Nothing,
    /// A section of GitLab's begins.
    Heading {
        /// Its name, folded: sections of one name are one section.
        name: String,
        /// Who owns what its patterns match without naming owners.
        owners: Vec<String>,
    },
    /// A pattern and its owners.
    Entry {
        /// The pattern, escaped spaces resolved.
        pattern: String,
        /// Its owners; may be none.
        owners: Vec<String>,
    },
}

/// Is this the heading of a section: `[Name]`, `[Name][2]`, `^[Name]`, with or without default owners?
pub(super) fn is_heading(line: &str) -> bool {
    let rest = line.strip_prefix('^').unwrap_or(line);
    rest.starts_with('[') && heading_name(rest).is_some_and(|(name, _)| !name.trim().is_empty())
}

/// The name between the brackets and what follows them.
fn heading_name(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix('[')?.split_once(']')
}

/// Reads a line by the rules of a forge.
pub(super) fn read(line: &str, forge: Forge) -> Line {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Line::Nothing;
    }
    match forge {
        Forge::GitLab if is_heading(line) => heading(line),
        Forge::GitLab => gitlab_entry(line),
        Forge::GitHub => github_entry(line),
    }
}

fn heading(line: &str) -> Line {
    let Some((name, rest)) = heading_name(line.strip_prefix('^').unwrap_or(line)) else {
        return Line::Nothing;
    };
    // A number of approvals may follow the name in brackets of its own.
    let rest = match heading_name(rest) {
        Some((count, rest)) if count.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => rest,
    };
    let owners = rest.split_whitespace().filter(|word| is_owner(word)).map(str::to_owned).collect();
    Line::Heading { name: name.trim().to_lowercase(), owners }
}

/// GitLab takes every handle or address on the line, even behind a `#`, and passes over other words.
fn gitlab_entry(line: &str) -> Line {
    let (pattern, rest) = first_word(line);
    let owners = rest.split_whitespace().filter(|word| is_owner(word)).map(str::to_owned).collect();
    Line::Entry { pattern, owners }
}

/// GitHub ends a line at ` #`, and skips a line with a word that is no owner, or with syntax it lacks.
fn github_entry(line: &str) -> Line {
    let (pattern, rest) = first_word(line);
    if pattern.starts_with(['!', '\\']) || pattern.contains(['[', ']']) {
        return Line::Nothing;
    }
    let words = rest.split_whitespace().take_while(|word| !word.starts_with('#'));
    let owners: Vec<String> = words.map(str::to_owned).collect();
    match owners.iter().all(|owner| is_owner(owner)) {
        true => Line::Entry { pattern, owners },
        false => Line::Nothing,
    }
}

/// The first word, in which `\ ` is a space, and what follows it.
fn first_word(line: &str) -> (String, &str) {
    let mut word = String::new();
    let mut characters = line.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' if line[at + 1..].starts_with([' ', '\t']) => word.extend(characters.next().map(|(_, c)| c)),
            white if white.is_whitespace() => return (word, &line[at..]),
            other => word.push(other),
        }
    }
    (word, "")
}

/// `@user`, `@org/team`, `@@role`, or an e-mail address.
fn is_owner(word: &str) -> bool {
    match word.strip_prefix('@') {
        Some(name) => !name.trim_start_matches('@').is_empty(),
        None => word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()),
    }
}
