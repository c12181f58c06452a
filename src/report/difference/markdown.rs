//! For comments on a merge request: a table for each project.

use std::io;

use crate::difference::Kind;
use crate::escape::visible;
use crate::report::Look;
use crate::report::difference::{DifferenceReport, counts};

/// Writes a heading and a table for each project, the weakening changes first.
pub(super) fn write(report: &DifferenceReport, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let between = format!("from {} to {}", inert(&report.before), inert(&report.after));
    if report.projects.is_empty() {
        return writeln!(out, "The plans are the same {between}.");
    }
    writeln!(out, "{} {between}.", counts(report))?;
    for project in &report.projects {
        writeln!(out, "\n### {} (`{}`)\n", inert(&project.project), code(&project.path.to_string()))?;
        if let Some(from) = &project.moved_from {
            writeln!(out, "Moved from `{}`.\n", code(&from.to_string()))?;
        }
        writeln!(out, "| | change | where |\n|---|---|---|")?;
        let mut changes: Vec<_> = project.changes.iter().collect();
        changes.sort_by_key(|change| change.kind);
        for change in changes {
            let kind = match change.kind {
                Kind::Weakening => "**weakening**",
                kind => kind.name(),
            };
            let node =
                if change.node.is_empty() { String::new() } else { format!("`{}`", code(&change.node)) };
            writeln!(out, "| {kind} | {} | {node} |", inert(&change.message))?;
        }
    }
    Ok(())
}

/// Text in which nothing is markup, links or mentions anybody: the code in backticks stays code.
fn inert(text: &str) -> String {
    let mut shown = String::new();
    for (at, part) in visible(text).split('`').enumerate() {
        if at % 2 == 1 {
            shown.push_str(&format!("`{}`", code(part)));
            continue;
        }
        for character in part.chars() {
            match character {
                '<' => shown.push_str("&lt;"),
                '&' => shown.push_str("&amp;"),
                '@' => shown.push_str("@\u{200b}"),
                '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                    shown.push('\\');
                    shown.push(character);
                }
                other => shown.push(other),
            }
        }
    }
    shown
}

/// What stands between backticks in a table: neither a backtick nor a bar ends it.
fn code(text: &str) -> String {
    visible(text).replace('`', "'").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn nothing_from_a_manifest_is_markup() {
        assert_eq!(inert("a | b <img> @wei"), "a \\| b &lt;img> @\u{200b}wei");
        assert_eq!(inert("`x|y` goes to `@wei`"), "`x\\|y` goes to `@wei`");
        assert_eq!(inert("[a](b) *c*"), "\\[a\\](b) \\*c\\*");
    }
}
