//! `planlint completions`: a completion script for a shell.

use clap_complete::{Shell, generate};

use crate::cli::{definition, print};
use crate::error::Result;

const EXAMPLES: &str = "\
Examples:
  planlint completions bash > ~/.local/share/bash-completion/completions/planlint
  planlint completions zsh > \"${fpath[1]}/_planlint\"
  planlint completions fish > ~/.config/fish/completions/planlint.fish";

/// Which shell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
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
