//! `no-backup`: individuals whose absence stops a stage, an alert or a release.

use hashbrown::HashMap;

use crate::diagnostic::Severity;
use crate::model::{Item, Manifest, Plan, Role, State, Status, Text, same_handle};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::Span;
use crate::time::Duration;

/// An individual leads a stage, answers an alert within a day or decides a release, and nobody stands in.
pub(super) static RULE: Rule = Rule {
    name: "no-backup",
    family: Family::Ownership,
    summary: "An individual leads a stage, answers an alert within a day or decides a release, and nobody stands in",
    why: "People fall ill and go on holiday; alerts and releases do not wait for them.",
    help: "name somebody else under `backup`, or let a team hold the role",
    exceptions: "Teams, unless `planlint.yaml` lists just one member. Advice in draft plans and where only planned stages are concerned; silent in retired plans.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "the operations chapter of the Machine Learning Systems book: on-call; the Open Data Contract Standard, which names who replaces a member",
    checks: &[Check::Manifest(check)],
};

/// Whoever has to answer sooner than this cannot be away for a day.
const SOON: Duration = Duration::days(1);

/// One thing that waits for an individual.
struct Reason {
    span: Span,
    part: String,
    /// It is not just planned.
    weighs: bool,
}

/// A role whose holder has nobody to stand in.
struct Gap<'a> {
    role: &'a Item<Role>,
    who: &'a Text,
    person: &'a str,
    reason: &'a Reason,
    lack: String,
}

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    let reasons = reasons(manifest);
    let mut people: Vec<Vec<Gap<'_>>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for role in &manifest.roles {
        let Some(gap) = gap(manifest, plan, role, &reasons) else { continue };
        let at = *known.entry(gap.person.to_lowercase()).or_insert(people.len());
        if at == people.len() {
            people.push(Vec::new());
        }
        people[at].push(gap);
    }
    for gaps in &people {
        report(manifest, plan, gaps, findings);
    }
}

fn gap<'a>(
    manifest: &'a Manifest,
    plan: &'a Plan,
    role: &'a Item<Role>,
    reasons: &'a HashMap<&str, Vec<Reason>>,
) -> Option<Gap<'a>> {
    let reasons = reasons.get(role.name())?;
    let person = manifest.person(role.name(), plan)?;
    let lack = lack(role, person, plan)?;
    let reason = reasons.iter().find(|reason| reason.weighs).or(reasons.first())?;
    Some(Gap { role, who: role.value.who.given()?, person, reason, lack })
}

/// One finding for a person, however many roles they hold.
fn report(manifest: &Manifest, plan: &Plan, gaps: &[Gap<'_>], findings: &mut Findings<'_>) {
    let Some(first) = gaps.iter().find(|gap| gap.reason.weighs).or(gaps.first()) else { return };
    let id = first.role.name();
    let Some(person) = manifest.individual(id, plan) else { return };
    let others = || gaps.iter().filter(|gap| gap.role.id != first.role.id);
    let is_short = first.who.span == first.role.span;
    let help = match is_short {
        _ if gaps.len() > 1 => {
            let roles = phrase::ids(gaps.iter().map(|gap| gap.role.name()));
            format!("name somebody else under `backup` of {roles}")
        }
        true => format!("write `{id}: {{ who: \"{}\", backup: \"@…\" }}` under `roles`", first.who.value),
        false => format!("write `backup: \"@…\"` under `{id}`, with the handle of somebody else"),
    };
    let mut finding = findings
        .report(first.who.span, format!("{person} {}, and {}", first.reason.part, first.lack))
        .named(first.person)
        .because(first.reason.span, format!("rests on `{id}`"))
        .help(format!("{help}, or let a team hold the role"));
    for other in others() {
        finding = finding.because(other.who.span, format!("holds `{}` too", other.role.name()));
    }
    if manifest.status == Status::Draft || !first.reason.weighs {
        finding.severity(Severity::Advice);
    }
}

/// Why nobody stands in; `None` where somebody does, or where that field has a finding of its own.
fn lack(role: &Item<Role>, person: &str, plan: &Plan) -> Option<String> {
    if role.value.backup.is_spoiled() {
        return None;
    }
    let Some(backup) = role.value.backup.given() else { return Some("nobody stands in".to_owned()) };
    let handle = backup.value.as_str();
    if is_placeholder(handle) {
        return None;
    }
    if plan.people.person(handle).is_some_and(|other| same_handle(other, person)) {
        return Some("the backup is the same person".to_owned());
    }
    let left = plan.people.left(handle).filter(|last| *last < plan.today)?;
    Some(format!("the backup `{handle}` left on {left}"))
}

/// What waits for each role, by its id.
fn reasons(manifest: &Manifest) -> HashMap<&str, Vec<Reason>> {
    let mut found: HashMap<&str, Vec<Reason>> = HashMap::new();
    for (stage, lead) in manifest.leads() {
        let (part, weighs) = (format!("leads `{}`", stage.name()), stage.value.state != State::Planned);
        found.entry(&lead.value).or_default().push(Reason { span: lead.span, part, weighs });
    }
    for alert in &manifest.alerts {
        let is_urgent = alert.value.respond.given().is_some_and(|respond| respond.value <= SOON);
        if let Some(owner) = alert.value.owner.given().filter(|_| is_urgent) {
            let part = format!("answers `{}` within a day", alert.name());
            found.entry(&owner.value).or_default().push(Reason { span: owner.span, part, weighs: true });
        }
    }
    for stage in &manifest.stages {
        if let Some(decides) = stage.value.release.given().and_then(|release| release.decides.one()) {
            let part = format!("decides the release of `{}`", stage.name());
            let weighs = stage.value.state != State::Planned;
            found.entry(&decides.value).or_default().push(Reason { span: decides.span, part, weighs });
        }
    }
    found
}
