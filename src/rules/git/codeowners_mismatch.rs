//! `codeowners-mismatch`: artifacts that CODEOWNERS gives to nobody who works on them.

use crate::codeowners::{Entry, named};
use crate::diagnostic::{Safety, Severity};
use crate::evidence::{Gathered, Owners};
use crate::model::{Artifact, Item, Lead, Manifest, Plan, Stage, Text, same_handle};
use crate::order;
use crate::path::RepoPath;
use crate::placeholder::is_placeholder;
use crate::rules::phrase::ids;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// CODEOWNERS gives an artifact to nobody who leads or supports its stage.
pub(super) static RULE: Rule = Rule {
    name: "codeowners-mismatch",
    family: Family::Git,
    summary: "CODEOWNERS gives an artifact to nobody who leads or supports its stage",
    why: "The forge asks the code owners when a file changes: where they are others than the plan says, the ones who answer for the artifact never hear of the change.",
    help: "let `planlint codeowners --write` write what the plan says, or correct the plan",
    exceptions: "A pattern that matches everything, such as `*`, says nothing about an artifact. One owner who works on the stage is enough, be it in the team or the team of one who does. Artifacts without a file in git, and stages whose lead is unknown or has nobody, are left alone. A repository without CODEOWNERS gets one advice in all.",
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
            let edits = || Owners::written(plan, gathered.forge).into_iter().collect();
            finding.drafted_fix("write the owners of the plan into a new CODEOWNERS", edits);
        }
        return;
    };
    let all = Artifacts { manifest, plan, gathered, owners };
    for stage in &manifest.stages {
        let workers = workers(manifest, plan, stage);
        if workers.is_empty() {
            continue;
        }
        let judged = stage.value.produces.iter().filter_map(|artifact| all.judge(artifact, &workers));
        // One line of CODEOWNERS that is wrong is one mistake, however much it takes from a stage.
        let mut by_line: Vec<Vec<Mismatch<'_>>> = Vec::new();
        let number = |mismatch: &Mismatch<'_>| mismatch.line.map(|line| line.line);
        for mismatch in judged {
            let line = number(&mismatch);
            match by_line.iter_mut().find(|group| line.is_some() && number(&group[0]) == line) {
                Some(group) => group.push(mismatch),
                None => by_line.push(vec![mismatch]),
            }
        }
        for group in by_line {
            all.report(stage, &group, findings);
        }
    }
}

/// What all artifacts of one manifest are judged by.
struct Artifacts<'a> {
    manifest: &'a Manifest,
    plan: &'a Plan,
    gathered: &'a Gathered<'a>,
    owners: &'a Owners,
}

impl Artifacts<'_> {
    /// Where the plan's own lines decide, another artifact covers the file too, which `artifact-two-producers` tells.
    fn says_nothing(&self, line: &Entry) -> bool {
        line.is_catch_all() || self.owners.is_ours(line) && self.owners.is_written(self.plan)
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

impl<'a> Artifacts<'a> {
    fn judge(&self, artifact: &'a Item<Artifact>, workers: &[&str]) -> Option<Mismatch<'a>> {
        let path = artifact.value.path.given()?;
        let pattern = self.manifest.path.folder().resolve(&path.value)?;
        let people = &self.plan.people;
        let is_worker = |owner: &str| {
            let is_theirs = |handle: &&str| {
                same_handle(handle, owner)
                    || people.is_member(handle, owner)
                    || people.is_member(owner, handle)
            };
            workers.iter().any(is_theirs)
        };
        let owned = self.gathered.paths.matching(&pattern).into_iter();
        let owned = owned.filter_map(|entry| Some((&entry.path, self.owners.deciding(&entry.path)?)));
        let mut foreign = owned.filter(|(_, deciding)| {
            let is_open = !deciding.is_empty() && deciding.iter().all(|line| self.says_nothing(line));
            !is_open && !deciding.iter().flat_map(|line| line.owners.iter()).any(|owner| is_worker(owner))
        });
        let (file, deciding) = foreign.next()?;
        let set = |deciding: &[&'a Entry]| order::set(named(deciding));
        let same = set(&deciding);
        let more = foreign.filter(|(_, deciding)| set(deciding) == same).count();
        let line = deciding.last().copied();
        Some(Mismatch { artifact, path, file, more, owners: named(&deciding), line })
    }

    fn report(&self, stage: &Item<Stage>, group: &[Mismatch<'_>], findings: &mut Findings<'_>) {
        let [first, others @ ..] = group else { return };
        let more = match first.more {
            0 => String::new(),
            more => format!(" and {more} more of `{}`", first.artifact.name()),
        };
        let too = match others {
            [] => String::new(),
            others => format!("; files of {} as well", ids(others.iter().map(|other| other.artifact.name()))),
        };
        let whom = match first.owners.as_slice() {
            [] => "nobody".to_owned(),
            owners => ids(owners.iter().copied()),
        };
        let lead = self.manifest.lead_of(stage).unwrap_or_default();
        let message = format!(
            "CODEOWNERS gives `{}`{more} to {whom}, and not to `{lead}`, who leads `{}`{too}",
            first.file,
            stage.name()
        );
        let mut finding = findings.report(first.path.span, message);
        for other in others {
            finding = finding.because(other.path.span, format!("so it does `{}`", other.file));
        }
        if let Some(line) = first.line {
            finding = finding.because_at(self.owners.line(line), "this line decides");
        }
        finding = finding.help(self.owners.remedy(first.line, self.owners.is_written(self.plan)));
        finding
            .drafted_fix("write the owners of the plan into CODEOWNERS", || self.owners.rewriting(self.plan));
    }
}

/// An artifact that is given to others.
struct Mismatch<'a> {
    artifact: &'a Item<Artifact>,
    /// The path that the plan says.
    path: &'a Text,
    /// The first file there that is given to others, and how many more are.
    file: &'a RepoPath,
    more: usize,
    /// The others.
    owners: Vec<&'a str>,
    /// The line of CODEOWNERS that decides.
    line: Option<&'a Entry>,
}
