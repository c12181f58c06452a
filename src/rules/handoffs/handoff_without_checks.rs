//! `handoff-without-checks`: handoffs that nobody can refuse with a reason, or in time.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::model::{Crossing, Item, Manifest, Metric, Plan, ProfileStage, Stage};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// How long a receiver has where the profile says nothing.
const WITHIN: &str = "3d";

/// A handoff has no check by which the receiver accepts, or no time within which.
pub(super) static RULE: Rule = Rule {
    name: "handoff-without-checks",
    family: Family::Handoffs,
    summary: "A handoff has no check by which the receiver accepts, or no time within which",
    why: "Without a check acceptance is a feeling, and without a time silence becomes acceptance.",
    help: "write the metrics or documents to look at under `checks`, and a time under `within`",
    exceptions: "A document is a check as well as a metric.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: acceptance criteria (S20); production readiness reviews; the CS249R book, promotion gates",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let flow = manifest.flow();
    for crossing in flow.crossings().iter().filter(|crossing| crossing.is_forward()) {
        let handoff = crossing.handoff;
        let lacks_checks = !handoff.value.checks.is_spoiled() && handoff.value.checks.items().is_empty();
        let lacks_time = handoff.value.within.is_absent();
        let lack = match (lacks_checks, lacks_time) {
            (true, true) => "no check and no time",
            (true, false) => "no check",
            (false, true) => "no time",
            (false, false) => continue,
        };
        let by = if lacks_time { "within which" } else { "by which" };
        let name = handoff.name();
        let receiver = crossing.receiver.name();
        let message = format!("`{name}` has {lack} {by} `{receiver}` accepts or refuses");
        let (checks, within) = terms(manifest, crossing.giver, crossing.receiver);
        let lacks = [("checks", lacks_checks), ("within", lacks_time)];
        let help = help(crossing, &checks, within, lacks);
        let finding = findings.report(handoff.id.span, message).help(help.clone());
        let insert = |(key, _): &(&str, bool)| {
            let value = if *key == "checks" { format!("[{}]", checks.join(", ")) } else { within.to_owned() };
            Edit::insert(manifest.source, format!("handoffs.{name}"), *key, value)
        };
        if !lacks_checks || !checks.is_empty() {
            finding.unsafe_fix(help, lacks.iter().filter(|(_, lacks)| *lacks).map(insert).collect());
        }
    }
}

fn help(crossing: &Crossing<'_>, checks: &[&str], within: &str, lacks: [(&str, bool); 2]) -> String {
    let [(_, lacks_checks), (_, lacks_time)] = lacks;
    let add_checks = match checks.is_empty() {
        false => format!("`checks: [{}]`", checks.join(", ")),
        true => "`checks: [<metric or document>]`".to_owned(),
    };
    let lines = [(lacks_checks, add_checks), (lacks_time, format!("`within: {within}`"))];
    let lines = lines.into_iter().filter(|(lacks, _)| *lacks).map(|(_, line)| line);
    format!("add {} to `{}`", phrase::all(lines), crossing.handoff.name())
}

/// What this plan has to check by, and how long the receiver has by the profile.
pub(super) fn terms<'a>(
    manifest: &'a Manifest,
    giver: &Item<Stage>,
    receiver: &Item<Stage>,
) -> (Vec<&'a str>, &'a str) {
    let expected = manifest.expected(giver);
    let within = expected.and_then(|stage| stage.within.as_deref()).unwrap_or(WITHIN);
    (checks(manifest, giver, receiver, expected), within)
}

/// A metric of the giver, else of the receiver, else a document of the profile.
fn checks<'a>(
    manifest: &'a Manifest,
    giver: &Item<Stage>,
    receiver: &Item<Stage>,
    expected: Option<&ProfileStage>,
) -> Vec<&'a str> {
    let metric_of = |stage| {
        let lead = manifest.lead_of(stage)?;
        let is_of = |metric: &&Item<_>| is_of(&metric.value, lead);
        manifest.metrics.iter().find(is_of).map(Item::name)
    };
    let kinds = expected.map_or(&[][..], |stage| stage.checks.as_slice());
    let document = || {
        manifest.documents.iter().find(|document| {
            let template = document.value.template.given().map(|template| template.value.as_str());
            kinds.iter().any(|kind| kind == document.name() || template == Some(kind))
        })
    };
    let metric = metric_of(giver).or_else(|| metric_of(receiver));
    metric.or_else(|| document().map(Item::name)).into_iter().collect()
}

fn is_of(metric: &Metric, role: &str) -> bool {
    [&metric.measured_by, &metric.defined_by].iter().any(|by| by.given().is_some_and(|by| by.value == role))
}
