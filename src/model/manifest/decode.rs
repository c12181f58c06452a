//! From the tree to a manifest. Nothing fails here: what cannot be used is spoiled.

use smol_str::SmolStr;

use crate::model::faults::Faults;
use crate::model::field::{Field, Table, Text};
use crate::model::file::File;
use crate::model::manifest::metrics::Watches;
use crate::model::manifest::{
    Alert, Artifact, Better, Bound, Consumer, Document, Handoff, Lead, Manifest, Meeting, Metric, Release,
    Retirement, Risk, RiskEntry, Role, Slices, Source, Stage, State, Status, Waiver,
};
use crate::model::positions::Positions;
use crate::model::profile::Profiles;
use crate::model::reader::{Reader, is_blank, text};
use crate::path::RepoPath;
use crate::text::{Span, Spanned};
use crate::time::Units;
use crate::yaml::{Node, Value};

impl Manifest {
    /// Reads a manifest; `None` where the file has no map to read, or is of a newer format. It has the profile
    /// `default` where it names none.
    pub fn decode(file: &File, path: RepoPath, profiles: &Profiles, default: &str) -> Option<Box<Manifest>> {
        let root = file.root().filter(|root| root.as_map().is_some() && !file.is_newer())?;
        let faults = Faults::of(&file.problems, &file.violations);
        let top = Reader::new(root, &faults);
        let profile_name = top.text("profile");
        let profile = match &profile_name {
            Field::Absent => profiles.get(default).ok(),
            Field::Spoiled => None,
            Field::Given(name) => profiles.get(&name.value).ok(),
        };
        let roles = top.table("roles", role);
        let stages = top.table("stages", |entry, node| stage(entry, node, &roles));
        let metrics = top.table("metrics", |entry, _| metric(entry));
        let alerts = top.table("alerts", |entry, _| alert(entry));
        Some(Box::new(Manifest {
            makers: Positions::new(made(&stages)),
            source: file.source,
            path,
            head: top.key("project").or(top.key("lifecycle")).unwrap_or(Span::at(root.span.start as usize)),
            project: top.text("project"),
            about: top.filled_text("about"),
            profile_name,
            profile,
            status: choice(top, "status", STATUS),
            risk: choice(top, "risk", RISK),
            review: top.duration("review", Units::Calendar),
            constraints: top.table("constraints", |entry, node| entry.words(node)),
            roles,
            sources: top.table("sources", |entry, _| source(entry)),
            watches: Watches::of(&alerts, &metrics),
            metrics,
            stages,
            skip: top.table("skip", |entry, node| entry.words(node)),
            handoffs: top.table("handoffs", |entry, _| handoff(entry)),
            documents: top.table("documents", |entry, _| document(entry)),
            meetings: top.table("meetings", |entry, _| meeting(entry)),
            channels: top.table("channels", |entry, node| entry.words(node)),
            alerts,
            consumers: top.table("consumers", |entry, _| consumer(entry)),
            risks: top.table("risks", |entry, _| risk(entry)),
            retire: retirement(top),
            waivers: top.entries("waivers", waiver),
        }))
    }
}

/// The id of each artifact, with the position of the stage that makes it.
fn made(stages: &Table<Stage>) -> impl Iterator<Item = (&SmolStr, usize)> {
    stages
        .iter()
        .enumerate()
        .flat_map(|(at, stage)| stage.value.produces.iter().map(move |artifact| (&artifact.id.value, at)))
}

const STATUS: &[(&str, Status)] = &[
    ("draft", Status::Draft),
    ("active", Status::Active),
    ("paused", Status::Paused),
    ("retired", Status::Retired),
];
const RISK: &[(&str, Risk)] = &[("minimal", Risk::Minimal), ("limited", Risk::Limited), ("high", Risk::High)];
const STATE: &[(&str, State)] =
    &[("planned", State::Planned), ("active", State::Active), ("done", State::Done)];
const BETTER: &[(&str, Better)] =
    &[("higher", Better::Higher), ("lower", Better::Lower), ("within", Better::Within)];

fn choice<T: Copy + Default>(entry: Reader<'_>, key: &str, words: &[(&str, T)]) -> T {
    entry.choice(key, words).given().map_or_else(T::default, |found| found.value)
}

fn role(entry: Reader<'_>, node: &Node) -> Role {
    match &node.value {
        Value::Map(_) => Role {
            who: entry.filled_text("who"),
            backup: entry.filled_text("backup"),
            inform_only: entry.flag("inform-only"),
            until: entry.date("until"),
            replaced_by: entry.filled_text("replaced-by"),
        },
        _ if is_blank(node) => Role::default(),
        _ => Role { who: entry.words(node), ..Role::default() },
    }
}

fn source(entry: Reader<'_>) -> Source {
    Source {
        owner: entry.filled_text("owner"),
        contract: entry.filled_text("contract"),
        notice: entry.duration("notice", Units::Exact),
        is_static: entry.flag("static"),
    }
}

fn bound(entry: Reader<'_>, key: &str) -> Field<Spanned<Bound>> {
    let number = |node: &Node| match node.value {
        Value::Integer(number) => Some(number as f64),
        Value::Float(number) if number.is_finite() => Some(number),
        _ => None,
    };
    entry.field(key, |node| {
        let bound = match node.as_list() {
            Some([low, high]) => Bound::Range(number(low)?, number(high)?),
            Some(_) => return None,
            None => Bound::Number(number(node)?),
        };
        Some(Spanned::new(bound, node.span))
    })
}

fn metric(entry: Reader<'_>) -> Metric {
    Metric {
        means: entry.text("means"),
        unit: entry.text("unit"),
        better: entry.choice("better", BETTER),
        target: bound(entry, "target"),
        alert: bound(entry, "alert"),
        defined_by: entry.text("defined-by"),
        measured_by: entry.text("measured-by"),
        serves: entry.list("serves"),
        proxy_for: entry.list("proxy-for"),
        label_delay: entry.duration("label-delay", Units::Exact),
        value: entry.text("value"),
        slices: entry.map("slices", |slices| {
            Box::new(Slices { by: slices.text("by"), floor: bound(slices, "floor") })
        }),
        scope: entry.text("scope"),
        aliases: entry.list("aliases"),
    }
}

/// `ml-engineer, data-engineer`: several declared roles in one text.
fn listed(written: &Text, roles: &Table<Role>) -> Option<Vec<Text>> {
    let parts = written.value.split([',', '&', '+', '/', '，', '、']).flat_map(|part| part.split(" and "));
    let parts: Vec<&str> = parts.map(str::trim).collect();
    let is_list = parts.len() > 1 && !roles.has(&written.value) && parts.iter().all(|part| roles.has(part));
    is_list.then(|| parts.iter().map(|part| Text::new((*part).into(), written.span)).collect())
}

fn lead(entry: Reader<'_>, key: &str, roles: &Table<Role>) -> Lead {
    let read = entry.field(key, |node| match &node.value {
        _ if is_blank(node) => Some(Lead::Absent),
        Value::Text(_) => text(node).map(|written| match listed(&written, roles) {
            Some(several) => Lead::Several(several, node.span),
            None => Lead::One(written),
        }),
        Value::List(items) => Some(match items.iter().filter_map(text).collect::<Vec<_>>() {
            roles if roles.is_empty() => Lead::Absent,
            roles => Lead::Several(roles, node.span),
        }),
        _ => None,
    });
    match read {
        Field::Absent => Lead::Absent,
        Field::Spoiled => Lead::Spoiled,
        Field::Given(lead) => lead,
    }
}

fn stage(entry: Reader<'_>, node: &Node, roles: &Table<Role>) -> Stage {
    let state = entry.choice("state", STATE);
    let is_empty = is_blank(node) || node.as_map().is_some_and(|map| map.entries.is_empty());
    Stage {
        lead: if is_empty { Lead::Absent } else { lead(entry, "lead", roles) },
        does: entry.filled_text("does"),
        support: entry.table("support", |entry, node| entry.words(node)),
        inform: entry.list("inform"),
        needs: entry.list("needs"),
        produces: entry.table("produces", artifact),
        release: entry.map("release", |release| {
            Box::new(Release {
                strategy: release.filled_text("strategy"),
                decides: lead(release, "decides", roles),
                rollback: release.filled_text("rollback"),
            })
        }),
        release_key: entry.key("release"),
        due: entry.date("due"),
        state: state.given().map_or_else(State::default, |found| found.value),
        state_span: state.given().map(|found| found.span),
        round: entry.integer("round"),
    }
}

fn artifact(entry: Reader<'_>, node: &Node) -> Artifact {
    match &node.value {
        Value::Map(_) => Artifact {
            path: entry.text("path"),
            kind: entry.text("kind"),
            version: entry.text("version"),
            shared: entry.flag("shared"),
        },
        _ => Artifact { path: entry.words(node), ..Artifact::default() },
    }
}

fn handoff(entry: Reader<'_>) -> Handoff {
    Handoff {
        from: entry.text("from"),
        to: entry.text("to"),
        receivers: entry.list("receivers"),
        passes: entry.list("passes"),
        passes_span: entry.place("passes"),
        checks: entry.list("checks"),
        within: entry.duration("within", Units::Exact),
        ignore_changes: entry.list("ignore-changes"),
        signoff: entry.text("signoff"),
    }
}

fn document(entry: Reader<'_>) -> Document {
    Document {
        path: entry.text("path"),
        template: entry.text("template"),
        owner: entry.filled_text("owner"),
        review: entry.duration("review", Units::Calendar),
        describes: entry.list("describes"),
    }
}

fn meeting(entry: Reader<'_>) -> Meeting {
    Meeting {
        every: entry.duration("every", Units::Calendar),
        roles: entry.list("roles"),
        chair: entry.text("chair"),
        notes: entry.text("notes"),
    }
}

fn alert(entry: Reader<'_>) -> Alert {
    Alert {
        metric: entry.text("metric"),
        owner: entry.filled_text("owner"),
        respond: entry.duration("respond", Units::Exact),
        runbook: entry.filled_text("runbook"),
        back_to: entry.filled_text("back-to"),
        action: entry.filled_text("action"),
    }
}

fn consumer(entry: Reader<'_>) -> Consumer {
    Consumer {
        uses: entry.list("uses"),
        owner: entry.filled_text("owner"),
        channel: entry.filled_text("channel"),
        notice: entry.duration("notice", Units::Exact),
    }
}

fn risk(entry: Reader<'_>) -> RiskEntry {
    RiskEntry {
        what: entry.filled_text("what"),
        owner: entry.filled_text("owner"),
        mitigation: entry.filled_text("mitigation"),
        due: entry.date("due"),
    }
}

fn retirement(top: Reader<'_>) -> Field<Retirement> {
    match top.filled_text("retire") {
        Field::Given(when) => Field::Given(Retirement { when: Field::Given(when), owner: Field::Absent }),
        Field::Absent => Field::Absent,
        Field::Spoiled => top.map("retire", |retire| Retirement {
            when: if retire.is_empty() { Field::Absent } else { retire.filled_text("when") },
            owner: retire.filled_text("owner"),
        }),
    }
}

fn waiver(entry: Reader<'_>) -> Waiver {
    Waiver {
        span: entry.span(),
        rule: entry.text("rule"),
        at: entry.text("at"),
        reason: entry.text("reason"),
        until: entry.date("until"),
        by: entry.filled_text("by"),
    }
}
