//! `planlint completions`: a completion script for a shell.

use clap_complete::{Shell, generate};

use crate::cli::{definition, print};
use crate::error::Result;

/// Which shell.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell that will read the script
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut definition(), "planlint", &mut script);
    print(script)
}
