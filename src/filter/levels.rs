//! What is declared in a manifest moves the severity of its findings.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Plan, Status};
use crate::rules;
use crate::rules::Family;

/// A draft plan's errors are warnings, those of shape excepted.
pub(super) fn adjusted(mut diagnostic: Diagnostic, plan: &Plan) -> Diagnostic {
    let is_shape = rules::find(diagnostic.rule).is_some_and(|rule| rule.family == Family::Schema);
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.related);
    let manifest = labels.filter_map(|label| plan.manifest(label.place.source)).next();
    let is_draft = manifest.is_some_and(|manifest| manifest.status == Status::Draft);
    if is_draft && !is_shape && diagnostic.severity == Severity::Error {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic
}
