//! Who owns which path, and where CODEOWNERS says so.

use crate::codeowners::{Codeowners, Forge};
use crate::error::Result;
use crate::snapshot::Snapshot;
use crate::text::{Source, SourceId, Sources};

/// The CODEOWNERS file of a snapshot, as a source that findings may point into.
#[derive(Debug)]
pub struct Owners {
    /// The source.
    pub source: SourceId,
    /// What it says.
    pub codeowners: Codeowners,
}

impl Owners {
    /// Reads the file of a snapshot; `None` where there is none.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn gather(snapshot: &dyn Snapshot, sources: &mut Sources) -> Result<Option<Self>> {
        let Some(path) = Codeowners::place(snapshot) else { return Ok(None) };
        let text = String::from_utf8_lossy(&snapshot.read(&path)?).into_owned();
        let codeowners = Codeowners::parse(&text, Forge::of(&path, &text));
        Ok(Some(Owners { source: sources.add(Source::new(path, text)), codeowners }))
    }
}
