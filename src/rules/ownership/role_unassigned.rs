//! `role-unassigned`: roles that have work and nobody to do it.

use crate::diagnostic::Severity;
use crate::model::{Manifest, Plan, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A role that leads, supports, receives or owns anything has no `who`.
pub(super) static RULE: Rule = Rule {
    name: "role-unassigned",
    family: Family::Ownership,
    summary: "A role that leads, supports, receives or owns anything has no `who`",
    why: "A duty of a role that nobody holds is a duty of nobody: whoever looks for the one in charge finds an empty line.",
    help: "write the handle of the person or team who holds the role",
    exceptions: "In draft plans this is advice. A role that nothing refers to is left to `role-unused`.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: five roles, each with duties (S6–S10); Backstage, where every entity has an owner",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    let involvements = manifest.involvements();
    for role in manifest.roles.iter().filter(|role| role.value.who.is_absent()) {
        let id = role.name();
        let Some([first, others @ ..]) = involvements.get(id).map(Vec::as_slice) else { continue };
        let more = match others.len() {
            0 => String::new(),
            1 => " and has one more duty".to_owned(),
            count => format!(" and has {count} more duties"),
        };
        let finding = findings
            .report(role.id.span, format!("`{id}` {}{more}, but nobody holds the role", first.part))
            .because(first.id.span, "has work here")
            .help(format!(
                "write `{id}: \"@…\"` under `roles`, with the handle of the person or team who holds it"
            ));
        if manifest.status == Status::Draft {
            finding.severity(Severity::Advice);
        }
    }
}
