//! `unquoted-value`: values that YAML takes for something else.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::File;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::ViolationKind;
use crate::time::{Units, parse_date, parse_duration};
use crate::yaml::ProblemKind;

/// A value starts with a character that means something else to YAML.
pub(super) static RULE: Rule = Rule {
    name: "unquoted-value",
    family: Family::Schema,
    summary: "A value starts with a character that means something else to YAML",
    why: "YAML reads `@`, `*`, `&`, `!`, `>`, `%` and a backtick at the start of a value as its own, and everything after ` #` as a comment: the file does not load, or the value is silently lost.",
    help: "put the value in double quotes",
    exceptions: "For `#` only where the value would be empty, the field expects text, and no space follows the `#`.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "tried with four YAML readers; the Open Data Contract Standard quotes `\"#my-channel\"` in its own example",
    checks: &[Check::Document(check)],
};

fn check(file: &File, findings: &mut Findings<'_>) {
    let problems = file.problems.iter().filter_map(|problem| match &problem.kind {
        ProblemKind::Unquoted { text, indicator } => Some((problem.span, problem.span, text, *indicator)),
        _ => None,
    });
    let swallowed = file.violations.iter().filter_map(|violation| match &violation.kind {
        ViolationKind::Swallowed { text, indicator, value } => {
            Some((violation.span, *value, text, *indicator))
        }
        _ => None,
    });
    for (span, value, text, indicator) in problems.chain(swallowed) {
        let message = match indicator {
            '#' => format!("`{text}` is read as a comment, so nothing is left"),
            '&' => format!("`{}` is read as the name of an anchor and lost", first_word(text)),
            '`' => "a value cannot start with a backtick unless it is quoted".to_owned(),
            _ => format!("a value cannot start with `{indicator}` unless it is quoted"),
        };
        let path = file.root().map_or_else(String::new, |root| root.path_of(value));
        let better = better(text, &path);
        let title = format!("write `{better}`");
        let is_number = better.parse::<f64>().is_ok();
        let help =
            if is_number { format!("{title}, and the direction under `better`") } else { title.clone() };
        let edit = Edit::replace(file.source, span, better);
        findings.report(span, message).says(reading(indicator)).help(help).fix(title, vec![edit]);
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or(text)
}

/// Fields that name a role, a stage or a metric, all of which are written without `#`.
const IDS: &[&str] = &[
    "lead",
    "from",
    "to",
    "decides",
    "rollback",
    "defined-by",
    "measured-by",
    "chair",
    "metric",
    "back-to",
    "receivers",
    "passes",
    "checks",
    "needs",
    "describes",
    "uses",
];

/// What to write: most often the same in quotes, but no date, number or id takes its `#` or `>=` with it.
fn better(text: &str, path: &str) -> String {
    let bare = text.trim_start_matches(['#', '>', '<', '=', '&', '!', '@', '*', ' ']);
    if text.starts_with(['>', '|', '<']) && bare.parse::<f64>().is_ok() {
        return bare.to_owned();
    }
    let is_time = parse_date(bare).is_ok() || parse_duration(bare, Units::Calendar).is_ok();
    let is_id = path.split('.').any(|step| IDS.contains(&step));
    match text.starts_with('#') && (is_time || is_id) {
        true => bare.to_owned(),
        false => quoted(text),
    }
}

fn reading(indicator: char) -> &'static str {
    match indicator {
        '#' => "starts a comment",
        '*' => "starts an alias",
        '&' => "starts an anchor",
        '!' => "starts a tag",
        '>' | '|' => "starts a block of text",
        _ => "reserved by YAML",
    }
}

/// The value in quotes that need no escapes where that can be.
fn quoted(text: &str) -> String {
    match text.contains(['"', '\\']) {
        false => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', "''")),
    }
}
