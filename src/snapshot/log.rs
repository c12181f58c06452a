//! What `git log` prints of commits and of what each of them changed, read as it comes.

use std::io;
use std::io::{BufRead, BufReader};

use bstr::ByteSlice;

use super::object::ObjectId;
use super::{Commit, Message, PathChange, Person, Repository};
use crate::error::{Error, Result};
use crate::path::RepoPath;
use crate::time::{Date, date_of_unix};

/// The id, the parents, the committer's time, the author as it is written, the message.
const FORMAT: &str = "--format=%H%x00%P%x00%cd%x00%an%x00%ae%x00%B";

/// Whatever the configuration says: nothing of it changes what is printed.
const PLAIN: &[&str] = &[
    "--date=raw",
    "--encoding=UTF-8",
    "--no-abbrev",
    "--no-color",
    "--no-ext-diff",
    "--no-relative",
    "--no-show-signature",
    "--no-notes",
    "--raw",
    "-z",
];

/// How git is to see renames: half of a file is enough, where thirty added files are held against thirty deleted ones
/// at most. That takes their contents, which a partial clone has left on the server.
pub(super) fn renames(repository: &Repository) -> [&'static str; 2] {
    [if repository.source().is_partial() { "-M100%" } else { "-M50%" }, "-l30"]
}

/// Begins to read a range, children before parents; the positions of parents are not filled in. What is returned waits.
pub(super) fn start(
    repository: &Repository,
    range: &[String],
    most: &str,
) -> Result<impl FnOnce() -> Result<Vec<Commit>> + use<>> {
    let most = format!("--max-count={most}");
    let mut words = vec!["-c", "log.showRoot=true", "log", "--date-order", "-c"];
    words.extend(renames(repository));
    words.extend([FORMAT, &most]);
    words.extend(PLAIN);
    words.extend(range.iter().map(String::as_str));
    words.push("--");
    let read = |output| commits(BufReader::with_capacity(1 << 16, output));
    let reading = repository.git().stream_aside(&words, read)?;
    Ok(|| reading()?.ok_or_else(unexpected))
}

/// Git is too old, or too new.
pub(super) fn unexpected() -> Error {
    Error::new("`git log` prints something else than was asked for").help("update git to 2.31 or later")
}

/// Every commit of the output; `None` where it has another form.
fn commits(mut input: impl BufRead) -> io::Result<Option<Vec<Commit>>> {
    let (mut found, mut piece): (Vec<Commit>, Vec<u8>) = (Vec::new(), Vec::new());
    while next(&mut input, &mut piece)? {
        // A line break stands between a commit and its changes, and an empty piece in a merge.
        let piece = piece.strip_prefix(b"\n").unwrap_or(&piece);
        let is_read = match piece.first() {
            None => true,
            Some(b':') => match (found.last_mut(), change(piece, &mut input)?) {
                (Some(commit), Some(change)) => {
                    commit.changes.push(change);
                    true
                }
                _ => false,
            },
            Some(_) => {
                let commit = commit(found.len(), piece, &mut input)?;
                let is_read = commit.is_some();
                found.extend(commit);
                is_read
            }
        };
        if !is_read {
            return Ok(None);
        }
    }
    Ok(Some(found))
}

/// What `git diff-index --raw -z` prints; `None` where it has another form.
pub(super) fn changes(mut input: impl BufRead) -> io::Result<Option<Vec<PathChange>>> {
    let (mut found, mut head) = (Vec::new(), Vec::new());
    while next(&mut input, &mut head)? {
        match change(&head, &mut input)? {
            Some(change) => found.push(change),
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

/// The bytes up to the next NUL; `false` at the end.
fn next(input: &mut impl BufRead, piece: &mut Vec<u8>) -> io::Result<bool> {
    piece.clear();
    let length = input.read_until(0, piece)?;
    if piece.last() == Some(&0) {
        piece.pop();
    }
    Ok(length > 0)
}

/// A commit by its id and the fields that follow it.
fn commit(at: usize, id: &[u8], input: &mut impl BufRead) -> io::Result<Option<Commit>> {
    let mut fields: [Vec<u8>; 5] = Default::default();
    for field in &mut fields {
        if !next(input, field)? {
            return Ok(None);
        }
    }
    let [parents, time, name, mail, message] = fields.map(|field| field.to_str_lossy().into_owned());
    let is_id = id.len() >= 40 && id.iter().all(u8::is_ascii_hexdigit);
    let date = date(&time).filter(|_| is_id);
    Ok(date.map(|date| Commit {
        at,
        id: Some(id.to_str_lossy().into_owned()),
        parents: Vec::new(),
        parent_ids: parents.split_whitespace().map(str::to_owned).collect(),
        date,
        message: Message::new(Person { name, mail }, &message),
        changes: Vec::new(),
    }))
}

/// `1500000000 +0200`: the seconds, and hours and minutes of the zone.
pub(super) fn date(raw: &str) -> Option<Date> {
    let (seconds, zone) = raw.split_once(' ')?;
    let zone: i32 = zone.parse().ok()?;
    Some(date_of_unix(seconds.parse().ok()?, zone / 100 * 60 + zone % 100))
}

/// A change by its head, such as `:100644 100644 <id> <id> M`, and the paths that follow it. In a merge the head
/// begins with as many colons as there are parents, and has a mode and an id for each, the result being the last.
fn change(head: &[u8], input: &mut impl BufRead) -> io::Result<Option<PathChange>> {
    let parents = head.iter().take_while(|byte| **byte == b':').count();
    let words: Vec<&[u8]> = head[parents..].split_str(" ").collect();
    let ids = words.get(parents + 1..2 * parents + 2);
    let (Some(ids), Some(status)) = (ids, words.get(2 * parents + 2)) else { return Ok(None) };
    // Only a commit with one parent names the former path of a file.
    let is_renamed = parents == 1 && status.starts_with(b"R");
    let mut path = Vec::new();
    let mut path =
        |input: &mut _| Ok::<_, io::Error>(next(input, &mut path)?.then(|| RepoPath::new(path.as_slice())));
    let from = if is_renamed { path(input)? } else { None };
    // An id of zeros stands for content on disk that git has not hashed.
    let is_unhashed = ids.last().is_some_and(|id| id.iter().all(|digit| *digit == b'0'));
    let edited = is_unhashed || ids.first() != ids.last();
    let blob = ids.last().and_then(|id| ObjectId::parse(id));
    Ok(path(input)?.map(|path| PathChange { path, from, edited, blob }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "6fcb1f06f1796c48f044fa469148a2957d530ff3";

    fn read(text: &str) -> Option<Vec<Commit>> {
        commits(text.as_bytes()).unwrap()
    }

    fn head() -> String {
        format!("{ID}\0{ID} {ID}\x001500000000 +0530\0Wei\0wei@acme.example\0One\n\n:100644 in words\n\0")
    }

    #[test]
    fn a_message_may_look_like_a_change() {
        let change = ":100644 100644 a a R100\0old\nname\0\nnew\0";
        let both = read(&format!("{}\n{change}{}\0::100644 100644 100644 a b c MM\0both\0", head(), head()));
        let [one, other] = both.unwrap().try_into().unwrap();
        let (path, from) = ("\nnew".into(), Some("old\nname".into()));
        assert_eq!(one.changes, [PathChange { path, from, edited: false, blob: None }]);
        assert_eq!(other.changes, [PathChange { path: "both".into(), from: None, edited: true, blob: None }]);
        assert_eq!(
            (other.at, other.parent_ids.len(), other.date.to_string()),
            (1, 2, "2017-07-14".to_owned())
        );
        assert_eq!((one.message.subject.as_str(), one.message.author.name.as_str()), ("One", "Wei"));
    }

    #[test]
    fn what_has_another_form_is_refused() {
        assert_eq!(read(""), Some(Vec::new()));
        for text in ["HEAD", ":100644 100644 a b M\0path\0", "6fcb\0\x001 +0\0\0\0\0"] {
            assert_eq!(read(text), None, "{text}");
        }
        let whole = format!("{}\n:100644 100644 a b M\0path\0", head());
        for end in 1..whole.len() {
            let _ = read(&whole[..end]);
        }
        assert_eq!(read(&head().replace("+0530", "now")), None);
    }
}
