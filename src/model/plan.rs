//! The plan: all manifests of one snapshot, read together.

use std::collections::BTreeMap;

use crate::model::manifest::Manifest;
use crate::model::people::People;
use crate::model::thresholds::Thresholds;
use crate::text::SourceId;
use crate::time::Date;

/// All manifests of one snapshot.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The manifests, by path.
    pub manifests: Vec<Manifest>,
    /// Some manifest could not be read, so nothing can be said about a project that is not found.
    pub incomplete: bool,
    /// Teams and handles.
    pub people: People,
    /// The numbers at which rules speak.
    pub thresholds: Thresholds,
    /// The ids of all known profiles, sorted.
    pub profiles: Vec<String>,
    /// The day on which the plan is judged.
    pub today: Date,
    projects: BTreeMap<String, Vec<usize>>,
}

impl Plan {
    /// The plan of these manifests.
    pub fn new(
        manifests: Vec<Manifest>,
        incomplete: bool,
        people: People,
        profiles: Vec<String>,
        today: Date,
    ) -> Self {
        let mut projects: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, manifest) in manifests.iter().enumerate() {
            if let Some(id) = manifest.project.given() {
                projects.entry(id.value.clone()).or_default().push(at);
            }
        }
        Plan { manifests, incomplete, people, thresholds: Thresholds::default(), profiles, today, projects }
    }

    /// The manifests that claim a project id, in the order of their paths.
    pub fn project(&self, id: &str) -> impl Iterator<Item = &Manifest> {
        self.projects.get(id).into_iter().flatten().map(|at| &self.manifests[*at])
    }

    /// Every project id, sorted.
    pub fn projects(&self) -> impl Iterator<Item = &str> {
        self.projects.keys().map(String::as_str)
    }

    /// The manifest that was read from a source.
    pub fn manifest(&self, source: SourceId) -> Option<&Manifest> {
        self.manifests.iter().find(|manifest| manifest.source == source)
    }
}
