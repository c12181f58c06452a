//! What the formats of forges and build servers say of a finding, worked out once.

use std::cmp::Reverse;

use crate::diagnostic::Fix;
use crate::filter::{Finding, State};
use crate::fix::{Change, Trees, resolve};
use crate::order;
use crate::report::Report;
use crate::rules;
use crate::text::{Place, Position};

/// Everything that is there, and whether it counts: what does comes first, then list by list, the most severe
/// first in each. What was there before and is gone is left out: forges would take it for there.
pub(super) fn entries(report: &Report) -> Vec<(State, &Finding)> {
    let mut list: Vec<_> = report.all().filter(|(state, _)| *state != State::Fixed).collect();
    order::by_key(&mut list, |(state, finding)| (*state, Reverse(finding.diagnostic.severity)));
    list
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
