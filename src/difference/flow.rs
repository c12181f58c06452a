//! Stages, what passes between them, and the documents they keep.

use crate::difference::Kind;
use crate::difference::compare::Compare;
use crate::difference::numbers::sooner_is_stronger;
use crate::model::{Document, Field, Handoff, Lead, Risk, Stage, State, Text};

pub(super) fn compare(all: &mut Compare<'_>) {
    let (before, after) = (all.before, all.after);
    all.table("stages", &before.stages, &after.stages, Kind::Weakening, stage);
    all.table("skip", &before.skip, &after.skip, Kind::Strengthening, |all, node, one, other| {
        all.text(node, one, other, Kind::Strengthening);
    });
    all.table("handoffs", &before.handoffs, &after.handoffs, Kind::Weakening, handoff);
    all.table("documents", &before.documents, &after.documents, Kind::Weakening, document);
}

fn stage<'a>(all: &mut Compare<'a>, node: &str, one: &'a Stage, other: &'a Stage) {
    let at = |field: &str| format!("{node}.{field}");
    all.role(&at("lead"), &lead(&one.lead), &lead(&other.lead), Kind::Weakening);
    all.text(&at("does"), &one.does, &other.does, Kind::Neutral);
    all.table(&at("support"), &one.support, &other.support, Kind::Weakening, |all, node, one, other| {
        all.text(node, one, other, Kind::Weakening);
    });
    all.list(&at("needs"), &one.needs, &other.needs, Kind::Neutral);
    all.table(&at("produces"), &one.produces, &other.produces, Kind::Neutral, |all, node, one, other| {
        all.text(&format!("{node}.path"), &one.path, &other.path, Kind::Neutral);
        all.text(&format!("{node}.kind"), &one.kind, &other.kind, Kind::Neutral);
        all.text(&format!("{node}.version"), &one.version, &other.version, Kind::Neutral);
    });
    let none = Box::default();
    let (was, now) = (one.release.given().unwrap_or(&none), other.release.given().unwrap_or(&none));
    all.text(&at("release.strategy"), &was.strategy, &now.strategy, Kind::Weakening);
    all.role(&at("release.decides"), &lead(&was.decides), &lead(&now.decides), Kind::Weakening);
    all.role(&at("release.rollback"), &was.rollback, &now.rollback, Kind::Weakening);
    all.value(&at("due"), &one.due, &other.due, Kind::Neutral, |_, _| Kind::Neutral);
    if one.state != other.state {
        let message =
            format!("the stage `{}` goes from {} to {}", name(node), state(one.state), state(other.state));
        all.add(Kind::Neutral, at("state"), message);
    }
}

/// Several leads are told as none: which of them leads cannot be said.
fn lead(lead: &Lead) -> Field<Text> {
    match lead {
        Lead::One(role) => Field::Given(role.clone()),
        Lead::Absent => Field::Absent,
        Lead::Several(..) | Lead::Spoiled => Field::Spoiled,
    }
}

fn handoff(all: &mut Compare<'_>, node: &str, one: &Handoff, other: &Handoff) {
    let at = |field: &str| format!("{node}.{field}");
    all.text(&at("from"), &one.from, &other.from, Kind::Neutral);
    all.text(&at("to"), &one.to, &other.to, Kind::Neutral);
    all.list(&at("receivers"), &one.receivers, &other.receivers, Kind::Weakening);
    all.list(&at("passes"), &one.passes, &other.passes, Kind::Weakening);
    all.list(&at("checks"), &one.checks, &other.checks, Kind::Weakening);
    all.value(&at("within"), &one.within, &other.within, Kind::Weakening, sooner_is_stronger);
    all.list(&at("ignore-changes"), &one.ignore_changes, &other.ignore_changes, Kind::Strengthening);
    let required = |risk: Risk, handoff: &Handoff| match handoff.signoff.given() {
        Some(word) => word.value == "required",
        None => risk != Risk::Minimal,
    };
    let was = required(all.before.risk, one);
    if was != required(all.after.risk, other) {
        let (kind, word) =
            if was { (Kind::Weakening, "optional") } else { (Kind::Strengthening, "required") };
        all.add(kind, at("signoff"), format!("the sign-off of `{}` is {word} now", name(node)));
    }
}

fn document(all: &mut Compare<'_>, node: &str, one: &Document, other: &Document) {
    let at = |field: &str| format!("{node}.{field}");
    all.text(&at("path"), &one.path, &other.path, Kind::Neutral);
    all.text(&at("template"), &one.template, &other.template, Kind::Weakening);
    all.role(&at("owner"), &one.owner, &other.owner, Kind::Weakening);
    all.value(&at("review"), &one.review, &other.review, Kind::Weakening, sooner_is_stronger);
    all.list(&at("describes"), &one.describes, &other.describes, Kind::Weakening);
}

fn name(node: &str) -> &str {
    node.rsplit('.').next().unwrap_or(node)
}

fn state(state: State) -> &'static str {
    match state {
        State::Planned => "planned",
        State::Active => "active",
        State::Done => "done",
    }
}
