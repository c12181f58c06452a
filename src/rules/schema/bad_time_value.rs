//! `bad-time-value`: durations and dates that cannot be read.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::File;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::ViolationKind;

/// A duration or date that cannot be read.
pub(super) static RULE: Rule = Rule {
    name: "bad-time-value",
    family: Family::Schema,
    summary: "A duration or date that cannot be read",
    why: "A deadline that each reader understands in another way is no deadline.",
    help: "write a duration such as `3d`, `2w`, `4h` or `1bd`, or a date such as `2025-09-12`",
    exceptions: "Months and years are refused for deadlines, since their length varies, and allowed for reviews.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "ISO 8601; the units of the Open Data Contract Standard",
    checks: &[Check::Document(check)],
};

fn check(file: &File, findings: &mut Findings<'_>) {
    for violation in &file.violations {
        let ViolationKind::BadTimeValue { message, help, meant } = &violation.kind else { continue };
        let finding = findings.report(violation.span, message).help(help.to_owned());
        if let Some(meant) = meant {
            let edit = Edit::replace(file.source, violation.span, meant);
            finding.fix(format!("write `{meant}`"), vec![edit]);
        }
    }
}
