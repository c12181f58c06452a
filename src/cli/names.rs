//! Names that a shell completes. Others are let through, since the command knows best what was meant by them.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::model::Profiles;
use crate::rules;

/// Takes any text, and tells shells which ones there are.
#[derive(Clone)]
pub(super) struct Names(fn() -> Vec<PossibleValue>);

/// The names of all rules.
pub(super) const RULES: Names =
    Names(|| rules::all().map(|rule| PossibleValue::new(rule.name).help(rule.summary)).collect());

/// The names of all profiles that come with the tool.
pub(super) const PROFILES: Names =
    Names(|| Profiles::default().names().into_iter().map(PossibleValue::new).collect());

/// The names of all commands.
pub(super) const COMMANDS: Names = Names(|| {
    let definition = super::definition();
    definition.get_subcommands().map(|command| PossibleValue::new(command.get_name().to_owned())).collect()
});

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter()))
    }
}
