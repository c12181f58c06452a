//! `duplicate-key`: a key that occurs twice in its map.

use crate::diagnostic::Severity;
use crate::model::File;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::yaml::ProblemKind;

/// An id or field occurs twice in one map.
pub(super) const RULE: Rule = Rule {
    name: "duplicate-key",
    family: Family::Schema,
    summary: "An id or field occurs twice in one map",
    why: "YAML readers keep the last one without a word, so the first owner, metric or handoff would vanish.",
    help: "merge the two entries, or give one of them another id",
    exceptions: "None: keys that arrive through a merge key (`<<`) may be overridden.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    since: "0.1.0",
    source: "YAML 1.2, section 3.2.1.3; yamllint `key-duplicates`",
    checks: &[Check::Document(check)],
};

fn check(file: &File, findings: &mut Findings<'_>) {
    for problem in &file.problems {
        if let ProblemKind::DuplicateKey { key, first } = &problem.kind {
            findings
                .report(problem.span, format!("`{key}` is written twice in the same map"))
                .says("again here")
                .because(*first, "first here");
        }
    }
}
