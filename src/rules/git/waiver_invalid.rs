//! `waiver-invalid`: waivers that should not silence anything, or do not.

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::Gathered;
use crate::limits;
use crate::model::{File, Manifest, Plan, Text, Threshold, Waiver, same_handle};
use crate::placeholder::is_placeholder;
use crate::rules;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::schema::Shape;
use crate::suggest::closest;
use crate::text::Span;
use crate::time::Duration;
use crate::yaml::Node;

/// A waiver has no reason, no end or one that is over or too far off, names what is not there, or silences nothing.
pub(super) static RULE: Rule = Rule {
    name: "waiver-invalid",
    family: Family::Git,
    summary: "A waiver has no reason, no end or one that is over or too far off, names what is not there, or silences nothing",
    why: "A waiver is a debt with a date and a name: without them it stays for ever, and hides the next finding of its kind as well.",
    help: "renew the waiver with `reason`, `until` and `by`, or remove it",
    exceptions: "A year is the limit unless `waiver-length` under `thresholds` in `planlint.yaml` says otherwise. That the end is over is told only where the date may decide: with `--today` or `--history`. That a waiver silences nothing is told only where its rule could run, is not `off`, and nothing else is wrong with the plan, since that may be what keeps the rule silent. A waiver silences past its end, and cannot silence this rule.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Clock],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "the operations chapter of the Machine Learning Systems book, alerts that are snoozed and debt that is tracked",
    checks: &[Check::Document(check_nodes), Check::Anywhere(check), Check::Waivers(check_idle)],
};

fn check(manifest: &Manifest, plan: &Plan, gathered: Option<&Gathered<'_>>, findings: &mut Findings<'_>) {
    let clock = gathered.is_some_and(|gathered| gathered.clock);
    if let Some(waiver) = manifest.waivers.get(limits::WAIVERS.most) {
        let message = format!(
            "a manifest has {} waivers at most, and those behind them silence nothing",
            limits::WAIVERS.most
        );
        findings
            .report(waiver.span, message)
            .help("mend what is waived, or turn the rule off in `planlint.yaml`");
    }
    for waiver in manifest.waivers.iter().take(limits::WAIVERS.most) {
        check_rule(waiver, findings);
        check_reason(waiver, findings);
        check_end(waiver, plan, clock, findings);
        check_person(manifest, plan, waiver, findings);
    }
}

/// The waiver in words, and where it says what it waives.
fn subject(waiver: &Waiver) -> (String, Span) {
    match waiver.rule.given() {
        Some(rule) => (format!("the waiver of `{}`", rule.value), rule.span),
        None => ("the waiver".to_owned(), waiver.span),
    }
}

fn check_rule(waiver: &Waiver, findings: &mut Findings<'_>) {
    let Some(rule) = waiver.rule.given() else { return };
    let name = rule.value.as_str();
    if name == RULE.name {
        let help = "remove this waiver, and correct the one that it is about";
        findings.report(rule.span, format!("`{name}` cannot be waived")).help(help);
    } else if rules::find(name).is_none() {
        let help = match closest(name, rules::all().map(|rule| rule.name)) {
            Some(meant) => format!("write `rule: {meant}`"),
            None => "write a name that `planlint rules` lists, or remove the waiver".to_owned(),
        };
        findings.report(rule.span, format!("no rule is called `{name}`")).help(help);
    }
}

fn check_reason(waiver: &Waiver, findings: &mut Findings<'_>) {
    let (subject, span) = subject(waiver);
    let help = "write under `reason` why the plan may go without it for a while";
    if waiver.reason.is_absent() {
        findings.report(span, format!("{subject} gives no reason")).help(help);
    } else if let Some(reason) = waiver.reason.given().filter(|reason| is_placeholder(&reason.value)) {
        findings.report(reason.span, format!("the reason of {subject} is still to be written")).help(help);
    }
}

fn check_end(waiver: &Waiver, plan: &Plan, clock: bool, findings: &mut Findings<'_>) {
    let (subject, span) = subject(waiver);
    let longest = plan.thresholds.time(Threshold::WaiverLength);
    let latest = longest.after_in_calendar(plan.today);
    match waiver.until.given() {
        None if waiver.until.is_absent() => {
            let help = format!("write under `until` the last day on which it holds, {latest} at the latest");
            findings.report(span, format!("{subject} has no end")).help(help);
        }
        Some(until) if clock && until.value < plan.today => {
            let help = "remove it and correct what it hides, or have it decided anew with a later `until`";
            findings.report(until.span, format!("{subject} ended on {}", until.value)).help(help);
        }
        Some(until) if until.value > latest => {
            let longest = match longest == Duration::days(365) {
                true => "a year".to_owned(),
                false => phrase::duration(longest),
            };
            let message = format!("{subject} lasts until {}, more than {longest}", until.value);
            findings.report(until.span, message).help(format!("write `until: {latest}` or an earlier day"));
        }
        _ => {}
    }
}

/// Who is written in a way that reaches nobody was reported as that.
fn check_person(manifest: &Manifest, plan: &Plan, waiver: &Waiver, findings: &mut Findings<'_>) {
    let Some(by) = waiver.by.given() else { return };
    let name = by.value.as_str();
    let is_somebody = plan.people.is_handle(name) || plan.people.any_handle;
    if !is_somebody || is_placeholder(name) || takes_part(manifest, plan, by) {
        return;
    }
    let holder = manifest.roles.iter().find_map(|role| role.value.who.given());
    let example = holder.map_or_else(String::new, |who| format!(", such as `\"{}\"`", who.value));
    let (subject, _) = subject(waiver);
    findings.report(by.span, format!("`{name}` decided {subject} and holds no role in this plan")).help(
        format!("write under `by` the handle of somebody who holds a role or stands in for one{example}"),
    );
}

fn takes_part(manifest: &Manifest, plan: &Plan, by: &Text) -> bool {
    let is_by = |handle: &str| same_handle(handle, &by.value);
    let holds = manifest.roles.iter().any(|role| {
        let fields = [&role.value.who, &role.value.backup, &role.value.replaced_by];
        fields.iter().any(|field| field.given().is_some_and(|handle| is_by(&handle.value)))
    });
    let mut teams = plan.people.teams.iter();
    holds || teams.any(|(team, members)| is_by(team) || members.iter().any(|member| is_by(&member.handle)))
}

/// Waivers of nodes that are not there.
fn check_nodes(file: &File, findings: &mut Findings<'_>) {
    let Some(root) = file.root().filter(|_| file.shape == Shape::Manifest && !file.is_newer()) else {
        return;
    };
    let waivers = root.as_map().and_then(|map| map.get("waivers")).and_then(Node::as_list);
    for at in waivers.into_iter().flatten().filter_map(|waiver| waiver.as_map()?.get("at")) {
        let Some(path) = at.as_text().filter(|path| !path.trim().is_empty()) else { continue };
        if root.find(path).is_none() {
            let help = match meant(root, path) {
                Some(meant) => format!("write `at: {meant}`"),
                None => {
                    "write keys joined by dots, such as `stages.monitoring`, or leave `at` out".to_owned()
                }
            };
            findings.report(at.span, format!("there is no `{path}` in this manifest")).help(help);
        }
    }
}

/// The path that was probably meant: with one key spelt otherwise, or the section put in front.
fn meant(root: &Node, path: &str) -> Option<String> {
    let keys = |node: &Node| -> Vec<String> {
        let entries = node.as_map().map_or(&[][..], |map| map.entries.as_slice());
        entries.iter().map(|entry| entry.key.text.to_string()).collect()
    };
    let mut inside = keys(root).into_iter().map(|section| format!("{section}.{path}"));
    if let Some(whole) = inside.find(|whole| root.find(whole).is_some()) {
        return Some(whole);
    }
    let (mut before, mut node) = (String::new(), root);
    for part in path.split('.') {
        let known = keys(node);
        let found = known.iter().any(|key| key == part);
        let key = if found { part } else { closest(part, known.iter().map(String::as_str))? };
        before = if before.is_empty() { key.to_owned() } else { format!("{before}.{key}") };
        node = root.find(&before)?;
    }
    Some(before)
}

fn check_idle(manifest: &Manifest, idle: &[usize], findings: &mut Findings<'_>) {
    for at in idle {
        let Some(waiver) = manifest.waivers.get(*at) else { continue };
        let (subject, span) = subject(waiver);
        let place = waiver.at.given().map_or_else(String::new, |at| format!(" at `{}`", at.value));
        let rule = waiver.rule.given().map(|rule| &rule.value);
        let mut earlier = manifest.waivers[..*at].iter().filter_map(|other| other.rule.given());
        let more = match earlier.any(|other| Some(&other.value) == rule) {
            true => " that an earlier one does not silence",
            false => "",
        };
        findings
            .report(span, format!("{subject}{place} silences nothing{more}"))
            .severity(Severity::Warning)
            .help("remove the waiver")
            .fix(format!("remove {subject}"), vec![Edit::remove(manifest.source, format!("waivers.{at}"))]);
    }
}
