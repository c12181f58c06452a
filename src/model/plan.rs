//! The plan: all manifests of one snapshot, read together.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::model::manifest::{Manifest, Metric};
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
    /// The manifests that define a metric for the whole repository, by its id.
    glossary: HashMap<String, Vec<usize>>,
    by_source: HashMap<SourceId, usize>,
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
        let mut glossary: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, manifest) in manifests.iter().enumerate() {
            for metric in manifest.metrics.iter().filter(|metric| metric.value.is_of_repository()) {
                glossary.entry(metric.name().to_owned()).or_default().push(at);
            }
            if let Some(id) = manifest.project.given() {
                projects.entry(id.value.clone()).or_default().push(at);
            }
        }
        let by_source = manifests.iter().enumerate().map(|(at, manifest)| (manifest.source, at)).collect();
        let thresholds = Thresholds::default();
        Plan { manifests, incomplete, people, thresholds, profiles, today, projects, glossary, by_source }
    }

    /// The manifests that claim a project id, in the order of their paths.
    pub fn project(&self, id: &str) -> impl Iterator<Item = &Manifest> {
        self.projects.get(id).into_iter().flatten().map(|at| &self.manifests[*at])
    }

    /// Every project id, sorted.
    pub fn projects(&self) -> impl Iterator<Item = &str> {
        self.projects.keys().map(String::as_str)
    }

    /// The definitions of a metric for the whole repository that other manifests than this one have.
    pub fn glossary(&self, metric: &str, manifest: &Manifest) -> impl Iterator<Item = &Metric> {
        let defining = self.glossary.get(metric).into_iter().flatten().map(|at| &self.manifests[*at]);
        let others = defining.filter(|other| other.source != manifest.source);
        others.filter_map(move |other| Some(&other.metrics.get(metric)?.value))
    }

    /// The manifest that was read from a source.
    pub fn manifest(&self, source: SourceId) -> Option<&Manifest> {
        self.by_source.get(&source).map(|at| &self.manifests[*at])
    }
}
