//! `wrong-type`: values of the wrong kind.

use crate::diagnostic::Severity;
use crate::model::File;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::ViolationKind;

/// A value of the wrong kind, an id with characters that an id cannot have, or one id for two things.
pub(super) const RULE: Rule = Rule {
    name: "wrong-type",
    family: Family::Schema,
    summary: "A value of the wrong kind, an id with characters that an id cannot have, or one id for two things",
    why: "Other rules and other readers can make nothing of it, so the entry might as well be absent.",
    help: "write the value in the shape that the field expects",
    exceptions: "Shapes that have a rule of their own (a list of leads, a role without anybody) are left to that rule.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    since: "0.1.0",
    source: "the manifest's schema",
    checks: &[Check::Document(check)],
};

fn check(file: &File, findings: &mut Findings<'_>) {
    for violation in &file.violations {
        let ViolationKind::WrongType { message, help, related } = &violation.kind else { continue };
        let finding = findings.report(violation.span, message).help(help);
        if let Some((span, text)) = related {
            finding.because(*span, text);
        }
    }
}
