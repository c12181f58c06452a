//! The text of an installed hook: `hooks/pre-commit` with three lines filled in.

use bstr::{BString, ByteSlice};

const TEXT: &str = include_str!("../../../hooks/pre-commit");

/// How every script of ours says that it is one.
const MARK: &[u8] = b"# planlint hook";

const HOOK: &str = "hook=pre-commit";
const BINARY: &str = "planlint=planlint";
const OPTIONAL: &str = "optional=${PLANLINT_OPTIONAL:-0}";

/// What is filled in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Script {
    /// The name of the hook.
    pub hook: BString,
    /// The program it runs, absolute or to be looked for on the PATH.
    pub binary: BString,
    /// Does a commit pass where the program is missing?
    pub optional: bool,
}

/// Who wrote a hook.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// This version of planlint.
    Planlint(Script),
    /// Another version of planlint, or a person in a script of ours.
    Changed,
    /// Somebody else.
    Other,
}

impl Script {
    /// The whole script.
    pub(super) fn text(&self) -> BString {
        let mut text = BString::default();
        for line in TEXT.lines() {
            match line {
                HOOK => text.extend_from_slice(&[b"hook=", self.hook.as_slice()].concat()),
                BINARY => text.extend_from_slice(&[b"planlint=", quoted(&self.binary).as_slice()].concat()),
                OPTIONAL if self.optional => text.extend_from_slice(b"optional=${PLANLINT_OPTIONAL:-1}"),
                line => text.extend_from_slice(line.as_bytes()),
            }
            text.push(b'\n');
        }
        text
    }
}

/// Who wrote this script, and with which values. A copy of `hooks/pre-commit` counts as ours.
pub(super) fn author(text: &[u8]) -> Author {
    match read(text) {
        Some(script) => Author::Planlint(script),
        None if text.lines().any(|line| line.starts_with(MARK)) => Author::Changed,
        None => Author::Other,
    }
}

fn read(text: &[u8]) -> Option<Script> {
    let value = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name.as_bytes()))?;
        Some(&line[name.len()..])
    };
    let script = Script {
        hook: value("hook=")?.into(),
        binary: unquoted(value("planlint=")?),
        optional: value("optional=")? == b"${PLANLINT_OPTIONAL:-1}",
    };
    let as_shipped = TEXT.replace(HOOK, &format!("hook={}", script.hook));
    (script.text() == text || as_shipped.as_bytes() == text).then_some(script)
}

fn quoted(text: &[u8]) -> Vec<u8> {
    [b"'", text.replace("'", r"'\''").as_slice(), b"'"].concat()
}

fn unquoted(text: &[u8]) -> BString {
    let inside = text.strip_prefix(b"'").and_then(|rest| rest.strip_suffix(b"'"));
    inside.map_or_else(|| text.into(), |inside| inside.replace(r"'\''", "'").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for (binary, optional) in [("/opt/it's here/planlint", false), ("/a'b'/p", true), ("planlint", false)]
        {
            let script = || Script { hook: "pre-merge-commit".into(), binary: binary.into(), optional };
            assert_eq!(author(&script().text()), Author::Planlint(script()));
        }
        for shipped in [TEXT, include_str!("../../../hooks/commit-msg")] {
            assert!(matches!(author(shipped.as_bytes()), Author::Planlint(one) if one.binary == "planlint"));
        }
    }

    #[test]
    fn what_is_changed_or_foreign_is_not_ours() {
        let script = Script { hook: "pre-commit".into(), binary: "/p".into(), optional: false };
        let changed = [script.text().as_slice(), b"echo more\n"].concat();
        assert_eq!(author(&changed), Author::Changed);
        assert_eq!(author(b"#!/bin/sh\nexec planlint lint\n"), Author::Other);
        assert_eq!(author(b""), Author::Other);
    }
}
