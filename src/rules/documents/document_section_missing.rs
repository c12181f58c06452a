//! `document-section-missing`: documents without a section that their template asks for.

use hashbrown::HashSet;

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::Gathered;
use crate::model::{Manifest, Plan};
use crate::rules::documents::skeleton;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::{Place, Span};

/// A document lacks a section that its template asks for.
pub(super) static RULE: Rule = Rule {
    name: "document-section-missing",
    family: Family::Documents,
    summary: "A document lacks a section that its template asks for",
    why: "With one set of templates everybody knows where to look; a section that is not there is a question that nobody was asked.",
    help: "add the heading, with a line on why it does not apply if need be",
    exceptions: "Headings are compared without case, punctuation, numbers in front and plurals, at any level, in every wording and language that the profile knows; more words may follow. Optional sections may be left out. Templates that the profile does not know (`x-…`) are not judged, nor are documents that are no Markdown. A file that is declared twice is judged once.",
    severity: Severity::Warning,
    evidence: &[Evidence::Tree],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "article: one set of document templates (S32); model cards and data cards; the CS249R book on runbooks",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, _: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let Some(profile) = manifest.profile.as_deref() else { return };
    let mut judged = HashSet::new();
    for document in &manifest.documents {
        let (Some(path), Some(template)) = (document.value.path.given(), manifest.template(document)) else {
            continue;
        };
        let (Some(file), Some(read)) =
            (manifest.file(&path.value), gathered.documents.of(manifest, &path.value))
        else {
            continue;
        };
        if !judged.insert((read.source, &template.id)) {
            continue;
        }
        let missing = skeleton::missing(template, read);
        if missing.is_empty() {
            continue;
        }
        let chinese = skeleton::is_in_chinese(read);
        let missing: Vec<&str> = missing.iter().map(|section| section.title_in(chinese)).collect();
        let titles = phrase::ids(missing.iter().copied());
        let (noun, pronoun) = if missing.len() == 1 { ("section", "it") } else { ("sections", "them") };
        let message = format!(
            "`{}` lacks the {noun} {titles}: profile `{}` expects {pronoun} of the template `{}`",
            path.value, profile.name, template.id
        );
        let first = read.headings.first().map_or(Span::at(0), |heading| heading.span);
        let text = skeleton::completed(template, read);
        let may_write = findings.may_write(&text);
        let finding = findings
            .report(path.span, message)
            .because_at(Place::new(read.source, first), "this document")
            .help(format!("add {} to `{}`", headings(&missing), path.value));
        if may_write {
            finding.fix(format!("add {titles} to `{file}`"), vec![Edit::write(file.clone(), text)]);
        }
    }
}

fn headings(missing: &[&str]) -> String {
    let lines = missing.iter().map(|title| format!("`## {title}`"));
    let noun = if missing.len() == 1 { "the heading" } else { "the headings" };
    format!("{noun} {}", phrase::all(lines))
}
