//! The bytes of a new entry, and how they come to the end of the file: all of them or none.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::cli::accept::lock::Lock;
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::model::{Field, File, Signoff, Text, Verdict};
use crate::path::RepoPath;
use crate::schema::{Shape, block_scalar, scalar};
use crate::text::SourceId;
use crate::time::Date;
use crate::write::{Folders, write};
use crate::yaml;
use crate::yaml::Node;

/// A verdict to be written.
pub(super) struct Entry {
    pub(super) by: String,
    pub(super) role: String,
    pub(super) at: Date,
    pub(super) verdict: Verdict,
    /// Each id with its object id or digest.
    pub(super) of: Vec<(String, String)>,
    /// Each metric with the value that was seen.
    pub(super) met: Vec<(String, f64)>,
    pub(super) note: Option<String>,
}

impl Entry {
    /// What was done, in a word: that of the file, too.
    pub(super) fn verb(&self) -> &'static str {
        if self.verdict == Verdict::Accepted { "accepted" } else { "refused" }
    }

    /// The lines of it, each indented so far.
    fn lines(&self, indent: &str) -> Vec<String> {
        let verdict = self.verb();
        let mut lines = vec![
            format!("{indent}- by: {}", scalar(&self.by)),
            format!("{indent}  as: {}", block_scalar(&self.role)),
            format!("{indent}  at: {}", self.at),
            format!("{indent}  verdict: {verdict}"),
        ];
        if self.of.is_empty() {
            lines.push(format!("{indent}  of: {{}}"));
        } else {
            lines.push(format!("{indent}  of:"));
        }
        lines.extend(
            self.of
                .iter()
                .map(|(id, object)| format!("{indent}    {}: {}", block_scalar(id), object_id(object))),
        );
        if !self.met.is_empty() {
            let met = self.met.iter().map(|(id, value)| format!("{}: {value}", scalar(id)));
            lines.push(format!("{indent}  met: {{ {} }}", met.collect::<Vec<_>>().join(", ")));
        }
        lines.extend(self.note.iter().map(|note| format!("{indent}  note: {}", block_scalar(note))));
        lines
    }
}

/// A digest has a colon in it, which other readers of YAML may take for more than a letter.
fn object_id(id: &str) -> String {
    if id.contains(':') { format!("\"{id}\"") } else { scalar(id) }
}

/// Adds the entry to the file, which is made where it is not there yet. What is in it stays as it is, byte by
/// byte; the new file takes its place at once, so that no reader ever sees half of it. Where the same was said before,
/// nothing is written, and the day is returned.
pub(super) fn append(
    top: &Path,
    path: &RepoPath,
    handoff: &str,
    project: &str,
    entry: &Entry,
) -> Result<Option<Date>> {
    let place = place(top, path)?;
    let folder = place.parent().expect("a sign-off file is in a folder");
    is_inside(folder, path)?;
    let _folders = Folders::make(&place).map_err(|cause| unwritable(path, cause))?;
    let _lock = Lock::take(&place, path)?;
    let before = match fs::read(&place) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(cause) => return Err(unwritable(path, cause)),
    };
    if let Some(day) = before.as_deref().and_then(|bytes| said_before(bytes, entry)) {
        return Ok(Some(day));
    }
    let after = match &before {
        Some(bytes) => grown(path, bytes, entry)?,
        None => {
            let (handoff, project) = (visible(handoff), visible(project));
            let header = format!(
                "# What the receivers of `{handoff}` of `{project}` said, each time. Entries are only ever added at the end:\n# `planlint accept {handoff}` does so.\n"
            );
            header + &entry.lines("").join("\n") + "\n"
        }
    };
    is_readable(path, before.as_deref(), &after, entry)?;
    write(&place, after.as_bytes())?;
    Ok(None)
}

/// The day on which the same person said the very same of the very same things, if that was the role's last word.
fn said_before(before: &[u8], entry: &Entry) -> Option<Date> {
    let file = File::read(SourceId::default(), Shape::Signoff, &String::from_utf8_lossy(before));
    let entries = if file.is_sound() { Signoff::decode(&file) } else { Vec::new() };
    let is = |field: &Field<Text>, value: &str| field.given().is_some_and(|text| text.value == value);
    let last = entries.into_iter().rev().find(|one| is(&one.role, &entry.role))?;
    let same_things = last.of.len() == entry.of.len()
        && entry.of.iter().all(|(id, object)| last.of.get(id).is_some_and(|one| is(&one.value, object)));
    let met = |id: &str| Some(last.met.get(id)?.value.given()?.value);
    let same_values = last.met.len() == entry.met.len()
        && entry.met.iter().all(|(id, value)| met(id).is_some_and(|met| met.total_cmp(value).is_eq()));
    let is_same = is(&last.by, &entry.by) && last.says(entry.verdict) && same_things && same_values;
    last.day().filter(|_| is_same && entry.note.is_none())
}

fn place(top: &Path, path: &RepoPath) -> Result<PathBuf> {
    let text = std::str::from_utf8(path.as_bstr()).map_err(|cause| {
        Error::new(format!("`{path}` is no file name here"))
            .help("rename the folder to valid UTF-8")
            .cause(cause)
    })?;
    Ok(top.join(text))
}

/// A link on the way must not lead the file out of the repository.
fn is_inside(folder: &Path, path: &RepoPath) -> Result<()> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(folder);
    let real = fs::canonicalize(there).map_err(|cause| unwritable(path, cause))?;
    match real == *there {
        true => Ok(()),
        false => Err(Error::new(format!("a folder of `{path}` is a symbolic link"))
            .help("put a folder in its place, so that git has the sign-offs")),
    }
}

pub(super) fn unwritable(path: &RepoPath, cause: std::io::Error) -> Error {
    Error::new(format!("`{path}` cannot be written"))
        .help("check that you may write to its folder")
        .cause(cause)
}

/// What the file becomes: as many bytes as there were, then the entry in the same line ends and indentation.
fn grown(path: &RepoPath, before: &[u8], entry: &Entry) -> Result<String> {
    let wrong = |what: &str, help: String| Err(Error::new(format!("`{path}` {what}")).help(help));
    let (text, problem) = yaml::decode(before);
    let lint = || format!("run `planlint lint {path}`, and correct what it finds");
    if problem.is_some() || text.as_bytes() != before {
        return wrong("is no plain UTF-8 text", lint());
    }
    let file = File::read(SourceId::default(), Shape::Signoff, &text);
    if !file.is_sound() && !file.is_empty() {
        return wrong("cannot be read as sign-offs", lint());
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let items = file.root().and_then(Node::as_list).unwrap_or_default();
    let Some(indent) = items.last().map_or(Some(""), |last| indentation(&text, last)) else {
        return wrong(
            "is not written as lines that start with `- by:`",
            "write each entry in lines of its own".to_owned(),
        );
    };
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    let lines: String = entry.lines(indent).iter().map(|line| format!("{line}{end}")).collect();
    Ok(format!("{text}{gap}{lines}"))
}

/// The white space before the `-` of an item; `None` where it stands in no line of its own.
fn indentation<'t>(text: &'t str, item: &Node) -> Option<&'t str> {
    let before = &text[..item.span.start as usize];
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let indent = line.trim_end().strip_suffix('-')?;
    indent.trim().is_empty().then_some(indent)
}

/// Reads back what is to be written: the entries that were there, and the new one.
fn is_readable(path: &RepoPath, before: Option<&[u8]>, after: &str, entry: &Entry) -> Result<()> {
    let read = |text: &str| File::read(SourceId::default(), Shape::Signoff, text);
    let values = |file: &File| -> Vec<serde_json::Value> {
        let items = file.root().and_then(Node::as_list).unwrap_or_default();
        items.iter().map(Node::to_json).collect()
    };
    let file = read(after);
    let old = before.map_or_else(Vec::new, |bytes| values(&read(&String::from_utf8_lossy(bytes))));
    let new = values(&file);
    let last = Signoff::decode(&file).pop();
    let same_note = last.as_ref().is_some_and(|last| {
        last.note.given().map(|note| note.value.trim()) == entry.note.as_deref().map(str::trim)
            && last.by.given().is_some_and(|by| by.value == entry.by)
            && last.of.len() == entry.of.len()
    });
    match file.is_sound() && new.len() == old.len() + 1 && new.starts_with(&old) && same_note {
        true => Ok(()),
        false => Err(Error::new(format!("`{path}` would not be readable with this entry"))
            .help("leave control characters out of the note, and end the file after its last entry")),
    }
}

/// A word as a shell takes it.
pub(super) fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':');
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
