//! The page of a rule, made from the rule itself: what, example, why, exceptions, how to fix, source.

use crate::rules::Rule;

/// The page as Markdown. `example` is the report on the rule's bad fixture.
pub fn page(rule: &Rule, example: Option<&str>) -> String {
    let evidence: Vec<&str> = rule.evidence.iter().map(|evidence| evidence.name()).collect();
    let mut page = format!("# `{}`\n\n{}.\n\n", rule.name, rule.summary);
    let switched = if rule.on_request() { ", off by default" } else { "" };
    page.push_str(&format!(
        "{}{switched} · {} · looks at: {}{} · since {}\n",
        rule.severity.name(),
        rule.family.title(),
        evidence.join(", "),
        if rule.fixes.is_empty() { String::new() } else { format!(" · fix: {}", rule.fix_words()) },
        rule.since
    ));
    if let Some(example) = example {
        page.push_str(&format!("\n## Example\n\n```text\n{}\n```\n", example.trim_end()));
    }
    let mut section = |title: &str, text: &str| page.push_str(&format!("\n## {title}\n\n{text}\n"));
    section("Why", rule.why);
    if !rule.exceptions.is_empty() {
        section("Exceptions", rule.exceptions);
    }
    section("How to fix", &sentence(rule.help));
    section("Source", &sentence(rule.source));
    page
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut characters = clause.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let stop = if clause.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", characters.as_str())
}
