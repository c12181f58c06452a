//! `role-missing`: roles that the profile expects and the plan does not have.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Kind, Manifest, Plan, Profile, ProfileRole};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::{affordable, closest};
use crate::text::Span;

/// A role of the profile is neither declared nor left out with a reason.
pub(super) static RULE: Rule = Rule {
    name: "role-missing",
    family: Family::Ownership,
    summary: "A role of the profile is neither declared nor left out with a reason",
    why: "What a role knows is missing from every decision of the plan; most often it is the domain expert, and the data then says something else than the team believes.",
    help: "declare the role under `roles`, or give a reason under `skip`",
    exceptions: "Aliases count, in Chinese too; profiles without roles expect none. Silent where all stages in which the profile has the role work are under `skip`. Silent where the role is used or declared under a misspelt id: that is reported there.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: five roles, each with duties (S6–S10); NIST AI RMF, GOVERN 2.1",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    let (Some(profile), Some(section)) = (manifest.profile.as_deref(), manifest.roles.key()) else { return };
    if manifest.roles.is_spoiled() {
        return;
    }
    let references = manifest.references();
    let named: Vec<&str> =
        references.iter().filter(|one| one.kind == Kind::Role).map(|one| one.id.value.as_str()).collect();
    for role in &profile.roles {
        let id = role.id.as_str();
        let is_used = named.iter().any(|used| role.is_called(used));
        let is_there = manifest.player(id).is_some() || manifest.skips(|name| role.is_called(name));
        if is_there || is_used || is_idle(manifest, profile, role) || is_misspelt(manifest, profile, role) {
            continue;
        }
        report(manifest, profile, role, section, findings);
    }
}

fn report(
    manifest: &Manifest,
    profile: &Profile,
    role: &ProfileRole,
    section: Span,
    findings: &mut Findings<'_>,
) {
    let id = role.id.as_str();
    let duty = match role.duty.as_str() {
        "" => String::new(),
        duty => format!(" to {duty}"),
    };
    let message = format!("profile `{}` expects a role `{id}`{duty}, and nobody here plays it", profile.name);
    let mut finding = findings
        .report(section, message)
        .named(format!("roles.{id}"))
        .help(format!("add `{id}: \"@…\"` under `roles`, or write `{id}: <the reason>` under `skip`"))
        .unsafe_fix(
            format!("add `{id}` under `roles`, still without anybody"),
            vec![Edit::insert(manifest.source, "roles", id, "\"@…\"")],
        );
    let guessed = affordable(profile.roles.len());
    for skipped in
        manifest.skip.iter().take(guessed).filter(|skipped| is_nearly(profile, role, skipped.name()))
    {
        let help = format!("write `{id}` instead of `{}` under `skip`", skipped.name());
        let edit = Edit::replace(manifest.source, skipped.id.span, id);
        finding = finding
            .because(skipped.id.span, "did you mean it here?")
            .unsafe_fix(&help, vec![edit])
            .help(help);
    }
}

/// Does a name mean nothing in the profile, and is it almost that of this role?
fn is_nearly(profile: &Profile, role: &ProfileRole, name: &str) -> bool {
    let names = std::iter::once(&role.id).chain(&role.aliases).map(String::as_str);
    profile.role(name).is_none() && profile.stage(name).is_none() && closest(name, names).is_some()
}

/// Does the plan leave out every stage in which the profile has the role work?
fn is_idle(manifest: &Manifest, profile: &Profile, role: &ProfileRole) -> bool {
    let mut stages = profile.stages_of(role).peekable();
    stages.peek().is_some() && stages.all(|stage| manifest.skips(|name| stage.is_called(name)))
}

/// Is a role declared whose id means nothing else and is almost this one?
fn is_misspelt(manifest: &Manifest, profile: &Profile, role: &ProfileRole) -> bool {
    manifest.roles.names().any(|name| is_nearly(profile, role, name))
}
