//! The tool failed: what, where, and what to do. A finding about a plan is a diagnostic, never an error.

use std::borrow::Cow;
use std::fmt;

/// What a function of this crate returns when it may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the tool could not do its work, and what to do about it.
#[derive(Debug)]
pub struct Error {
    what: Cow<'static, str>,
    help: Cow<'static, str>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What failed, as long as nobody has said what to do about it: only with help is it an error.
#[must_use = "say what to do about it with `help`"]
#[derive(Debug)]
pub struct Failure {
    what: Cow<'static, str>,
}

impl Error {
    /// A failure in one sentence: lower case, no full stop.
    #[expect(clippy::new_ret_no_self, reason = "there is no error without help")]
    pub fn new(what: impl Into<Cow<'static, str>>) -> Failure {
        Failure { what: what.into() }
    }

    /// Adds the failure underneath.
    pub fn cause(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// What to do about it.
    pub fn advice(&self) -> &str {
        &self.help
    }
}

impl Failure {
    /// Says what to do about it: one imperative sentence.
    pub fn help(self, help: impl Into<Cow<'static, str>>) -> Error {
        Error { what: self.what, help: help.into(), cause: None }
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
