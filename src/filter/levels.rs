//! How much a finding weighs: what the configuration says of its rule, moved by what its manifest declares.

use crate::config::{Config, Level};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Plan, Status};
use crate::path::RepoPath;
use crate::rules;
use crate::rules::{Family, Rule};

/// The level of a rule for the manifest at a path: what is said of it, else its own.
pub fn level(rule: &Rule, config: &Config, path: Option<&RepoPath>) -> Level {
    let own = if rule.on_request() { Level::Off } else { Level::from(rule.severity) };
    if rule.family == Family::Schema {
        return own;
    }
    let said = config.level(rule.name, rule.family.name(), rule.on_request(), path);
    said.map_or(own, |setting| setting.value)
}

/// The finding as it weighs; `None` where its rule is off. The level takes the place of the rule's own severity, and
/// where the check itself found more or less than that, by the risk or the state of a stage, the finding is as many
/// steps above or below the level. At last a draft plan's errors are warnings, those of shape excepted.
pub(super) fn adjusted(
    mut diagnostic: Box<Diagnostic>,
    plan: &Plan,
    config: &Config,
    path: &RepoPath,
) -> Option<Box<Diagnostic>> {
    let Some(rule) = rules::find(diagnostic.rule) else { return Some(diagnostic) };
    let level = level(rule, config, Some(path)).severity()?;
    diagnostic.severity = moved(diagnostic.severity, rule.severity, level);
    let manifest = plan.manifest(super::home(&diagnostic, plan).source);
    let is_draft = manifest.is_some_and(|manifest| manifest.status == Status::Draft);
    if is_draft && rule.family != Family::Schema && diagnostic.severity == Severity::Error {
        diagnostic.severity = Severity::Warning;
    }
    Some(diagnostic)
}

/// As far from `level` as `found` is from `own`, within the bounds.
fn moved(found: Severity, own: Severity, level: Severity) -> Severity {
    const STEPS: [Severity; 3] = [Severity::Advice, Severity::Warning, Severity::Error];
    let steps = found as usize + level as usize;
    STEPS[steps.saturating_sub(own as usize).min(STEPS.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::moved;
    use crate::diagnostic::Severity::{Advice, Error, Warning};

    #[test]
    fn a_level_is_moved_as_the_own_severity_was() {
        for found in [Advice, Warning, Error] {
            for own in [Advice, Warning, Error] {
                assert_eq!(moved(found, own, own), found, "a level that is the rule's own changes nothing");
                assert_eq!(moved(own, own, found), found, "nothing moved it");
            }
        }
        assert_eq!(moved(Error, Warning, Advice), Warning, "raised by the risk");
        assert_eq!(moved(Advice, Error, Warning), Advice, "a planned stage, and no further down");
        assert_eq!(moved(Error, Warning, Error), Error);
    }
}
