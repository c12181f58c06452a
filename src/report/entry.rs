//! What the formats of forges and build servers say of a finding, worked out once.

use std::cmp::Reverse;

use crate::diagnostic::Fix;
use crate::filter::Finding;
use crate::fix::{Change, Trees, resolve};
use crate::report::Report;
use crate::report::fingerprint::fingerprints;
use crate::rules;
use crate::text::{Place, Position};

/// A finding as those formats see it.
pub(super) struct Entry<'a> {
    pub finding: &'a Finding,
    /// A name for it that no other finding of the report has.
    pub fingerprint: String,
}

/// The findings that count, the most severe ones first, and then those that a waiver accepts.
pub(super) fn entries(report: &Report) -> (Vec<Entry<'_>>, Vec<Entry<'_>>) {
    let (found, waived) = fingerprints(report);
    let list = |findings, names| {
        let pairs = std::iter::zip(findings, names);
        let mut list: Vec<_> =
            pairs.map(|(finding, fingerprint): (&Finding, _)| Entry { finding, fingerprint }).collect();
        list.sort_by_key(|entry| Reverse(entry.finding.diagnostic.severity));
        list
    };
    (list(&report.findings, found), list(&report.waived, waived))
}

/// The lines and columns of a place, the end being one past the last character.
pub(super) fn region(report: &Report, place: Place) -> (Position, Position) {
    let source = report.sources.get(place.source);
    (source.position(place.span.start), source.position(place.span.end))
}

/// The address of a rule's page.
pub(super) fn url(rule: &str) -> Option<String> {
    rules::find(rule).map(|rule| rule.url())
}

/// The bytes that a fix changes, where it changes nothing but files that were read.
pub(super) fn changes(fix: Option<&Fix>, trees: &mut Trees<'_>) -> Option<Vec<Change>> {
    let resolved = resolve(fix?, trees).ok()?;
    (resolved.files.is_empty() && !resolved.changes.is_empty()).then_some(resolved.changes)
}
