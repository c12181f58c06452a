//! Options that say otherwise than `planlint.yaml`, for every command that reads a plan.

use std::fs;
use std::path::PathBuf;

use crate::codeowners::ForgeChoice;
use crate::config::{Level, Options, Written, patterns};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::model::Threshold;
use crate::rules;
use crate::rules::Family;
use crate::suggest::closest;

// Which plan is read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct Settings {
    /// Read this file in place of the `planlint.yaml` of what is checked
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Pass over `planlint.yaml`
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
    /// Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated
    #[arg(long = "manifest", value_name = "GLOB", value_parser = parse_glob)]
    manifests: Vec<String>,
    /// Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated
    #[arg(long, value_name = "GLOB", value_parser = parse_glob)]
    exclude: Vec<String>,
    /// Take this profile for manifests that name none
    #[arg(long = "profile", value_name = "PROFILE")]
    default_profile: Option<String>,
    /// Read CODEOWNERS as this forge does
    #[arg(long, value_name = "FORGE", value_parser = forge_names())]
    forge: Option<String>,
}

// How findings are judged.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct Weights {
    /// Give a rule or a family another level: off, advice, warning, error; may be repeated
    #[arg(long = "level", value_name = "RULE=LEVEL", value_parser = parse_level)]
    levels: Vec<(String, Level)>,
    /// Give a threshold another number, as in `large-file=50MB`; may be repeated
    #[arg(long = "threshold", value_name = "NAME=VALUE", value_parser = parse_threshold)]
    thresholds: Vec<(Threshold, String)>,
}

impl Settings {
    /// What they say.
    ///
    /// # Errors
    /// The file that is named cannot be read.
    pub(super) fn options(&self) -> Result<Options> {
        let file = match &self.config {
            _ if self.no_config => Written::Nowhere,
            None => Written::Snapshot,
            Some(path) => {
                let name = path.to_string_lossy().into_owned();
                let bytes = fs::read(path).map_err(|cause| {
                    Error::new(format!("the configuration `{}` cannot be read", visible(&name)))
                        .help("name a file after `--config`, or leave the option out")
                        .cause(cause)
                })?;
                Written::Elsewhere(name, bytes)
            }
        };
        Ok(Options {
            file,
            manifests: self.manifests.clone(),
            exclude: self.exclude.clone(),
            profile: self.default_profile.clone(),
            forge: self.forge.as_deref().and_then(ForgeChoice::called),
            ..Options::default()
        })
    }

    /// The same with how findings are judged.
    pub(super) fn options_with(&self, weights: &Weights) -> Result<Options> {
        let (levels, thresholds) = (weights.levels.clone(), weights.thresholds.clone());
        Ok(Options { levels, thresholds, ..self.options()? })
    }
}

/// Nothing can be said of a plan where the configuration is wrong.
pub(super) fn misconfigured() -> Error {
    Error::new("the configuration is wrong").help("run `planlint lint`, and correct what it finds")
}

fn forge_names() -> clap::builder::PossibleValuesParser {
    ForgeChoice::ALL.iter().map(|forge| forge.name()).collect::<Vec<_>>().into()
}

fn parse_glob(text: &str) -> std::result::Result<String, String> {
    match patterns::check(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(problem) => Err(format!("{}: {}", problem.message, problem.help)),
    }
}

fn parse_level(text: &str) -> std::result::Result<(String, Level), String> {
    let Some((name, written)) = text.split_once('=') else {
        return Err("write a rule or a family, `=`, and a level, as in `documents=error`".to_owned());
    };
    let names = || rules::all().map(|rule| rule.name).chain(Family::ALL.iter().map(|family| family.name()));
    if !names().any(|known| known == name) {
        let meant = closest(name, names());
        let help = meant.map_or("`planlint rules` lists them all".to_owned(), |it| format!("write `{it}`"));
        return Err(format!("no rule or family is called `{name}`: {help}"));
    }
    let Some(level) = Level::called(written) else {
        return Err(format!("`{written}` is no level: write `off`, `advice`, `warning` or `error`"));
    };
    let is_shape = match rules::find(name) {
        Some(rule) => rule.family == Family::Schema,
        None => name == Family::Schema.name(),
    };
    if is_shape && level != Level::Error {
        return Err(format!("`{name}` stays an error: what cannot be read must not look like a sound plan"));
    }
    Ok((name.to_owned(), level))
}

fn parse_threshold(text: &str) -> std::result::Result<(Threshold, String), String> {
    let names = || Threshold::ALL.iter().map(|one| one.name());
    let Some((name, written)) = text.split_once('=') else {
        return Err("write a threshold, `=`, and its number, as in `large-file=50MB`".to_owned());
    };
    let Some(threshold) = Threshold::ALL.iter().find(|one| one.name() == name) else {
        let help = closest(name, names()).map_or_else(
            || format!("write one of {}", names().collect::<Vec<_>>().join(", ")),
            |it| format!("write `{it}`"),
        );
        return Err(format!("no threshold is called `{name}`: {help}"));
    };
    match threshold.read(written) {
        Ok(_) => Ok((*threshold, written.to_owned())),
        Err(problem) => Err(format!("`{written}` {}: {}", problem.what, problem.help)),
    }
}
