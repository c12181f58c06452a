//! The closing lines for people: how much was found, what was accepted, and what was not looked at.

use std::io;

use hashbrown::HashSet;

use crate::diagnostic::Severity;
use crate::escape::{inert, visible};
use crate::filter::Finding;
use crate::order;
use crate::report::{Look, Report};

/// Writes the summary; `rest` are the findings that were not shown.
pub(super) fn write(
    report: &Report,
    look: &Look,
    rest: &[&Finding],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (bold, plain) = if look.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    if !rest.is_empty() {
        let left = report.findings.len() - rest.len();
        let hint = match look.max_findings {
            Some(most) if most <= left => "; show all with `--max-findings all`",
            _ => "",
        };
        writeln!(out, "not shown here: {}{hint}", counted(rest.iter().copied()))?;
    }
    writeln!(out, "{bold}{}{plain}", inert(&verdict(report)))?;
    for line in before(report) {
        writeln!(out, "{}", inert(&line))?;
    }
    for left_out in &report.left_out {
        if !left_out.rules.is_empty() {
            writeln!(out, "left out, as {}: {}", left_out.reason, left_out.rules.join(", "))?;
        }
    }
    let severity = |finding: &&Finding| std::cmp::Reverse(finding.diagnostic.severity);
    if let Some(first) = report.findings.iter().min_by_key(severity).filter(|_| !look.links) {
        writeln!(out, "more about a rule: `planlint explain {}`", first.diagnostic.rule)?;
    }
    Ok(())
}

/// Why nothing was checked though nothing is wrong, in one line; `None` where something was.
pub fn idle(report: &Report) -> Option<String> {
    if report.misconfigured || report.manifests > 0 || !report.findings.is_empty() {
        return None;
    }
    if report.excluded == 0 {
        let snapshot = visible(&report.snapshot);
        return Some(format!(
            "no lifecycle manifest found in {snapshot}; write a first one with `planlint init`"
        ));
    }
    let files = plural(report.excluded, "manifest", "manifests");
    Some(format!(
        "`exclude` in `planlint.yaml` leaves out {files}; name a file outright to check it all the same"
    ))
}

/// What was found where, in one line.
pub(super) fn verdict(report: &Report) -> String {
    let snapshot = visible(&report.snapshot);
    if report.misconfigured {
        let found = counted(&report.findings);
        return format!("{found} in the configuration ({snapshot}); no manifest was checked");
    }
    if let Some(why) = idle(report) {
        return why;
    }
    let found = match report.findings.as_slice() {
        [] => "no problems".to_owned(),
        findings => counted(findings),
    };
    let manifests = plural(report.manifests, "manifest", "manifests");
    let others = [(report.waived.len(), "waived"), (report.baseline.len(), "in the baseline")];
    let others = others.into_iter().filter(|(count, _)| *count > 0);
    let others: String = others.map(|(count, what)| format!("; {count} {what}")).collect();
    format!("{found} in {manifests} ({snapshot}){others}")
}

/// How it was before, in lines of their own.
fn before(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(base) = &report.base {
        let (name, new) = (visible(&base.name), report.findings.len());
        let (unchanged, fixed) = (report.unchanged.len(), report.fixed.len());
        lines.push(match base.obstacle {
            None => format!("compared with {name}: {new} new, {unchanged} unchanged, {fixed} fixed"),
            Some(obstacle) => format!("everything is new, as nothing is known of {name}: {obstacle}"),
        });
    }
    lines.extend(stale(report));
    lines
}

/// What to do about entries of the baseline that nothing is found for: their file may have another name now.
fn stale(report: &Report) -> Vec<String> {
    let read: HashSet<String> =
        report.sources.iter().map(|(_, source)| source.path().as_bstr().to_string()).collect();
    let (found, gone): (Vec<_>, Vec<_>) =
        report.stale.iter().partition(|entry| read.contains(entry.path.as_str()));
    let entries = |count| match count {
        1 => "1 entry of the baseline is".to_owned(),
        many => format!("{many} entries of the baseline are"),
    };
    let mut lines = Vec::new();
    let files = order::set(gone.iter().map(|entry| entry.path.as_str()));
    if let Some(first) = files.first() {
        let (others, path) = match files.len() {
            1 => (", which is gone".to_owned(), "its new path"),
            many => (
                format!(" and {}, which are gone", plural(many - 1, "other file", "other files")),
                "their new paths",
            ),
        };
        let (entries, first) = (entries(gone.len()), visible(first));
        lines.push(format!(
            "{entries} about `{first}`{others}: write {path} in `{}`, or run `planlint baseline prune`",
            report.baseline_path
        ));
    }
    if !found.is_empty() {
        lines.push(format!("{} no longer found: run `planlint baseline prune`", entries(found.len())));
    }
    lines
}

/// `3 errors, 1 warning and 2 advice`.
pub(super) fn counted<'a>(findings: impl IntoIterator<Item = &'a Finding> + Clone) -> String {
    let words = [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Advice, "advice")];
    let mut parts = Vec::new();
    for (severity, many) in words {
        let count =
            findings.clone().into_iter().filter(|finding| finding.diagnostic.severity == severity).count();
        if count > 0 {
            parts.push(plural(count, severity.name(), many));
        }
    }
    match parts.pop() {
        Some(last) if !parts.is_empty() => format!("{} and {last}", parts.join(", ")),
        last => last.unwrap_or_default(),
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
