//! The finished report, and the formats it can be written in: each is a function over it, in a file of its own.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::filter::Finding;
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
    /// How many manifests were checked.
    pub manifests: usize,
    /// What was checked: `the index`, `revision HEAD`.
    pub snapshot: String,
    /// The day on which it was judged.
    pub today: Date,
    /// Rules that could not run, and why.
    pub left_out: Vec<LeftOut>,
    /// The configuration is wrong, so that the findings are about it and nothing else was checked.
    pub misconfigured: bool,
}

/// Rules that could not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Their names, sorted.
    pub rules: Vec<&'static str>,
    /// Why, as the end of a sentence.
    pub reason: &'static str,
}

impl Report {
    /// How many findings of each severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }

    /// Is there a finding that weighs at least so much? Advice never counts.
    pub fn fails(&self, threshold: Severity) -> bool {
        let threshold = threshold.max(Severity::Warning);
        self.findings.iter().any(|finding| finding.diagnostic.severity >= threshold)
    }

    /// How many findings each rule has, for summaries.
    pub fn by_rule(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.diagnostic.rule).or_default() += 1;
        }
        counts
    }
}
