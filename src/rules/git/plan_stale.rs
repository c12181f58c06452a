//! `plan-stale`: work goes on and nobody has read the plan for longer than it says.

use crate::diagnostic::Severity;
use crate::evidence::{Gathered, History};
use crate::model::{Manifest, Plan, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::snapshot::Commit;

/// The plan is unchanged for longer than `review` while its artifacts changed.
pub(super) static RULE: Rule = Rule {
    name: "plan-stale",
    family: Family::Git,
    summary: "The plan has not changed for longer than its `review` says, while what it plans did",
    why: "A plan that nobody reads again describes the project of last year: its leads, thresholds and handoffs are kept by nobody.",
    help: "read the plan again, and commit what changed or an empty commit with a line `Plan-reviewed:` and the project's id",
    exceptions: "Where no artifact had commits since the last look, nothing is stale. Drafts, and plans that are paused or retired, are left alone. A commit with the trailer `Plan-reviewed:` counts as a look.",
    severity: Severity::Warning,
    evidence: &[Evidence::History, Evidence::Clock],
    fixes: &[],
    since: "0.1.0",
    source: "article: clear boundaries, kept over time (S35); NIST AI RMF, GOVERN 1.5; TDSP, the living charter",
    checks: &[Check::History(check)],
};

fn check(
    manifest: &Manifest,
    plan: &Plan,
    gathered: &Gathered<'_>,
    history: &History,
    findings: &mut Findings<'_>,
) {
    let Some(review) = manifest.review.given().filter(|_| history.is_complete() && gathered.clock) else {
        return;
    };
    if manifest.status != Status::Active {
        return;
    }
    let Some(look) = last_look(manifest, plan, history) else { return };
    let age = history.days_since(look, plan.today);
    if age <= review.value.in_days() {
        return;
    }
    let patterns = manifest.artifacts().filter_map(|(_, artifact)| artifact.value.path.given());
    let paths: Vec<_> =
        patterns.flat_map(|written| history.paths_of(manifest, &written.value, gathered.paths)).collect();
    let commits = history.commits_on(&paths);
    let newer = history.on_top_of(look);
    let since = commits.iter().filter(|commit| newer.get(commit.at) == Some(&true)).count();
    if since == 0 {
        return;
    }
    let commits = if since == 1 { "one commit".to_owned() } else { format!("{since} commits") };
    let message = format!(
        "the plan of `{}` was last looked at {age} days ago, and {commits} changed what it plans since",
        manifest.title()
    );
    let help = format!(
        "read the plan again, and commit what changed or an empty commit with the line `Plan-reviewed: {}`",
        manifest.title()
    );
    let days = review.value.in_days();
    findings.report(review.span, message).says(format!("{days} days at most")).help(help);
}

/// The newest commit that changed the manifest, or that says somebody read it.
fn last_look<'a>(manifest: &Manifest, plan: &Plan, history: &'a History) -> Option<&'a Commit> {
    let changed = history.last_change(std::slice::from_ref(&manifest.path))?;
    let is_meant = |value: &str| {
        let words = || value.split(|c: char| c.is_whitespace() || c == ',');
        let names_other = words().any(|word| plan.project(word).next().is_some());
        words().any(|word| word == manifest.title()) || !names_other
    };
    Some(history.said("Plan-reviewed", changed.at, is_meant).unwrap_or(changed))
}
