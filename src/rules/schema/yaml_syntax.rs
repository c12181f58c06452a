//! `yaml-syntax`: what cannot be read as one YAML document.

use crate::diagnostic::Severity;
use crate::model::File;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::yaml::ProblemKind;

/// The file is not valid YAML, or no file at all.
pub(super) static RULE: Rule = Rule {
    name: "yaml-syntax",
    family: Family::Schema,
    summary: "The file is not valid YAML, or no file at all",
    why: "Nothing in the file can be checked, so whatever it promises is promised to nobody.",
    help: "correct the line the arrow points at, then run `planlint lint` again",
    exceptions: "None: what git cannot read as one YAML document, nobody can.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: one set of documents (S32); YAML 1.2",
    checks: &[Check::Document(check)],
};

fn check(file: &File, findings: &mut Findings<'_>) {
    for problem in &file.problems {
        if let ProblemKind::Syntax { message, help } = &problem.kind {
            findings.report(problem.span, message).help(help.to_owned());
        }
    }
}
