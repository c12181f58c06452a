//! What is under way while a file is read.

use crate::text::Span;

use super::Problem;
use super::raw::Core;
use super::unquoted::Unquoted;

/// Why reading ends early.
pub(super) enum Stop {
    /// Something that cannot be read.
    Problem(Problem),
    /// A value to be covered first.
    Repair(Unquoted),
}

/// A map or list that is being read.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) node: usize,
    pub(super) map: bool,
    pub(super) flow: bool,
    pub(super) spoiled: bool,
    pub(super) tag: Option<Core>,
    pub(super) span: Span,
    pub(super) children: Vec<usize>,
}
