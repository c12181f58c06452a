//! `planlint config`: what is in force, and where each value comes from.

use std::path::PathBuf;

use crate::cli::lint;
use crate::cli::settings::{Settings, Weights, misconfigured};
use crate::cli::{Color, print_exactly, terminal};
use crate::config;
use crate::error::{Error, Result};
use crate::report::{SETTINGS_FORMATS, SettingsFormat, SettingsReport};
use crate::snapshot::Repository;
use crate::text::Sources;

const EXAMPLES: &str = "\
Examples:
  planlint config                               what holds for the files on disk
  planlint config --staged                      what holds for the next commit
  planlint config --path plans/lifecycle.yaml   what holds for one manifest
  planlint config --level documents=error       what would hold with an option
  planlint config > planlint.yaml               write it all down

The exit code is 2 where the configuration is wrong.";

// For what, and how to answer.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// For what git is about to commit
    #[arg(long, conflicts_with = "rev")]
    staged: bool,
    /// For a revision: a branch, a tag, a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// For one path, there or not, with all overrides applied
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,
    /// How to answer
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_names())]
    format: String,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    weights: Weights,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    let value = |format: &SettingsFormat| clap::builder::PossibleValue::new(format.name).help(format.summary);
    SETTINGS_FORMATS.iter().map(value).collect::<Vec<_>>().into()
}

/// Reads the configuration and says what is in force.
pub(super) fn run(arguments: &Arguments, color: Color) -> Result<u8> {
    let repository = Repository::open()?;
    let snapshot = lint::snapshot(repository.as_ref(), arguments.rev.as_deref(), arguments.staged)?;
    let path = match &arguments.path {
        None => None,
        Some(written) => Some(lint::relative(repository.as_ref(), written)?),
    };
    let options = arguments.settings.options_with(&arguments.weights)?;
    let mut sources = Sources::default();
    let reading = config::read(&*snapshot, &options, &mut sources)?;
    if !reading.is_sound() {
        return Err(misconfigured());
    }
    let report = SettingsReport::new(snapshot.name(), &reading.config, &sources, path);
    let format = SETTINGS_FORMATS.iter().find(|format| format.name == arguments.format);
    let format = format.expect("clap lets only known formats through");
    let mut text = Vec::new();
    (format.write)(&report, &terminal::look(color, &std::io::stdout()), &mut text).map_err(|cause| {
        Error::new("the configuration cannot be shown").help("read `planlint.yaml` instead").cause(cause)
    })?;
    print_exactly(&text)
}
