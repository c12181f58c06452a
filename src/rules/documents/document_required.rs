//! `document-required`: kinds of document that the profile or the risk asks for and the plan does not name.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::Gathered;
use crate::model::{Document, Item, Manifest, Plan, Profile, Risk, Stage};
use crate::path::RepoPath;
use crate::rules::documents::skeleton;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::closest;

/// A kind of document that the profile or the risk asks for is not in the plan.
pub(super) static RULE: Rule = Rule {
    name: "document-required",
    family: Family::Documents,
    summary: "The profile or a high risk asks for a kind of document, and the plan names none of that kind",
    why: "Each stage leaves a document by which others can work with its results; where none is planned, what the lead knows leaves with the lead.",
    help: "add a document of that kind under `documents`",
    exceptions: "Told by `template`, else by id, never by file name; a template of one's own (`x-…`) counts under the id of the kind. Stages that are skipped or absent ask for nothing, nor do planned ones while the plan names no document at all. `risk: high` asks for instructions for use, a monitoring plan and a technical file as well, and makes it an error.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest, Evidence::Tree],
    fixes: &[Safety::Safe, Safety::Unsafe],
    since: "0.1.0",
    source: "article: standardised documents (S32); NIST AI RMF MANAGE 4.1; EU AI Act Annex IV",
    checks: &[Check::Anywhere(check)],
};

/// A kind of document that something asks for.
struct Kind<'a> {
    id: &'a str,
    title: String,
    aliases: Vec<&'a str>,
    /// What the first version of such a document holds.
    text: Option<String>,
}

/// A kind of document that a high risk asks for, whatever the profile says.
struct Asked {
    id: &'static str,
    title: &'static str,
    heading: &'static str,
    aliases: &'static [&'static str],
    headings: &'static [&'static str],
}

const HIGH_RISK: &[Asked] = &[
    Asked {
        id: "instructions-for-use",
        title: "instructions for use",
        heading: "Instructions for use",
        aliases: &["user-instructions", "使用说明"],
        headings: &["Intended purpose", "Performance and limits", "Human oversight", "Maintenance"],
    },
    Asked {
        id: "monitoring-plan",
        title: "a monitoring plan",
        heading: "Monitoring plan",
        aliases: &["post-market-monitoring-plan", "监测计划", "监控计划"],
        headings: &["What is watched", "Who acts on it", "Serious incidents", "Review"],
    },
    Asked {
        id: "technical-file",
        title: "a technical file",
        heading: "Technical file",
        aliases: &["technical-documentation", "技术文档", "技术文件"],
        headings: &["General description", "Development", "Performance", "Risk management", "Changes"],
    },
];

/// A manifest, and what is known of the files around it.
#[derive(Clone, Copy)]
struct Place<'a> {
    manifest: &'a Manifest,
    gathered: Option<&'a Gathered<'a>>,
}

fn check(manifest: &Manifest, _: &Plan, gathered: Option<&Gathered<'_>>, findings: &mut Findings<'_>) {
    if manifest.documents.is_spoiled() {
        return;
    }
    let place = Place { manifest, gathered };
    if let Some(profile) = manifest.profile.as_deref() {
        of_stages(place, profile, findings);
    }
    if manifest.risk == Risk::High {
        of_risk(place, findings);
    }
}

fn of_stages(place: Place<'_>, profile: &Profile, findings: &mut Findings<'_>) {
    for (stage, id) in place.manifest.unnamed_documents() {
        let kind = kind(profile, id, &place.manifest.title());
        let message = format!(
            "profile `{}` expects {} of `{}`, and no document follows the template `{}`",
            profile.name,
            kind.title,
            stage.name(),
            kind.id
        );
        report(place, &kind, Some(stage), message, findings);
    }
}

fn kind<'a>(profile: &'a Profile, id: &'a str, project: &str) -> Kind<'a> {
    let Some(template) = profile.template(id) else {
        return Kind { id, title: format!("a `{id}`"), aliases: Vec::new(), text: None };
    };
    let aliases = template.aliases.iter().map(String::as_str).collect();
    let (title, text) = (with_article(&template.title.to_lowercase()), skeleton::new(template, project));
    Kind { id: &template.id, title, aliases, text: Some(text) }
}

/// A title in a sentence: several things, such as requirements, have no article.
fn with_article(title: &str) -> String {
    let is_several = title.split(' ').next().is_some_and(|word| word.ends_with('s') && !word.ends_with("ss"));
    match title.starts_with(['a', 'e', 'i', 'o', 'u']) {
        _ if is_several => title.to_owned(),
        true => format!("an {title}"),
        false => format!("a {title}"),
    }
}

fn of_risk(place: Place<'_>, findings: &mut Findings<'_>) {
    for Asked { id, title, heading, aliases, headings } in HIGH_RISK {
        if place.manifest.has_document(|name| name == *id || aliases.contains(&name)) {
            continue;
        }
        let text = skeleton::of(heading, &place.manifest.title(), headings.iter().copied());
        let kind = Kind { id, title: (*title).to_owned(), aliases: aliases.to_vec(), text: Some(text) };
        let message = format!("`risk: high` asks for {title}, and no document follows the template `{id}`");
        report(place, &kind, None, message, findings);
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
    place: Place<'_>,
    kind: &Kind<'_>,
    stage: Option<&Item<Stage>>,
    message: String,
    findings: &mut Findings<'_>,
) {
    let (id, manifest) = (kind.id, place.manifest);
    let span = stage.map_or(manifest.documents.key().unwrap_or(manifest.head), |stage| stage.id.span);
    let mut finding = findings.report(span, message).part(id);
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
    let written = format!("docs/{id}.md");
    let entry = format!("{{ path: {written}, template: {id}{owner} }}");
    let finding = finding.help(format!("add `{id}: {entry}` under `documents`"));
    let added = Edit::insert(manifest.source, "documents", id, entry);
    match place.new_file(&written, kind) {
        Some((path, text)) => {
            let title = format!("add `{id}` under `documents`, and `{path}` with its headings");
            finding.unsafe_fix(title, vec![added, Edit::write(path, text)]);
        }
        None => drop(finding.unsafe_fix(format!("add `{id}` under `documents`"), vec![added])),
    }
}

impl Place<'_> {
    /// The document to be written with its entry; `None` where a file is there already, or where nobody can tell.
    fn new_file(self, written: &str, kind: &Kind<'_>) -> Option<(RepoPath, String)> {
        let path = self.manifest.file(written)?;
        self.gathered?.paths.matching(&path).is_empty().then_some(())?;
        Some((path, kind.text.clone()?))
    }
}
