//! Why a fix cannot be made.

use std::fmt;

/// Why a fix cannot be made here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The node arrives through an alias or a merge key.
    Elsewhere,
    /// The node has an anchor, and an alias repeats it.
    Repeated,
    /// The node is not there.
    Absent,
    /// Something else is written in its place.
    Taken,
    /// The text around the node is laid out in a way that no edit is known for.
    Layout,
    /// The file is no YAML as far as can be read.
    Unreadable,
    /// A file that would be written is there.
    Exists,
    /// Two edits of the fix, or two fixes, change the same bytes.
    Conflict,
}

/// The reason, as the end of a sentence.
impl fmt::Display for Obstacle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Obstacle::Elsewhere => "the value is written elsewhere, behind an alias or a merge key",
            Obstacle::Repeated => "an alias repeats the value elsewhere, where it would change too",
            Obstacle::Absent => "the place is not there",
            Obstacle::Taken => "something else is written there",
            Obstacle::Layout => "the lines around it are laid out in an unusual way",
            Obstacle::Unreadable => "the file cannot be read as YAML",
            Obstacle::Exists => "the file is there already",
            Obstacle::Conflict => "another fix changes the same place",
        })
    }
}
