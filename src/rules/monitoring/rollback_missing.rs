//! `rollback-missing`: releases that nobody takes back.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Item, Manifest, Plan, Risk, Stage, State, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A release names no role that takes it back.
pub(super) static RULE: Rule = Rule {
    name: "rollback-missing",
    family: Family::Monitoring,
    summary: "A release names no role that takes it back",
    why: "A bad model harms its users for as long as it takes to find somebody who may switch it off and knows how.",
    help: "write the role that takes the release back under `rollback`",
    exceptions: "Where a plan has several releases, one that says who takes it back is enough. An error once the stage is active or done, unless the risk is minimal. Silent in retired plans, and where the plan goes to no production; reports that no user acts on waive it.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "article: release plan and risk control (S24); ML Test Score, Infra 7; NIST AI RMF MANAGE 2.4",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    let has_way_back = manifest.releases().any(|(_, release)| !release.rollback.is_absent());
    let Some(stage) = manifest.released().filter(|_| !has_way_back) else { return };
    if manifest.status == Status::Retired {
        return;
    }
    let name = stage.name();
    let profile = manifest.profile.as_deref().filter(|_| stage.value.release_key.is_none());
    let message = match profile {
        Some(profile) => format!(
            "profile `{}` has the model go live in `{name}`, and nobody takes it back if it fails",
            profile.name
        ),
        None => format!("nobody takes the release of `{name}` back if it fails"),
    };
    let at = stage.value.release_key.unwrap_or(stage.id.span);
    let finding = findings.report(at, message).severity(severity(manifest, stage));
    let Some(role) = manifest.lead_of(stage) else {
        finding
            .help(format!("write `rollback:` under `release` of `{name}`, with the role that takes it back"));
        return;
    };
    let help = match stage.value.release_key {
        Some(_) => format!("write `rollback: {role}` under `release` of `{name}`, the role that leads it"),
        None => format!("write `release: {{ rollback: {role} }}` under `{name}`, the role that leads it"),
    };
    let edit = Edit::Insert {
        source: manifest.source,
        at: format!("stages.{name}.release"),
        key: "rollback".to_owned(),
        value: role.to_owned(),
    };
    finding.help(help).fix(format!("add `rollback: {role}`"), vec![edit]);
}

fn severity(manifest: &Manifest, stage: &Item<Stage>) -> Severity {
    match (stage.value.state, manifest.risk) {
        (State::Planned, _) | (_, Risk::Minimal) => RULE.severity,
        (State::Active | State::Done, Risk::Limited | Risk::High) => Severity::Error,
    }
}
