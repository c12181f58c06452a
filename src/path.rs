//! Paths inside a repository: bytes with `/` between the parts, as git spells them on every system.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use bstr::{BStr, ByteSlice};

/// A path from the top of the repository, without a leading or trailing `/`. The top itself is empty. Copies, folders
/// and the paths of one listing share their bytes: a snapshot has hundreds of thousands of them.
#[derive(Clone, Default)]
pub struct RepoPath {
    shared: Arc<Vec<u8>>,
    start: u32,
    end: u32,
}

/// The last bytes of a path, kept where many are listed: most are told apart by them, without a look at the path itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tail([u8; 7]);

/// As much of what paths may end in as their [`Tail`] tells.
#[derive(Clone, Copy, Debug)]
pub struct Ending {
    bytes: u64,
    /// Which of the bytes there are.
    mask: u64,
}

impl Tail {
    /// That of a path.
    #[inline]
    pub fn of(path: &RepoPath) -> Self {
        let path = path.as_bstr();
        Tail(path.last_chunk().copied().unwrap_or_else(|| {
            let mut tail = [0; 7];
            tail[7 - path.len()..].copy_from_slice(path);
            tail
        }))
    }

    /// May the path end so? Where not, it does not.
    #[inline]
    pub fn may_end_in(self, ending: Ending) -> bool {
        (packed(&self.0) ^ ending.bytes) & ending.mask == 0
    }
}

impl Ending {
    /// The last bytes of a text.
    #[inline]
    pub const fn of(text: &str) -> Self {
        let (_, last) = text.as_bytes().split_at(text.len().saturating_sub(7));
        Ending { bytes: packed(last), mask: (1 << (8 * last.len())) - 1 }
    }
}

/// Up to eight bytes as a number, the last one lowest.
#[inline]
const fn packed(mut bytes: &[u8]) -> u64 {
    let mut number = 0;
    while let [first, rest @ ..] = bytes {
        number = number << 8 | *first as u64;
        bytes = rest;
    }
    number
}

impl RepoPath {
    /// The path of these bytes, as git gives them.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let shared = Arc::new(bytes.into());
        let end = shared.len();
        RepoPath::within(&shared, 0..end)
    }

    /// The path that stands in a range of many bytes; who keeps one keeps all of them.
    #[inline]
    pub fn within(shared: &Arc<Vec<u8>>, range: Range<usize>) -> Self {
        let end = u32::try_from(range.end).expect("paths take less than 4 GiB");
        RepoPath { shared: Arc::clone(shared), start: range.start as u32, end }
    }

    /// The bytes.
    #[inline]
    pub fn as_bstr(&self) -> &BStr {
        self.shared[self.start as usize..self.end as usize].as_bstr()
    }

    /// The folder that holds this path; the top holds what has no `/`.
    pub fn folder(&self) -> RepoPath {
        let length = self.as_bstr().rfind_byte(b'/').unwrap_or(0);
        RepoPath { shared: Arc::clone(&self.shared), start: self.start, end: self.start + length as u32 }
    }

    /// The folders that it lies in, the innermost first, without the top.
    pub fn folders(&self) -> impl Iterator<Item = RepoPath> + use<> {
        let folders = std::iter::successors(Some(self.folder()), |folder| Some(folder.folder()));
        folders.take_while(|folder| !folder.as_bstr().is_empty())
    }

    /// The last part.
    pub fn name(&self) -> &BStr {
        let path = self.as_bstr();
        let start = path.rfind_byte(b'/').map_or(0, |at| at + 1);
        path[start..].as_bstr()
    }

    /// Is this the last part?
    pub fn is_named(&self, name: &str) -> bool {
        let before = self.as_bstr().strip_suffix(name.as_bytes());
        before.is_some_and(|before| before.is_empty() || before.ends_with(b"/"))
    }

    /// Is it `folder` itself or below it?
    pub fn is_below(&self, folder: &RepoPath) -> bool {
        let folder = folder.as_bstr().as_bytes();
        let rest = self.as_bstr().strip_prefix(folder);
        folder.is_empty() || rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'/')))
    }

    /// What a manifest in folder `self` means by `written`: relative to that folder, from the top with a
    /// leading `/`, and `..` climbs. Globs keep their metacharacters. `None` where it leaves the repository.
    pub fn resolve(&self, written: &str) -> Option<RepoPath> {
        let is_plain = |part: &[u8]| !matches!(part, b"" | b"." | b"..");
        if parts(written.as_bytes()).all(is_plain) {
            let folder = self.as_bstr().as_bytes();
            let glue: &[u8] = if folder.is_empty() { b"" } else { b"/" };
            return Some(RepoPath::new([folder, glue, written.as_bytes()].concat()));
        }
        let (mut found, rest) = match written.strip_prefix('/') {
            Some(rest) => (Vec::new(), rest),
            None => (parts(self.as_bstr()).filter(|part| !part.is_empty()).collect(), written),
        };
        for part in parts(rest.as_bytes()) {
            match part {
                b"" | b"." => {}
                b".." => drop(found.pop()?),
                part => found.push(part),
            }
        }
        Some(RepoPath::new(bstr::join("/", found)))
    }
}

fn parts(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|byte| *byte == b'/')
}

impl PartialEq for RepoPath {
    fn eq(&self, other: &Self) -> bool {
        self.as_bstr() == other.as_bstr()
    }
}

impl Eq for RepoPath {}

impl PartialOrd for RepoPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the bytes, as git sorts them.
impl Ord for RepoPath {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bstr().cmp(other.as_bstr())
    }
}

impl Hash for RepoPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bstr().hash(state);
    }
}

impl From<&str> for RepoPath {
    fn from(path: &str) -> Self {
        RepoPath::new(path.as_bytes())
    }
}

/// Shown as text: bytes that are not UTF-8 as U+FFFD, control and direction-changing characters escaped.
impl fmt::Display for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&crate::escape::visible(&self.as_bstr().to_str_lossy()), out)
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_bstr(), out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Ending, RepoPath, Tail};

    proptest! {
        #[test]
        fn a_tail_tells_all_short_endings_apart(path in "[abé/.]{0,12}", ending in "[abé/.]{0,9}") {
            let may_end = Tail::of(&RepoPath::from(path.as_str())).may_end_in(Ending::of(&ending));
            prop_assert!(may_end || !path.ends_with(&ending));
            prop_assert!(ending.len() > 7 || may_end == path.ends_with(&ending));
        }
    }
}
