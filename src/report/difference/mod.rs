//! The difference between two plans, and the formats it can be written in.

mod human;

mod json;

mod markdown;

use std::io;

use crate::difference::{Kind, ProjectDifference};
use crate::report::Look;

/// What one run of `planlint diff` has to say.
#[derive(Debug)]
pub struct DifferenceReport {
    /// What was before: `revision HEAD`.
    pub before: String,
    /// What it is compared with: `the work tree`.
    pub after: String,
    /// Project by project; those without a change are left out.
    pub projects: Vec<ProjectDifference>,
}

impl DifferenceReport {
    /// How many changes go this way.
    pub fn count(&self, kind: Kind) -> usize {
        self.projects.iter().flat_map(|project| &project.changes).filter(|change| change.kind == kind).count()
    }
}

/// One way of writing a difference.
#[derive(Debug)]
pub struct DifferenceFormat {
    /// The word for it in options.
    pub name: &'static str,
    /// What it is for, in one sentence without a full stop.
    pub summary: &'static str,
    /// Writes a difference.
    pub write: fn(&DifferenceReport, &Look, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format, the default first.
pub const DIFFERENCE_FORMATS: &[DifferenceFormat] = &[
    DifferenceFormat {
        name: "human",
        summary: "a line for each change, weakening ones marked",
        write: human::write,
    },
    DifferenceFormat {
        name: "json",
        summary: "one JSON document, as `schemas/diff.v1.json` describes it",
        write: json::write,
    },
    DifferenceFormat {
        name: "markdown",
        summary: "a table for each project, for comments on a merge request",
        write: markdown::write,
    },
];

/// How many there are: "2 weakening, 1 strengthening, 0 neutral".
fn counts(report: &DifferenceReport) -> String {
    let count = |kind: Kind| format!("{} {}", report.count(kind), kind.name());
    [Kind::Weakening, Kind::Strengthening, Kind::Neutral].map(count).join(", ")
}
