//! `retirement-missing`: plans for production that do not say when the model goes.

use crate::diagnostic::Severity;
use crate::model::{Field, Manifest, Plan, Risk, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A plan in force goes to production and does not say when the model is retired.
pub(super) static RULE: Rule = Rule {
    name: "retirement-missing",
    family: Family::Stages,
    summary: "A plan in force goes to production and does not say when the model is retired",
    why: "A model that nobody may switch off runs on data it was never made for, long after its team has moved on.",
    help: "write `retire:` with the condition under which the model goes",
    exceptions: "Only with `status: active`, and where the profile has the model serve its users in a stage of this plan. With `risk: high` it is a warning. A pilot waives it with a date.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "NIST AI RMF GOVERN 1.7 and MANAGE 4.1; ISO/IEC 22989, retirement",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let mut stages = manifest.stages.iter();
    let production =
        stages.find(|stage| manifest.expected(stage).is_some_and(|expected| expected.production));
    let Some(production) = production else { return };
    let is_told = match &manifest.retire {
        Field::Absent => false,
        Field::Spoiled => true,
        Field::Given(retire) => !retire.when.is_absent(),
    };
    if manifest.status != Status::Active || is_told {
        return;
    }
    let message = format!("nothing says when the model of `{}` is retired", manifest.title());
    findings
        .report(manifest.head, message)
        .named("retire")
        .because(production.id.span, "it serves its users from here on")
        .help("write `retire:` with the condition, such as `retire: when recall stays below its alert for two quarters`")
        .severity(if manifest.risk == Risk::High { Severity::Warning } else { Severity::Advice });
}
