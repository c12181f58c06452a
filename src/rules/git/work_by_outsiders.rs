//! `work-by-outsiders`: the plan gives a stage to some, and others do its work.

use crate::diagnostic::Severity;
use crate::evidence::{Gathered, History};
use crate::model::{Item, Manifest, Plan, Stage, Threshold};
use crate::order;
use crate::order::Sorted;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// Most commits on what a stage makes come from people outside its lead and supporters.
pub(super) static RULE: Rule = Rule {
    name: "work-by-outsiders",
    family: Family::Git,
    summary: "Over 70 % of the commits of 90 days on what a stage makes come from outside its lead and supporters",
    why: "Where others do the work than those who answer for it, the plan is a picture of how things were meant, and the real boundary is written nowhere.",
    help: "add the role that does the work to `support` with its duty, or give it the lead",
    exceptions: "It needs to know who is behind a commit: `mail` of the members of `teams` in `planlint.yaml`, a `.mailmap`, or addresses of the forge; whoever is not known counts as inside. Fewer than ten commits, bots, merges, and commits of `.git-blame-ignore-revs` say nothing. Nobody is named. It is off until `levels` in `planlint.yaml` names it; `thresholds` change its numbers.",
    severity: Severity::Advice,
    evidence: &[Evidence::History],
    fixes: &[],
    since: "0.1.0",
    source: "article: clear boundaries in each stage (S35); Nahar 2022, unclear boundaries of responsibility",
    checks: &[Check::History(check)],
};

fn check(
    manifest: &Manifest,
    plan: &Plan,
    gathered: &Gathered<'_>,
    history: &History,
    findings: &mut Findings<'_>,
) {
    if !history.is_complete() {
        return;
    }
    let days = plan.thresholds.time(Threshold::OutsidePeriod).in_days();
    let fewest = plan.thresholds.count(Threshold::OutsideCommits);
    let share = plan.thresholds.count(Threshold::OutsideShare);
    for stage in &manifest.stages {
        let Some(inside) = insiders(manifest, plan, stage) else { continue };
        let patterns = stage.value.produces.iter().filter_map(|artifact| artifact.value.path.given());
        let paths: Vec<_> =
            patterns.flat_map(|written| history.paths_of(manifest, &written.value, gathered.paths)).collect();
        let mut commits = history.commits_on(&paths);
        commits.retain(|commit| history.is_work(commit) && history.days_since(commit, plan.today) <= days);
        let outside = order::counts(commits.iter().filter_map(|commit| {
            let author = &commit.message.author;
            let handle = plan.people.handle_of(author)?;
            let is_inside = inside.iter().any(|who| plan.people.is_by(author, who));
            (!is_inside).then(|| role_of(manifest, plan, &handle))
        }));
        let count: usize = outside.values().sum();
        if commits.len() >= fewest && count * 100 > commits.len() * share {
            let said = Said { count, all: commits.len(), days };
            report(stage, &said, &outside, findings);
        }
    }
}

/// How many commits from outside, of how many, in how many days.
struct Said {
    count: usize,
    all: usize,
    days: i64,
}

fn report(
    stage: &Item<Stage>,
    said: &Said,
    outside: &Sorted<Option<&str>, usize>,
    findings: &mut Findings<'_>,
) {
    let mut parts: Vec<_> = outside.iter().map(|(role, count)| (*role, *count)).collect();
    order::by_key(&mut parts, |(role, count)| (role.is_none(), std::cmp::Reverse(*count)));
    let part = |(role, count): (Option<&str>, usize)| match role {
        Some(role) => format!("{count} by `{role}`"),
        None => format!("{count} by people without a role"),
    };
    let Said { count, all, days } = said;
    let message = format!(
        "{count} of {all} commits of the last {days} days on what `{}` makes are from outside its lead and supporters: {}",
        stage.name(),
        phrase::all(parts.into_iter().map(part))
    );
    let most = outside.iter().filter_map(|(role, count)| Some((count, (*role)?))).max();
    let help = match most {
        Some((_, role)) => {
            format!("add `{role}` to `support` of `{}` with its duty, or make it the lead", stage.name())
        }
        None => format!("give those who work on `{}` a role and a duty under `support`", stage.name()),
    };
    findings.report(stage.id.span, message).help(help);
}

/// Who leads and supports a stage; `None` where that, or who is in a team, is not known.
fn insiders<'a>(manifest: &'a Manifest, plan: &Plan, stage: &'a Item<Stage>) -> Option<Vec<&'a str>> {
    let lead = stage.value.lead.one()?.value.as_str();
    if stage.value.support.is_spoiled() {
        return None;
    }
    let mut inside = Vec::new();
    for role in stage.value.support.names().chain([lead]) {
        let role = manifest.roles.get(role)?;
        let who = role.value.who.given().into_iter().chain(role.value.backup.given());
        inside.extend(who.map(|who| who.value.as_str()));
    }
    let is_known = |who: &&str| !plan.people.is_team(who) || plan.people.teams.has(*who);
    inside.iter().all(is_known).then_some(inside)
}

fn role_of<'a>(manifest: &'a Manifest, plan: &Plan, handle: &str) -> Option<&'a str> {
    let holds =
        |role: &&str| manifest.who(role).is_some_and(|who| plan.people.is_or_is_in(handle, &who.value));
    manifest.roles.names().find(holds)
}
