//! `document-required`: kinds of document that the profile or the risk asks for and the plan does not name.

use crate::diagnostic::{Edit, Severity};
use crate::model::{Document, Item, Manifest, Plan, Profile, Risk, Stage};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::closest;

/// A kind of document that the profile or the risk asks for is not in the plan.
pub(super) const RULE: Rule = Rule {
    name: "document-required",
    family: Family::Documents,
    summary: "The profile or a high risk asks for a kind of document, and the plan names none of that kind",
    why: "Each stage leaves a document by which others can work with its results; where none is planned, what the lead knows leaves with the lead.",
    help: "add a document of that kind under `documents`",
    exceptions: "Told by `template`, else by id, never by file name; a template of one's own (`x-…`) counts under the id of the kind. Stages that are skipped or absent ask for nothing, nor do planned ones while the plan names no document at all. `risk: high` asks for instructions for use, a monitoring plan and a technical file as well, and makes it an error.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest],
    since: "0.1.0",
    source: "article: standardised documents (S32); NIST AI RMF MANAGE 4.1; EU AI Act Annex IV",
    checks: &[Check::Manifest(check)],
};

/// A kind of document that something asks for.
struct Kind<'a> {
    id: &'a str,
    title: String,
    aliases: Vec<&'a str>,
}

/// What a high risk asks for: id, name for people, other names.
const HIGH_RISK: &[(&str, &str, &[&str])] = &[
    ("instructions-for-use", "instructions for use", &["user-instructions", "使用说明"]),
    ("monitoring-plan", "a monitoring plan", &["post-market-monitoring-plan", "监测计划", "监控计划"]),
    ("technical-file", "a technical file", &["technical-documentation", "技术文档", "技术文件"]),
];

fn check(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    if manifest.documents.is_spoiled() {
        return;
    }
    if let Some(profile) = manifest.profile.as_deref() {
        of_stages(manifest, profile, findings);
    }
    if manifest.risk == Risk::High {
        of_risk(manifest, findings);
    }
}

fn of_stages(manifest: &Manifest, profile: &Profile, findings: &mut Findings<'_>) {
    for (stage, id) in manifest.unnamed_documents() {
        let kind = kind(profile, id);
        let message = format!(
            "profile `{}` expects {} of `{}`, and no document follows the template `{}`",
            profile.name,
            kind.title,
            stage.name(),
            kind.id
        );
        report(manifest, &kind, Some(stage), message, findings);
    }
}

fn kind<'a>(profile: &'a Profile, id: &'a str) -> Kind<'a> {
    let Some(template) = profile.template(id) else {
        return Kind { id, title: format!("a `{id}`"), aliases: Vec::new() };
    };
    let title = template.title.to_lowercase();
    let article = if title.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let aliases = template.aliases.iter().map(String::as_str).collect();
    Kind { id: &template.id, title: format!("{article} {title}"), aliases }
}

fn of_risk(manifest: &Manifest, findings: &mut Findings<'_>) {
    for (id, title, aliases) in HIGH_RISK {
        let kind = Kind { id, title: (*title).to_owned(), aliases: aliases.to_vec() };
        if !manifest.has_document(|name| name == *id || aliases.contains(&name)) {
            let message =
                format!("`risk: high` asks for {title}, and no document follows the template `{id}`");
            report(manifest, &kind, None, message, findings);
        }
    }
}

/// A document whose template is all but the name of a kind.
fn misspelt<'a>(manifest: &'a Manifest, kind: &Kind<'_>) -> Option<&'a Item<Document>> {
    let names = || std::iter::once(kind.id).chain(kind.aliases.iter().copied());
    manifest.documents.iter().find(|document| {
        document.value.template.given().is_some_and(|written| closest(&written.value, names()).is_some())
    })
}

fn report(
    manifest: &Manifest,
    kind: &Kind<'_>,
    stage: Option<&Item<Stage>>,
    message: String,
    findings: &mut Findings<'_>,
) {
    let id = kind.id;
    let span = stage.map_or(manifest.documents.key().unwrap_or(manifest.head), |stage| stage.id.span);
    let mut finding = findings.report(span, message);
    if manifest.risk == Risk::High {
        finding = finding.severity(Severity::Error);
    }
    let near = misspelt(manifest, kind);
    if let Some((near, template)) = near.and_then(|near| Some((near, near.value.template.given()?))) {
        finding
            .because(template.span, "did you mean this one?")
            .help(format!("write `template: {id}` at `{}`", near.name()))
            .fix(
                format!("write `{id}` for `{}`", template.value),
                vec![Edit::replace(manifest.source, template.span, id)],
            );
        return;
    }
    let owner = stage.and_then(|stage| manifest.lead_of(stage));
    let owner = owner.map_or_else(String::new, |owner| format!(", owner: {owner}"));
    let entry = format!("{{ path: docs/{id}.md, template: {id}{owner} }}");
    let title = format!("add `{id}` under `documents`");
    finding
        .help(format!("add `{id}: {entry}` under `documents`"))
        .unsafe_fix(title, vec![insert(manifest, id, entry)]);
}

fn insert(manifest: &Manifest, id: &str, entry: String) -> Edit {
    Edit::Insert { source: manifest.source, at: "documents".to_owned(), key: id.to_owned(), value: entry }
}
