//! The command line: one file per command. Only this room knows clap and the standard streams.

mod accept;

mod baseline;

mod codeowners;

mod comparison;

mod completions;

mod config;

mod diff;

mod explain;

mod fix;

pub mod hook;

mod init;

mod job_summary;

mod lint;

mod man;

mod names;

mod nearby;

mod progress;

mod rules;

mod schema;

mod settings;

mod terminal;

mod watch;

mod who;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand, ValueEnum};

use crate::error::{Error, Result};
use crate::escape::{inert, visible};
use crate::report;

/// Nothing at or above the threshold was found.
const CLEAN: u8 = 0;
/// Something was found.
const FOUND: u8 = 1;
/// The tool could not do its work.
const FAILED: u8 = 2;
/// Somebody pressed Ctrl-C.
const INTERRUPTED: u8 = 130;

const EXAMPLES: &str = "\
Examples:
  planlint lint                    check the files on disk
  planlint lint --staged           check what the next commit would record
  planlint lint --rev origin/main  check a revision
  planlint watch                   check again whenever something is saved
  planlint accept data-to-model    accept what was handed over to you
  planlint diff main               say what changed since a revision
  planlint explain handoff-gap     say what a rule is about
  planlint config                  say what is in force, and why
  planlint baseline write          let only new findings count
  planlint init                    write a first manifest
  planlint hook install            check every commit from now on";

/// Checks the plans of machine-learning projects: who leads, what passes at each handoff, what is missing.
#[derive(Debug, Parser)]
#[command(name = "planlint", version, after_help = EXAMPLES, propagate_version = false)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

// The options of a command are made when it is asked for: those of all take a tenth of the time in which a few files are
// checked. They are made last, and what is written above them as documentation would take the place of what is said here.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    /// Check the manifests of a snapshot and report what is wrong
    Lint(lint::Arguments),
    /// Check again whenever something is saved
    Watch(watch::Arguments),
    /// Add your verdict on a handoff to its sign-off file
    Accept(accept::Arguments),
    /// Say what changed from one plan to another, and what got weaker
    Diff(diff::Arguments),
    /// Say what a rule finds, why it matters and what to do
    Explain(explain::Arguments),
    /// List all rules
    Rules(rules::Arguments),
    /// Say what the configuration and the options come to, and where each value comes from
    Config(config::Arguments),
    /// Print the JSON Schema of a manifest, for editors
    Schema(schema::Arguments),
    /// List what is wrong today, so that only what is new counts
    #[command(subcommand, after_help = baseline::EXAMPLES)]
    Baseline(baseline::Command),
    /// Say who answers for a path, by the plan and by CODEOWNERS
    Who(who::Arguments),
    /// Print or write the lines of CODEOWNERS that the plan implies
    Codeowners(codeowners::Arguments),
    /// Write a first manifest from a profile
    Init(init::Arguments),
    /// Check every commit with a git hook
    #[command(subcommand, after_help = hook::EXAMPLES)]
    Hook(hook::Command),
    /// Print a completion script for a shell
    Completions(completions::Arguments),
    /// Print a manual page
    Man(man::Arguments),
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Runs the program and gives its exit code: 0 clean, 1 findings, 2 the tool could not do its work.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let (color, outcome) = match parsed(arguments) {
        Ok(arguments) => (arguments.color, execute(arguments.command, arguments.color)),
        Err(error) => (Color::Auto, usage(&error)),
    };
    let code = outcome.unwrap_or_else(|error| {
        let look = terminal::look(color, &std::io::stderr());
        tell(&report::error(&error, &look));
        FAILED
    });
    ExitCode::from(code)
}

/// The arguments, or what clap says against them. It repeats what was typed, which must not reach a terminal as it is:
/// so it is asked once more, with escapes in place of what deceives. Where only those are understood, it repeats nothing.
fn parsed(arguments: impl IntoIterator<Item = OsString>) -> std::result::Result<Arguments, clap::Error> {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    Arguments::try_parse_from(&typed).map_err(|error| {
        let shown = typed.iter().map(|word| inert(&visible(&word.to_string_lossy())).into_owned());
        Arguments::try_parse_from(shown).err().unwrap_or(error)
    })
}

/// What is wrong with a command line by itself, as clap tells it; nothing is run.
pub fn refusal(arguments: impl IntoIterator<Item = OsString>) -> Option<String> {
    let error = parsed(arguments).err()?;
    (usage_code(&error) == FAILED).then(|| error.to_string())
}

/// Prints what clap has to say.
fn usage(error: &clap::Error) -> Result<u8> {
    let printed = error.print();
    match usage_code(error) {
        CLEAN => shown(printed),
        code => Ok(code),
    }
}

/// Help and version are no failure.
fn usage_code(error: &clap::Error) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => CLEAN,
        _ => FAILED,
    }
}

fn execute(command: Command, color: Color) -> Result<u8> {
    match command {
        Command::Lint(arguments) => lint::run(&arguments, color),
        Command::Watch(arguments) => watch::run(&arguments, color),
        Command::Accept(arguments) => accept::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments, color),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Config(arguments) => config::run(&arguments, color),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Baseline(command) => baseline::run(&command),
        Command::Who(arguments) => who::run(&arguments),
        Command::Codeowners(arguments) => codeowners::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Hook(command) => hook::run(&command),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

/// Writes to standard output what stands in no log as a command. A reader that has gone away, as behind `| head`, is no
/// failure.
fn print(text: impl AsRef<str>) -> Result<u8> {
    print_exactly(inert(text.as_ref()).as_bytes())
}

/// The same, byte for byte: for what is all ours.
fn print_exactly(bytes: &[u8]) -> Result<u8> {
    let mut out = std::io::stdout().lock();
    shown(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Writes to standard error what stands in no log as a command. It may be closed: there is nowhere else to say so.
fn tell(text: &str) {
    let _ = std::io::stderr().write_all(inert(text).as_bytes());
}

fn shown(written: std::io::Result<()>) -> Result<u8> {
    match written {
        Err(error) if !is_gone(&error) => Err(Error::new("cannot write to standard output")
            .help("free space, or send the output elsewhere")
            .cause(error)),
        _ => Ok(CLEAN),
    }
}

/// Has whoever was reading gone away?
fn is_gone(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::BrokenPipe
}

/// The command line as clap knows it, for completions and manual pages.
fn definition() -> clap::Command {
    use clap::CommandFactory;
    Arguments::command()
}
