//! `metric-value-misses-target`: finished stages whose measured number is not good enough, or not there.

use crate::diagnostic::Severity;
use crate::evidence::{Gathered, Measured, Unmeasured};
use crate::model::{
    Acceptance, Better, Bound, Manifest, Paths, Plan, Signoff, State, Status, Text, Unit, Verdict,
};
use crate::path::RepoPath;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::suggest::closest;
use crate::text::Place;

/// The measured value of a metric misses its target, or cannot be found, although the stage is done.
pub(super) static RULE: Rule = Rule {
    name: "metric-value-misses-target",
    family: Family::Metrics,
    summary: "The measured value of a metric misses its target, or cannot be found, although the stage is done",
    why: "A stage that is done has kept its promises; the number in the repository says otherwise, or nobody can look it up.",
    help: "set the stage back to `active`, or measure again and commit the result",
    exceptions: "Only metrics with `value` and `target` that decide a handoff out of a stage with `state: done`, or one that is accepted, are looked at. A receiver who recorded the value, or left a note, knew. Files that Git LFS or DVC keeps outside git, those that a `dvc.lock` names included, are not, and a file that is itself a missing artifact is left to the rules on artifacts. Retired plans are left out.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Tree],
    fixes: &[],
    since: "0.1.0",
    source: "article: acceptance criteria (S20); the CS249R book, quality invariants; ML Test Score, validated before serving",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    let flow = manifest.flow();
    let mut seen: Vec<&str> = Vec::new();
    for acceptance in manifest.acceptances(&flow) {
        let metric = acceptance.metric;
        let is_done = acceptance.crossing.giver.value.state == State::Done;
        let Some(value) = metric.value.value.given() else { continue };
        let Some(target) = metric.value.target.given() else { continue };
        if !metric.value.has_room_for(target.value) || seen.contains(&metric.name()) {
            continue;
        }
        if !is_done && !is_accepted(manifest, plan, gathered, acceptance) {
            continue;
        }
        seen.push(metric.name());
        match gathered.measurements.of(manifest, metric.name()) {
            Some(Ok(measured)) => compare(acceptance, value, *measured, findings),
            Some(Err(trouble)) if is_done => {
                explain(manifest, gathered.paths, acceptance, value, trouble, findings);
            }
            _ => {}
        }
    }
}

/// Has every receiver accepted the handoff without a word on this metric? A value that was recorded is judged
/// by `acceptance-unmet`, and a note says that the receiver knew.
fn is_accepted(
    manifest: &Manifest,
    plan: &Plan,
    gathered: &Gathered<'_>,
    acceptance: Acceptance<'_>,
) -> bool {
    let handoff = acceptance.crossing.handoff;
    let file = gathered.signoffs.of(manifest, handoff.name());
    let Some((file, receivers)) = file.zip(manifest.acceptors(&handoff.value)) else { return false };
    let unaware = |signoff: &Signoff| {
        signoff.says(Verdict::Accepted)
            && !signoff.met.has(acceptance.metric.name())
            && signoff.note.given().is_none()
    };
    let word = file.word(manifest, &receivers, plan);
    !word.receivers.is_empty() && word.receivers.iter().all(|said| said.signoff.is_some_and(unaware))
}

fn compare(acceptance: Acceptance<'_>, value: &Text, measured: Measured, findings: &mut Findings<'_>) {
    let metric = acceptance.metric;
    let (stage, handoff) = (acceptance.crossing.giver, acceptance.crossing.handoff);
    let is_done = stage.value.state == State::Done;
    let number = measured.number;
    let (Some(target), Some(better)) = (metric.value.target.given(), metric.value.better.given()) else {
        return;
    };
    let unit = metric.value.unit.given();
    let limits = unit.and_then(|unit| Unit::of(&unit.value).limits());
    let (message, help) = match (unit, limits) {
        (Some(unit), Some((least, most))) if !(least..=most).contains(&number) => (
            format!("`{}` measures {number}, which its unit `{}` cannot have", metric.name(), unit.value),
            format!("let the file say the number in the unit `{}`, or correct `unit`", unit.value),
        ),
        _ if metric.value.meets_target(number) == Some(false) && !is_done => (
            format!(
                "`{}` is accepted, and `{}` measures {number}, {} its target of {}",
                handoff.name(),
                metric.name(),
                side(better.value, target.value, number),
                target.value
            ),
            format!("say why with `planlint accept {} --note`, or refuse with `--refuse`", handoff.name()),
        ),
        _ if metric.value.meets_target(number) == Some(false) => (
            format!(
                "`{}` is done, and `{}` measures {number}, {} its target of {}",
                stage.name(),
                metric.name(),
                side(better.value, target.value, number),
                target.value
            ),
            format!(
                "set `{}` back to `state: active` until `{}` reaches its target",
                stage.name(),
                metric.name()
            ),
        ),
        _ => return,
    };
    let finding = findings.report(value.span, message).because_at(measured.place, "measured");
    let finding = finding.because(target.span, "promised");
    match stage.value.state_span.filter(|_| is_done) {
        Some(state) => finding.because(state, "said to be done here").help(help),
        None => finding.because(handoff.id.span, "accepted as it stands").help(help),
    };
}

fn side(better: Better, target: Bound, number: f64) -> &'static str {
    match (better, target) {
        (Better::Higher, _) => "below",
        (Better::Lower, _) => "above",
        (Better::Within, Bound::Range(low, _)) if number < low => "below",
        (Better::Within, _) => "above",
    }
}

fn explain(
    manifest: &Manifest,
    paths: Paths<'_>,
    acceptance: Acceptance<'_>,
    value: &Text,
    trouble: &Unmeasured,
    findings: &mut Findings<'_>,
) {
    let written = value.value.as_str();
    let (file, pointer) = written.split_once('#').unwrap_or((written, ""));
    let (message, place, help) = match trouble {
        Unmeasured::Elsewhere => return,
        Unmeasured::NoFile(path) | Unmeasured::Ignored(path) if is_artifact(manifest, path) => return,
        Unmeasured::NoFile(path) => (
            format!("git has no file `{file}`"),
            None,
            missing_help(paths, manifest, path, pointer, findings),
        ),
        Unmeasured::Ignored(_) => (
            format!("git ignores `{file}`"),
            None,
            format!("take `{file}` out of `.gitignore` and commit it, or let DVC keep it"),
        ),
        Unmeasured::NoPointer => (
            format!("`{written}` does not say where in the file the number stands"),
            None,
            format!("write `{file}#<key>`, with dots between the keys, such as `{file}#test.recall`"),
        ),
        Unmeasured::Outside => (
            format!("`{file}` leads out of the repository"),
            None,
            "write where the file stands inside the repository".to_owned(),
        ),
        Unmeasured::Unreadable(why) => (
            format!("`{file}` {why}"),
            None,
            "write the number to a small JSON, YAML or CSV file, and name that one".to_owned(),
        ),
        Unmeasured::Broken(place, what) => (
            format!("`{file}` is broken: {what}"),
            Some((*place, "here".to_owned())),
            format!("correct `{file}`"),
        ),
        Unmeasured::NoKey { key, place, meant } => no_key(file, key, *place, meant.as_deref()),
        Unmeasured::NotANumber(place, what) => (
            format!("`{pointer}` of `{file}` is {what}"),
            Some((*place, "stands here".to_owned())),
            "write it as a plain number, such as `0.61`, or name the key of the number".to_owned(),
        ),
    };
    let stage = acceptance.crossing.giver;
    let mut finding = findings.report(
        value.span,
        format!("{message}, so nobody can tell whether `{}` is good enough", acceptance.metric.name()),
    );
    if let Some((place, text)) = place {
        finding = finding.because_at(place, text);
    }
    if let Some(state) = stage.value.state_span {
        finding = finding.because(state, format!("`{}` is said to be done here", stage.name()));
    }
    finding.help(help);
}

fn no_key(
    file: &str,
    key: &str,
    place: Place,
    meant: Option<&str>,
) -> (String, Option<(Place, String)>, String) {
    let help = match meant {
        Some(meant) => format!("write `{meant}` in the place of `{key}`"),
        None => format!("write the key under which `{file}` has the number"),
    };
    (format!("`{file}` has no `{key}`"), Some((place, "not among these".to_owned())), help)
}

/// Is it the path of an artifact, whose absence other rules report?
fn is_artifact(manifest: &Manifest, path: &RepoPath) -> bool {
    let folder = manifest.path.folder();
    manifest.artifacts().any(|(_, artifact)| {
        let pattern = artifact.value.path.given().and_then(|written| folder.resolve(&written.value));
        pattern.is_some_and(|pattern| pattern == *path || path.is_below(&pattern))
    })
}

/// A file of nearly the same name in the same folder is probably meant.
fn missing_help(
    paths: Paths<'_>,
    manifest: &Manifest,
    path: &RepoPath,
    pointer: &str,
    findings: &mut Findings<'_>,
) -> String {
    let inside = paths.below(&path.folder());
    let seen = if findings.may_compare(paths.below(&path.folder())) { usize::MAX } else { 0 };
    let beside: Vec<String> = inside.take(seen).map(|entry| entry.path.to_string()).collect();
    let written = path.to_string();
    let top = if manifest.path.folder().as_bstr().is_empty() { "" } else { "/" };
    match closest(&written, beside.iter().map(String::as_str)) {
        Some(meant) => format!("write `{top}{meant}#{pointer}`"),
        None => format!("commit `{written}`, or write where the number stands"),
    }
}
