//! `planlint hook`: has git check every commit, stops doing so, and says what is there.

mod configured;
mod install;
mod kept;
mod script;
mod status;

pub use self::configured::ConfiguredStatus;
pub use self::install::{Done, HOOKS, Installation, Step, install, this_program, uninstall};
pub use self::status::{HookStatus, Owner, Status, status};

use crate::cli::print;
use crate::error::Result;
use crate::snapshot::{Repository, configures_hooks, git_version};

pub(super) const EXAMPLES: &str = "\
Examples:
  planlint hook install      check every commit and every clean merge
  planlint hook status       say which hooks run, and whether they can
  planlint hook uninstall    put back what was there before";

const INSTALL: &str = "\
Examples:
  planlint hook install              block a commit where planlint is missing
  planlint hook install --optional   let it pass there";

const UNINSTALL: &str = "\
Examples:
  planlint hook uninstall            put back what was there before
  planlint hook uninstall --force    also where one was changed by hand";

const STATUS: &str = "\
Examples:
  planlint hook status    say which hooks run, and why one does not";

/// What to do about the hooks.
#[derive(Debug, clap::Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    /// Have git check every commit and every clean merge; a hook that is there already runs first
    #[command(after_help = INSTALL)]
    Install {
        /// Let commits pass where planlint is missing
        #[arg(long)]
        optional: bool,
        /// Replace a hook of planlint's that was changed by hand
        #[arg(long)]
        force: bool,
        /// Write scripts even where git takes hooks from its configuration, for a client with an older git of its own
        #[arg(long)]
        scripts: bool,
    },
    /// Remove the hooks and put back what was there before
    #[command(after_help = UNINSTALL)]
    Uninstall {
        /// Remove a hook of planlint's even if it was changed by hand
        #[arg(long)]
        force: bool,
    },
    /// Say which hooks git runs, and whether they can do their work
    #[command(after_help = STATUS)]
    Status,
}

/// Does it, and prints a line for each hook.
pub(super) fn run(command: &Command) -> Result<u8> {
    let repository = Repository::here()?;
    let steps = match *command {
        Command::Install { optional, force, scripts } => {
            let configured = !scripts && configures_hooks(git_version());
            install(&repository, &Installation { binary: this_program()?, optional, force, configured })?
        }
        Command::Uninstall { force } => uninstall(&repository, force)?,
        Command::Status => return print(status(&repository)?.to_string()),
    };
    let mut lines: String = steps.iter().map(|step| format!("{step}\n")).collect();
    if matches!(command, Command::Install { .. }) {
        lines.extend(status::notes(&repository)?.iter().map(|note| format!("note: {note}\n")));
    }
    print(lines)
}
