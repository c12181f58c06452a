//! `history-unavailable`: the history was asked for and is not there, or does not say who is who.

use crate::diagnostic::Severity;
use crate::evidence::{Gathered, History};
use crate::model::{Manifest, Plan};
use crate::order;
use crate::rules;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// The history is cut off, or no author in it is known by a handle, so that rules were left out.
pub(super) static RULE: Rule = Rule {
    name: "history-unavailable",
    family: Family::Git,
    summary: "The history is cut off, or does not say who is who, so that some rules were left out",
    why: "In a shallow clone every file seems to be made by the last commit, so rules on history would accuse the wrong people of the wrong things.",
    help: "fetch the rest of the history with `git fetch --unshallow`",
    exceptions: "It speaks once in a run, and only where `--history` asks for the history.",
    severity: Severity::Advice,
    evidence: &[Evidence::History],
    fixes: &[],
    since: "0.1.0",
    source: "the documentation of `git clone --depth` and `git blame`",
    checks: &[Check::History(check)],
};

/// What needs to know who is behind a commit.
const ON_PEOPLE: &[&str] = &["acceptance-by-outsider", "work-by-outsiders"];

fn check(manifest: &Manifest, plan: &Plan, _: &Gathered<'_>, history: &History, findings: &mut Findings<'_>) {
    if plan.manifests.first().is_none_or(|first| first.source != manifest.source) {
        return;
    }
    if !history.is_complete() {
        let needs = |rule: &&'static Rule| {
            let by_history = |check: &Check| matches!(check, Check::History(_));
            rule.name != RULE.name && rule.checks.iter().any(by_history)
        };
        let mut names: Vec<&str> = rules::all().filter(needs).map(|rule| rule.name).collect();
        order::ascending(&mut names);
        let message = format!("the history is cut off, so {} cannot tell", phrase::ids(names));
        findings.report(manifest.head, message);
    } else if history.commits().iter().any(|commit| commit.id.is_some())
        && !history.commits().iter().any(|commit| plan.people.handle_of(&commit.message.author).is_some())
    {
        let known = ON_PEOPLE.iter().copied().filter(|name| rules::find(name).is_some());
        let message =
            format!("no author of a commit is known by a handle, so {} cannot tell", phrase::ids(known));
        let help =
            "write each member of `teams` in `planlint.yaml` as `{ who: \"@wei\", mail: wei@acme.example }`";
        findings.report(manifest.head, message).help(help);
    }
}
