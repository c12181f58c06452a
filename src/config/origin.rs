//! Where a value that is in force comes from.

use crate::text::Place;

/// Where a value that is in force comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The configuration says so there.
    File(Place),
    /// The command line says so with this option.
    Option(&'static str),
}

/// A value that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    /// A value from there.
    pub fn new(value: T, origin: Origin) -> Self {
        Setting { value, origin }
    }
}
