//! For code scanning of forges and for editors: SARIF 2.1.0, one run.

mod log;

mod message;

use std::io;

use hashbrown::HashMap;

use crate::diagnostic::{Label, Severity};
use crate::escape::visible;
use crate::filter::{Finding, State};
use crate::fix::{Change, Trees};
use crate::order;
use crate::path::RepoPath;
use crate::report::entry::{changes, entries, region};
use crate::report::json::escaped;
use crate::report::sarif::log::*;
use crate::report::sarif::message::{linked, plain};
use crate::report::{Look, Report};
use crate::rules;
use crate::text::Place;

/// GitHub refuses a run with more results.
const MOST_RESULTS: usize = 25_000;

/// Writes the log. Findings come first, the most severe ones before others, then what does not count.
pub(super) fn write(report: &Report, look: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&log(report, look)).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

fn log(report: &Report, look: &Look) -> Log {
    let mut kept = entries(report);
    let all = kept.len();
    kept.truncate(MOST_RESULTS);
    let mut names: Vec<&'static str> = kept.iter().map(|(_, finding)| finding.diagnostic.rule).collect();
    order::unique(&mut names);
    let index: HashMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut trees = Trees::new(&report.sources);
    let results = kept.into_iter().map(|(state, finding)| {
        let at = index[finding.diagnostic.rule];
        result(state, finding, at, report, &mut trees)
    });
    let results = results.collect();
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: names.into_iter().map(descriptor).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [invocation(report, look, all.saturating_sub(MOST_RESULTS))],
        original_uri_base_ids: BaseIds {
            source_root: Base { description: text("the top of the repository".to_owned()) },
        },
        column_kind: "unicodeCodePoints",
        results,
    };
    Log { schema: SCHEMA, version: "2.1.0", runs: [run] }
}

fn invocation(report: &Report, look: &Look, cut: usize) -> Invocation {
    let (exit_code, description) = match () {
        () if report.misconfigured => (2, "the configuration is wrong, so that no manifest was checked"),
        () if report.fails(look.deny) => (1, "there are findings at or above the threshold"),
        () => (0, "nothing was found at or above the threshold"),
    };
    let note = |message: String| Notification { level: "note", message: text(plain(&message)) };
    let cut = (cut > 0).then(|| {
        note(format!(
            "{cut} more results are left out, the least severe ones: forges take {MOST_RESULTS} a run"
        ))
    });
    let left_out = report.left_out.iter().filter(|left_out| !left_out.rules.is_empty());
    let left_out = left_out.map(|one| note(format!("left out, as {}: {}", one.reason, one.rules.join(", "))));
    Invocation {
        execution_successful: !report.misconfigured,
        exit_code,
        exit_code_description: description,
        tool_execution_notifications: cut.into_iter().collect(),
        tool_configuration_notifications: left_out.collect(),
    }
}

fn descriptor(name: &'static str) -> Descriptor {
    let Some(rule) = rules::find(name) else {
        return Descriptor { id: name, about: None };
    };
    let help = Help { text: format!("{}\n\n{}", rule.why, rule.help), markdown: rules::page(rule, None) };
    Descriptor {
        id: name,
        about: Some(About {
            short_description: text(plain(rule.summary)),
            full_description: text(plain(rule.why)),
            help: Help { text: plain(&help.text), ..help },
            help_uri: rule.url(),
            default_configuration: Configuration { level: level(rule.severity) },
            properties: Tags { tags: ["planlint", rule.family.name()] },
        }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn result(
    state: State,
    finding: &Finding,
    rule_index: usize,
    report: &Report,
    trees: &mut Trees<'_>,
) -> Outcome {
    let diagnostic = &finding.diagnostic;
    let node = &finding.node;
    let logical = (!node.is_empty()).then(|| Logical { fully_qualified_name: visible(node).into_owned() });
    let location = Location {
        id: None,
        message: labelled(&diagnostic.primary),
        physical_location: physical(diagnostic.primary.place, report),
        logical_locations: logical.into_iter().collect(),
    };
    let related = diagnostic.related.iter().zip(1..).map(|(label, id)| Location {
        id: Some(id),
        message: labelled(label),
        physical_location: physical(label.place, report),
        logical_locations: Vec::new(),
    });
    let fix = diagnostic.fix.as_deref();
    let replaced = changes(fix, trees).map(|changes| artifact_changes(changes, report));
    let fixes = fix
        .zip(replaced)
        .map(|(fix, artifact_changes)| Repair { description: text(plain(&fix.title)), artifact_changes });
    Outcome {
        rule_id: diagnostic.rule,
        rule_index,
        level: level(diagnostic.severity),
        message: text(linked(diagnostic)),
        locations: [location],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints {
            primary_location_line_hash: finding.fingerprint.to_string(),
            planlint: finding.fingerprint.to_string(),
        },
        baseline_state: report.is_compared().then(|| baseline_state(state)),
        suppressions: suppression(state, finding).into_iter().collect(),
        fixes: fixes.into_iter().collect(),
    }
}

fn baseline_state(state: State) -> &'static str {
    match state {
        State::New | State::Waived => "new",
        State::Baseline | State::Unchanged => "unchanged",
        State::Fixed => "absent",
    }
}

fn suppression(state: State, finding: &Finding) -> Option<Suppression> {
    let (kind, reason) = match state {
        State::Waived => ("inSource", finding.accepted.clone().unwrap_or_default()),
        State::Baseline => ("external", "it stands in the baseline".to_owned()),
        State::New | State::Unchanged | State::Fixed => return None,
    };
    let justification = (!reason.is_empty()).then(|| visible(&reason).into_owned());
    Some(Suppression { kind, status: "accepted", justification })
}

fn labelled(label: &Label) -> Option<Text> {
    (!label.text.is_empty()).then(|| text(plain(&label.text)))
}

fn physical(place: Place, report: &Report) -> Physical {
    let path = report.sources.get(place.source).path();
    Physical { artifact_location: artifact(path), region: area(place, report) }
}

fn area(place: Place, report: &Report) -> Region {
    let (start, end) = region(report, place);
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// The changes of a fix, file by file.
fn artifact_changes(changes: Vec<Change>, report: &Report) -> Vec<ArtifactChange> {
    let files = changes.chunk_by(|one, next| one.place.source == next.place.source);
    let replacement = |change: &Change| Replacement {
        deleted_region: area(change.place, report),
        inserted_content: text(change.text.clone()),
    };
    let change = |file: &[Change]| ArtifactChange {
        artifact_location: artifact(report.sources.get(file[0].place.source).path()),
        replacements: file.iter().map(replacement).collect(),
    };
    files.map(change).collect()
}

/// A path as a relative URI: each byte that is more than a letter, a digit or one of `-._~/` as `%` and its number.
fn artifact(path: &RepoPath) -> Artifact {
    let mut uri = String::new();
    for byte in path.as_bstr().iter() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(*byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    Artifact { uri, uri_base_id: "%SRCROOT%" }
}
