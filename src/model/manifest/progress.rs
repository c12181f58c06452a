//! How far a plan and its stages have come, and what is at stake.

/// How far a plan has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Being written: its errors other than those of shape are warnings.
    Draft,
    /// In force.
    #[default]
    Active,
    /// Nothing happens for now.
    Paused,
    /// Over.
    Retired,
}

/// What is at stake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Next to nothing.
    Minimal,
    /// The usual.
    #[default]
    Limited,
    /// People's safety, rights or livelihood.
    High,
}

/// How far a stage has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not begun.
    #[default]
    Planned,
    /// Under way.
    Active,
    /// Finished.
    Done,
}
