//! `planlint codeowners`: the lines of CODEOWNERS that the plan implies.

use crate::assemble::{Assembled, assemble};
use crate::cli::settings::{self, Settings};
use crate::cli::{FOUND, print};
use crate::codeowners::{Codeowners, implied, with_section};
use crate::error::{Error, Result};
use crate::path::RepoPath;
use crate::snapshot::{Repository, Snapshot, WorkTreeSnapshot};
use crate::time;
use crate::write::write;

const EXAMPLES: &str = "\
Examples:
  planlint codeowners            print the lines that the plan implies
  planlint codeowners --write    keep them in a marked section of CODEOWNERS
  planlint codeowners --check    exit with 1 where the section is not up to date";

// What to do with the lines.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Write them into the marked section of CODEOWNERS; nothing outside of it changes
    #[arg(long)]
    write: bool,
    /// Say whether the section is up to date, and write nothing
    #[arg(long, conflicts_with = "write")]
    check: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Prints, writes or checks the lines.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let repository = Repository::here()?;
    let snapshot = WorkTreeSnapshot::open(&repository)?;
    let options = arguments.settings.options()?;
    let Assembled { plan, config, misconfigured, .. } = assemble(&snapshot, time::today(), &[], &options)?;
    if misconfigured {
        return Err(settings::misconfigured());
    }
    let forge = config.forge.value;
    let lines = implied(&plan);
    if !arguments.write && !arguments.check {
        return print(lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    }
    let path = Codeowners::place(&snapshot, forge);
    let text = path.as_ref().map_or_else(|| Ok(String::new()), |path| read(&snapshot, path))?;
    let path = path.unwrap_or_else(|| RepoPath::from(forge.new_place()));
    let wanted = with_section(&text, &lines).map_err(|why| {
        Error::new(format!("`{path}` cannot be kept up to date: {why}"))
            .help("delete the damaged lines, then run `planlint codeowners --write` again")
    })?;
    match (wanted == text, arguments.check) {
        (true, _) => print(format!("`{path}` is up to date\n")),
        (false, true) => {
            print(format!("`{path}` is not up to date: run `planlint codeowners --write`\n"))?;
            Ok(FOUND)
        }
        (false, false) => {
            let top = repository.top().ok_or_else(|| {
                Error::new("a bare repository has no work tree").help("run it in a clone that has one")
            })?;
            write(&top.join(path.to_string()), wanted.as_bytes())?;
            print(format!("wrote `{path}`: look at it with `git diff`, then commit it\n"))
        }
    }
}

fn read(snapshot: &dyn Snapshot, path: &RepoPath) -> Result<String> {
    String::from_utf8(snapshot.read(path)?).map_err(|cause| {
        Error::new(format!("`{path}` is not UTF-8")).help("save the file as UTF-8").cause(cause)
    })
}
