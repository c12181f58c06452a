//! What keeps a plan alive: meetings, channels, alerts, consumers, risks, its end, and what is waived.

use crate::difference::Kind;
use crate::difference::compare::Compare;
use crate::difference::numbers::sooner_is_stronger;
use crate::model::{Retirement, Waiver};
use crate::time::Date;

pub(super) fn compare(all: &mut Compare<'_>) {
    let (before, after) = (all.before, all.after);
    all.table("meetings", &before.meetings, &after.meetings, Kind::Weakening, |all, node, one, other| {
        let at = |field: &str| format!("{node}.{field}");
        all.value(&at("every"), &one.every, &other.every, Kind::Weakening, sooner_is_stronger);
        all.list(&at("roles"), &one.roles, &other.roles, Kind::Weakening);
        all.role(&at("chair"), &one.chair, &other.chair, Kind::Neutral);
        all.text(&at("notes"), &one.notes, &other.notes, Kind::Weakening);
    });
    all.table("channels", &before.channels, &after.channels, Kind::Neutral, |all, node, one, other| {
        all.text(node, one, other, Kind::Neutral);
    });
    all.table("alerts", &before.alerts, &after.alerts, Kind::Weakening, |all, node, one, other| {
        let at = |field: &str| format!("{node}.{field}");
        all.text(&at("metric"), &one.metric, &other.metric, Kind::Weakening);
        all.role(&at("owner"), &one.owner, &other.owner, Kind::Weakening);
        all.value(&at("respond"), &one.respond, &other.respond, Kind::Weakening, sooner_is_stronger);
        all.text(&at("runbook"), &one.runbook, &other.runbook, Kind::Weakening);
        all.text(&at("back-to"), &one.back_to, &other.back_to, Kind::Weakening);
        all.text(&at("action"), &one.action, &other.action, Kind::Neutral);
    });
    all.table("consumers", &before.consumers, &after.consumers, Kind::Neutral, |all, node, one, other| {
        let at = |field: &str| format!("{node}.{field}");
        all.list(&at("uses"), &one.uses, &other.uses, Kind::Neutral);
        all.text(&at("owner"), &one.owner, &other.owner, Kind::Weakening);
        all.text(&at("channel"), &one.channel, &other.channel, Kind::Neutral);
        all.value(&at("notice"), &one.notice, &other.notice, Kind::Weakening, |one, other| {
            sooner_is_stronger(one, other).opposite()
        });
    });
    all.table("risks", &before.risks, &after.risks, Kind::Neutral, |all, node, one, other| {
        let at = |field: &str| format!("{node}.{field}");
        all.text(&at("what"), &one.what, &other.what, Kind::Neutral);
        all.role(&at("owner"), &one.owner, &other.owner, Kind::Weakening);
        all.text(&at("mitigation"), &one.mitigation, &other.mitigation, Kind::Weakening);
        all.value(&at("due"), &one.due, &other.due, Kind::Neutral, |_, _| Kind::Neutral);
    });
    if !before.retire.is_spoiled() && !after.retire.is_spoiled() {
        let none = Retirement::default();
        let (was, now) = (before.retire.given().unwrap_or(&none), after.retire.given().unwrap_or(&none));
        all.text("retire.when", &was.when, &now.when, Kind::Weakening);
        all.role("retire.owner", &was.owner, &now.owner, Kind::Weakening);
    }
    waivers(all);
}

/// A waiver is known by its rule and its node.
fn waivers(all: &mut Compare<'_>) {
    let (before, after) = (&all.before.waivers, &all.after.waivers);
    let same = |one: &Waiver, other: &Waiver| {
        let at = |waiver: &Waiver| waiver.at.given().map(|at| at.value.clone());
        let rule = |waiver: &Waiver| waiver.rule.given().map(|rule| rule.value.clone());
        rule(one) == rule(other) && at(one) == at(other)
    };
    let title = |waiver: &Waiver| {
        let rule = waiver.rule.given().map_or("a rule", |rule| rule.value.as_str());
        match waiver.at.given() {
            Some(at) => format!("`{rule}` at `{}`", at.value),
            None => format!("`{rule}`"),
        }
    };
    let mut found = Vec::new();
    for old in before.iter().filter(|old| !after.iter().any(|new| same(old, new))) {
        found.push((Kind::Strengthening, format!("{} is not waived any more", title(old))));
    }
    for new in after {
        let until = |waiver: &Waiver| waiver.until.given().map(|until| until.value);
        match before.iter().find(|old| same(old, new)) {
            None => found.push((Kind::Weakening, format!("{} is waived{}", title(new), ending(until(new))))),
            Some(old) if until(old) != until(new) => {
                let longer = match (until(old), until(new)) {
                    (Some(was), Some(now)) => now > was,
                    (_, now) => now.is_none(),
                };
                let kind = if longer { Kind::Weakening } else { Kind::Strengthening };
                found.push((kind, format!("{} is waived{} now", title(new), ending(until(new)))));
            }
            Some(_) => {}
        }
    }
    for (kind, message) in found {
        all.add(kind, "waivers", message);
    }
}

fn ending(until: Option<Date>) -> String {
    until.map_or_else(|| " without an end".to_owned(), |until| format!(" until {until}"))
}
