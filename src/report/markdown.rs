//! For comments on pull requests and for job summaries: a table in Markdown, out of which no value can break.

use std::cmp::Reverse;
use std::io;

use crate::escape::{inert, visible};
use crate::filter::Finding;
use crate::order;
use crate::report::entry::{region, url};
use crate::report::{Look, Report, summary};

/// GitHub takes a comment of so many characters; bytes are counted, which are at least as many.
const COMMENT: usize = 65_536;

/// What is kept free for the line that counts what is left out.
const CLOSING: usize = 200;

/// A longer text in one cell helps nobody.
const LONGEST: usize = 600;

/// Writes what fits into a comment.
pub(super) fn write(report: &Report, look: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(markdown(report, look, COMMENT).as_bytes())
}

/// The report as Markdown of at most `limit` bytes, the most severe findings first; the rest is counted.
/// Empty where not even the counts fit.
pub fn markdown(report: &Report, look: &Look, limit: usize) -> String {
    let (mut shown, hidden) = report.shown(look);
    if look.quiet && shown.is_empty() {
        return String::new();
    }
    order::by_key(&mut shown, |finding| Reverse(finding.diagnostic.severity));
    let mut text = format!("**planlint:** {}\n", prose(&summary::verdict(report)));
    if !shown.is_empty() {
        text.push_str("\n| | rule | place | finding | what to do |\n|---|---|---|---|---|\n");
    }
    if text.len() + CLOSING > limit {
        return String::new();
    }
    let mut written = 0;
    for finding in &shown {
        let row = row(finding, report);
        if text.len() + row.len() + CLOSING > limit {
            break;
        }
        text.push_str(&row);
        written += 1;
    }
    let rest = || shown[written..].iter().chain(&hidden).copied();
    if rest().next().is_some() {
        text.push_str(&format!("\nNot shown here: {}.\n", summary::counted(rest())));
    }
    text
}

fn row(finding: &Finding, report: &Report) -> String {
    let diagnostic = &finding.diagnostic;
    let path = report.sources.get(diagnostic.primary.place.source).path();
    let (start, _) = region(report, diagnostic.primary.place);
    let rule = code(diagnostic.rule);
    format!(
        "| {} | {} | {} | {} | {} |\n",
        diagnostic.severity.name(),
        url(diagnostic.rule).map_or_else(|| rule.clone(), |url| format!("[{rule}]({url})")),
        code(&format!("{path}:{}:{}", start.line, start.column)),
        prose(&diagnostic.message),
        prose(diagnostic.help.as_deref().unwrap_or_default()),
    )
}

/// A sentence in which things stand in backticks. Whatever else could mean something to Markdown, or to a forge
/// that links and notifies, becomes code as well, where nothing means anything.
pub(super) fn prose(text: &str) -> String {
    let text = shortened(text);
    let mut pieces = text.split('`').peekable();
    let mut out = String::new();
    let mut is_code = false;
    while let Some(piece) = pieces.next() {
        if is_code && pieces.peek().is_some() {
            out.push_str(&code(piece));
        } else {
            let words: Vec<_> = piece.split(' ').map(word).collect();
            out.push_str(&words.join(" "));
        }
        is_code = !is_code;
    }
    out
}

/// A word as it stands, if it is only that.
fn word(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() || ",;:.'\"()-/=+?".contains(c);
    let has_address = word.trim_end_matches(':').contains(':') || word.to_lowercase().contains("www.");
    match word.chars().all(|c| is_plain(c) && !crate::escape::is_deceptive(c)) && !has_address {
        true => word.to_owned(),
        false => code(word),
    }
}

/// Text as code: between more backticks than it holds. A bar would end the cell, even in code, and readers differ
/// on how to keep it, so that it is shown as an escape.
pub(super) fn code(text: &str) -> String {
    let text = inert(&visible(&shortened(text))).replace('|', "\\u{7c}");
    if text.trim().is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_becomes_code() {
        assert_eq!(
            prose("no role is called `a|b` (see line 3)"),
            "no role is called `a\\u{7c}b` (see line 3)"
        );
        assert_eq!(prose("ask @acme or https://x.y or a_b_c"), "ask `@acme` or `https://x.y` or `a_b_c`");
        assert_eq!(prose("an odd ` <b> one"), "an odd  `<b>` one");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(" "), "");
        assert!(prose(&"名".repeat(5_000)).chars().count() <= LONGEST + 1);
    }
}
