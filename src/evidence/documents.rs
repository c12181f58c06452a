//! The documents that a plan names, read as Markdown.

use crate::error::Result;
use crate::model::{Paths, Plan};
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// The documents that a plan names, read as Markdown.
#[derive(Debug, Default)]
pub struct Documents {}

impl Documents {
    /// Reads them from a snapshot.
    ///
    /// # Errors
    /// A file that is there cannot be read.
    pub fn gather(_: &dyn Snapshot, _: Paths<'_>, _: &Plan, _: &mut Sources) -> Result<Self> {
        Ok(Documents {})
    }
}
