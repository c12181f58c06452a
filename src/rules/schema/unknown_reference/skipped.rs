//! What `skip` leaves out, and the profile never asked for.

use hashbrown::HashSet;

use crate::diagnostic::Severity;
use crate::model::{Manifest, Plan, Profile};
use crate::placeholder::is_placeholder;
use crate::rules::Findings;
use crate::suggest::{affordable, closest};

/// A reason that is still to be written is told first. An entry that is nearly the name of something is told where that is missing.
pub(super) fn check(manifest: &Manifest, _plan: &Plan, findings: &mut Findings<'_>) {
    let Some(profile) = manifest.profile.as_deref() else { return };
    let expected = names(profile);
    let is_near = |id: &str| closest(id, expected.iter().copied()).is_some();
    let mut guesses = affordable(expected.len());
    for skipped in &manifest.skip {
        let is_unwritten = skipped.value.given().is_some_and(|reason| is_placeholder(&reason.value));
        if is_unwritten || expected.contains(skipped.name()) {
            continue;
        }
        let may_guess = guesses > 0;
        guesses = guesses.saturating_sub(1);
        if may_guess && is_near(skipped.name()) {
            continue;
        }
        let (id, profile) = (skipped.name(), &profile.name);
        findings
            .report(skipped.id.span, format!("profile `{profile}` expects no stage and no role `{id}`"))
            .severity(Severity::Warning)
            .help(format!(
                "remove `{id}` from `skip`, or write the stage or role that the plan goes without"
            ));
    }
}

/// Every name that a profile has for a stage or a role.
fn names(profile: &Profile) -> HashSet<&str> {
    let stages = profile.stages.iter().map(|stage| (&stage.id, &stage.aliases));
    let roles = profile.roles.iter().map(|role| (&role.id, &role.aliases));
    let all = stages.chain(roles).flat_map(|(id, aliases)| std::iter::once(id).chain(aliases));
    all.map(String::as_str).collect()
}
