//! What the edits of one fix come to, while they are worked out.

use crate::fix::{Change, Claim, Obstacle, Resolved, Take};
use crate::text::{Place, SourceId, Span};
use crate::yaml::Node;

/// One file and what is to change in it.
pub(super) struct Draft<'t, 'o> {
    pub source: SourceId,
    pub text: &'t str,
    root: Option<&'t Node>,
    out: &'o mut Resolved,
}

impl<'t, 'o> Draft<'t, 'o> {
    pub fn new(source: SourceId, text: &'t str, root: Option<&'t Node>, out: &'o mut Resolved) -> Self {
        Draft { source, text, root, out }
    }

    pub fn root(&self) -> Result<&'t Node, Obstacle> {
        self.root.ok_or(Obstacle::Unreadable)
    }

    /// Puts `text` in the place of some bytes.
    pub fn replace(&mut self, start: usize, end: usize, text: impl Into<String>) {
        let place = Place::new(self.source, Span::new(start, end));
        self.out.changes.push(Change { place, text: text.into() });
    }

    /// Puts `text` between two bytes.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at, at, text);
    }

    /// Makes the node at `path`: no other fix may make it too.
    pub fn makes(&mut self, path: impl Into<String>) {
        self.claim(Take::Makes, path.into());
    }

    /// Counts on the node at `path`: no other fix may take it away.
    pub fn enters(&mut self, path: impl Into<String>) {
        self.claim(Take::Enters, path.into());
    }

    /// Takes the node at `path` away: no other fix may count on it.
    pub fn takes(&mut self, path: impl Into<String>) {
        self.claim(Take::Takes, path.into());
    }

    fn claim(&mut self, take: Take, path: String) {
        self.out.claims.push(Claim { source: self.source, take, path });
    }
}
