//! `duplicate-key`: a key that occurs twice in its map.

use crate::diagnostic::Severity;
use crate::model::File;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::Span;
use crate::yaml::ProblemKind;

/// An id or field occurs twice in one map.
pub(super) static RULE: Rule = Rule {
    name: "duplicate-key",
    family: Family::Schema,
    summary: "An id or field occurs twice in one map",
    why: "YAML readers keep the last one without a word, so the first owner, metric or handoff would vanish.",
    help: "merge the two entries, or give one of them another id",
    exceptions: "None: keys that arrive through a merge key (`<<`) may be overridden.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "YAML 1.2, section 3.2.1.3; yamllint `key-duplicates`",
    checks: &[Check::Document(check)],
};

fn check(file: &File, findings: &mut Findings<'_>) {
    for problem in &file.problems {
        match &problem.kind {
            ProblemKind::DuplicateKey { key, first } => {
                findings
                    .report(problem.span, format!("`{key}` is written twice in the same map"))
                    .part(key)
                    .says("again here")
                    .because(*first, "first here");
            }
            ProblemKind::RepeatedKeys { keys, level } => {
                let (message, help) = repeated(keys, *level);
                let finding = findings.report(problem.span, message).says("again here").help(help);
                if let Some((key, first)) = keys.first() {
                    finding.part(key).because(*first, "first here");
                }
            }
            ProblemKind::Syntax { .. } | ProblemKind::Unquoted { .. } => {}
        }
    }
}

/// A run of doubled keys: two files in one, a section that stands twice, or an entry without its id.
fn repeated(keys: &[(String, Span)], level: usize) -> (String, &'static str) {
    let shown = phrase::ids(keys.iter().take(2).map(|(key, _)| key.as_str()));
    let keys = match keys.len() {
        2 => shown,
        count => format!("{} and {} more", shown.replace(" and ", ", "), count - 2),
    };
    match level {
        1 => (
            format!("{keys} are written twice: two plans run together here"),
            "move one of the two to a file of its own",
        ),
        2 => (format!("{keys} are written twice in the same section"), RULE.help),
        _ => (
            format!("{keys} are written twice: a line with an id seems to be missing above them"),
            "write the id of the entry that begins here above this line, or delete what stands twice",
        ),
    }
}
