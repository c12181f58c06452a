//! `alert-without-runbook`: alerts that wake somebody who then does not know what to do.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::{Gathered, Markdown};
use crate::model::{Alert, Item, Manifest, Plan, State, Text};
use crate::path::RepoPath;
use crate::placeholder::is_placeholder;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::suggest::closest;

/// An alert says not how soon it is answered, or not what to do, or its runbook is not there.
pub(super) static RULE: Rule = Rule {
    name: "alert-without-runbook",
    family: Family::Monitoring,
    summary: "An alert says not how soon it is answered, or not what to do, or its runbook is not there",
    why: "At three in the morning nobody invents a diagnosis. What to look at and when to call whom is written down by day, or it is not known by night.",
    help: "write `respond` and `runbook` under the alert",
    exceptions: "A web address is taken as it is. A path without a heading stands for the whole file. Where the file is a declared document that does not exist, `document-missing` says so. While the stage that watches is planned, a file that is not there is advice.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest, Evidence::Tree],
    fixes: &[Safety::Unsafe],
    since: "0.1.0",
    source: "the operations chapter of the Machine Learning Systems book, runbooks; Shankar 2022, on-call lore that nobody writes down",
    checks: &[Check::Manifest(unwritten), Check::Repository(unfound)],
};

fn unwritten(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    for alert in &manifest.alerts {
        let name = alert.name();
        let file = manifest.runbook().unwrap_or("docs/runbook.md");
        let time = alert.value.respond.is_absent().then(|| ("respond", "1d".to_owned()));
        let runbook = alert.value.runbook.is_absent().then(|| ("runbook", format!("{file}#{name}")));
        let what = match (&time, &runbook) {
            (None, None) => continue,
            (Some(_), None) => "how soon it is answered",
            (None, Some(_)) => "what to do",
            (Some(_), Some(_)) => "how soon it is answered and what to do",
        };
        let lacks: Vec<(&str, String)> = time.into_iter().chain(runbook).collect();
        let entries = phrase::all(lacks.iter().map(|(key, value)| format!("`{key}: {value}`")));
        let insert = |(key, value)| Edit::insert(manifest.source, format!("alerts.{name}"), key, value);
        findings
            .report(alert.id.span, format!("the alert `{name}` does not say {what}"))
            .help(format!("write {entries} under `{name}`"))
            .unsafe_fix(format!("add {entries} under `{name}`"), lacks.into_iter().map(insert).collect());
    }
}

/// Is the runbook there? An alert that says nothing of its time has a finding already.
fn unfound(manifest: &Manifest, _: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    for alert in manifest.alerts.iter().filter(|alert| !alert.value.respond.is_absent()) {
        let Some(runbook) = alert.value.runbook.given() else { continue };
        if runbook.value.contains("://") || is_placeholder(&runbook.value) {
            continue;
        }
        let Some(path) = manifest.file(&runbook.value) else {
            findings
                .report(runbook.span, format!("the runbook of `{}` is no file of this repository", alert.name()))
                .help("write the path of one file and its heading, such as `docs/runbook.md#data-drift`, or an address");
            continue;
        };
        match gathered.documents.at(&path) {
            Some(document) => look_up(manifest, alert, runbook, &path, document, findings),
            None if gathered.paths.matching(&path).is_empty() => {
                missing(manifest, alert, runbook, &path, findings)
            }
            None => {}
        }
    }
}

fn missing(
    manifest: &Manifest,
    alert: &Item<Alert>,
    runbook: &Text,
    path: &RepoPath,
    findings: &mut Findings<'_>,
) {
    let is_this = |written: &Text| manifest.file(&written.value).as_ref() == Some(path);
    if manifest.documents.iter().any(|document| document.value.path.given().is_some_and(is_this)) {
        return;
    }
    let is_planned = manifest.watch().is_some_and(|stage| stage.value.state == State::Planned);
    let finding = findings
        .report(runbook.span, format!("git has nothing at `{path}`, the runbook of `{}`", alert.name()))
        .help(format!("commit `{path}`, or write the path of the file that says what to do"))
        .severity(if is_planned { Severity::Advice } else { RULE.severity });
    let anchor = runbook.value.split_once('#').map_or_else(|| alert.name(), |(_, anchor)| anchor);
    if is_plain(anchor) && path.name().ends_with(b".md") {
        let text = format!("# Runbook: {}\n\n{}", manifest.title(), section(manifest, alert, anchor));
        let edit = Edit::write(path.clone(), text);
        finding.unsafe_fix(format!("write `{path}` with the heading `{anchor}`"), vec![edit]);
    }
}

/// Is an anchor also the heading that leads to it?
fn is_plain(anchor: &str) -> bool {
    !anchor.is_empty() && anchor.chars().all(|c| c.is_alphanumeric() || c == '-')
}

fn look_up(
    manifest: &Manifest,
    alert: &Item<Alert>,
    runbook: &Text,
    path: &RepoPath,
    document: &Markdown,
    findings: &mut Findings<'_>,
) {
    let Some((file, anchor)) = runbook.value.split_once('#') else { return };
    if anchor.is_empty() || document.has_anchor(anchor) {
        return;
    }
    let meant = Some(alert.name()).filter(|name| document.has_anchor(name));
    let may_guess = findings.may_compare(document.anchors());
    let meant = meant.or_else(|| closest(anchor, document.anchors().filter(|_| may_guess)));
    let help = match meant {
        Some(meant) => format!("write `{file}#{meant}`, or add the heading `{anchor}` to `{path}`"),
        None => format!("add the heading `{anchor}` to `{path}`, and what to do under it"),
    };
    let message =
        format!("`{path}` has no heading `{anchor}`, so `{}` does not say what to do", alert.name());
    let may_write = findings.may_write(&document.text);
    let finding = findings.report(runbook.span, message).help(help);
    if is_plain(anchor) && may_write {
        let text = format!("{}\n\n{}", document.text.trim_end(), section(manifest, alert, anchor));
        let edit = Edit::write(path.clone(), text);
        finding.unsafe_fix(format!("add the heading `{anchor}` to `{path}`"), vec![edit]);
    }
}

/// The start of a section: what the plan knows of the alert.
fn section(manifest: &Manifest, alert: &Item<Alert>, anchor: &str) -> String {
    let watches = manifest.watched(&alert.value).map_or_else(String::new, |metric| {
        let means = metric.value.means.given().map_or("", |means| means.value.as_str());
        format!("It watches `{}`: {means}.\n", metric.name())
    });
    let answers = match (alert.value.owner.given(), alert.value.respond.given()) {
        (Some(owner), Some(respond)) => {
            format!("`{}` answers within {}.\n", owner.value, phrase::duration(respond.value))
        }
        _ => String::new(),
    };
    let learns =
        alert.value.back_to.given().map(|stage| format!("What is found goes back to `{}`.\n", stage.value));
    format!("## {anchor}\n\n{watches}{answers}{}", learns.unwrap_or_default())
}
