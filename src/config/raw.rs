//! What the configuration says, as it was typed: every part may be missing, and names need not mean anything.

use crate::config::level::Level;
use crate::model::{Faults, Field, File, Member, Reader, Text, Threshold};
use crate::text::{Span, Spanned};
use crate::time::parse_date;
use crate::yaml::{Node, Value};

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub manifests: Field<Vec<Text>>,
    pub exclude: Field<Vec<Text>>,
    pub profile: Field<Text>,
    pub profiles: Field<Vec<Text>>,
    pub baseline: Field<Text>,
    pub handles: Field<Text>,
    pub forge: Field<Text>,
    pub teams: Vec<(Text, Vec<Member>)>,
    pub levels: Vec<(String, Spanned<Level>)>,
    pub overrides: Vec<RawOverride>,
    pub thresholds: Vec<(Threshold, Text)>,
}

/// One entry under `overrides`.
#[derive(Debug)]
pub(super) struct RawOverride {
    pub paths: Field<Vec<Text>>,
    pub levels: Vec<(String, Spanned<Level>)>,
    pub profile: Field<Text>,
}

impl Raw {
    /// Reads the tree of a file; what is wrong in it was reported, and says nothing.
    pub fn of(file: &File) -> Self {
        let Some(root) = file.root() else { return Raw::default() };
        let faults = Faults::of(&file.problems, &file.violations);
        let top = Reader::new(root, &faults);
        let teams = top.table("teams", |_, node| members(node));
        Raw {
            manifests: top.list("manifests"),
            exclude: top.list("exclude"),
            profile: top.text("profile"),
            profiles: top.list("profiles"),
            baseline: top.text("baseline"),
            handles: top.text("handles"),
            forge: top.text("forge"),
            teams: teams.iter().map(|team| (team.id.clone(), team.value.clone())).collect(),
            levels: levels(top),
            overrides: top.entries("overrides", |entry| RawOverride {
                paths: entry.list("paths"),
                levels: levels(entry),
                profile: entry.text("profile"),
            }),
            thresholds: thresholds(top),
        }
    }
}

fn levels(holder: Reader<'_>) -> Vec<(String, Spanned<Level>)> {
    let table = holder.table("levels", |_, node| node.as_text().and_then(Level::called));
    let known = table.iter().filter_map(|entry| {
        let level = Spanned::new(entry.value?, entry.id.span);
        Some((entry.name().to_owned(), level))
    });
    known.collect()
}

fn thresholds(top: Reader<'_>) -> Vec<(Threshold, Text)> {
    let written = |node: &Node| match &node.value {
        Value::Text(text) => Some(text.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    };
    let table = top.table("thresholds", |_, node| written(node));
    let known = table.iter().filter_map(|entry| {
        let threshold = Threshold::ALL.iter().find(|threshold| threshold.name() == entry.name())?;
        Some((*threshold, Text::new(entry.value.as_deref()?.into(), entry.id.span)))
    });
    known.collect()
}

fn members(node: &Node) -> Vec<Member> {
    let list = node.as_list().or_else(|| node.as_map()?.get("members")?.as_list());
    let member = |node: &Node| match &node.value {
        Value::Text(handle) => Some(Member { handle: handle.to_string(), until: None, mail: Vec::new() }),
        Value::Map(map) => Some(Member {
            handle: map.get("who")?.as_text()?.to_owned(),
            until: map.get("until").and_then(Node::as_text).and_then(|date| parse_date(date).ok()),
            mail: map.get("mail").map_or_else(Vec::new, addresses),
        }),
        _ => None,
    };
    list.unwrap_or_default().iter().filter_map(member).collect()
}

/// One address, or several.
fn addresses(node: &Node) -> Vec<String> {
    let nodes = node.as_list().unwrap_or(std::slice::from_ref(node));
    nodes.iter().filter_map(|node| Some(node.as_text()?.to_owned())).collect()
}

/// Where a field stands, for the fields that are read as they are.
pub(super) fn place(field: &Field<Text>) -> Option<Span> {
    field.given().map(|text| text.span)
}
