//! The sign-off files of a plan: who accepted what, and whether it changed since.

use crate::error::Result;
use crate::model::{Paths, Plan};
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// The sign-off files of a plan: who accepted what, and whether it changed since.
#[derive(Debug, Default)]
pub struct Signoffs {}

impl Signoffs {
    /// Reads them from a snapshot.
    ///
    /// # Errors
    /// A file that is there cannot be read.
    pub fn gather(_: &dyn Snapshot, _: Paths<'_>, _: &Plan, _: &mut Sources) -> Result<Self> {
        Ok(Signoffs {})
    }
}
