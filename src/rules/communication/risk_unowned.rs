//! `risk-unowned`: risks that nobody watches, that nothing is done about, or whose day is over.

use crate::diagnostic::Severity;
use crate::evidence::Gathered;
use crate::model::{Field, Manifest, Plan, Status, Text};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::time::Duration;

/// A risk has no owner or no mitigation, or its day is over.
pub(super) static RULE: Rule = Rule {
    name: "risk-unowned",
    family: Family::Communication,
    summary: "A risk has no owner or no mitigation, or its day is over",
    why: "A risk that was written down and left alone calms everybody and protects nobody.",
    help: "write who watches the risk under `owner`, and what is done about it under `mitigation`",
    exceptions: "The day counts only where the date may decide, with `--today` or `--history`. In a plan with `review` a day that is over waits for the next reading, so it is told once that much time has passed.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifest, Evidence::Clock],
    fixes: &[],
    since: "0.1.0",
    source: "article: risk control (S24); the project manager of the CS249R book, who keeps risks and milestones in view",
    checks: &[Check::Manifest(left_alone), Check::Repository(over)],
};

fn left_alone(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    for risk in &manifest.risks {
        let name = risk.name();
        let has_owner = !risk.value.owner.is_absent();
        let (message, help) = match (has_owner, says_something(&risk.value.mitigation)) {
            (true, true) => continue,
            (false, true) => (
                format!("nobody watches the risk `{name}`"),
                format!("write `owner:` under `{name}`, with the role that watches it"),
            ),
            (true, false) => (
                format!("nothing is done about the risk `{name}`"),
                format!(
                    "write `mitigation:` under `{name}`, with what is done about it or why it is accepted"
                ),
            ),
            (false, false) => (
                format!("nobody watches the risk `{name}`, and nothing is done about it"),
                format!("write `owner:` and `mitigation:` under `{name}`, or take the risk out"),
            ),
        };
        findings.report(risk.id.span, message).help(help);
    }
}

fn says_something(mitigation: &Field<Text>) -> bool {
    !mitigation.is_absent() && !mitigation.given().is_some_and(|text| is_placeholder(&text.value))
}

fn over(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let until_read = manifest.review.given().map_or(Duration::default(), |review| review.value);
    if !gathered.clock || manifest.status == Status::Retired || manifest.review.is_spoiled() {
        return;
    }
    for risk in &manifest.risks {
        let Some(due) = risk.value.due.given() else { continue };
        if until_read.after(due.value) < plan.today {
            let message =
                format!("the day of the risk `{}` was {}, and it is still here", risk.name(), due.value);
            findings
                .report(due.span, message)
                .help(format!("take `{}` out if it is settled, or write a new day under `due`", risk.name()));
        }
    }
}
