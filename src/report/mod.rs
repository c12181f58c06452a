//! The finished report, and the formats it can be written in: each is a function over it, in a file of its own.

mod checkstyle;

mod concise;

mod difference;

mod entry;

mod excerpt;

mod failure;

mod github;

mod gitlab;

mod human;

mod json;

mod jsonl;

mod junit;

mod markdown;

mod rdjson;

mod sarif;

mod settings;

mod summary;

mod xml;

use std::io;

use crate::diagnostic::Severity;
use crate::filter::{Finding, Fingerprint, State};
use crate::order;
use crate::path::RepoPath;
pub use crate::report::difference::{DIFFERENCE_FORMATS, DifferenceFormat, DifferenceReport};
pub use crate::report::failure::error;
pub use crate::report::json::escaped as json;
pub use crate::report::markdown::markdown;
pub use crate::report::settings::{SETTINGS_FORMATS, SettingsFormat, SettingsReport};
pub use crate::report::summary::idle;
use crate::text::Sources;
use crate::time::Date;

/// Everything one run has to say.
#[derive(Debug)]
pub struct Report {
    /// Every file that was read.
    pub sources: Sources,
    /// What was found, sorted by path and place.
    pub findings: Vec<Finding>,
    /// What waivers accept.
    pub waived: Vec<Finding>,
    /// What stands in the baseline. It does not count, and neither does what follows.
    pub baseline: Vec<Finding>,
    /// What the base of the comparison has as well.
    pub unchanged: Vec<Finding>,
    /// What the base of the comparison had, and is gone. The places are in the files of the base.
    pub fixed: Vec<Finding>,
    /// Entries of the baseline that nothing was found for, though it was looked for.
    pub stale: Vec<Fingerprint>,
    /// Where the baseline stands, or would stand.
    pub baseline_path: RepoPath,
    /// What it was compared with, finding by finding. Nothing unless asked for.
    pub base: Option<Base>,
    /// How many manifests were checked.
    pub manifests: usize,
    /// What was checked: `the index`, `revision HEAD`.
    pub snapshot: String,
    /// The day on which it was judged.
    pub today: Date,
    /// Rules that could not run, and why.
    pub left_out: Vec<LeftOut>,
    /// How many files would be manifests among those asked for, had the configuration not excluded them.
    pub excluded: usize,
    /// The configuration is wrong, so that the findings are about it and nothing else was checked.
    pub misconfigured: bool,
}

/// Another snapshot, whose findings are not new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// What it is called: `revision 1f0c2d3e4f`.
    pub name: String,
    /// Why nothing of it could be compared, as the end of a sentence.
    pub obstacle: Option<&'static str>,
}

/// Rules that could not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Their names, sorted.
    pub rules: Vec<&'static str>,
    /// Why, as the end of a sentence.
    pub reason: &'static str,
}

/// One way of writing a report.
#[derive(Debug)]
pub struct Format {
    /// The word for it in options.
    pub name: &'static str,
    /// What it is for, in one sentence without a full stop.
    pub summary: &'static str,
    /// Does it say how findings can be fixed?
    pub has_fixes: bool,
    /// Writes a report.
    pub write: fn(&Report, &Look, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format, the default first.
pub static FORMATS: &[Format] = &[
    Format {
        name: "human",
        summary: "each finding with its lines, its reason and its help, and a summary",
        has_fixes: false,
        write: human::draw,
    },
    Format {
        name: "narrated",
        summary: "the same in words alone, for screen readers",
        has_fixes: false,
        write: human::narrate,
    },
    Format {
        name: "concise",
        summary: "one line for each finding: `path:line:column: severity[rule] message`",
        has_fixes: false,
        write: concise::write,
    },
    Format {
        name: "json",
        summary: "one JSON document, as `schemas/report.v1.json` describes it",
        has_fixes: true,
        write: json::write,
    },
    Format {
        name: "jsonl",
        summary: "the same in pieces, one JSON object to a line",
        has_fixes: true,
        write: jsonl::write,
    },
    Format {
        name: "sarif",
        summary: "SARIF 2.1.0, for code scanning and editors",
        has_fixes: true,
        write: sarif::write,
    },
    Format {
        name: "github",
        summary: "annotations of a step of GitHub Actions, and its job summary",
        has_fixes: false,
        write: github::write,
    },
    Format {
        name: "gitlab",
        summary: "a Code Quality report, for merge requests of GitLab",
        has_fixes: false,
        write: gitlab::write,
    },
    Format {
        name: "junit",
        summary: "test cases in the XML of JUnit, for build servers",
        has_fixes: false,
        write: junit::write,
    },
    Format {
        name: "checkstyle",
        summary: "the XML of Checkstyle, for build servers and review tools",
        has_fixes: false,
        write: checkstyle::write,
    },
    Format {
        name: "rdjson",
        summary: "the diagnostic format of reviewdog, with fixes to take over",
        has_fixes: true,
        write: rdjson::write,
    },
    Format {
        name: "markdown",
        summary: "a table for a comment on a pull request",
        has_fixes: false,
        write: markdown::write,
    },
];

/// The format of that name.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// What the reader of a report can see, and what fails the run. Formats for programs show everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// May text be coloured?
    pub color: bool,
    /// How many columns a line may have.
    pub width: usize,
    /// May frames be drawn with characters beyond ASCII?
    pub unicode: bool,
    /// May the name of a rule link to its page?
    pub links: bool,
    /// How many findings are shown, the most severe ones; the rest is counted. All, where there is no limit.
    pub max_findings: Option<usize>,
    /// Findings below this are counted, not shown.
    pub least: Severity,
    /// Nothing is written where no finding is shown.
    pub quiet: bool,
    /// The least severe finding that fails the run.
    pub deny: Severity,
}

/// What is safe to write anywhere: no colour, no links, everything shown, 100 columns.
impl Default for Look {
    fn default() -> Self {
        Look {
            color: false,
            width: 100,
            unicode: true,
            links: false,
            max_findings: None,
            least: Severity::Advice,
            quiet: false,
            deny: Severity::Error,
        }
    }
}

impl Look {
    /// Does a finding fail the run?
    pub fn fails(&self, finding: &Finding) -> bool {
        finding.diagnostic.severity >= self.deny.max(Severity::Warning)
    }
}

impl Report {
    /// Every finding, and whether it counts: those that do first.
    pub fn all(&self) -> impl Iterator<Item = (State, &Finding)> {
        let lists = [
            (State::New, &self.findings),
            (State::Waived, &self.waived),
            (State::Baseline, &self.baseline),
            (State::Unchanged, &self.unchanged),
            (State::Fixed, &self.fixed),
        ];
        lists.into_iter().flat_map(|(state, list)| list.iter().map(move |finding| (state, finding)))
    }

    /// Is it known which findings are new?
    pub fn is_compared(&self) -> bool {
        self.base.is_some() || !self.baseline.is_empty()
    }

    /// How many findings of each severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }

    /// Is there a finding that weighs at least so much? Advice never counts.
    pub fn fails(&self, threshold: Severity) -> bool {
        let look = Look { deny: threshold, ..Look::default() };
        self.findings.iter().any(|finding| look.fails(finding))
    }

    /// The findings that `look` shows, by path and place, and those that it only counts.
    pub fn shown(&self, look: &Look) -> (Vec<&Finding>, Vec<&Finding>) {
        let severity = |finding: &Finding| finding.diagnostic.severity;
        let mut by_weight: Vec<usize> = (0..self.findings.len()).collect();
        by_weight.retain(|at| severity(&self.findings[*at]) >= look.least);
        order::by_key(&mut by_weight, |at| (std::cmp::Reverse(severity(&self.findings[*at])), *at));
        by_weight.truncate(look.max_findings.unwrap_or(usize::MAX));
        let mut is_shown = vec![false; self.findings.len()];
        by_weight.into_iter().for_each(|at| is_shown[at] = true);
        let (mut shown, mut rest) = (Vec::new(), Vec::new());
        for (finding, is_shown) in self.findings.iter().zip(is_shown) {
            if is_shown { shown.push(finding) } else { rest.push(finding) }
        }
        (shown, rest)
    }
}

/// Holds the schema of a wire format against the one that is published.
#[cfg(test)]
fn assert_published<Document: schemars::JsonSchema>(name: &str) {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<Document>();
    let text = serde_json::to_string_pretty(&schema).unwrap().replace("\\n", " ") + "\n";
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name);
    let committed = snapbox::Data::read_from(&file, Some(snapbox::data::DataFormat::Text));
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(text, committed.raw());
}
