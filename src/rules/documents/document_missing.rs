//! `document-missing`: documents that the plan names and that are not there.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::{Gathered, Unread};
use crate::model::{Document, Item, Manifest, Plan, State, Text};
use crate::placeholder::is_placeholder;
use crate::rules::documents::skeleton;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::closest;

/// The file of a document is not there.
pub(super) static RULE: Rule = Rule {
    name: "document-missing",
    family: Family::Documents,
    summary: "The plan names a document, and its file is not there",
    why: "A document that only the plan knows answers no question: whoever takes over finds a promise where the data card or the runbook should be.",
    help: "write the document, or correct its path",
    exceptions: "Addresses such as `https://…` are not looked up. The stages that a document belongs to decide how much it weighs: those of which the profile expects it, that hand it over, or whose artifacts it describes. If one is done it is an error, if all are planned it is advice.",
    severity: Severity::Warning,
    evidence: &[Evidence::Tree],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "article: one set of documents for all roles (S32)",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, _: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    for document in &manifest.documents {
        let Some(path) = document.value.path.given() else { continue };
        let written = path.value.split('#').next().unwrap_or_default();
        if written.contains("://") || is_placeholder(written) {
            continue;
        }
        match gathered.outputs.has(manifest, written) {
            Some(true) => {
                check_folder(manifest, document, path, written, gathered, findings);
                check_readable(manifest, document, path, written, gathered, findings);
            }
            Some(false) => report(manifest, document, written, gathered, findings),
            None => {
                let message = format!(
                    "`{written}` leads out of the repository, so nobody finds `{}` there",
                    document.name()
                );
                let help =
                    format!("write where `{}` stands inside the repository, or its address", document.name());
                findings.report(path.span, message).help(help).severity(severity(manifest, document));
            }
        }
    }
}

/// Nobody can tell which file of a folder is the document.
fn check_folder(
    manifest: &Manifest,
    document: &Item<Document>,
    path: &Text,
    written: &str,
    gathered: &Gathered<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(target) = manifest.file(written) else { return };
    let is_folder = || gathered.paths.below(&target).any(|entry| entry.path != target);
    if gathered.paths.entry(&target).is_none() && is_folder() {
        let message = format!("`{written}` is a folder, and the document `{}` is one file", document.name());
        let help =
            format!("write the path of the file, such as `{}/README.md`", written.trim_end_matches('/'));
        findings.report(path.span, message).help(help).severity(severity(manifest, document));
    }
}

/// What nobody can read is as good as missing.
fn check_readable(
    manifest: &Manifest,
    document: &Item<Document>,
    path: &Text,
    written: &str,
    gathered: &Gathered<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(unread) = gathered.documents.unread(manifest, written) else { return };
    let id = document.name();
    let (message, help) = match unread {
        Unread::NoText => (
            format!("`{written}` is no UTF-8 text, so nobody can tell what the document `{id}` says"),
            format!("save `{written}` as UTF-8"),
        ),
        Unread::Nowhere => (
            format!(
                "`{written}` is a symbolic link to no file of this repository, so nobody finds `{id}` there"
            ),
            format!("put the file itself at `{written}`, or link to one that git tracks"),
        ),
    };
    findings.report(path.span, message).help(help).severity(severity(manifest, document));
}

fn severity(manifest: &Manifest, document: &Item<Document>) -> Severity {
    let all_planned = || manifest.stages.iter().all(|stage| stage.value.state == State::Planned);
    match manifest.progress(document) {
        Some((_, State::Done)) => Severity::Error,
        Some((_, State::Active)) => Severity::Warning,
        Some((_, State::Planned)) => Severity::Advice,
        None if all_planned() => Severity::Advice,
        None => Severity::Warning,
    }
}

fn report(
    manifest: &Manifest,
    document: &Item<Document>,
    written: &str,
    gathered: &Gathered<'_>,
    findings: &mut Findings<'_>,
) {
    let (Some(path), Some(target)) = (document.value.path.given(), manifest.path.folder().resolve(written))
    else {
        return;
    };
    let id = document.name();
    let message = format!("the document `{id}` should stand at `{written}`, and git has no such file");
    let folder = target.folder();
    let inside = gathered.paths.below(&folder);
    let seen = if findings.may_compare(gathered.paths.below(&folder)) { usize::MAX } else { 0 };
    let beside = inside.take(seen).filter(|entry| entry.path.folder() == folder);
    let beside: Vec<String> = beside.map(|entry| entry.path.name().to_string()).collect();
    let name = target.name().to_string();
    let near = closest(&name, beside.iter().map(String::as_str))
        .and_then(|near| Some(format!("{}{near}", written.strip_suffix(name.as_str())?)));
    let help = match &near {
        Some(near) => format!("correct the path to `{near}`, or add the file"),
        None => format!("add the file `{written}`, or correct the path"),
    };
    let mut finding = findings.report(path.span, message).help(help).severity(severity(manifest, document));
    if let Some((stage, state @ (State::Done | State::Active))) = manifest.progress(document) {
        let words = if state == State::Done { "is done" } else { "is under way" };
        let span = stage.value.state_span.unwrap_or(stage.id.span);
        finding = finding.because(span, format!("`{}`, to which it belongs, {words}", stage.name()));
    }
    if let (None, Some(template)) = (near, manifest.template(document)) {
        let title = format!("write `{target}` with the headings of the template `{}`", template.id);
        let text = || skeleton::new(template, &manifest.title());
        finding.drafted_fix(title, || vec![Edit::write(target, text())]);
    }
}
