//! Paths inside a repository: bytes with `/` between the parts, as git spells them on every system.

use std::fmt;
use std::sync::Arc;

use bstr::{BStr, ByteSlice};

/// A path from the top of the repository, without a leading or trailing `/`. The top itself is empty. Copies share
/// their bytes: a snapshot has hundreds of thousands of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RepoPath(Arc<[u8]>);

impl RepoPath {
    /// The path of these bytes, as git gives them.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        RepoPath(bytes.into())
    }

    /// The bytes.
    pub fn as_bstr(&self) -> &BStr {
        self.0.as_bstr()
    }

    /// The folder that holds this path; the top holds what has no `/`.
    pub fn folder(&self) -> RepoPath {
        let end = self.0.rfind_byte(b'/').unwrap_or(0);
        RepoPath(self.0[..end].into())
    }

    /// The last part.
    pub fn name(&self) -> &BStr {
        let start = self.0.rfind_byte(b'/').map_or(0, |at| at + 1);
        self.0[start..].as_bstr()
    }

    /// Is it `folder` itself or below it?
    pub fn is_below(&self, folder: &RepoPath) -> bool {
        folder.0.is_empty()
            || self.0.strip_prefix(&*folder.0).is_some_and(|rest| matches!(rest.first(), None | Some(b'/')))
    }

    /// What a manifest in folder `self` means by `written`: relative to that folder, from the top with a
    /// leading `/`, and `..` climbs. Globs keep their metacharacters. `None` where it leaves the repository.
    pub fn resolve(&self, written: &str) -> Option<RepoPath> {
        let (mut parts, rest) = match written.strip_prefix('/') {
            Some(rest) => (Vec::new(), rest),
            None => (self.0.split_str("/").filter(|part| !part.is_empty()).collect(), written),
        };
        for part in rest.as_bytes().split_str("/") {
            match part {
                b"" | b"." => {}
                b".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Some(RepoPath(bstr::join("/", parts).into()))
    }
}

impl From<&str> for RepoPath {
    fn from(path: &str) -> Self {
        RepoPath(path.as_bytes().into())
    }
}

/// Shown as text: bytes that are not UTF-8 as U+FFFD, control and direction-changing characters escaped.
impl fmt::Display for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&crate::escape::visible(&self.0.to_str_lossy()), out)
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_bstr(), out)
    }
}
