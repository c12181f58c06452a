//! What a plan is, and who holds its roles.

use std::collections::BTreeSet;

use crate::difference::Kind;
use crate::difference::compare::Compare;
use crate::difference::numbers::sooner_is_stronger;
use crate::model::{Field, Manifest, Risk, Status, same_handle};
use crate::order;

pub(super) fn compare(all: &mut Compare<'_>) {
    let (before, after) = (all.before, all.after);
    all.text("project", &before.project, &after.project, Kind::Neutral);
    all.text("about", &before.about, &after.about, Kind::Neutral);
    all.text("profile", &before.profile_name, &after.profile_name, Kind::Neutral);
    demands(all);
    if before.status != after.status {
        let kind = match (before.status, after.status) {
            (_, Status::Draft) => Kind::Weakening,
            (Status::Draft, _) => Kind::Strengthening,
            _ => Kind::Neutral,
        };
        let message = format!("`status` goes from {} to {}", status(before.status), status(after.status));
        all.add(kind, "status", message);
    }
    if before.risk != after.risk {
        let kind = if before.risk > after.risk { Kind::Weakening } else { Kind::Strengthening };
        all.add(kind, "risk", format!("`risk` goes from {} to {}", risk(before.risk), risk(after.risk)));
    }
    all.value("review", &before.review, &after.review, Kind::Weakening, sooner_is_stronger);
    all.table(
        "constraints",
        &before.constraints,
        &after.constraints,
        Kind::Weakening,
        |all, node, one, other| {
            all.text(node, one, other, Kind::Weakening);
        },
    );
    roles(all);
    all.table("sources", &before.sources, &after.sources, Kind::Neutral, |all, node, one, other| {
        all.text(&format!("{node}.owner"), &one.owner, &other.owner, Kind::Weakening);
        all.text(&format!("{node}.contract"), &one.contract, &other.contract, Kind::Weakening);
        all.value(&format!("{node}.notice"), &one.notice, &other.notice, Kind::Weakening, |one, other| {
            sooner_is_stronger(one, other).opposite()
        });
    });
}

/// The documents that only one of two profiles asks for.
fn demands(all: &mut Compare<'_>) {
    fn documents(manifest: &Manifest) -> Option<BTreeSet<&str>> {
        let stages = &manifest.profile.as_deref()?.stages;
        Some(order::set(stages.iter().flat_map(|stage| &stage.documents).map(String::as_str)))
    }
    let Some((was, now)) = documents(all.before).zip(documents(all.after)) else { return };
    for id in was.difference(&now) {
        all.add(Kind::Weakening, "profile", format!("the document `{id}` is no longer required"));
    }
    for id in now.difference(&was) {
        all.add(Kind::Strengthening, "profile", format!("the document `{id}` is required now"));
    }
}

fn roles(all: &mut Compare<'_>) {
    let (before, after) = (all.before, all.after);
    let renamed: Vec<(String, String)> =
        all.roles.iter().map(|(old, new)| (old.to_owned(), new.to_owned())).collect();
    for (old, new) in renamed {
        all.add(Kind::Neutral, format!("roles.{new}"), format!("the role `{old}` is called `{new}` now"));
    }
    all.table("roles", &before.roles, &after.roles, Kind::Weakening, |all, node, one, other| {
        let same = |one: &Field<_>, other: &Field<_>| match (one, other) {
            (Field::Given(one), Field::Given(other)) => handles_match(one, other),
            _ => false,
        };
        if !same(&one.who, &other.who) {
            all.text(&format!("{node}.who"), &one.who, &other.who, Kind::Weakening);
        }
        if !same(&one.backup, &other.backup) {
            all.text(&format!("{node}.backup"), &one.backup, &other.backup, Kind::Weakening);
        }
    });
}

fn handles_match(one: &crate::model::Text, other: &crate::model::Text) -> bool {
    same_handle(&one.value, &other.value)
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Active => "active",
        Status::Paused => "paused",
        Status::Retired => "retired",
    }
}

fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Minimal => "minimal",
        Risk::Limited => "limited",
        Risk::High => "high",
    }
}
