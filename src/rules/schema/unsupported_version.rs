//! `unsupported-version`: formats and profiles that this program does not know.

use crate::diagnostic::Severity;
use crate::model::{File, Manifest, Plan};
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::schema::{Shape, ViolationKind};
use crate::suggest::closest;

/// A format version that is newer than this program, or a profile that it does not know.
pub(super) static RULE: Rule = Rule {
    name: "unsupported-version",
    family: Family::Schema,
    summary: "A format version that is newer than this program, or a profile that it does not know",
    why: "Fields of a newer format would be misread, and without a profile nothing is known of what the plan should hold.",
    help: "install a newer planlint, or correct the name of the profile",
    exceptions: "A version that is no whole number, or below 1, is left to `wrong-type`. A profile that `planlint.yaml` names wrongly is told there.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest],
    fixes: &[],
    since: "0.1.0",
    source: "the manifest's schema",
    checks: &[Check::Document(check_version), Check::Manifest(check_profile)],
};

fn check_version(file: &File, findings: &mut Findings<'_>) {
    for violation in &file.violations {
        if let ViolationKind::NewerVersion { version } = &violation.kind {
            findings
                .report(
                    violation.span,
                    format!("{} is in format {version}, and this planlint reads format 1", what(file.shape)),
                )
                .help("install a newer planlint, for instance with `cargo install planlint`");
        }
    }
}

fn what(shape: Shape) -> &'static str {
    match shape {
        Shape::Baseline => "the baseline",
        _ => "the manifest",
    }
}

fn check_profile(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    let (Some(name), None) = (manifest.profile_name.given(), &manifest.profile) else { return };
    let known = plan.profiles.iter().map(String::as_str);
    let help = match closest(&name.value, known) {
        Some(meant) => format!("write `profile: {meant}`"),
        None => format!(
            "use one of {}, or list your own file under `profiles` in `planlint.yaml`",
            plan.profiles.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    findings.report(name.span, format!("no profile is called `{}`", name.value)).help(help);
}
