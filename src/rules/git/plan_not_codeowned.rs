//! `plan-not-codeowned`: manifests and sign-offs that no code owner looks after.

use crate::codeowners::named;
use crate::diagnostic::{Safety, Severity};
use crate::evidence::{Gathered, Owners};
use crate::model::{Handoff, Item, Manifest, Plan, same_handle};
use crate::placeholder::is_placeholder;
use crate::rules::phrase::ids;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A manifest has no code owner, or a sign-off file is not owned by who receives.
pub(super) static RULE: Rule = Rule {
    name: "plan-not-codeowned",
    family: Family::Git,
    summary: "A manifest has no code owner, or a sign-off file is not owned by who receives",
    why: "With a code owner the forge itself asks the right people: the leads when the plan changes, and the receiver, not the giver, when a handoff is accepted.",
    help: "let `planlint codeowners --write` write what the plan says",
    exceptions: "A repository without CODEOWNERS is left to `codeowners-mismatch`. For the manifest any owner will do, also that of a pattern that matches everything. Handoffs that need no sign-off, or whose receiver is unknown or has nobody, are left alone.",
    severity: Severity::Advice,
    evidence: &[Evidence::Tree, Evidence::Codeowners],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "the article: explicit handoff points, so that the forge enforces the acceptance",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let Some(owners) = &gathered.owners else { return };
    let Some(deciding) = owners.deciding(&manifest.path) else { return };
    if named(&deciding).is_empty() {
        let mut finding = findings
            .report(manifest.head, format!("nobody owns `{}` in CODEOWNERS", manifest.path))
            .help("let `planlint codeowners --write` give it to those who lead its stages");
        if let Some(line) = deciding.last() {
            finding = finding.because_at(owners.line(line), "this line takes the owners away");
        }
        finding.drafted_fix("write the owners of the plan into CODEOWNERS", || owners.rewriting(plan));
        return;
    }
    for handoff in &manifest.handoffs {
        check_signoff(manifest, plan, gathered, owners, handoff, findings);
    }
}

fn check_signoff(
    manifest: &Manifest,
    plan: &Plan,
    gathered: &Gathered<'_>,
    owners: &Owners,
    handoff: &Item<Handoff>,
    findings: &mut Findings<'_>,
) {
    let path = manifest.signoff_path(handoff.name()).filter(|path| gathered.paths.entry(path).is_some());
    let Some(path) = path else { return };
    let receivers = manifest.receivers(&handoff.value);
    let who = receivers.iter().filter_map(|role| Some(manifest.who(role)?.as_str()));
    let handles: Vec<&str> = who.filter(|who| !is_placeholder(who) && plan.people.is_handle(who)).collect();
    let is_receiver = |owner: &str| {
        handles.iter().any(|handle| same_handle(handle, owner) || plan.people.is_member(handle, owner))
    };
    let Some(deciding) = owners.deciding(&path) else { return };
    let named = named(&deciding);
    if handles.is_empty() || named.iter().any(|owner| is_receiver(owner)) {
        return;
    }
    let whom = if named.is_empty() { "nobody".to_owned() } else { ids(named) };
    let message = format!(
        "CODEOWNERS gives `{path}` to {whom}, and not to {}, who accepts `{}`",
        ids(receivers),
        handoff.name()
    );
    let line = deciding.last().copied();
    let help = owners.remedy(line, owners.is_written(plan));
    let mut finding = findings.report(handoff.id.span, message).help(help);
    if let Some(line) = line {
        finding = finding.because_at(owners.line(line), "this line decides");
    }
    finding.drafted_fix("write the owners of the plan into CODEOWNERS", || owners.rewriting(plan));
}
