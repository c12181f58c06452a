//! `role-unused`: roles that the plan gives nothing to do.

use std::cell::LazyCell;

use hashbrown::{HashMap, HashSet};

use crate::diagnostic::Severity;
use crate::model::{Item, Kind, Lead, Manifest, Plan, Reference, Role, Stage};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::is_id;
use crate::suggest::{affordable, closest};

/// A declared role leads nothing, supports nothing, owns nothing and meets nobody.
pub(super) static RULE: Rule = Rule {
    name: "role-unused",
    family: Family::Ownership,
    summary: "A declared role leads nothing, supports nothing, owns nothing and meets nobody",
    why: "Somebody was named, believes to be part of the project, and has no part in it; or a duty that was theirs got lost when the plan was edited.",
    help: "give the role a duty under `support` of a stage, take it out, or mark it `inform-only: true`",
    exceptions: "Roles marked `inform-only`, and those to which the profile itself gives no part in a stage. Silent too where the role is the likely meaning of a misspelt id, the lead that a stage lacks or a role that the profile expects in a stage: that is reported there.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "article: the domain expert brings knowledge of the field (S10); the review of a RACI table by rows",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    if !manifest.work_is_readable() {
        return;
    }
    let involvements = manifest.involvements();
    let undeclared: Vec<&str> =
        involvements.keys().copied().filter(|id| !manifest.roles.has(id) && !is_placeholder(id)).collect();
    let mut wanted = meant(manifest, &undeclared);
    wanted.extend(lacking(manifest));
    wanted.extend(manifest.absences().iter().map(|absence| absence.role.name()));
    let is_beside = |id: &str| {
        let profile = manifest.profile.as_deref();
        let expected = profile.and_then(|profile| Some((profile, profile.role(id)?)));
        expected.is_some_and(|(profile, role)| profile.stages_of(role).next().is_none())
    };
    let is_nobody = |role: &Item<Role>| role.value.who.given().is_some_and(|who| is_placeholder(&who.value));
    // Few roles have no part, and all references are many.
    let told = LazyCell::new(|| -> HashMap<&str, Reference<'_>> {
        let told = manifest.references().into_iter().filter(|one| one.kind == Kind::Role && !one.involves);
        told.map(|one| (one.id.value.as_str(), one)).collect()
    });
    for role in &manifest.roles {
        let id = role.name();
        let works = involvements.contains_key(id) || is_beside(id);
        let is_exempt = role.value.inform_only || is_nobody(role) || !is_id(id);
        if is_exempt || works || wanted.contains(id) {
            continue;
        }
        report(manifest, role, told.get(id), findings);
    }
}

fn report(manifest: &Manifest, role: &Item<Role>, told: Option<&Reference<'_>>, findings: &mut Findings<'_>) {
    let id = role.name();
    if let Some(told) = told {
        findings
            .report(role.id.span, format!("`{id}` {}, but it has no part in the plan", told.part))
            .because(told.id.span, "it is only told of results")
            .help(format!(
                "write `inform-only: true` under `{id}`, or give it a duty under `support` of a stage"
            ));
        return;
    }
    let message = format!("`{id}` leads nothing, supports nothing, owns nothing and meets nobody");
    let help = match expectation(manifest, id) {
        Some((stage, duty)) => {
            format!("write `{id}: {duty}` under `support` of `{}`, or take the role out", stage.name())
        }
        None => format!("give `{id}` a duty under `support` of a stage, or take it out of `roles`"),
    };
    findings.report(role.id.span, message).help(help);
}

/// The first stage in which the profile expects the role, and its duty there.
fn expectation<'a>(manifest: &'a Manifest, id: &str) -> Option<(&'a Item<Stage>, &'a str)> {
    let expected = manifest.profile.as_deref()?.role(id)?;
    manifest.stages.iter().find_map(|stage| {
        let support = &manifest.expected(stage)?.support;
        let (_, duty) = support.iter().find(|(role, duty)| expected.is_called(role) && !duty.is_empty())?;
        Some((stage, duty.as_str()))
    })
}

/// The declared roles that undeclared ids probably mean.
fn meant<'a>(manifest: &'a Manifest, undeclared: &[&str]) -> HashSet<&'a str> {
    let judged = undeclared.iter().take(affordable(manifest.roles.len()));
    let close = judged.filter_map(|id| closest(id, manifest.roles.names()));
    let renamed = undeclared.iter().filter_map(|id| {
        let role = manifest.profile.as_deref()?.role(id)?;
        manifest.roles.names().find(|name| role.is_called(name))
    });
    close.chain(renamed).collect()
}

/// The roles that would lead what has no usable lead, or a stage of the profile that is missing.
fn lacking(manifest: &Manifest) -> HashSet<&str> {
    let Some(profile) = manifest.profile.as_deref() else { return HashSet::new() };
    let has_lead = |stage: &Item<Stage>| match &stage.value.lead {
        Lead::One(role) => manifest.roles.has(&role.value),
        Lead::Several(..) => true,
        Lead::Absent | Lead::Spoiled => false,
    };
    let expected = profile.stages.iter().filter(|expected| {
        let mut stages = manifest.stages.iter().filter(|stage| expected.is_called(stage.name()));
        !manifest.skips(|name| expected.is_called(name)) && !stages.any(has_lead)
    });
    let leads = expected.filter_map(|expected| expected.lead.as_deref());
    leads.filter_map(|lead| Some(manifest.player(lead)?.name())).collect()
}
