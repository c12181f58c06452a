//! The text of an installed hook: `hooks/pre-commit` with three lines filled in, and a checksum over the rest.

use bstr::{BString, ByteSlice};

use crate::snapshot::content_id;

static TEXT: &str = include_str!("../../../hooks/pre-commit");

/// It is copied as it stands; what is installed in its place is [`TEXT`].
static MERGE: &str = include_str!("../../../hooks/pre-merge-commit");

/// How every script of ours says that it is one.
const MARK: &[u8] = b"# planlint hook";

const HOOK: &str = "hook=";
const BINARY: &str = "planlint=";
const OPTIONAL: &str = "optional=";
const CHECKSUM: &str = "# checksum ";
const MADE: &str = "# folders made: ";

const STOPS: &str = "${PLANLINT_OPTIONAL:-0}";
const PASSES: &str = "${PLANLINT_OPTIONAL:-1}";

/// The checksums of scripts that were written before they carried their own.
const FORMER: [&str; 1] = ["a42ff7ce4cecb69bbff22bdfb9a041ce1ba585f3"];

/// What is filled in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Script {
    /// The name of the hook.
    pub hook: BString,
    /// The program it runs, absolute or to be looked for on the PATH.
    pub binary: BString,
    /// Does a commit pass where the program is missing?
    pub optional: bool,
    /// How many folders were made for it, which go with it.
    pub made: usize,
}

/// Who wrote a hook.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// This version of planlint.
    Planlint(Script),
    /// Another version of planlint.
    Former(Script),
    /// A person, in a script of ours.
    Changed,
    /// Somebody else.
    Other,
}

impl Script {
    /// The whole script.
    pub(super) fn text(&self) -> BString {
        let mut text = BString::default();
        for line in TEXT.lines() {
            let (name, value) = match line {
                _ if line.starts_with(HOOK) => (HOOK, self.hook.to_vec()),
                _ if line.starts_with(BINARY) => (BINARY, quoted(&self.binary)),
                _ if line.starts_with(OPTIONAL) && self.optional => (OPTIONAL, PASSES.into()),
                line => (line, Vec::new()),
            };
            text.extend_from_slice(&[name.as_bytes(), &value, b"\n"].concat());
        }
        if self.made > 0 {
            text.extend_from_slice(format!("{MADE}{}\n", self.made).as_bytes());
        }
        text
    }
}

/// Who wrote this script, and with which values. A copy from the `hooks` folder counts as ours.
pub(super) fn author(text: &[u8]) -> Author {
    if text == MERGE.as_bytes() {
        let binary = "planlint".into();
        return Author::Planlint(Script {
            hook: "pre-merge-commit".into(),
            binary,
            optional: false,
            made: 0,
        });
    }
    match read(text) {
        Some(script) if checksum(text) == checksum(TEXT.as_bytes()) => Author::Planlint(script),
        Some(script) => Author::Former(script),
        None if text.lines().any(|line| line.starts_with(MARK)) => Author::Changed,
        None => Author::Other,
    }
}

/// The values of a script that is as some version of planlint wrote it.
fn read(text: &[u8]) -> Option<Script> {
    let optional = match value(text, OPTIONAL)?.to_str().ok()? {
        STOPS => false,
        PASSES => true,
        _ => return None,
    };
    let sum = checksum(text);
    let is_whole = match value(text, CHECKSUM) {
        Some(written) => written == sum.as_bytes(),
        None => FORMER.contains(&sum.as_str()),
    };
    is_whole.then_some(())?;
    let hook = value(text, HOOK)?.into();
    Some(Script { hook, binary: unquoted(value(text, BINARY)?)?, optional, made: made(text) })
}

/// How many folders were made for this script.
pub(super) fn made(text: &[u8]) -> usize {
    value(text, MADE).and_then(|number| number.to_str().ok()?.parse().ok()).unwrap_or_default()
}

/// What follows a name that starts exactly one line.
fn value<'a>(text: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let mut found = text.lines().filter_map(|line| line.strip_prefix(name.as_bytes()));
    let value = found.next()?;
    found.next().is_none().then_some(value)
}

/// A checksum over every line that is not filled in.
fn checksum(text: &[u8]) -> String {
    let filled_in = [HOOK, BINARY, OPTIONAL, CHECKSUM, MADE];
    let is_fixed = |line: &&[u8]| filled_in.iter().all(|name| !line.starts_with(name.as_bytes()));
    content_id(&bstr::join("\n", text.lines().filter(is_fixed)))
}

fn quoted(text: &[u8]) -> Vec<u8> {
    [b"'", text.replace("'", r"'\''").as_slice(), b"'"].concat()
}

/// What the shell makes of a quoted word, or of one without anything in it that a shell would touch.
fn unquoted(text: &[u8]) -> Option<BString> {
    if let Some(inside) = text.strip_prefix(b"'").and_then(|rest| rest.strip_suffix(b"'")) {
        return Some(inside.replace(r"'\''", "'").into());
    }
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+:@%".contains(byte) || *byte >= 128;
    text.iter().all(is_plain).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = include_str!("../../../hooks/commit-msg");

    fn written(binary: &str, optional: bool) -> Script {
        Script { hook: "pre-merge-commit".into(), binary: binary.into(), optional, made: 0 }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for (binary, optional) in [("/opt/it's here/planlint", false), ("/a'b'/p", true), ("planlint", false)]
        {
            assert_eq!(
                author(&written(binary, optional).text()),
                Author::Planlint(written(binary, optional))
            );
        }
        let made = Script { made: 2, ..written("/p", true) };
        assert_eq!(author(&made.text()), Author::Planlint(Script { made: 2, ..written("/p", true) }));
        for shipped in [TEXT, MERGE, MESSAGE] {
            assert!(matches!(author(shipped.as_bytes()), Author::Planlint(one) if one.binary == "planlint"));
        }
        assert_eq!(MESSAGE, TEXT.replace("hook=pre-commit", "hook=commit-msg"), "one text, two names");
    }

    #[test]
    fn what_is_changed_or_foreign_is_not_ours() {
        let script = written("/p", false).text();
        let changed = [script.as_slice(), b"echo more\n"].concat();
        assert_eq!(author(&changed), Author::Changed);
        for (ours, theirs) in
            [("--staged", "--rev HEAD"), ("='/p'", "=$(which p)"), ("{PLANLINT_OPTIONAL:-0}", "x")]
        {
            assert_eq!(author(&script.replace(ours, theirs)), Author::Changed, "{theirs}");
        }
        assert_eq!(author(b"#!/bin/sh\nexec planlint lint\n"), Author::Other);
        assert_eq!(author(b""), Author::Other);
    }

    #[test]
    fn the_script_carries_its_checksum() {
        let right = format!("{CHECKSUM}{}\n", checksum(TEXT.as_bytes()));
        assert!(TEXT.ends_with(&right), "the last line of hooks/pre-commit must be: {right}");
    }

    #[test]
    fn a_script_of_another_version_is_ours_as_long_as_nobody_touched_it() {
        let whole = |text: &str| format!("{text}{CHECKSUM}{}\n", checksum(text.as_bytes()));
        let other = "#!/bin/sh\n# planlint hook: of another day\nhook=pre-commit\nplanlint='/old/planlint'\n\
                     optional=${PLANLINT_OPTIONAL:-1}\nexec \"$planlint\" lint\n";
        let script = Script { hook: "pre-commit".into(), ..written("/old/planlint", true) };
        assert_eq!(author(whole(other).as_bytes()), Author::Former(script));
        assert_eq!(author(other.as_bytes()), Author::Changed);
        assert_eq!(author(whole(other).replace("lint\n", "lint -q\n").as_bytes()), Author::Changed);
    }
}
