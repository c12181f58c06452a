//! For programs: one JSON document. Its structs are frozen: version 1 may gain fields, but never lose or change one.

mod fix;

mod state;

use std::io;

use serde::Serialize;

use crate::diagnostic;
use crate::escape::{is_deceptive, unhashed};
use crate::filter;
use crate::fix::Trees;
use crate::report::json::fix::Fix;
use crate::report::json::state::{Base, Stale, State};
use crate::report::{Look, Report};
use crate::rules;
use crate::text;

/// Writes the report as a [`Document`].
pub(super) fn write(report: &Report, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&Document::new(report)).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

/// JSON leaves many characters as they are that deceive a terminal: they stand only inside of its strings,
/// where each may be an escape as well. So may a sign of what the log of a build server takes for a command.
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in unhashed(text, "\\u0023").chars() {
        if is_deceptive(character) && character != '\n' {
            let units = character.encode_utf16(&mut [0; 2]).to_vec();
            shown.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// What `planlint lint --format json` writes. Later versions of this format may add fields; a field that is
/// here keeps its name and its meaning.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "planlint report", extend("$id" = ID)))]
pub(super) struct Document<'a> {
    /// The name and version of this format.
    #[cfg_attr(test, schemars(extend("const" = FORMAT)))]
    format: &'static str,
    /// The program that wrote the report.
    tool: Tool,
    /// What was checked: `the index`, `revision HEAD`, `the work tree`.
    snapshot: &'a str,
    /// The day on which it was judged, as `2025-09-12`.
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    today: String,
    /// Is the configuration itself wrong, so that the findings are about it and no manifest was checked?
    misconfigured: bool,
    /// How much there is.
    summary: Summary,
    /// What it was compared with, finding by finding; absent unless that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Base<'a>>,
    /// What was found and counts, sorted by path and place. All of it is new, as far as anything older is known.
    findings: Vec<Finding<'a>>,
    /// What was found and is accepted by a waiver, sorted alike.
    waived: Vec<Finding<'a>>,
    /// What was found and stands in the baseline, sorted alike. It does not count.
    baseline: Vec<Finding<'a>>,
    /// What was found and is found in the base as well, sorted alike. It does not count.
    unchanged: Vec<Finding<'a>>,
    /// What is found in the base and no longer here. The places are in the files of the base.
    fixed: Vec<Finding<'a>>,
    /// Entries of the baseline that nothing was found for, though it was looked for.
    stale: Vec<Stale<'a>>,
    /// Rules that could not run.
    left_out: Vec<LeftOut<'a>>,
}

const FORMAT: &str = "planlint-report/1";

#[cfg(test)]
const ID: &str = "https://planlint.github.io/planlint/schemas/report.v1.json";

/// The program that wrote the report.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Tool {
    /// Its name: `planlint`.
    name: &'static str,
    /// Its version, as `0.1.0`.
    version: &'static str,
}

/// How much there is.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Summary {
    /// Findings that are errors.
    error: usize,
    /// Findings that are warnings.
    warning: usize,
    /// Findings that are advice.
    advice: usize,
    /// Findings that a waiver accepts; they are in none of the counts above.
    waived: usize,
    /// Findings that stand in the baseline; they are in none of the counts above.
    baseline: usize,
    /// Findings that the base has as well; they are in none of the counts above.
    unchanged: usize,
    /// Findings of the base that are gone.
    fixed: usize,
    /// Entries of the baseline that are gone.
    stale: usize,
    /// Manifests that were checked.
    manifests: usize,
}

/// One finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Finding<'a> {
    /// Whether it counts, and if not, why.
    state: State,
    /// The name of the rule, such as `stage-without-lead`. It never changes.
    rule: &'a str,
    /// The family of the rule, such as `stages`.
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<&'static str>,
    /// How much the finding weighs.
    severity: Severity,
    /// What is wrong, in one sentence.
    message: &'a str,
    /// What to do, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// The address of the rule's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The file, from the top of the repository, with `/` between the parts. Bytes that are not UTF-8 are
    /// U+FFFD.
    path: String,
    /// The node of the file that the finding is about, such as `stages.monitoring.lead`; empty for the whole
    /// file.
    node: &'a str,
    /// The bytes that are wrong.
    span: Span,
    /// The line and column of the first byte.
    start: Position,
    /// The line and column after the last byte.
    end: Position,
    /// The places that the finding depends on: the primary one first, which is the finding's own, then others,
    /// in the same file or in another.
    labels: Vec<Label<'a>>,
    /// A change that takes the finding away, where one can be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix>,
    /// 32 hexadecimal digits that name the finding. Edits elsewhere do not change them. They are unique in the
    /// report, but for what is fixed.
    fingerprint: String,
}

/// How much a finding weighs.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum Severity {
    /// A smell. It never decides the exit code.
    Advice,
    /// A recognised duty is missing.
    Warning,
    /// The plan contradicts itself or git.
    Error,
}

/// A range of bytes in a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Span {
    /// The first byte, from 0.
    start: u32,
    /// One past the last byte.
    end: u32,
}

/// A place in a file as editors count.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Position {
    /// The line, from 1.
    line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    column: usize,
}

/// A place and what is to be said about it there.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Label<'a> {
    /// The file, written as the finding's own path is.
    path: String,
    /// A few words; may be empty for the primary label.
    message: &'a str,
    /// The bytes.
    span: Span,
    /// The line and column of the first byte.
    start: Position,
    /// The line and column after the last byte.
    end: Position,
    /// Is it the place of the finding itself?
    primary: bool,
}

/// Rules that could not run.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LeftOut<'a> {
    /// Their names, sorted.
    rules: &'a [&'static str],
    /// Why, as the end of a sentence: `this is no git repository`.
    reason: &'static str,
}

impl<'a> Document<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        let mut trees = Trees::new(&report.sources);
        let mut all = |state| -> Vec<Finding<'a>> {
            let findings = report.all().filter(|(other, _)| *other == state);
            findings.map(|(state, finding)| Finding::new(state, finding, report, &mut trees)).collect()
        };
        Document {
            format: FORMAT,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            snapshot: &report.snapshot,
            today: report.today.to_string(),
            misconfigured: report.misconfigured,
            summary: Summary {
                error: report.count(diagnostic::Severity::Error),
                warning: report.count(diagnostic::Severity::Warning),
                advice: report.count(diagnostic::Severity::Advice),
                waived: report.waived.len(),
                baseline: report.baseline.len(),
                unchanged: report.unchanged.len(),
                fixed: report.fixed.len(),
                stale: report.stale.len(),
                manifests: report.manifests,
            },
            base: report.base.as_ref().map(Base::new),
            findings: all(filter::State::New),
            waived: all(filter::State::Waived),
            baseline: all(filter::State::Baseline),
            unchanged: all(filter::State::Unchanged),
            fixed: all(filter::State::Fixed),
            stale: report.stale.iter().map(Stale::new).collect(),
            left_out: report
                .left_out
                .iter()
                .map(|one| LeftOut { rules: &one.rules, reason: one.reason })
                .collect(),
        }
    }
}

impl<'a> Finding<'a> {
    fn new(
        state: filter::State,
        finding: &'a filter::Finding,
        report: &Report,
        trees: &mut Trees<'_>,
    ) -> Self {
        let diagnostic = &finding.diagnostic;
        let rule = rules::find(diagnostic.rule);
        let primary = Label::new(&diagnostic.primary, true, report);
        let Label { path, span, start, end, .. } = Label::new(&diagnostic.primary, true, report);
        let related = diagnostic.related.iter().map(|label| Label::new(label, false, report));
        Finding {
            state: State::new(state),
            rule: diagnostic.rule,
            family: rule.map(|rule| rule.family.name()),
            severity: Severity::new(diagnostic.severity),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            url: rule.map(|rule| rule.url()),
            path,
            node: &finding.node,
            span,
            start,
            end,
            labels: std::iter::once(primary).chain(related).collect(),
            fix: diagnostic.fix.as_deref().and_then(|fix| Fix::new(fix, report, trees)),
            fingerprint: finding.fingerprint.to_string(),
        }
    }
}

impl<'a> Label<'a> {
    fn new(label: &'a diagnostic::Label, primary: bool, report: &Report) -> Self {
        let text::Place { source, span } = label.place;
        let source = report.sources.get(source);
        let position = |offset| {
            let text::Position { line, column } = source.position(offset);
            Position { line, column }
        };
        Label {
            path: source.path().as_bstr().to_string(),
            message: &label.text,
            span: Span { start: span.start, end: span.end },
            start: position(span.start),
            end: position(span.end),
            primary,
        }
    }
}

impl Severity {
    fn new(severity: diagnostic::Severity) -> Self {
        match severity {
            diagnostic::Severity::Advice => Severity::Advice,
            diagnostic::Severity::Warning => Severity::Warning,
            diagnostic::Severity::Error => Severity::Error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_is_the_one_of_the_structs() {
        crate::report::assert_published::<Document<'_>>("report.v1.json");
    }

    #[test]
    fn what_deceives_is_an_escape_and_still_the_same_value() {
        let value = "esc \u{1b} csi \u{9b} bidi \u{202e} tag \u{e0041} line\nend 名";
        let text = escaped(&serde_json::to_string_pretty(&[value]).unwrap());
        assert!(text.contains("\\u202e") && text.contains("\\udb40\\udc41") && text.contains('名'));
        assert_eq!(text.matches(is_deceptive).count(), 2, "only the lines of the document itself break");
        assert_eq!(serde_json::from_str::<[String; 1]>(&text).unwrap(), [value]);
    }
}
