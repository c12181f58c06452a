//! A plan before and after: which manifests belong together, and what those who changed it say.

use crate::evidence::{Gathered, Signoffs};
use crate::model::{Manifest, Plan};
use crate::snapshot::{Message, Person};

/// One manifest before and after. Places of `before` belong to sources of its own, which no report shows:
/// a finding points into `after` and names what was before in words.
#[derive(Debug)]
pub struct Change<'a> {
    /// The manifest as it was.
    pub before: &'a Manifest,
    /// The manifest as it is.
    pub after: &'a Manifest,
    /// All manifests as they were.
    pub before_plan: &'a Plan,
    /// All manifests as they are.
    pub plan: &'a Plan,
    /// The sign-offs as they were.
    pub before_signoffs: &'a Signoffs,
    /// What the snapshot holds now.
    pub gathered: &'a Gathered<'a>,
    /// What the commits between the two say, as far as there are any.
    pub messages: &'a [Message],
    /// Who made the change to this manifest, as commits or the configuration of git name them.
    pub authors: Vec<&'a Person>,
}

impl Change<'_> {
    /// The values of a trailer in any message.
    pub fn trailers(&self, key: &str) -> impl Iterator<Item = &str> {
        self.messages.iter().flat_map(move |message| message.trailers(key))
    }
}
