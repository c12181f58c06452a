//! For programs: one JSON document. Its structs are frozen: version 1 may gain fields, but never lose or change one.

use std::io;

use serde::Serialize;
use serde_json::Value;

use crate::report::Look;
use crate::report::json::escaped;
use crate::report::settings::{Line, Origin, SettingsReport};

/// Writes it as a [`Document`].
pub(super) fn write(report: &SettingsReport, _: &Look, out: &mut dyn io::Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&Document::new(report)).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

/// What `planlint config --format json` writes. Later versions of this format may add fields; a field that is here
/// keeps its name and its meaning.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "planlint settings", extend("$id" = ID)))]
struct Document<'a> {
    /// The name and version of this format.
    #[cfg_attr(test, schemars(extend("const" = FORMAT)))]
    format: &'static str,
    /// For what it holds: `the index`, `revision HEAD`, `the work tree`.
    snapshot: &'a str,
    /// The one path that was asked for; absent where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// What that path is: `manifest`, `excluded` where it would be one, or `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    /// What holds for everything, or for that path. A list has a setting for each of its entries.
    settings: Vec<Setting<'a>>,
    /// What holds for the manifests at some paths, which are settings with the key `paths`. A later override beats
    /// an earlier one. None where one path was asked for.
    overrides: Vec<Vec<Setting<'a>>>,
}

const FORMAT: &str = "planlint-settings/1";

#[cfg(test)]
const ID: &str = "https://planlint.github.io/planlint/schemas/settings.v1.json";

/// One value that is in force.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Setting<'a> {
    /// The key of `planlint.yaml`.
    key: &'a str,
    /// The key inside of that, where it is a map: a team, a rule, a threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// The value, or one entry of a list, as `planlint.yaml` would have it.
    value: &'a Value,
    /// Where it comes from: `default`, `file` or `option`.
    from: &'static str,
    /// The file that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The line of that file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The option that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<&'static str>,
}

impl<'a> Document<'a> {
    fn new(report: &'a SettingsReport) -> Self {
        Document {
            format: FORMAT,
            snapshot: &report.snapshot,
            path: report.path.as_ref().map(|(path, _)| path.to_string()),
            part: report.path.as_ref().map(|(_, part)| part.name()),
            settings: report.settings.iter().map(Setting::new).collect(),
            overrides: report.overrides.iter().map(|all| all.iter().map(Setting::new).collect()).collect(),
        }
    }
}

impl<'a> Setting<'a> {
    fn new(line: &'a Line) -> Self {
        let (from, file, number, option) = match &line.origin {
            Origin::Default => ("default", None, None, None),
            Origin::File(path, line) => ("file", Some(path.to_string()), Some(*line), None),
            Origin::Option(option) => ("option", None, None, Some(*option)),
        };
        let name = line.name.as_deref();
        Setting { key: line.key, name, value: &line.value, from, file, line: number, option }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_is_the_one_of_the_structs() {
        crate::report::assert_published::<Document<'_>>("settings.v1.json");
    }
}
