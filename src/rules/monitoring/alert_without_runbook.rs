//! `alert-without-runbook`: alerts that wake somebody who then does not know what to do.

use crate::diagnostic::Severity;
use crate::model::{Manifest, Plan};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// An alert says not how soon it is answered, or not what to do, or its runbook is not there.
pub(super) const RULE: Rule = Rule {
    name: "alert-without-runbook",
    family: Family::Monitoring,
    summary: "An alert says not how soon it is answered, or not what to do, or its runbook is not there",
    why: "At three in the morning nobody invents a diagnosis. What to look at and when to call whom is written down by day, or it is not known by night.",
    help: "write `respond` and `runbook` under the alert",
    exceptions: "A web address is taken as it is. A path without a heading stands for the whole file. Where the file is a declared document that does not exist, `document-missing` says so. While the stage that watches is planned, a file that is not there is advice.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest, Evidence::Tree],
    since: "0.1.0",
    source: "the operations chapter of the Machine Learning Systems book, runbooks; Shankar 2022, on-call lore that nobody writes down",
    checks: &[Check::Manifest(unwritten)],
};

fn unwritten(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    for alert in &manifest.alerts {
        let name = alert.name();
        let (no_time, no_runbook) = (alert.value.respond.is_absent(), alert.value.runbook.is_absent());
        let runbook = format!("`runbook: docs/runbook.md#{name}`");
        let (what, help) = match (no_time, no_runbook) {
            (false, false) => continue,
            (true, false) => ("how soon it is answered", "`respond: 1d`".to_owned()),
            (false, true) => ("what to do", runbook),
            (true, true) => {
                ("how soon it is answered and what to do", format!("`respond: 1d` and {runbook}"))
            }
        };
        findings
            .report(alert.id.span, format!("the alert `{name}` does not say {what}"))
            .help(format!("write {help} under `{name}`"));
    }
}
