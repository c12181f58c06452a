//! `planlint man`: manual pages.

use crate::cli::{definition, print};
use crate::error::{Error, Result};

/// Which page.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The command it is about; the program as a whole, where it is left out
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the page in the form that `man` reads.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let mut definition = definition();
    definition.build();
    let command = match &arguments.command {
        None => definition,
        Some(name) => definition.find_subcommand(name).cloned().ok_or_else(|| {
            Error::new(format!("no command is called `{}`", crate::escape::visible(name)))
                .help("run `planlint help` for the names of all commands")
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|cause| Error::new("the manual page cannot be made").cause(cause))?;
    print(page)
}
