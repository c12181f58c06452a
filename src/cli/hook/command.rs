//! `planlint hook`, as it is typed.

use crate::cli::hook::{Installation, install, status, this_program, uninstall};
use crate::cli::{CLEAN, FOUND, print};
use crate::error::{Error, Result};
use crate::snapshot::Repository;

/// What to do with the hooks.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum Command {
    /// Check every commit from now on; a hook that is there already runs first
    Install {
        /// Let a commit pass where planlint is missing
        #[arg(long)]
        optional: bool,
        /// Replace a hook of ours that was changed by hand
        #[arg(long)]
        force: bool,
    },
    /// Take the hooks away, and put back what was there before
    Uninstall {
        /// Take away a hook of ours that was changed by hand
        #[arg(long)]
        force: bool,
    },
    /// Say which hooks git will run; the exit code is 1 where commits are not checked
    Status,
}

/// Does it, and says what was done.
pub(in crate::cli) fn run(command: &Command) -> Result<u8> {
    let repository = Repository::open()?.ok_or_else(|| {
        Error::new("this folder is in no git repository, so there are no hooks")
            .help("run `git init` first, or change to a folder inside a repository")
    })?;
    let steps = match *command {
        Command::Install { optional, force } => {
            install(&repository, &Installation { binary: this_program()?, optional, force })?
        }
        Command::Uninstall { force } => uninstall(&repository, force)?,
        Command::Status => {
            let status = status(&repository)?;
            print(status.to_string())?;
            return Ok(if status.is_complete() { CLEAN } else { FOUND });
        }
    };
    print(steps.iter().map(|step| format!("{step}\n")).collect::<String>())
}
