//! What was known before, as version 1 of the JSON report has it.

use serde::Serialize;

use crate::filter;
use crate::report;

/// Another snapshot, whose findings are not new.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Base<'a> {
    /// What it is called: `revision 1f0c2d3e4f`.
    snapshot: &'a str,
    /// Why nothing of it could be compared, as the end of a sentence: `it has no manifest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    obstacle: Option<&'static str>,
}

impl<'a> Base<'a> {
    pub fn new(base: &'a report::Base) -> Self {
        Base { snapshot: &base.name, obstacle: base.obstacle }
    }
}

/// An entry of the baseline.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Stale<'a> {
    /// The fingerprint that its finding had.
    fingerprint: String,
    /// The name of the rule.
    rule: &'a str,
    /// The manifest, or the other file where no manifest is concerned.
    path: &'a str,
    /// The node by the names of keys and items.
    node: &'a str,
}

impl<'a> Stale<'a> {
    pub fn new(entry: &'a filter::Fingerprint) -> Self {
        let (rule, path, node) = (&entry.rule, &entry.path, &entry.node);
        Stale { fingerprint: entry.to_string(), rule, path, node }
    }
}

/// Whether a finding counts, and if not, why.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum State {
    /// It counts.
    New,
    /// A waiver accepts it.
    Waived,
    /// It stands in the baseline.
    Baseline,
    /// The base has it as well.
    Unchanged,
    /// The base had it, and it is gone.
    Fixed,
}

impl State {
    pub fn new(state: filter::State) -> Self {
        match state {
            filter::State::New => State::New,
            filter::State::Waived => State::Waived,
            filter::State::Baseline => State::Baseline,
            filter::State::Unchanged => State::Unchanged,
            filter::State::Fixed => State::Fixed,
        }
    }
}
