//! `document-placeholder`: template text that nobody has filled in.

use crate::diagnostic::Severity;
use crate::evidence::{Gathered, Heading, Leftover, Markdown};
use crate::model::{Manifest, Plan, Template, Text};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::text::{Place, Span};

/// Template text is left in a document, or a section that its template asks for is empty.
pub(super) static RULE: Rule = Rule {
    name: "document-placeholder",
    family: Family::Documents,
    summary: "Template text is left in a document, or a section that its template asks for is empty",
    why: "A document full of headings looks finished in a review and says nothing to the one who needs it at night.",
    help: "write what belongs there, or say in a line why nothing does",
    exceptions: "Looked for are `[More Information Needed]`, `{{ … }}`, `TODO`, `TBD`, `待补充` and the like in prose; code, comments and front matter are not. Sections that the template or their own heading calls optional are skipped. One finding for each document and sort.",
    severity: Severity::Warning,
    evidence: &[Evidence::Tree],
    fixes: &[],
    since: "0.1.0",
    source: "the model card template of Hugging Face",
    checks: &[Check::Repository(check)],
};

/// How many places one finding shows.
const MOST_SHOWN: usize = 8;

fn check(manifest: &Manifest, _: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let mut seen = Vec::new();
    for document in &manifest.documents {
        let Some(path) = document.value.path.given() else { continue };
        let Some(read) = gathered.documents.of(manifest, &path.value) else { continue };
        if seen.contains(&read.source) {
            continue;
        }
        seen.push(read.source);
        let template = manifest.template(document);
        report_leftovers(manifest, template, path, read, findings);
        if let Some(template) = template {
            report_empty(manifest, template, path, read, findings);
        }
    }
}

fn report_leftovers(
    manifest: &Manifest,
    template: Option<&Template>,
    path: &Text,
    read: &Markdown,
    findings: &mut Findings<'_>,
) {
    let is_wanted = |leftover: &&Leftover| {
        !read.sections_around(leftover.span.start).any(|heading| is_optional(template, heading))
    };
    let left: Vec<&Leftover> = read.leftovers.iter().filter(is_wanted).collect();
    let Some(first) = left.first() else { return };
    let text = first.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = match left.len() {
        1 => format!("`{text}` is still to be filled in"),
        count => format!("`{text}` and {} are still to be filled in", others(count - 1, "other place")),
    };
    let mut seen = read.sections_around(first.span.start).collect::<Vec<_>>();
    let help = match seen.pop() {
        Some(heading) if !heading.span.contains(first.span) => {
            format!("write what belongs under `{}`, or say why nothing does", heading.text)
        }
        _ => format!("write what belongs in the place of `{text}`"),
    };
    let spans: Vec<Span> = left.iter().map(|leftover| leftover.span).collect();
    report(manifest, path, read, &spans, ("text", message, help), findings);
}

fn report_empty(
    manifest: &Manifest,
    template: &Template,
    path: &Text,
    read: &Markdown,
    findings: &mut Findings<'_>,
) {
    let is_asked_for = |heading: &&Heading| {
        template.sections().any(|section| !section.optional && section.is_called(&heading.wording))
            && !is_optional(Some(template), heading)
    };
    let empty: Vec<&Heading> =
        read.headings.iter().filter(|heading| heading.is_empty).filter(is_asked_for).collect();
    let Some(first) = empty.first() else { return };
    let message = match empty.len() {
        1 => format!("the section `{}` is empty", first.text),
        count => format!("the section `{}` and {} are empty", first.text, others(count - 1, "other")),
    };
    let help = format!("write what belongs under `{}`, or say in a line why nothing does", first.text);
    let spans: Vec<Span> = empty.iter().map(|heading| heading.span).collect();
    report(manifest, path, read, &spans, ("sections", message, help), findings);
}

fn others(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn report(
    manifest: &Manifest,
    path: &Text,
    read: &Markdown,
    spans: &[Span],
    (what, message, help): (&str, String, String),
    findings: &mut Findings<'_>,
) {
    let [first, rest @ ..] = spans else { return };
    let mut finding = findings.report_at(Place::new(read.source, *first), message).part(what).help(help);
    for span in rest.iter().take(MOST_SHOWN) {
        finding = finding.because(*span, "here too");
    }
    finding.because_at(manifest.place(path.span), "the plan names the document here");
}

/// Does the template or the heading itself call a section optional?
fn is_optional(template: Option<&Template>, heading: &Heading) -> bool {
    let text = heading.text.to_lowercase();
    let says_so = ["optional", "可选", "选填"].iter().any(|word| text.contains(word));
    let is_known = |template: &Template| {
        let mut called = template.sections().filter(|section| section.is_called(&heading.wording)).peekable();
        called.peek().is_some() && called.all(|section| section.optional)
    };
    says_so || template.is_some_and(is_known)
}
