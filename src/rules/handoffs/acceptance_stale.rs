//! `acceptance-stale`: what was accepted is not what is there now.

use crate::diagnostic::Severity;
use crate::evidence::Gathered;
use crate::evidence::digest::Digest;
use crate::evidence::signoffs::{Said, SignoffFile};
use crate::model::{Field, Handoff, Item, Manifest, Plan, Risk, Status, Text, Verdict};
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};

/// Something that was handed over is not what its receiver accepted.
pub(super) static RULE: Rule = Rule {
    name: "acceptance-stale",
    family: Family::Handoffs,
    summary: "Something that was handed over is not what its receiver accepted",
    why: "An acceptance is of certain bytes. When they change later and nobody looks again, an error in the data runs through every stage behind it.",
    help: "let the receiver look at the change and run `planlint accept` again",
    exceptions: "Compared by the ids of git, so it needs no history and holds after squash and rebase. Files under `ignore-changes` may change. What is gone altogether is left to the rules on artifacts and documents, and so is what no file in git stands for.",
    severity: Severity::Warning,
    evidence: &[Evidence::Tree],
    fixes: &[],
    since: "0.1.0",
    source: "data cascades: errors in data compound unseen (Sambasivan 2021); the CS249R book, correction cascades",
    checks: &[Check::Repository(check)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    if manifest.status == Status::Retired {
        return;
    }
    for handoff in &manifest.handoffs {
        let Some(file) = gathered.signoffs.of(manifest, handoff.name()) else { continue };
        let Some(receivers) = manifest.acceptors(&handoff.value) else { continue };
        let word = file.word(manifest, &receivers, plan);
        let accepted = word.receivers.iter().filter(|said| said.is(Verdict::Accepted));
        let mut groups: Vec<(Vec<Difference<'_>>, Vec<Said<'_>>)> = Vec::new();
        for said in accepted {
            let found = differences(manifest, handoff, file, said);
            match groups.iter_mut().find(|(known, _)| same(known, &found)) {
                Some((_, group)) => group.push(*said),
                None if !found.is_empty() => groups.push((found, vec![*said])),
                None => {}
            }
        }
        for (found, group) in groups {
            report(manifest, plan, handoff, file, (&found, &group), findings);
        }
    }
}

/// Something that is not what was accepted.
struct Difference<'a> {
    /// Its id in `passes`.
    passed: &'a Text,
    /// What was signed; `None` where it was not handed over then.
    signed: Option<&'a Text>,
    is_literal: bool,
}

fn same(one: &[Difference<'_>], other: &[Difference<'_>]) -> bool {
    let key = |list: &[Difference<'_>]| -> Vec<_> {
        list.iter().map(|one| (one.passed.span, one.signed.is_none())).collect()
    };
    key(one) == key(other)
}

/// What the giver does not have is reported as such.
fn is_giver_s_own(manifest: &Manifest, handoff: &Item<Handoff>, id: &str) -> bool {
    let giver = handoff.value.from.given().and_then(|from| manifest.stages.get(&from.value));
    giver.is_some_and(|giver| {
        let document = manifest.documents.get(id).map(|document| &document.value.owner);
        let is_kept_there =
            |owner: &Field<Text>| owner.given().is_none_or(|owner| giver.value.involves(&owner.value));
        giver.value.produces.has(id) || document.is_some_and(is_kept_there)
    })
}

fn differences<'a>(
    manifest: &Manifest,
    handoff: &'a Item<Handoff>,
    file: &'a SignoffFile,
    said: &Said<'a>,
) -> Vec<Difference<'a>> {
    let Some(signoff) = said.signoff.filter(|signoff| !signoff.of.is_spoiled()) else { return Vec::new() };
    let difference = |passed: &'a Text| {
        let present = file.present.get(passed.as_str())?;
        let signed = match signoff.of.get(&passed.value).map(|item| &item.value) {
            Some(Field::Given(signed)) => Some(signed),
            Some(_) => return None,
            None => None,
        };
        let differs = match signed {
            Some(signed) => !present.is(&signed.value),
            None => {
                matches!(present.counted, Digest::Of(_)) && is_giver_s_own(manifest, handoff, &passed.value)
            }
        };
        differs.then_some(Difference { passed, signed, is_literal: present.is_literal })
    };
    handoff.value.passes.items().iter().filter_map(difference).collect()
}

fn report(
    manifest: &Manifest,
    plan: &Plan,
    handoff: &Item<Handoff>,
    file: &SignoffFile,
    (found, group): (&[Difference<'_>], &[Said<'_>]),
    findings: &mut Findings<'_>,
) {
    let roles = phrase::ids(group.iter().map(|said| said.role));
    let name = handoff.name();
    let ids = |is_new: bool| -> Vec<&str> {
        let some = found.iter().filter(|one| one.signed.is_none() == is_new);
        some.map(|one| one.passed.value.as_str()).collect()
    };
    let (changed, new) = (ids(false), ids(true));
    let mut clauses = Vec::new();
    if !changed.is_empty() {
        clauses.push(format!("{} changed", phrase::ids(changed)));
    }
    if !new.is_empty() {
        let verb = if new.len() == 1 { "was" } else { "were" };
        clauses.push(format!("{} {verb} added", phrase::ids(new)));
    }
    let message = format!("{} since {roles} accepted `{name}`", phrase::all(clauses));
    let first = group.first().map_or("", |said| said.role);
    let finding = findings.report(found[0].passed.span, message).named(format!("handoffs.{name} as {first}"));
    let mut finding = finding.help(help(manifest, plan, name, &roles, found));
    for other in &found[1..] {
        finding = finding.because(other.passed.span, "this too");
    }
    for said in group {
        let Some(signoff) = said.signoff else { continue };
        let signed = found[0].signed.filter(|signed| signoff.span.contains(signed.span));
        let verdict = signoff.verdict.given().map(|verdict| verdict.span);
        let Some(span) = signed.map(|signed| signed.span).or(verdict) else { continue };
        finding = finding.because_at(file.place(span), format!("accepted by {}", said.by_whom()));
    }
    if manifest.risk == Risk::High {
        finding.severity(Severity::Error);
    }
}

fn help(manifest: &Manifest, plan: &Plan, name: &str, roles: &str, found: &[Difference<'_>]) -> String {
    let call = manifest.handoff_call(name, plan);
    let narrower = match found.iter().all(|one| one.is_literal || one.signed.is_none()) {
        true => "",
        false => "; files under `ignore-changes` do not count from then on",
    };
    format!("let {roles} look at the change and run `planlint accept {call}` again{narrower}")
}
