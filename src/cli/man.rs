//! `planlint man`: manual pages.

use crate::cli::{definition, names, print_exactly};
use crate::error::{Error, Result};
use crate::suggest::closest;

const EXAMPLES: &str = "\
Examples:
  planlint man | man -l -        read the page of the program
  planlint man lint | man -l -   read the page of a command
  planlint man > planlint.1      keep it for `man` to find";

// Which page.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The command it is about; the program as a whole, where it is left out
    #[arg(value_name = "COMMAND", value_parser = names::COMMANDS, hide_possible_values = true)]
    command: Option<String>,
}

/// Prints the page in the form that `man` reads.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let mut definition = definition();
    definition.build();
    let commands: Vec<String> =
        definition.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let command = match &arguments.command {
        None => definition,
        Some(name) => definition.find_subcommand(name).cloned().ok_or_else(|| {
            Error::new(format!("no command is called `{}`", crate::escape::visible(name))).help(
                match closest(name, commands.iter().map(String::as_str)) {
                    Some(meant) => format!("run `planlint man {meant}`"),
                    None => "run `planlint help` for the names of all commands".to_owned(),
                },
            )
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|cause| {
        Error::new("the manual page cannot be made").help("read `planlint help` instead").cause(cause)
    })?;
    print_exactly(&page)
}
