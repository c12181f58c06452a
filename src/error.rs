//! The tool failed: what, where, and what to do. A finding about a plan is a diagnostic, never an error.

use std::fmt;

/// What a function of this crate returns when it may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the tool could not do its work.
#[derive(Debug)]
pub struct Error {
    what: String,
    help: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A failure in one sentence: lower case, no full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Error { what: what.into(), help: None, cause: None }
    }

    /// Adds what to do about it: one imperative sentence.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the failure underneath.
    pub fn cause(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// What to do about it, where that is known.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.cause.as_deref()? as _)
    }
}
