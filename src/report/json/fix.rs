//! A fix, as version 1 of the JSON report has it.

use serde::Serialize;

use crate::diagnostic;
use crate::fix::{Change, Trees, resolve};
use crate::path::RepoPath;
use crate::report::Report;

use super::Span;

/// A change that takes a finding away: all of it or nothing.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Fix {
    /// What it does, in a few words.
    title: String,
    /// Can it be made without a look?
    safety: Safety,
    /// The bytes that change, sorted; they do not overlap. Files that are to be written whole come last.
    edits: Vec<Edit>,
}

/// Can a fix be made without a look?
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Safety {
    /// It says what the plan said already, or what only one word can mean.
    Safe,
    /// It adds what somebody should agree with first.
    Unsafe,
}

/// Some bytes of a file and what takes their place.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Edit {
    /// The file, written as the finding's own path is.
    path: String,
    /// The bytes; none where something is only put in. Absent where the whole file is written anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
    /// What stands there afterwards.
    replacement: String,
}

impl Fix {
    /// `None` where the layout of the file does not let it be made.
    pub fn new(fix: &diagnostic::Fix, report: &Report, trees: &mut Trees<'_>) -> Option<Self> {
        let resolved = resolve(fix, trees).ok()?;
        let change = |change: Change| Edit {
            path: report.sources.get(change.place.source).path().as_bstr().to_string(),
            span: Some(Span { start: change.place.span.start, end: change.place.span.end }),
            replacement: change.text,
        };
        let file = |(path, text): (RepoPath, String)| Edit {
            path: path.as_bstr().to_string(),
            span: None,
            replacement: text,
        };
        let safety = match fix.safety {
            diagnostic::Safety::Safe => Safety::Safe,
            diagnostic::Safety::Unsafe => Safety::Unsafe,
        };
        let edits = resolved.changes.into_iter().map(change).chain(resolved.files.into_iter().map(file));
        Some(Fix { title: fix.title.clone(), safety, edits: edits.collect() })
    }
}
