//! For programs: one JSON document. Its structs are frozen: version 1 may gain fields, but never lose or change one.

use std::io;

use serde::Serialize;

use crate::difference;
use crate::difference::{Difference, ProjectDifference};
use crate::report::Look;
use crate::report::difference::DifferenceReport;
use crate::report::json::escaped;

/// Writes the difference as a [`Document`].
pub(super) fn write(report: &DifferenceReport, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&Document::new(report)).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

/// What `planlint diff --format json` writes. Later versions of this format may add fields; a field that is
/// here keeps its name and its meaning.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "planlint difference", extend("$id" = ID)))]
struct Document<'a> {
    /// The name and version of this format.
    #[cfg_attr(test, schemars(extend("const" = FORMAT)))]
    format: &'static str,
    /// The program that wrote it.
    tool: Tool,
    /// What was before: `revision HEAD`.
    before: &'a str,
    /// What it is compared with: `the index`, `the work tree`, `revision main`.
    after: &'a str,
    /// How much there is.
    summary: Summary,
    /// Project by project, in the order of their manifests; those without a change are left out.
    projects: Vec<Project<'a>>,
}

const FORMAT: &str = "planlint-diff/1";

#[cfg(test)]
const ID: &str = "https://planlint.github.io/planlint/schemas/diff.v1.json";

/// The program that wrote it.
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
    /// Changes by which a plan promises or demands less.
    weakening: usize,
    /// Changes by which a plan promises or demands more.
    strengthening: usize,
    /// All other changes.
    neutral: usize,
}

/// The changes to one plan.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Project<'a> {
    /// The project's id now, or before, where its plan is gone.
    project: &'a str,
    /// Its manifest, from the top of the repository, with `/` between the parts. Bytes that are not UTF-8 are
    /// U+FFFD.
    path: String,
    /// Where its manifest was before, if it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_from: Option<String>,
    /// The changes, in the order of a manifest's sections.
    changes: Vec<Change<'a>>,
}

/// One change.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Change<'a> {
    /// Which way it goes.
    kind: Kind,
    /// The node that changed, such as `handoffs.data-to-model.within`; empty for the whole plan.
    node: &'a str,
    /// What changed, in one sentence.
    message: &'a str,
    /// What was written before, where that is one value.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    /// What is written now, where that is one value.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
}

/// Which way a change goes.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum Kind {
    /// The plan promises or demands less than before.
    Weakening,
    /// The plan promises or demands more than before.
    Strengthening,
    /// Something else than before; better or worse cannot be told.
    Neutral,
}

impl<'a> Document<'a> {
    fn new(report: &'a DifferenceReport) -> Self {
        Document {
            format: FORMAT,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            before: &report.before,
            after: &report.after,
            summary: Summary {
                weakening: report.count(difference::Kind::Weakening),
                strengthening: report.count(difference::Kind::Strengthening),
                neutral: report.count(difference::Kind::Neutral),
            },
            projects: report.projects.iter().map(Project::new).collect(),
        }
    }
}

impl<'a> Project<'a> {
    fn new(project: &'a ProjectDifference) -> Self {
        Project {
            project: &project.project,
            path: project.path.as_bstr().to_string(),
            moved_from: project.moved_from.as_ref().map(|path| path.as_bstr().to_string()),
            changes: project.changes.iter().map(Change::new).collect(),
        }
    }
}

impl<'a> Change<'a> {
    fn new(change: &'a Difference) -> Self {
        let kind = match change.kind {
            difference::Kind::Weakening => Kind::Weakening,
            difference::Kind::Strengthening => Kind::Strengthening,
            difference::Kind::Neutral => Kind::Neutral,
        };
        Change {
            kind,
            node: &change.node,
            message: &change.message,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_is_the_one_of_the_structs() {
        crate::report::assert_published::<Document<'_>>("diff.v1.json");
    }
}
