//! `owner-not-a-handle`: names that no forge and no mail server can reach.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::{Gathered, Owners};
use crate::model::{Field, Manifest, People, Plan, Text};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// A person or team is neither `@user`, nor `@org/team`, nor an e-mail address.
pub(super) static RULE: Rule = Rule {
    name: "owner-not-a-handle",
    family: Family::Ownership,
    summary: "A person or team is neither `@user`, nor `@org/team`, nor an e-mail address",
    why: "A first name or a job title reaches nobody: it cannot be mentioned, asked for a review or compared with CODEOWNERS, and the next Maria makes it ambiguous.",
    help: "write the handle as CODEOWNERS spells it, in quotes, or an e-mail address",
    exceptions: "With `handles: any` in `planlint.yaml`, for forges with other handles, this rule is silent.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "codeowners-validator, which checks the owners in CODEOWNERS alike",
    checks: &[Check::Anywhere(check)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: Option<&Gathered<'_>>, findings: &mut Findings<'_>) {
    if plan.people.any_handle {
        return;
    }
    let owners = gathered.and_then(|gathered| gathered.owners.as_ref());
    let judge = |field: &Field<Text>, findings: &mut Findings<'_>| {
        judge(manifest, &plan.people, owners, field, findings);
    };
    let roles = manifest.roles.iter().filter(|role| !role.value.who.is_absent());
    for role in roles {
        for field in [&role.value.who, &role.value.backup, &role.value.replaced_by] {
            judge(field, findings);
        }
    }
    let others = manifest.sources.iter().map(|source| &source.value.owner);
    let others = others.chain(manifest.consumers.iter().map(|consumer| &consumer.value.owner));
    for field in others.chain(manifest.waivers.iter().map(|waiver| &waiver.by)) {
        judge(field, findings);
    }
}

fn judge(
    manifest: &Manifest,
    people: &People,
    owners: Option<&Owners>,
    field: &Field<Text>,
    findings: &mut Findings<'_>,
) {
    let Some(text) = field.given() else { return };
    let name = text.value.as_str();
    if people.is_handle(name) || people.teams.has(name) || is_placeholder(name) {
        return;
    }
    if let Some(role) = manifest.roles.get(name) {
        let holder = manifest.who(name).map(|who| who.value.as_str());
        let help = match holder.filter(|who| people.is_handle(who) && !is_placeholder(who)) {
            Some(who) => format!("write `\"{who}\"`, who holds `{name}`, or the handle of somebody else"),
            None => RULE.help.to_owned(),
        };
        findings
            .report(text.span, format!("`{name}` is a role, not somebody"))
            .because(role.id.span, "the role is declared here")
            .help(help);
        return;
    }
    let is_expected = manifest.profile.as_deref().is_some_and(|profile| profile.role(name).is_some());
    let message = match is_expected {
        true => format!("`{name}` is a role, not somebody"),
        false => format!("`{name}` is neither a handle nor an e-mail address"),
    };
    let help = if is_expected { RULE.help.to_owned() } else { suggestion(people, name) };
    let finding = findings.report(text.span, message).help(help);
    if let Some(handle) = owners.and_then(|owners| owners.handle(name)) {
        let edit = Edit::replace(manifest.source, text.span, format!("\"{handle}\""));
        finding.fix(format!("write `\"{handle}\"`, as CODEOWNERS does"), vec![edit]);
    }
}

fn suggestion(people: &People, name: &str) -> String {
    let handle = format!("@{name}");
    if name.is_ascii() && !name.contains('@') && people.is_handle(&handle) {
        return format!("write `\"{handle}\"` if that is the handle, or an e-mail address");
    }
    if name.matches('@').count() > 1 {
        return "write one handle, or that of a team such as `\"@acme/ml\"`".to_owned();
    }
    "write a handle such as `\"@maria\"` or `\"@acme/ml\"`, or a whole e-mail address".to_owned()
}
