//! `template-drift`: one kind of document in two shapes.

use hashbrown::HashMap;

use crate::diagnostic::Severity;
use crate::evidence::{Gathered, Heading, Markdown};
use crate::model::{Document, Item, Manifest, Plan, Text};
use crate::order::Sorted;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::Place;

/// Two projects give one kind of document different templates or different sections.
pub(super) static RULE: Rule = Rule {
    name: "template-drift",
    family: Family::Documents,
    summary: "Two projects give one kind of document different templates or different sections",
    why: "Who reads the model card of one project should find the same in that of the next; two shapes are two things to learn and to keep.",
    help: "use one template in both projects, or call the other one `x-…` if it differs on purpose",
    exceptions: "A template of one's own is named `x-…` and is free. Of templates that the profile knows, sections of one's own may be added; two documents differ when each has one that the other lacks. Only sections of the second level count.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifests, Evidence::Tree],
    fixes: &[],
    since: "0.1.0",
    source: "article: one set of document templates (S32)",
    checks: &[Check::Tree(check)],
};

/// A document with its manifest and the template that it follows.
#[derive(Clone, Copy)]
struct Copy<'a> {
    manifest: &'a Manifest,
    document: &'a Item<Document>,
    template: &'a Text,
}

fn check(plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let mut by_id: HashMap<&str, Copy<'_>> = HashMap::new();
    let mut by_template: HashMap<&str, Copy<'_>> = HashMap::new();
    for manifest in plan.manifests.iter() {
        for document in &manifest.documents {
            let Some(template) = document.value.template.given() else { continue };
            if template.value.starts_with("x-") {
                continue;
            }
            let copy = Copy { manifest, document, template };
            let first = *by_id.entry(document.name()).or_insert(copy);
            let other = *by_template.entry(copy.kind()).or_insert(copy);
            if first.is_elsewhere(&copy) && first.kind() != copy.kind() {
                report_templates(&first, &copy, findings);
            } else if other.is_elsewhere(&copy) {
                compare(&other, &copy, gathered, findings);
            }
        }
    }
}

impl<'a> Copy<'a> {
    /// The template under the one id that all its aliases stand for.
    fn kind(&self) -> &'a str {
        self.manifest.template(self.document).map_or(self.template.value.as_str(), |template| &template.id)
    }

    fn is_elsewhere(&self, other: &Copy<'_>) -> bool {
        self.manifest.source != other.manifest.source && self.manifest.title() != other.manifest.title()
    }

    fn place(&self) -> Place {
        self.manifest.place(self.template.span)
    }

    fn read<'b>(&self, gathered: &'b Gathered<'_>) -> Option<&'b Markdown> {
        gathered.documents.of(self.manifest, &self.document.value.path.given()?.value)
    }

    /// Its sections that no template of the profile knows, as they are compared and as they are written.
    fn sections(&self, read: &Markdown) -> Sorted<String, String> {
        let template = self.manifest.template(self.document);
        let is_known = |heading: &Heading| {
            template.is_some_and(|template| template.sections().any(|one| one.is_called(&heading.wording)))
        };
        let own = read.headings.iter().filter(|heading| heading.level == 2 && !is_known(heading));
        own.map(|heading| (heading.wording.as_str().to_owned(), heading.text.clone())).collect()
    }
}

fn report_templates(first: &Copy<'_>, copy: &Copy<'_>, findings: &mut Findings<'_>) {
    let (id, ours, theirs) = (copy.document.name(), &copy.template.value, &first.template.value);
    let project = first.manifest.title();
    findings
        .report_at(copy.place(), format!("`{id}` follows `{ours}` here and `{theirs}` in `{project}`"))
        .because_at(first.place(), format!("in `{project}`"))
        .help(format!("write `template: {theirs}`, or `template: x-{ours}` if it differs on purpose"));
}

fn compare(other: &Copy<'_>, copy: &Copy<'_>, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let (Some(there), Some(here)) = (other.read(gathered), copy.read(gathered)) else { return };
    let (there, here) = (other.sections(there), copy.sections(here));
    let only_here = here.iter().filter(|(name, _)| !there.has(*name)).map(|(_, text)| text.as_str());
    let only_there = there.iter().filter(|(name, _)| !here.has(*name)).map(|(_, text)| text.as_str());
    let (only_here, only_there) = (phrase::ids(only_here), phrase::ids(only_there));
    let is_known = copy.manifest.template(copy.document).is_some();
    let differ = match is_known {
        true => !only_here.is_empty() && !only_there.is_empty(),
        false => !only_here.is_empty() || !only_there.is_empty(),
    };
    if !differ {
        return;
    }
    let (id, project) = (copy.document.name(), other.manifest.title());
    let parts = [(&only_here, "has"), (&only_there, "lacks")];
    let parts = parts.iter().filter(|(names, _)| !names.is_empty());
    let difference = phrase::all(parts.map(|(names, verb)| format!("{verb} {names}")));
    let message = format!("`{id}` {difference}, unlike the `{}` of `{project}`", other.document.name());
    let template = &copy.template.value;
    findings
        .report_at(copy.place(), message)
        .because_at(other.place(), format!("the same template in `{project}`"))
        .help(format!("give both documents the same sections, or write `template: x-{template}` if they differ on purpose"));
}
