//! `expected-role-absent`: roles that the profile expects in a stage and that take no part in it.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Absence, Manifest, Plan, Profile};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::scalar;

/// A role that the profile expects in a stage neither leads nor supports it.
pub(super) static RULE: Rule = Rule {
    name: "expected-role-absent",
    family: Family::Stages,
    summary: "A role that the profile expects in a stage neither leads nor supports it",
    why: "Data that no domain expert has looked at, and a model whose acceptance criteria no product manager has set, fail late and at the customer's.",
    help: "add the role with its duty under `support`",
    exceptions: "A role or stage under `skip` is not expected. A role that is not declared at all is reported once, as missing. Where a plan has several stages for one of the profile, taking part in one of them is enough.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: who helps in each stage (S15, S16, S19, S20, S23, S24, S27, S28); Sambasivan 2021, data cascades; NIST AI RMF MEASURE 4.1",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let Some(profile) = manifest.profile.as_deref() else { return };
    for absence in manifest.absences() {
        report(manifest, profile, &absence, findings);
    }
}

fn report(manifest: &Manifest, profile: &Profile, absence: &Absence<'_>, findings: &mut Findings<'_>) {
    let Absence { expected, stage, role, duty } = absence;
    let (name, id) = (stage.name(), role.name());
    let at = stage.value.support.key().unwrap_or(stage.id.span);
    let what = if name == expected.id { String::new() } else { format!(" (its `{}`)", expected.id) };
    let message = format!("profile `{}` expects `{id}` in `{name}`{what}", profile.name);
    let (message, help) = match duty {
        Some(duty) => {
            (format!("{message}: {duty}"), format!("add `{id}: {duty}` under `support` of `{name}`"))
        }
        None => (
            format!("{message} as its lead, and it has no part there"),
            format!("write `lead: {id}` under `{name}`, or add `{id}` with its duty under `support`"),
        ),
    };
    let finding = findings.report(at, message).named(format!("stages.{name}.support.{id}"));
    let finding = finding.because(role.id.span, "the role").help(help);
    if let Some(duty) = duty {
        let edit = Edit::insert(manifest.source, format!("stages.{name}.support"), id, scalar(duty));
        finding.unsafe_fix(format!("add `{id}` under `support` of `{name}`"), vec![edit]);
    }
}
