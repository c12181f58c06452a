//! `codeowners-mismatch`: artifacts that CODEOWNERS gives to nobody who works on them.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::codeowners::Entry;
use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::{Gathered, Owners};
use crate::model::{Artifact, Item, Lead, Manifest, Plan, Stage, Text, same_handle};
use crate::path::RepoPath;
use crate::placeholder::is_placeholder;
use crate::rules::phrase::ids;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// CODEOWNERS gives an artifact to nobody who leads or supports its stage.
pub(super) const RULE: Rule = Rule {
    name: "codeowners-mismatch",
    family: Family::Git,
    summary: "CODEOWNERS gives an artifact to nobody who leads or supports its stage",
    why: "The forge asks the code owners when a file changes: where they are others than the plan says, the ones who answer for the artifact never hear of the change.",
    help: "let `planlint codeowners --write` write what the plan says, or correct the plan",
    exceptions: "A pattern that matches everything, such as `*`, says nothing about an artifact. One owner who works on the stage is enough. Artifacts without a file in git, and stages whose lead is unknown or has nobody, are left alone. A repository without CODEOWNERS gets one advice in all.",
    severity: Severity::Warning,
    evidence: &[Evidence::Tree, Evidence::Codeowners],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "the article: clear boundaries, kept over time; nothing else compares a plan with the forge's own gates",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let Some(owners) = &gathered.owners else {
        let is_first = plan.manifests.first().is_some_and(|first| first.source == manifest.source);
        if is_first && manifest.artifacts().next().is_some() {
            let message = "this repository has no CODEOWNERS, so nobody is asked when an artifact changes";
            let finding = findings
                .report(manifest.head, message)
                .help("write one with `planlint codeowners --write`")
                .severity(Severity::Advice);
            if let Some(edit) = Owners::written(plan, gathered.forge) {
                finding.unsafe_fix("write the owners of the plan into a new CODEOWNERS", vec![edit]);
            }
        }
        return;
    };
    let all = Artifacts { manifest, plan, gathered, owners, rewritten: OnceCell::new() };
    for (stage, artifact) in manifest.artifacts() {
        let workers = workers(manifest, plan, stage);
        if let Some(path) = artifact.value.path.given().filter(|_| !workers.is_empty()) {
            judge(&all, stage, artifact, path, &workers, findings);
        }
    }
}

/// What all artifacts of one manifest are judged by.
struct Artifacts<'a> {
    manifest: &'a Manifest,
    plan: &'a Plan,
    gathered: &'a Gathered<'a>,
    owners: &'a Owners,
    /// What `planlint codeowners --write` would change, once it is asked for; `None` inside where it is nothing.
    rewritten: OnceCell<Option<Edit>>,
}

impl Artifacts<'_> {
    fn rewritten(&self) -> Option<&Edit> {
        self.rewritten.get_or_init(|| self.owners.rewritten(self.plan)).as_ref()
    }

    /// Where the plan's own lines decide, another artifact covers the file too, which `artifact-two-producers` tells.
    fn says_nothing(&self, line: &Entry) -> bool {
        line.is_catch_all() || self.owners.is_ours(line) && self.rewritten().is_none()
    }
}

/// Handles of those who lead and support a stage; none where the lead is not known or held by no handle.
fn workers<'a>(manifest: &'a Manifest, plan: &Plan, stage: &'a Item<Stage>) -> Vec<&'a str> {
    let Lead::One(lead) = &stage.value.lead else { return Vec::new() };
    let is_handle =
        |who: &str| !is_placeholder(who) && (plan.people.any_handle || plan.people.is_handle(who));
    if !manifest.who(&lead.value).is_some_and(|who| is_handle(&who.value)) {
        return Vec::new();
    }
    let roles = std::iter::once(lead.as_str()).chain(stage.value.support.names());
    let roles = roles.filter_map(|role| manifest.roles.get(role));
    roles
        .flat_map(|role| role.value.who.given().into_iter().chain(role.value.backup.given()))
        .map(Text::as_str)
        .collect()
}

fn judge(
    all: &Artifacts<'_>,
    stage: &Item<Stage>,
    artifact: &Item<Artifact>,
    path: &Text,
    workers: &[&str],
    findings: &mut Findings<'_>,
) {
    let Some(pattern) = all.manifest.path.folder().resolve(&path.value) else { return };
    let is_worker = |owner: &str| {
        workers.iter().any(|handle| same_handle(handle, owner) || all.plan.people.is_member(handle, owner))
    };
    let owned = all.gathered.paths.matching(&pattern).into_iter();
    let owned = owned.map(|entry| (&entry.path, all.owners.codeowners.deciding(&entry.path)));
    let mut foreign = owned.filter(|(_, deciding)| {
        let is_open = !deciding.is_empty() && deciding.iter().all(|line| all.says_nothing(line));
        !is_open && !deciding.iter().flat_map(|line| &line.owners).any(|owner| is_worker(owner))
    });
    let Some((first, deciding)) = foreign.next() else { return };
    let owners = |deciding: &[&Entry]| -> BTreeSet<String> {
        deciding.iter().flat_map(|line| line.owners.iter().cloned()).collect()
    };
    let same = owners(&deciding);
    let more = foreign.filter(|(_, deciding)| owners(deciding) == same).count();
    report(all, stage, artifact, path, (first, more), findings);
}

fn report(
    all: &Artifacts<'_>,
    stage: &Item<Stage>,
    artifact: &Item<Artifact>,
    path: &Text,
    (file, more): (&RepoPath, usize),
    findings: &mut Findings<'_>,
) {
    let deciding = all.owners.codeowners.deciding(file);
    let others = if more == 0 { String::new() } else { format!(" and {more} more of `{}`", artifact.name()) };
    let owners = all.owners.codeowners.owners(file);
    let whom = match owners.as_slice() {
        [] => "nobody".to_owned(),
        owners => ids(owners.iter().copied()),
    };
    let lead = all.manifest.lead_of(stage).unwrap_or_default();
    let message = format!(
        "CODEOWNERS gives `{file}`{others} to {whom}, and not to `{lead}`, who leads `{}`",
        stage.name()
    );
    let mut finding = findings.report(path.span, message);
    if let Some(line) = deciding.last() {
        finding = finding.because_at(all.owners.line(line), "this line decides");
    }
    if let Some(edit) = all.rewritten() {
        finding.unsafe_fix("write the owners of the plan into CODEOWNERS", vec![edit.clone()]);
    }
}
