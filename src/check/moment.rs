//! How far a run has come, for those who watch it: the pipeline knows nothing of terminals.

use crate::model::Plan;

/// What a run does next.
#[derive(Debug)]
pub enum Moment<'a> {
    /// Files are read.
    Read,
    /// What the plan names besides is looked at.
    Gather(&'a Plan),
    /// The history is waited for.
    History,
    /// Rules judge the plan.
    Judge,
    /// Rules judge what changed.
    Compare,
    /// It is judged which findings count.
    Filter,
}

/// Whom a run tells how far it has come.
pub type Listener = Box<dyn Fn(&Moment<'_>)>;
