//! `one-person-many-leads`: one individual on whom too much of the plan rests.

use hashbrown::{HashMap, HashSet};

use crate::diagnostic::Severity;
use crate::model::{Item, Manifest, Plan, Stage, Status, Text, Threshold};
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// One individual leads three stages or more, or all of them in several roles.
pub(super) static RULE: Rule = Rule {
    name: "one-person-many-leads",
    family: Family::Ownership,
    summary: "One individual leads three stages or more, or all of them in several roles",
    why: "Several roles in one head check nothing against each other, and one illness stops the project.",
    help: "let another role lead one of the stages, or let a team hold the role",
    exceptions: "Teams, unless `planlint.yaml` lists just one member; one person in more than one role is normal in a small team, so this is advice. `stages-per-lead` under `thresholds` in `planlint.yaml` says otherwise how many are too many.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "the review of a RACI table by columns; the Team Data Science Process, where a single person may play more than one role",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    let many = plan.thresholds.count(Threshold::StagesPerLead);
    for led in by_person(manifest, plan) {
        let roles: HashSet<&str> = led.iter().map(|(_, lead)| lead.value.as_str()).collect();
        let is_all = led.len() == manifest.stages.len() && led.len() > 1 && roles.len() > 1;
        let Some((stage, lead)) = led.get(many - 1).or(led.last()).filter(|_| is_all || led.len() >= many)
        else {
            continue;
        };
        let count = match (led.len(), manifest.stages.len()) {
            (2, 2) => "both stages".to_owned(),
            (led, all) if led == all => format!("all {all} stages"),
            (led, all) => format!("{led} of {all} stages"),
        };
        let Some(person) = manifest.individual(&lead.value, plan) else { continue };
        let mut finding = findings
            .report(lead.span, format!("one individual, {person}, leads {count}"))
            .named(person.trim_matches('`'))
            .says(format!("leads `{}`", stage.name()));
        for (other, lead) in led.iter().filter(|(other, _)| other.id.span != stage.id.span) {
            finding = finding.because(lead.span, format!("leads `{}` too", other.name()));
        }
        finding.help(format!(
            "write another role under `lead` of `{}`, or let a team such as `\"@org/team\"` hold `{}`",
            stage.name(),
            lead.value
        ));
    }
}

type Led<'a> = Vec<(&'a Item<Stage>, &'a Text)>;

/// The stages that each known person leads, in the order of the stages.
fn by_person<'a>(manifest: &'a Manifest, plan: &'a Plan) -> Vec<Led<'a>> {
    let mut found: Vec<Led<'_>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (stage, lead) in manifest.leads() {
        let Some(person) = manifest.person(&lead.value, plan) else { continue };
        let at = *known.entry(person.to_lowercase()).or_insert(found.len());
        if at == found.len() {
            found.push(Vec::new());
        }
        found[at].push((stage, lead));
    }
    found
}
