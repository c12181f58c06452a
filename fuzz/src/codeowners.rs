//! CODEOWNERS as a whole: every line that decides is a line of the file, every owner stands there, and the marked
//! section is written without a change outside of it.

use planlint::codeowners::{Codeowners, Forge, ForgeChoice, section_lines, with_section};
use planlint::path::RepoPath;

/// Reads the bytes by the rules of both forges, the first line being a path.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (path, text) = text.split_once('\n').unwrap_or(("", &text));
    let path = RepoPath::from(path);
    for forge in [Forge::GitHub, Forge::GitLab] {
        owned(&path, text, forge);
    }
    let _rules = ForgeChoice::Any.rules(&".github/CODEOWNERS".into(), text);
    section(text);
}

fn owned(path: &RepoPath, text: &str, forge: Forge) {
    let codeowners = Codeowners::parse(text, forge);
    let lines: Vec<&str> = text.lines().collect();
    assert!(codeowners.entries().is_sorted_by_key(|entry| entry.line));
    for entry in codeowners.deciding(path) {
        assert!(codeowners.entries().iter().any(|other| std::ptr::eq(other, entry)));
        let line = lines.get(entry.line - 1).expect("a line of the file");
        assert!(!line.trim().is_empty() && !line.trim().starts_with('#'), "{line:?}");
    }
    for owner in codeowners.owners(path) {
        assert!(
            text.contains(owner) && owner.contains('@') && !owner.contains(char::is_whitespace),
            "{owner:?}"
        );
    }
}

fn section(text: &str) {
    for lines in [&["/x @a".to_owned()][..], &[]] {
        let Ok(written) = with_section(text, lines) else { continue };
        assert_eq!(
            with_section(&written, lines).as_deref(),
            Ok(written.as_str()),
            "a second time changes nothing"
        );
        let ours = section_lines(&written);
        assert!(!ours.is_empty(), "{written:?} has its section");
        let outside = |text: &str, ours: std::ops::Range<usize>| -> Vec<String> {
            let lines = text.split_inclusive('\n').zip(1..).filter(|(_, number)| !ours.contains(number));
            lines.map(|(line, _)| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
        };
        assert_eq!(outside(&written, ours), outside(text, section_lines(text)), "{text:?} -> {written:?}");
    }
}
