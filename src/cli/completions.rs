//! `planlint completions`: a completion script for a shell.

use clap::builder::PossibleValue;
use clap_complete::{Shell, generate};

use crate::cli::{definition, print_exactly};
use crate::error::Result;

const EXAMPLES: &str = "\
Examples:
  planlint completions bash > ~/.local/share/bash-completion/completions/planlint
  planlint completions zsh > \"${fpath[1]}/_planlint\"
  planlint completions fish > ~/.config/fish/completions/planlint.fish";

// Which shell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The shell that will read the script
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let mut definition = definition();
    let mut script = Vec::new();
    generate(arguments.shell, &mut definition, "planlint", &mut script);
    if arguments.shell == Shell::Fish {
        let commands = definition.get_subcommands();
        commands.for_each(|command| script.extend(names_in_fish(command).into_bytes()));
    }
    print_exactly(&script)
}

/// What a command takes without an option, as far as its names are known: clap_complete 4.6 leaves it out for fish.
fn names_in_fish(command: &clap::Command) -> String {
    let names = command.get_positionals().flat_map(clap::Arg::get_possible_values);
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'").replace(['"', '$'], "");
    let entry = |name: PossibleValue| {
        let help = name.get_help().map(ToString::to_string).unwrap_or_default();
        format!("{}\\t'{}'", name.get_name(), quoted(&help))
    };
    let entries: Vec<String> = names.map(entry).collect();
    if entries.is_empty() {
        return String::new();
    }
    let using = format!("__fish_planlint_using_subcommand {}", command.get_name());
    format!("complete -c planlint -n \"{using}\" -f -a \"{}\"\n", entries.join("\n"))
}
