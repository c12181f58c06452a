//! `document-stale`: a document that was left behind by what it describes, or that nobody has read for long.

use crate::diagnostic::Severity;
use crate::evidence::{Gathered, History};
use crate::model::{Document, Item, Manifest, Plan, Status};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::snapshot::Commit;

/// A document is older than an artifact that it describes, or was not touched within its `review`.
pub(super) static RULE: Rule = Rule {
    name: "document-stale",
    family: Family::Documents,
    summary: "A document is older than what it describes, or was not touched for longer than its `review` says",
    why: "A card or runbook that describes last year's model is worse than none: it is believed.",
    help: "bring the document up to date, or commit a line `Reviewed:` with its id to say that it still holds",
    exceptions: "The order of commits decides what is older, not dates. A commit with the trailer `Reviewed:` and the id or path of the document counts as a change of it. Commits of `.git-blame-ignore-revs` count on neither side. Plans that are drafts, paused or retired are left alone.",
    severity: Severity::Warning,
    evidence: &[Evidence::History, Evidence::Clock],
    fixes: &[],
    since: "0.1.0",
    source: "article: one set of documents (S32); Zhang and others, model cards over time; the next review of an error budget",
    checks: &[Check::History(check)],
};

fn check(
    manifest: &Manifest,
    plan: &Plan,
    gathered: &Gathered<'_>,
    history: &History,
    findings: &mut Findings<'_>,
) {
    if !history.is_complete() || manifest.status != Status::Active {
        return;
    }
    for document in &manifest.documents {
        let Some(look) = last_look(manifest, document, gathered, history) else { continue };
        if !is_behind(manifest, document, look, gathered, history, findings) && gathered.clock {
            unread(document, history.days_since(look, plan.today), findings);
        }
    }
}

/// Is it older than an artifact that it describes? Only the first is told.
fn is_behind(
    manifest: &Manifest,
    document: &Item<Document>,
    look: &Commit,
    gathered: &Gathered<'_>,
    history: &History,
    findings: &mut Findings<'_>,
) -> bool {
    for described in document.value.describes.items() {
        let Some((_, artifact)) = manifest.artifact(&described.value) else { continue };
        let Some(written) = artifact.value.path.given() else { continue };
        let paths = history.paths_of(manifest, &written.value, gathered.paths);
        let Some(change) = history.last_change(&paths).filter(|change| history.is_newer(change, look)) else {
            continue;
        };
        let message = format!(
            "`{}` describes `{}`, which has changed after it, on {}",
            document.name(),
            described.value,
            change.date
        );
        let help = format!(
            "bring `{}` up to date, or commit the line `Reviewed: {}` to say that it still holds",
            document.name(),
            document.name()
        );
        findings.report(described.span, message).because(artifact.id.span, "it is made here").help(help);
        return true;
    }
    false
}

fn unread(document: &Item<Document>, age: i64, findings: &mut Findings<'_>) {
    let Some(review) = document.value.review.given() else { return };
    let days = review.value.in_days();
    if age > days {
        let message = format!("`{}` was last looked at {age} days ago", document.name());
        let help = format!(
            "read `{}` again, and commit what changed or the line `Reviewed: {}`",
            document.name(),
            document.name()
        );
        findings.report(review.span, message).says(format!("{days} days at most")).help(help);
    }
}

/// The newest commit that changed the document, or that says somebody read it.
fn last_look<'a>(
    manifest: &Manifest,
    document: &Item<Document>,
    gathered: &Gathered<'_>,
    history: &'a History,
) -> Option<&'a Commit> {
    let written = document.value.path.given()?.value.split('#').next().unwrap_or_default();
    let path = manifest.path.folder().resolve(written)?;
    gathered.paths.entry(&path)?;
    let changed = history.last_change(std::slice::from_ref(&path))?;
    let is_meant = |value: &str| {
        let mut words = value.split(|c: char| c.is_whitespace() || c == ',');
        words.any(|word| word == document.name() || word == written || path.as_bstr() == word)
    };
    Some(history.said("Reviewed", changed.at, is_meant).unwrap_or(changed))
}
