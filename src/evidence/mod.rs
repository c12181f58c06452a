//! What rules may look at besides the manifests: paths, documents, measured values, sign-offs, code owners.
//! All of it is read from the snapshot being checked, before any rule runs.

mod absence;

mod change;

mod dependents;

pub mod digest;

mod documents;

mod history;

mod html;

mod leftover;

mod markdown;

mod measurements;

mod outputs;

mod owners;

mod pipelines;

pub mod rewritten;

pub mod signoffs;

pub use absence::{Absence, Search};
pub use change::{Change, Side, pairs};
pub use dependents::{Dependent, Dependents};
pub use documents::{Documents, Unread};
pub use history::{AskedHistory, History};
pub use leftover::Leftover;
pub use markdown::{Heading, Markdown};
pub use measurements::{Measured, Measurement, Measurements, Unmeasured};
pub use outputs::{Large, Outputs};
pub use owners::Owners;
pub use signoffs::Signoffs;

use crate::codeowners::ForgeChoice;
use crate::error::Result;
use crate::model::{Paths, Plan};
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// What was gathered from a snapshot for its plan.
#[derive(Debug)]
pub struct Gathered<'a> {
    /// Which paths there are.
    pub paths: Paths<'a>,
    /// The documents that the plan names.
    pub documents: Documents,
    /// What stands where artifacts are said to be.
    pub outputs: Outputs<'a>,
    /// Who else in the repository says that they use its outputs.
    pub dependents: Dependents,
    /// The measured values that the plan names.
    pub measurements: Measurements,
    /// The sign-offs of its handoffs.
    pub signoffs: Signoffs,
    /// Who owns which path; `None` where there is no CODEOWNERS file.
    pub owners: Option<Owners>,
    /// Which forge the repository is on, as far as that is said.
    pub forge: ForgeChoice,
    /// May the date decide? Never at commit, unless it was given.
    pub clock: bool,
}

/// Gathers what the rules on a plan may look at. Files that a finding may point into become sources.
///
/// # Errors
/// A file that is there cannot be read.
pub fn gather<'a>(
    snapshot: &'a dyn Snapshot,
    plan: &Plan,
    forge: ForgeChoice,
    clock: bool,
    sources: &mut Sources,
) -> Result<Gathered<'a>> {
    let paths = Paths::new(snapshot.entries());
    let outputs = Outputs::gather(snapshot, paths, plan);
    Ok(Gathered {
        paths,
        documents: Documents::gather(snapshot, paths, plan, sources)?,
        dependents: Dependents::gather(snapshot, sources)?,
        measurements: Measurements::gather(snapshot, &outputs, plan, sources),
        outputs,
        signoffs: Signoffs::gather(snapshot, paths, plan, sources)?,
        owners: Owners::gather(snapshot, forge, sources)?,
        forge,
        clock,
    })
}
