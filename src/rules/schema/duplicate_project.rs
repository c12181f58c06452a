//! `duplicate-project`: two manifests that claim one project.

use crate::diagnostic::Severity;
use crate::model::Plan;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// Two manifests of the repository claim the same project.
pub(super) static RULE: Rule = Rule {
    name: "duplicate-project",
    family: Family::Schema,
    summary: "Two manifests of the repository claim the same project",
    why: "A reference to the project, an inventory or a sign-off could mean either of them.",
    help: "give one of the projects another id, or exclude the folder of the copy in `planlint.yaml`",
    exceptions: "Folders of templates and examples are left out by `exclude` in `planlint.yaml`.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifests],
    fixes: &[],
    since: "0.1.0",
    source: "NIST AI RMF, GOVERN 1.6 (an inventory of AI systems)",
    checks: &[Check::Plan(check)],
};

fn check(plan: &Plan, findings: &mut Findings<'_>) {
    for id in plan.projects() {
        let mut claims = plan.project(id).filter_map(|manifest| {
            let project = manifest.project.given()?;
            Some((manifest, manifest.place(project.span)))
        });
        let Some((first, first_place)) = claims.next() else { continue };
        for (_, place) in claims {
            findings
                .report_at(place, format!("the project `{id}` is already claimed by `{}`", first.path))
                .because_at(first_place, "claimed here first");
        }
    }
}
