//! `unknown-field`: fields that the format does not know.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::File;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::ViolationKind;
use crate::suggest::closest;

/// A field that the format does not know.
pub(super) static RULE: Rule = Rule {
    name: "unknown-field",
    family: Family::Schema,
    summary: "A field that the format does not know",
    why: "A misspelt field is as good as none: the lead, the check or the deadline that it states is not in the plan.",
    help: "correct the field, or start its name with `x-` to keep it for yourself",
    exceptions: "Fields that start with `x-` are free at every level.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe, Safety::Unsafe],
    since: "0.1.0",
    source: "the manifest's schema",
    checks: &[Check::Document(check)],
};

/// More names than these are not listed in a help text: only the rules are so many.
const MOST_NAMED: usize = 40;

fn check(file: &File, findings: &mut Findings<'_>) {
    for violation in &file.violations {
        let ViolationKind::UnknownField { field, owner, suggestion, known } = &violation.kind else {
            continue;
        };
        let help = match suggestion {
            None if known.len() > MOST_NAMED => "write one of the names that `planlint rules` lists, or start it with `x-` to keep it for yourself".to_owned(),
            Some(suggestion) => format!("write `{suggestion}`"),
            None => format!(
                "use one of {}, or start the name with `x-` to keep the field for yourself",
                known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        let finding = findings.report(violation.span, format!("{owner} has no field `{field}`")).help(help);
        if let Some(meant) = suggestion {
            let edit = Edit::replace(file.source, violation.span, meant);
            let title = format!("write `{meant}` for `{field}`");
            // What is not spelt nearly so was told by its value alone.
            match closest(field, [meant.as_str()]) {
                Some(_) => finding.fix(title, vec![edit]),
                None => finding.unsafe_fix(title, vec![edit]),
            };
        }
    }
}
