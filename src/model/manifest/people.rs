//! Who accepts a handoff, and where they say so.

use crate::model::manifest::{Handoff, Manifest};
use crate::path::RepoPath;

impl Manifest {
    /// The roles that accept a handoff: those it names, else the lead of the receiving stage.
    pub fn receivers<'a>(&'a self, handoff: &'a Handoff) -> Vec<&'a str> {
        let named = handoff.receivers.items();
        if !named.is_empty() {
            return named.iter().map(|role| role.as_str()).collect();
        }
        let to = handoff.to.given().and_then(|to| self.stages.get(&to.value));
        to.and_then(|stage| stage.value.lead.one()).map(|lead| lead.as_str()).into_iter().collect()
    }

    /// Where the sign-offs of a handoff stand: `signoffs/<project>/<handoff>.yaml` beside the manifest. `None`
    /// where the project or the handoff has no id that can name a file.
    pub fn signoff_path(&self, handoff: &str) -> Option<RepoPath> {
        let project = self.project.given()?.value.as_str();
        let is_name = |id: &str| !id.contains(['/', '\\']) && id != "." && id != "..";
        let ends = format!("signoffs/{project}/{handoff}.yaml");
        (is_name(project) && is_name(handoff)).then(|| self.path.folder().resolve(&ends))?
    }
}
