//! What is written when the tool itself failed, beside exit code 2.

use std::error::Error as _;

use crate::error::Error;
use crate::escape::{inert, visible};
use crate::report::Look;

/// An error with its causes and its help, a line each.
pub fn error(error: &Error, look: &Look) -> String {
    let paint = |style: &str, word: &str| match look.color {
        true => format!("\x1b[{style}m{word}:\x1b[0m"),
        false => format!("{word}:"),
    };
    let mut text = format!("{} {}\n", paint("1;31", "error"), visible(&error.to_string()));
    let mut cause = error.source();
    while let Some(inner) = cause {
        text += &format!("  {} {}\n", paint("1", "cause"), visible(inner.to_string().trim_end()));
        cause = inner.source();
    }
    text += &format!("  {} {}\n", paint("36", "help"), visible(error.advice()));
    inert(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_a_line_and_nothing_is_raw() {
        let deepest = Error::new("permission\ndenied").help("not shown");
        let failure = Error::new("`.git/\u{1b}[2J` cannot be read")
            .help("wait for the other git process to end")
            .cause(Error::new("the index is locked").help("not shown").cause(deepest));
        let plain = error(&failure, &Look::default());
        assert_eq!(
            plain,
            "error: `.git/\\u{1b}[2J` cannot be read\n  cause: the index is locked\n  \
             cause: permission\\ndenied\n  help: wait for the other git process to end\n"
        );
        let colored = error(&failure, &Look { color: true, ..Look::default() });
        assert!(colored.starts_with("\u{1b}[1;31merror:\u{1b}[0m `"));
    }
}
