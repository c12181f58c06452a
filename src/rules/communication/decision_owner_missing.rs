//! `decision-owner-missing`: releases that nobody decides, or that several do.

use std::collections::BTreeSet;

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{DECIDES, Item, Lead, Manifest, Plan, Stage, State, Status, Text};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::{Place, Span};

/// A release has no single role that decides it.
pub(super) static RULE: Rule = Rule {
    name: "decision-owner-missing",
    family: Family::Communication,
    summary: "A release has no single role that decides it",
    why: "On the evening of the release somebody has to say yes or no. Where nobody is named the loudest does, and where several are each waits for the other.",
    help: "write one role under `decides` of the release",
    exceptions: "Where a plan has several releases, one that says who decides is enough. Silent in retired plans, and where the plan goes to no production.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "article: the product manager coordinates the release plan and its risks (S24); DACI, one approver; NIST AI RMF MANAGE 1.1",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    for (stage, release) in manifest.releases() {
        if let Lead::Several(roles, span) = &release.decides {
            several(manifest, stage, roles, *span, findings);
        }
    }
    let is_decided = manifest.releases().any(|(_, release)| !matches!(release.decides, Lead::Absent));
    if let Some(stage) = manifest.released().filter(|_| !is_decided) {
        nobody(manifest, stage, findings);
    }
}

/// A release that is under way cannot wait for the one who decides it.
fn severity(stage: &Item<Stage>) -> Severity {
    match stage.value.state {
        State::Planned => Severity::Warning,
        State::Active | State::Done => Severity::Error,
    }
}

fn nobody(manifest: &Manifest, stage: &Item<Stage>, findings: &mut Findings<'_>) {
    let name = stage.name();
    let profile = manifest.profile.as_deref().filter(|_| stage.value.release_key.is_none());
    let (at, message) = match (stage.value.release_key, profile) {
        (Some(key), _) => (key, format!("nobody decides the release of `{name}`")),
        (None, Some(profile)) => (
            stage.id.span,
            format!("profile `{}` has the model go live in `{name}`, and nobody decides that", profile.name),
        ),
        (None, None) => (stage.id.span, format!("nobody decides the release of `{name}`")),
    };
    let finding = findings.report(at, message).severity(severity(stage));
    let Some(role) = manifest.player(DECIDES).map(Item::name) else {
        finding.help(format!(
            "write `release: {{ decides: <role> }}` under `{name}`, with the one role that says yes or no"
        ));
        return;
    };
    let help = match stage.value.release_key {
        Some(_) => format!("write `decides: {role}` under `release` of `{name}`"),
        None => format!("write `release: {{ decides: {role} }}` under `{name}`"),
    };
    let edit = Edit::Insert {
        source: manifest.source,
        at: format!("stages.{name}.release"),
        key: "decides".to_owned(),
        value: role.to_owned(),
    };
    finding.help(help).fix(format!("add `decides: {role}`"), vec![edit]);
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
        let text = format!("`{first}` alone decides the release of `{name}`, and this is a list");
        let edit = Edit::Replace { place: Place::new(manifest.source, span), text: (*first).to_owned() };
        let finding = findings.report(span, text).severity(severity(stage));
        finding.help(format!("write `decides: {first}`")).fix("write the one role", vec![edit]);
        return;
    }
    let default = manifest.player(DECIDES).map(Item::name).filter(|role| distinct.contains(role));
    let keep = default.unwrap_or(first);
    let others = phrase::ids(distinct.iter().copied().filter(|role| *role != keep));
    let message = format!(
        "{} roles decide the release of `{name}`: {}",
        distinct.len(),
        phrase::ids(distinct.iter().copied())
    );
    findings
        .report(span, message)
        .severity(severity(stage))
        .help(format!("write `decides: {keep}`, and let {others} be heard under `support` of `{name}`"));
}
