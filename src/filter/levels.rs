//! What is declared in a manifest moves the severity of its findings.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Plan, Status};
use crate::rules;
use crate::rules::Family;

/// A draft plan's errors are warnings, those of shape excepted.
pub(super) fn adjusted(mut diagnostic: Diagnostic, plan: &Plan) -> Diagnostic {
    let is_shape = rules::find(diagnostic.rule).is_some_and(|rule| rule.family == Family::Schema);
    let manifest = plan.manifest(super::home(&diagnostic, plan).source);
    let is_draft = manifest.is_some_and(|manifest| manifest.status == Status::Draft);
    if is_draft && !is_shape && diagnostic.severity == Severity::Error {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic
}
