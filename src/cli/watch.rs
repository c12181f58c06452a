//! `planlint watch`: checks again whenever something is saved that may matter.

mod folders;

mod reader;

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};

use crate::cli::watch::folders::Folders;
use crate::cli::{CLEAN, Color, INTERRUPTED, lint, tell, terminal};
use crate::error::{Error, Result};
use crate::report;

const EXAMPLES: &str = "\
Examples:
  planlint watch                      check again whenever something is saved
  planlint watch plans/churn          report only what stands below a folder
  planlint watch --staged             what the next commit would record, after each `git add`
  planlint watch --format concise     a line for each finding

Ctrl-C ends it, with exit code 130.";

/// A save is several changes; they are over when nothing happens for so long.
const PAUSE: Duration = Duration::from_millis(80);

/// Who never pauses is not waited for any longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often what could not be opened is looked for again, as nobody tells of a folder that is not there.
const RETRY: Duration = Duration::from_secs(2);

/// How many changes may wait while a check runs; beyond that it is enough to know that there were more.
const MOST_WAITING: usize = 4096;

// What to check and how to report it.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    lint: lint::Arguments,
}

/// What ends a wait.
enum Signal {
    Interrupted,
    Unread,
    Event(notify::Event),
}

/// Why there is nothing more to wait for.
enum End {
    Interrupted,
    /// Nobody reads what is written, as behind `| head`, which is no failure.
    Unread,
}

/// Checks, and checks again after every change, until it is interrupted or nobody reads it any more.
pub(super) fn run(arguments: &Arguments, color: Color) -> Result<u8> {
    let arguments = &arguments.lint;
    if let Some(option) = arguments.that_cannot_be_repeated() {
        return Err(Error::new(format!("`{option}` is not for a check that is repeated"))
            .help(format!("leave `{option}` out, or run `planlint lint` with it")));
    }
    let (sender, signals) = sync_channel(MOST_WAITING);
    tell_of_the_end(&sender)?;
    let lost = Arc::new(AtomicBool::new(false));
    let mut folders = Folders::new(listener(sender, Arc::clone(&lost)))?;
    // Watched before it is read, so that no change is missed meanwhile.
    folders.renew(&lint::open(arguments)?, &[])?;
    let mut is_first = true;
    loop {
        clear();
        let failed = match lint::check_once(arguments, color) {
            Ok(seen) if seen.is_unread => return Ok(CLEAN),
            Ok(seen) => folders.renew(&seen.opened, &seen.read).err(),
            Err(error) => Some(error),
        };
        match failed {
            Some(error) if is_first => return Err(error),
            Some(ref error) => tell(&report::error(error, &terminal::look(color, &std::io::stderr()))),
            None => {}
        }
        is_first = false;
        tell_people(arguments.quiet, &folders.told());
        let is_away = || lint::open(arguments).is_err();
        let repair = (failed.is_some() && is_away()).then_some(&is_away as &dyn Fn() -> bool);
        let cause = match wait(&signals, &mut folders, &lost, repair) {
            Ok(cause) => cause,
            Err(End::Unread) => return Ok(CLEAN),
            Err(End::Interrupted) => {
                // Terminals show the key without a line break, and the prompt has a line of its own.
                tell(if std::io::stderr().is_terminal() { "\n" } else { "" });
                return Ok(INTERRUPTED);
            }
        };
        tell_people(arguments.quiet, &format!("checking again: {cause}\n"));
    }
}

/// Passes on that somebody presses Ctrl-C, or reads no more.
fn tell_of_the_end(sender: &SyncSender<Signal>) -> Result<()> {
    let (interrupted, unread) = (sender.clone(), sender.clone());
    reader::when_gone(move || drop(unread.send(Signal::Unread)));
    ctrlc::set_handler(move || drop(interrupted.send(Signal::Interrupted))).map_err(|cause| {
        Error::new("Ctrl-C cannot be listened to").help("run `planlint lint` instead").cause(cause)
    })
}

/// Passes on what may have changed a file. Whoever reads one changes nothing.
fn listener(sender: SyncSender<Signal>, lost: Arc<AtomicBool>) -> impl Fn(notify::Result<notify::Event>) {
    move |event| {
        let Ok(event) = event else { return lost.store(true, Ordering::Relaxed) };
        let is_read = |kind: &AccessKind| !matches!(kind, AccessKind::Close(AccessMode::Write));
        if matches!(&event.kind, EventKind::Access(kind) if is_read(kind)) {
            return;
        }
        if sender.try_send(Signal::Event(event)).is_err() {
            lost.store(true, Ordering::Relaxed);
        }
    }
}

/// Waits for a change that matters, and for the pause after it; what has changed, or why that is of no use. What
/// cannot be opened `is_away`, perhaps out of sight, and is looked for again and again.
fn wait(
    signals: &Receiver<Signal>,
    folders: &mut Folders,
    lost: &AtomicBool,
    is_away: Option<&dyn Fn() -> bool>,
) -> std::result::Result<String, End> {
    let mut cause: Option<(String, Instant)> = None;
    loop {
        if lost.swap(false, Ordering::Relaxed) {
            cause.get_or_insert_with(|| ("many files changed".to_owned(), Instant::now()));
        }
        if let Some((cause, _)) = cause.take_if(|(_, since)| since.elapsed() > PATIENCE) {
            return Ok(cause);
        }
        let patience = match (&cause, is_away) {
            (Some(_), _) => PAUSE,
            (None, Some(_)) => RETRY,
            (None, None) => Duration::from_secs(3600),
        };
        match signals.recv_timeout(patience) {
            Ok(Signal::Interrupted) | Err(RecvTimeoutError::Disconnected) => return Err(End::Interrupted),
            Ok(Signal::Unread) => return Err(End::Unread),
            Ok(Signal::Event(event)) => {
                if let Some(changed) = folders.changed(&event) {
                    cause.get_or_insert_with(|| (changed, Instant::now()));
                }
            }
            Err(RecvTimeoutError::Timeout) => match cause {
                Some((cause, _)) => return Ok(cause),
                None if is_away.is_some_and(|is_away| !is_away()) => {
                    return Ok("it is there again".to_owned());
                }
                None => {}
            },
        }
    }
}

/// Clears the screen of a terminal; elsewhere, one report follows the other.
fn clear() {
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    if std::io::stdout().is_terminal() && !is_dumb {
        let _ = std::io::stdout().write_all(b"\x1b[2J\x1b[H");
        let _ = std::io::stdout().flush();
    }
}

fn tell_people(is_quiet: bool, text: &str) {
    if !is_quiet {
        tell(text);
    }
}
