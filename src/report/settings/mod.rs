//! What is in force and where each value comes from, and the formats it can be written in.

mod human;

mod json;

use std::io;

use serde_json::{Value, json};

use crate::config;
use crate::config::{Config, Layer, Setting};
use crate::filter;
use crate::model::{Member, Threshold};
use crate::order::Sorted;
use crate::path::RepoPath;
use crate::report::Look;
use crate::rules;
use crate::text::Sources;

/// What one run of `planlint config` has to say.
#[derive(Debug)]
pub struct SettingsReport {
    /// For what it holds: `the work tree`.
    pub snapshot: String,
    /// The one path that was asked for, and what it is.
    pub path: Option<(RepoPath, Part)>,
    /// What holds for all of it, or for that path.
    pub settings: Vec<Line>,
    /// What holds for the manifests at some paths, in the order of the file; a later one beats an earlier one.
    pub overrides: Vec<Vec<Line>>,
}

/// What a path is to the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A manifest.
    Manifest,
    /// A manifest, had it not been excluded.
    Excluded,
    /// None.
    Other,
}

impl Part {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Part::Manifest => "manifest",
            Part::Excluded => "excluded",
            Part::Other => "other",
        }
    }
}

/// One value. A list has one line for each of its entries, and so has a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The key of `planlint.yaml`.
    pub key: &'static str,
    /// The key inside of that, where it is a map.
    pub name: Option<String>,
    /// The value, or one entry of a list.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// A file says so in that line.
    File(RepoPath, usize),
    /// The command line says so with this option.
    Option(&'static str),
}

/// The keys that hold lists.
const LISTS: &[&str] = &["manifests", "exclude", "profiles", "paths"];

impl SettingsReport {
    /// What holds for a snapshot, or for one path in it.
    pub fn new(snapshot: String, config: &Config, sources: &Sources, path: Option<RepoPath>) -> Self {
        let telling = Telling { config, sources, path: path.as_ref() };
        let settings = telling.all();
        let overrides = match path {
            Some(_) => Vec::new(),
            None => telling.overrides(),
        };
        let part = |path: &RepoPath| match (config.manifests.matches(path), config.exclude.matches(path)) {
            (true, false) => Part::Manifest,
            (true, true) => Part::Excluded,
            (false, _) => Part::Other,
        };
        let path = path.map(|path| (path.clone(), part(&path)));
        SettingsReport { snapshot, path, settings, overrides }
    }
}

struct Telling<'a> {
    config: &'a Config,
    sources: &'a Sources,
    path: Option<&'a RepoPath>,
}

impl Telling<'_> {
    fn origin(&self, origin: config::Origin) -> Origin {
        match origin {
            config::Origin::Default => Origin::Default,
            config::Origin::Option(option) => Origin::Option(option),
            config::Origin::File(place) => {
                let source = self.sources.get(place.source);
                Origin::File(source.path().clone(), source.position(place.span.start).line)
            }
        }
    }

    fn line<T: Into<Value>>(&self, key: &'static str, setting: Setting<T>) -> Line {
        Line { key, name: None, value: setting.value.into(), origin: self.origin(setting.origin) }
    }

    fn named<T: Into<Value>>(&self, key: &'static str, name: &str, setting: Setting<T>) -> Line {
        Line { name: Some(name.to_owned()), ..self.line(key, setting) }
    }

    fn all(&self) -> Vec<Line> {
        let config = self.config;
        let list = |key, list: &[Setting<String>]| -> Vec<Line> {
            list.iter().map(|one| self.line(key, one.clone())).collect()
        };
        let mut lines = list("manifests", &config.manifests.written);
        lines.extend(list("exclude", &config.exclude.written));
        lines.push(self.line("profile", config.profile(self.path).clone()));
        lines.extend(list("profiles", &config.own_profiles));
        let baseline = config.baseline.value.as_bstr().to_string();
        lines.push(self.line("baseline", Setting::new(baseline, config.baseline.origin)));
        let from = |name: &str| config.people_from.get(name).copied().unwrap_or(config::Origin::Default);
        let handles = if config.people.any_handle { "any" } else { "forge" };
        lines.push(self.line("handles", Setting::new(handles, from("handles"))));
        let forge = Setting::new(config.forge.value.name(), config.forge.origin);
        lines.push(self.line("forge", forge));
        for (team, members) in config.people.teams.iter() {
            let members = Value::from(members.iter().map(member).collect::<Vec<_>>());
            lines.push(self.named("teams", team, Setting::new(members, from(team))));
        }
        lines.extend(Threshold::ALL.iter().map(|one| self.threshold(*one)));
        for rule in rules::all() {
            let family = rule.family.name();
            let said = config.level(rule.name, family, rule.on_request(), self.path);
            let origin = said.map_or(config::Origin::Default, |setting| setting.origin);
            let level = filter::level(rule, config, self.path);
            lines.push(self.named("levels", rule.name, Setting::new(level.name(), origin)));
        }
        lines
    }

    fn threshold(&self, one: Threshold) -> Line {
        let default = || Setting::new(one.default_text().to_owned(), config::Origin::Default);
        let written = self.config.thresholds_from.get(&one).cloned().unwrap_or_else(default);
        let value = match written.value.parse::<u64>() {
            Ok(count) => Value::from(count),
            Err(_) => Value::from(written.value),
        };
        self.named("thresholds", one.name(), Setting::new(value, written.origin))
    }

    /// Each override as it is written, but for what the command line says otherwise.
    fn overrides(&self) -> Vec<Vec<Line>> {
        let of_files = self.config.layers.iter().filter(|layer| layer.paths.is_some());
        of_files.map(|layer| self.of_layer(layer)).collect()
    }

    fn of_layer(&self, layer: &Layer) -> Vec<Line> {
        let mut lines = Vec::new();
        let paths = layer.paths.iter().flat_map(|paths| &paths.written);
        lines.extend(paths.map(|path| self.line("paths", path.clone())));
        let options = self.config.layers.last().filter(|last| last.paths.is_none());
        let asked = options.and_then(|options| options.profile.as_ref());
        lines.extend(asked.or(layer.profile.as_ref()).map(|one| self.line("profile", one.clone())));
        let said = |name: &str| options.is_some_and(|options| options.levels.has(name));
        let is_beaten = |name: &str| {
            let rule = rules::find(name).filter(|rule| !rule.on_request());
            rule.is_some_and(|rule| said(rule.family.name()))
        };
        let own = layer.levels.iter().filter(|(name, _)| !is_beaten(name));
        let levels: Sorted<_, _> =
            own.chain(options.iter().flat_map(|options| options.levels.iter())).collect();
        for (name, level) in levels.iter() {
            lines.push(self.named("levels", name, Setting::new(level.value.name(), level.origin)));
        }
        lines
    }
}

fn member(member: &Member) -> Value {
    let mut all = serde_json::Map::new();
    all.insert("who".to_owned(), json!(member.handle));
    if let Some(until) = member.until {
        all.insert("until".to_owned(), json!(until.to_string()));
    }
    match member.mail.as_slice() {
        [] => {}
        [only] => drop(all.insert("mail".to_owned(), json!(only))),
        several => drop(all.insert("mail".to_owned(), json!(several))),
    }
    Value::Object(all)
}

/// One way of writing what is in force.
#[derive(Debug)]
pub struct SettingsFormat {
    /// The word for it in options.
    pub name: &'static str,
    /// What it is for, in one sentence without a full stop.
    pub summary: &'static str,
    /// Writes it.
    pub write: fn(&SettingsReport, &Look, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format, the default first.
pub const SETTINGS_FORMATS: &[SettingsFormat] = &[
    SettingsFormat {
        name: "human",
        summary: "a `planlint.yaml` that says the same, with a comment on where each value comes from",
        write: human::write,
    },
    SettingsFormat {
        name: "json",
        summary: "one JSON document, as `schemas/settings.v1.json` describes it",
        write: json::write,
    },
];
