//! When two headings say the same: case, punctuation, numbers in front and plurals aside.

/// A heading without case, punctuation, emoji, numbers in front and plurals: `## 3.1 Known limits:` is
/// `known limit`.
pub fn wording(heading: &str) -> String {
    let lower = heading.to_lowercase().replace('&', " and ").replace(['\'', '’'], "");
    let bare: String =
        unnumbered(&lower).chars().map(|one| if one.is_alphanumeric() { one } else { ' ' }).collect();
    let words: Vec<&str> = bare.split_whitespace().map(singular).collect();
    let glue = if words.iter().any(|word| is_chinese(word)) { "" } else { " " };
    words.join(glue)
}

/// A heading as it is compared. It is made once, since each heading of a document is held against all of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording(String);

impl Wording {
    /// That of a heading.
    pub fn of(heading: &str) -> Self {
        Wording(wording(heading))
    }

    /// Does the heading say `wanted`, with or without more words behind it?
    pub fn says(&self, wanted: &Wording) -> bool {
        let rest = self.0.strip_prefix(&wanted.0).filter(|_| !wanted.0.is_empty());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || is_chinese(&wanted.0))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Is it written in Chinese characters, at least in part?
pub fn is_chinese(text: &str) -> bool {
    text.chars().any(|one| matches!(one, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'))
}

/// A heading without the number in front: `1.`, `2.3`, `a)`, `iv.`, `一、`, `第二章`, `section 4:`.
fn unnumbered(heading: &str) -> &str {
    let start = heading.trim_start_matches(|one: char| !one.is_alphanumeric());
    let counted = ["section ", "chapter ", "part ", "step "].iter().find_map(|word| {
        let rest = start.strip_prefix(word)?;
        rest.starts_with(|one: char| one.is_ascii_digit()).then_some(rest)
    });
    let start = counted.unwrap_or(start);
    let chapter = start.strip_prefix('第').and_then(|rest| {
        let rest = rest.trim_start_matches(is_number);
        ["章", "节", "部分", "条"].iter().find_map(|part| rest.strip_prefix(part))
    });
    let is_digit = |one: char| one.is_ascii_digit() || one == '.';
    let rest = chapter.or_else(|| number(start, is_digit)).or_else(|| number(start, is_number));
    let rest = rest.or_else(|| letter(start)).unwrap_or(start);
    if rest.contains(char::is_alphanumeric) { rest } else { heading }
}

fn is_number(one: char) -> bool {
    one.is_ascii_digit() || "一二三四五六七八九十百".contains(one)
}

/// What follows a number that does not run on into a word, as in `3D`.
fn number(text: &str, is_part: impl Fn(char) -> bool) -> Option<&str> {
    let rest = text.trim_start_matches(&is_part);
    let is_cut = rest.len() < text.len()
        && (!rest.starts_with(char::is_alphanumeric) || text[..text.len() - rest.len()].ends_with('.'));
    is_cut.then_some(rest)
}

/// What follows `a)`, `b.` or `iv.`.
fn letter(text: &str) -> Option<&str> {
    let end = text.find(['.', ')']).filter(|end| *end > 0)?;
    let mark = &text[..end];
    let is_mark = mark.len() == 1 || mark.chars().all(|one| "ivx".contains(one));
    (is_mark && mark.chars().all(|one| one.is_ascii_lowercase())).then(|| &text[end + 1..])
}

/// `limits` and `limit` are one word here, `analysis` is none of many.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(one) if one.len() > 2 && !one.ends_with(['s', 'i', 'u']) => one,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::{Wording, wording};

    fn says(heading: &str, wanted: &str) -> bool {
        Wording::of(heading).says(&Wording::of(wanted))
    }

    #[test]
    fn one_wording_for_many_spellings() {
        for written in [
            "Known limits",
            "3. Known Limits:",
            "2.1 KNOWN LIMITS",
            "⚠️ known-limit",
            "IV. Known limits",
            "b) Known limits",
            "Section 4: Known limits",
            "1️⃣ Known limits",
        ] {
            assert_eq!(wording(written), "known limit", "{written}");
        }
        for written in ["已知局限", "一、已知局限", "第三章 已知局限：", "3．已知 局限", "2.已知局限"]
        {
            assert_eq!(wording(written), "已知局限", "{written}");
        }
        assert_eq!(wording("Testing data, factors & metrics"), "testing data factor and metric");
        assert_eq!(wording("3D models"), "3d model");
        assert_eq!(wording("2025"), "2025");
    }

    #[test]
    fn more_words_may_follow() {
        assert!(says("Rollback and recovery", "Rollback") && says("动机与目的", "动机"));
        assert!(!says("Metricsystem", "Metrics") && !says("Data", "Data card") && !says("!!", "…"));
    }
}
