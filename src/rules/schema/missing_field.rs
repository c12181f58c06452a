//! `missing-field`: required fields that are absent.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::File;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::{Shape, ViolationKind};
use crate::text::Span;

/// A required field is absent.
pub(super) static RULE: Rule = Rule {
    name: "missing-field",
    family: Family::Schema,
    summary: "A required field is absent",
    why: "Without it the entry says nothing that anybody could rely on.",
    help: "add the field",
    exceptions: "A field that is there but misspelt is reported once, as an unknown field.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "the manifest's schema",
    checks: &[Check::Document(check)],
};

fn check(file: &File, findings: &mut Findings<'_>) {
    if file.is_empty() && file.shape == Shape::Manifest {
        let help = "write a first plan with `planlint init`, or delete the file";
        findings.report(Span::default(), "the manifest is empty").help(help);
    }
    for violation in &file.violations {
        match &violation.kind {
            ViolationKind::MissingField { field, owner, example, value } => {
                let message = format!("{owner} needs a field `{field}`");
                let help = match field.as_str() {
                    "lifecycle" => format!("add `{example}`"),
                    _ => format!("add `{field}`, such as `{example}`"),
                };
                let finding = findings.report(violation.span, message).part(field).help(help);
                let at = file.root().and_then(|root| root.path_to(violation.parent));
                if let (Some(at), Some(value)) = (at, value) {
                    let edit = Edit::insert(file.source, at, field, value);
                    finding.unsafe_fix(format!("add `{example}`, to be changed"), vec![edit]);
                }
            }
            ViolationKind::LostSection { section, entry, kind } => {
                let message = format!("`{entry}` is {kind}, but no line `{section}:` stands above it");
                let help = format!("write `{section}:` on a line of its own above `{entry}`");
                findings.report(violation.span, message).part(section).help(help);
            }
            _ => {}
        }
    }
}
