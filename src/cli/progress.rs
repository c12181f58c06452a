//! A line on the terminal for those who wait: after half a second, and gone before anything else is written.

use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Who has the answer sooner than this sees no line.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line moves.
const TICK: Duration = Duration::from_millis(120);

/// A line that is there until this is dropped.
pub(super) struct Progress {
    running: Option<(Sender<&'static str>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts to wait with this phrase. Nothing is ever shown where standard error is no terminal that can
    /// delete a line, or where it `is_unwanted`.
    pub(super) fn start(phrase: &'static str, is_unwanted: bool) -> Self {
        let is_dumb = std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
        if is_unwanted || is_dumb && cfg!(unix) || !std::io::stderr().is_terminal() {
            return Progress { running: None };
        }
        let (sender, receiver) = channel();
        let thread = std::thread::spawn(move || draw(phrase, &receiver));
        Progress { running: Some((sender, thread)) }
    }

    /// Goes on with another phrase.
    pub(super) fn say(&self, phrase: &'static str) {
        if let Some((sender, _)) = &self.running {
            // The thread ends only after this does.
            let _ = sender.send(phrase);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.running.take() {
            drop(sender);
            // A line that could not be drawn is no reason to fail.
            let _ = thread.join();
        }
    }
}

/// Draws until the other end is dropped, then deletes the line.
fn draw(mut phrase: &'static str, phrases: &Receiver<&'static str>) {
    let started = std::time::Instant::now();
    while let Some(left) = PATIENCE.checked_sub(started.elapsed()) {
        match phrases.recv_timeout(left) {
            Ok(next) => phrase = next,
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()).tick_chars(ticks()));
    bar.set_elapsed(started.elapsed());
    bar.set_message(phrase);
    loop {
        bar.tick();
        match phrases.recv_timeout(TICK) {
            Ok(next) => bar.set_message(next),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return bar.finish_and_clear(),
        }
    }
}

/// The last one stands for the end, which nobody sees.
fn ticks() -> &'static str {
    if super::terminal::is_unicode() { "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ " } else { "|/-\\ " }
}
