//! `no-second-pair-of-eyes`: work that is accepted by the one who did it.

use crate::diagnostic::Severity;
use crate::model::{Field, Handoff, Item, Manifest, Plan, Risk, Role, Stage, Text, same_handle};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// Giver and receiver of a handoff, or who measures and who decides, are the same single person.
pub(super) static RULE: Rule = Rule {
    name: "no-second-pair-of-eyes",
    family: Family::Ownership,
    summary: "Giver and receiver of a handoff, or who measures and who decides, are the same single person",
    why: "A handoff to oneself is accepted unread, and whoever has measured a number wants it to be good: nobody is left who could refuse.",
    help: "name a second person as receiver, or let somebody else measure or decide",
    exceptions: "Teams are not taken apart unless `planlint.yaml` lists just one member. Two stages of the same role need no handoff, so nothing is said unless `receivers` names that role again. Where one person holds every role there is one finding for all handoffs.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "SR 11-7, effective challenge; RACI, where the accountable and the consulted differ",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    if let Some(soloist) = manifest.soloist(plan) {
        return report_soloist(manifest, plan, soloist, findings);
    }
    for handoff in &manifest.handoffs {
        accepted_by_giver(manifest, plan, handoff, findings);
    }
    for stage in &manifest.stages {
        decided_by_measurer(manifest, plan, stage, findings);
    }
}

/// Where one person is everybody, each handoff is the same one gap.
fn report_soloist(manifest: &Manifest, plan: &Plan, soloist: &str, findings: &mut Findings<'_>) {
    let is_between_roles = |handoff: &&Item<Handoff>| parties(manifest, &handoff.value).is_some();
    let handoffs: Vec<&Item<Handoff>> = manifest.handoffs.iter().filter(is_between_roles).collect();
    let Some(first) = handoffs.first() else { return };
    let Some(person) =
        parties(manifest, &first.value).and_then(|(giver, _)| manifest.individual(&giver.value, plan))
    else {
        return;
    };
    let names = phrase::ids(handoffs.iter().map(|handoff| handoff.name()));
    let message = format!("{person} holds every role, so nobody else accepts {names}");
    let mut finding = findings.report(first.id.span, message).severity(severity(manifest));
    for role in manifest.roles.iter().filter(|role| is_held(manifest, plan, role.name(), soloist)) {
        if let Some(who) = role.value.who.given() {
            finding = finding.because(who.span, format!("holds `{}`", role.name()));
        }
    }
    finding.help(
        "let somebody else hold one of the roles that receive, or add a role of somebody else to `receivers`",
    );
}

fn severity(manifest: &Manifest) -> Severity {
    match manifest.risk {
        Risk::High => Severity::Error,
        Risk::Limited | Risk::Minimal => RULE.severity,
    }
}

fn accepted_by_giver(manifest: &Manifest, plan: &Plan, handoff: &Item<Handoff>, findings: &mut Findings<'_>) {
    let Some((giver, receivers)) = parties(manifest, &handoff.value) else { return };
    let Some(person) = manifest.person(&giver.value, plan) else { return };
    if !receivers.iter().all(|receiver| is_held_by(manifest, plan, receiver, person)) {
        return;
    }
    let Some(person) = manifest.individual(&giver.value, plan) else { return };
    let mut finding = findings
        .report(handoff.id.span, format!("{person} both gives and receives `{}`", handoff.name()))
        .severity(severity(manifest));
    let mut roles: Vec<&Text> = vec![giver];
    roles.extend(receivers.iter().filter(|receiver| receiver.value != giver.value));
    for role in roles {
        let part = if role.value == giver.value { "gives" } else { "receives" };
        if let Some(declared) = definition(manifest, &role.value) {
            finding = finding.because(declared.span, format!("holds `{}`, which {part}", role.value));
        }
    }
    finding.help(format!(
        "write `receivers: [<role>]` under `{}` with a role that somebody else holds, or give one of the roles to somebody else",
        handoff.name()
    ));
}

/// The giving role and the receiving ones; `None` where one of them is not known, or the same role leads
/// both stages and no receiver is named.
fn parties<'a>(manifest: &'a Manifest, handoff: &'a Handoff) -> Option<(&'a Text, &'a [Text])> {
    let stage = |id: &'a Field<Text>| manifest.stages.get(&id.given()?.value);
    let (from, to) = (stage(&handoff.from)?, stage(&handoff.to)?);
    let giver = from.value.lead.one()?;
    if handoff.receivers.is_spoiled() {
        return None;
    }
    let receivers = handoff.receivers.items();
    if !receivers.is_empty() {
        return Some((giver, receivers));
    }
    let receiver = to.value.lead.one()?;
    (receiver.value != giver.value).then_some((giver, std::slice::from_ref(receiver)))
}

fn decided_by_measurer(manifest: &Manifest, plan: &Plan, stage: &Item<Stage>, findings: &mut Findings<'_>) {
    let Some(decides) = stage.value.release.given().and_then(|release| release.decides.one()) else {
        return;
    };
    let Some(person) = manifest.person(&decides.value, plan) else { return };
    let measured: Vec<(&str, &Text)> = checked_before(manifest, stage.name())
        .filter_map(|id| {
            let by = manifest.metrics.get(id)?.value.measured_by.given()?;
            is_held_by(manifest, plan, by, person).then_some((id, by))
        })
        .collect();
    let Some((metric, by)) = measured.first().copied() else { return };
    let more = match measured.len() {
        1 => String::new(),
        count => format!(" and {} more of its checks", count - 1),
    };
    let Some(person) = manifest.individual(&decides.value, plan) else { return };
    let message = format!("{person} decides the release of `{}` and measures `{metric}`{more}", stage.name());
    let mut finding = findings.report(decides.span, message).severity(severity(manifest));
    finding = finding.because(by.span, format!("measures `{metric}`"));
    for role in [decides, by].into_iter().take(if decides.value == by.value { 1 } else { 2 }) {
        if let Some(who) = definition(manifest, &role.value) {
            finding = finding.because(who.span, format!("holds `{}`", role.value));
        }
    }
    finding.help(format!(
        "name a role that somebody else holds under `decides` of `{}` or under `measured-by` of `{metric}`",
        stage.name()
    ));
}

/// The ids that are checked at handoffs into a stage, each once.
fn checked_before<'a>(manifest: &'a Manifest, stage: &'a str) -> impl Iterator<Item = &'a str> {
    let into = move |handoff: &&Item<Handoff>| handoff.value.to.given().is_some_and(|to| to.value == stage);
    let mut checks: Vec<&str> = Vec::new();
    for check in manifest.handoffs.iter().filter(into).flat_map(|handoff| handoff.value.checks.items()) {
        if !checks.contains(&check.value.as_str()) {
            checks.push(&check.value);
        }
    }
    checks.into_iter()
}

fn is_held_by(manifest: &Manifest, plan: &Plan, role: &Text, person: &str) -> bool {
    is_held(manifest, plan, &role.value, person)
}

fn is_held(manifest: &Manifest, plan: &Plan, role: &str, person: &str) -> bool {
    manifest.person(role, plan).is_some_and(|other| same_handle(other, person))
}

/// Where it is written who holds a role.
fn definition<'a>(manifest: &'a Manifest, role: &str) -> Option<&'a Text> {
    let declared: &Item<Role> = manifest.roles.get(role)?;
    declared.value.who.given()
}
