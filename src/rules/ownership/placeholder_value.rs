//! `placeholder-value`: words that only hold the place of a name or a path.

use crate::diagnostic::Severity;
use crate::model::{Field, Kind, Manifest, Plan, Text};
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// `TBD`, `nobody`, `???` or the like where a person or a path should be named.
pub(super) static RULE: Rule = Rule {
    name: "placeholder-value",
    family: Family::Ownership,
    summary: "`TBD`, `nobody`, `???` or the like where a person or a path should be named",
    why: "A placeholder looks like an answer, so nobody asks again, and the gap stays until the day on which the answer is needed.",
    help: "write the real name or path, or leave the field out until there is one",
    exceptions: "Only whole values count, word for word, and only in fields that name a person, a role or a path; a number or a duration that is none is reported by its shape.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "the operations chapter of the Machine Learning Systems book: unclear ownership marks the lowest maturity",
    checks: &[Check::Manifest(check)],
};

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    people_in_roles(manifest, findings);
    people_outside_roles(manifest, findings);
    roles_in_use(manifest, findings);
    paths(manifest, findings);
    reasons(manifest, findings);
}

/// `skip: { monitoring: TBD }` and `retire: TBD` decide nothing.
fn reasons(manifest: &Manifest, findings: &mut Findings<'_>) {
    for skipped in &manifest.skip {
        let Some(text) = placeholder(&skipped.value) else { continue };
        let id = skipped.name();
        findings
            .report(text.span, format!("`{}` is no reason to leave `{id}` out", text.value))
            .help(format!("say in a few words why the project has no `{id}`, or take the line out"));
    }
    if let Some(text) = manifest.retire.given().and_then(|retire| placeholder(&retire.when)) {
        findings.report(text.span, format!("`{}` does not say when the model is retired", text.value)).help(
            "write the condition, such as `retire: when recall stays below its alert for two quarters`",
        );
    }
}

/// The value of a field, where it is a placeholder.
fn placeholder(field: &Field<Text>) -> Option<&Text> {
    field.given().filter(|text| is_placeholder(&text.value))
}

fn people_in_roles(manifest: &Manifest, findings: &mut Findings<'_>) {
    for role in &manifest.roles {
        let id = role.name();
        if let Some(who) = placeholder(&role.value.who) {
            findings
                .report(who.span, format!("`{}` under `{id}` names nobody", who.value))
                .because(role.id.span, "the role that nobody holds")
                .help("write the handle of the person or team who holds the role, such as `\"@acme/ml\"`");
        }
        for (key, field) in [("backup", &role.value.backup), ("replaced-by", &role.value.replaced_by)] {
            let Some(text) = placeholder(field) else { continue };
            findings
                .report(text.span, format!("`{}` under `{key}` of `{id}` names nobody", text.value))
                .because(role.id.span, "the role")
                .help(format!("write a handle such as `\"@jon\"`, or leave `{key}` out until there is one"));
        }
    }
}

fn people_outside_roles(manifest: &Manifest, findings: &mut Findings<'_>) {
    let sources = manifest.sources.iter().map(|source| (&source.id, &source.value.owner));
    let consumers = manifest.consumers.iter().map(|consumer| (&consumer.id, &consumer.value.owner));
    for (id, owner) in sources.chain(consumers) {
        let Some(text) = placeholder(owner) else { continue };
        findings
            .report(text.span, format!("`{}` as the owner of `{}` names nobody", text.value, id.value))
            .help("write the handle of those who own it, such as `\"@acme/crm\"`");
    }
    for text in manifest.waivers.iter().filter_map(|waiver| placeholder(&waiver.by)) {
        findings
            .report(text.span, format!("`{}` accepts a finding here, but it names nobody", text.value))
            .help("write the handle of the one who accepts the finding");
    }
}

/// `lead: TBD`: an id of a role that is declared nowhere, and is not meant to be.
fn roles_in_use(manifest: &Manifest, findings: &mut Findings<'_>) {
    for reference in manifest.references() {
        let id = reference.id.value.as_str();
        if reference.kind != Kind::Role || manifest.roles.has(id) || !is_placeholder(id) {
            continue;
        }
        let known: Vec<String> = manifest.roles.names().take(3).map(|name| format!("`{name}`")).collect();
        let help = match known.is_empty() {
            true => "write the id of a role that is declared under `roles`".to_owned(),
            false => format!("write the id of a role here, such as {}", known.join(" or ")),
        };
        findings
            .report(reference.id.span, format!("`{id}` {}, but it names no role", reference.part))
            .help(help);
    }
}

fn paths(manifest: &Manifest, findings: &mut Findings<'_>) {
    let mut report = |id: &Text, field: &Field<Text>, what: &str, help: &'static str| {
        let Some(text) = placeholder(field) else { return };
        findings
            .report(
                text.span,
                format!("`{}` is no path: it does not say where {what} `{}` is", text.value, id.value),
            )
            .help(help);
    };
    let later = "write the path of the file, or leave the field out until the file exists";
    for source in &manifest.sources {
        report(&source.id, &source.value.contract, "the contract of", later);
    }
    for metric in &manifest.metrics {
        let help = "write where the measured number stands, such as `reports/metrics.json#recall`, or leave the field out";
        report(&metric.id, &metric.value.value, "the measured value of", help);
    }
    for (_, artifact) in manifest.artifacts() {
        let help = "write the path or glob under which it will stand, such as `models/**`";
        report(&artifact.id, &artifact.value.path, "the artifact", help);
    }
    for document in &manifest.documents {
        let help = "write the path under which the document will stand, such as `docs/model-card.md`";
        report(&document.id, &document.value.path, "the document", help);
    }
    for meeting in &manifest.meetings {
        report(&meeting.id, &meeting.value.notes, "the record of", later);
    }
    for alert in &manifest.alerts {
        let help = "write the file and heading that say what to do, such as `docs/runbook.md#data-drift`";
        report(&alert.id, &alert.value.runbook, "the runbook of", help);
    }
}
