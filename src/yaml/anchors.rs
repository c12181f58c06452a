//! Anchors, and those that nobody wanted: `does: &run the checks` loses a word without a sound.

use std::collections::{BTreeMap, BTreeSet};

use super::unquoted::Unquoted;

/// The anchors of a file, by the parser's numbers.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    nodes: BTreeMap<usize, usize>,
    doubted: BTreeMap<usize, Unquoted>,
    followed: BTreeSet<usize>,
}

impl Anchors {
    /// The node that has an anchor.
    pub(super) fn insert(&mut self, anchor: usize, node: usize) {
        self.nodes.insert(anchor, node);
    }

    /// The node that an alias refers to.
    pub(super) fn follow(&mut self, anchor: usize) -> Option<usize> {
        self.followed.insert(anchor);
        self.nodes.get(&anchor).copied()
    }

    /// An anchor before several words may be the first of them.
    pub(super) fn doubt(&mut self, anchor: usize, text: &str, meant: Option<Unquoted>) {
        if let Some(meant) = meant.filter(|_| text.contains(' ')) {
            self.doubted.insert(anchor, meant);
        }
    }

    /// The nodes whose doubted anchor no alias uses, each with the value that was meant.
    pub(super) fn unused(&self) -> impl Iterator<Item = (usize, Unquoted)> {
        let unused = self.doubted.iter().filter(|(anchor, _)| !self.followed.contains(anchor));
        unused.filter_map(|(anchor, meant)| Some((*self.nodes.get(anchor)?, *meant)))
    }
}
