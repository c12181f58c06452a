//! `stage-two-leads`: a list of leads, or a lead who also supports.

use std::collections::BTreeSet;

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Item, Lead, Manifest, Plan, Stage, Text};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::Span;

/// A stage has a list of leads, or its lead is repeated under `support`.
pub(super) static RULE: Rule = Rule {
    name: "stage-two-leads",
    family: Family::Stages,
    summary: "A stage has a list of leads, or its lead is repeated under `support`",
    why: "Two accountable roles are none: each may take the decision for the other's, and who receives a handoff is open.",
    help: "keep one role under `lead` and move the others to `support`",
    exceptions: "A team is one lead. A lead who is repeated under `support` is a warning only.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "RACI, exactly one accountable; Backstage, where there is always one ultimate owner",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    for stage in &manifest.stages {
        match &stage.value.lead {
            Lead::Several(roles, span) => several(manifest, stage, roles, *span, findings),
            Lead::One(lead) if manifest.roles.has(&lead.value) => repeated(manifest, stage, lead, findings),
            _ => {}
        }
    }
}

fn several(
    manifest: &Manifest,
    stage: &Item<Stage>,
    roles: &[Text],
    span: Span,
    findings: &mut Findings<'_>,
) {
    let mut seen = BTreeSet::new();
    let names = roles.iter().map(|role| role.value.as_str());
    let distinct: Vec<&str> = names.filter(|role| seen.insert(*role)).collect();
    let Some(first) = distinct.first() else { return };
    let name = stage.name();
    if distinct.len() == 1 {
        let message = format!("the lead of `{name}` is one role, and this is a list");
        let (title, edit) = (format!("write `lead: {first}`"), Edit::replace(manifest.source, span, *first));
        findings.report(span, message).help(title.clone()).fix(&title, vec![edit]);
        return;
    }
    let default = manifest.expected(stage).and_then(|expected| manifest.player(expected.lead.as_deref()?));
    let keep = default.map(Item::name).filter(|role| distinct.contains(role)).unwrap_or(first);
    let others = distinct.iter().copied().filter(|role| *role != keep);
    let help = format!("write `lead: {keep}`, and give {} a duty under `support`", phrase::ids(others));
    let message = format!("`{name}` has {} leads: {}", distinct.len(), phrase::ids(distinct.iter().copied()));
    findings.report(span, message).help(help);
}

fn repeated(manifest: &Manifest, stage: &Item<Stage>, lead: &Text, findings: &mut Findings<'_>) {
    let Some(duty) = stage.value.support.get(&lead.value) else { return };
    let (name, role) = (stage.name(), &lead.value);
    let edit = Edit::remove(manifest.source, format!("stages.{name}.support.{role}"));
    findings
        .report(duty.id.span, format!("`{role}` leads `{name}` and supports it as well"))
        .because(lead.span, "the lead")
        .help(format!("remove `{role}` from `support`, and say under `does` what the lead does"))
        .severity(Severity::Warning)
        .fix(format!("remove `{role}` from `support` of `{name}`"), vec![edit]);
}
