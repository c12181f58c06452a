//! The plan: all manifests of one snapshot, read together.

use hashbrown::HashMap;

use crate::model::manifest::{Manifest, Metric};
use crate::model::people::People;
use crate::model::thresholds::Thresholds;
use crate::order;
use crate::order::Sorted;
use crate::parallel;
use crate::text::SourceId;
use crate::time::Date;

/// Manifests in their order. Each stands by itself: it is too large to be moved about.
#[derive(Clone, Debug)]
#[expect(clippy::vec_box, reason = "a manifest has thousands of bytes, and is read on other threads")]
pub struct Manifests(Vec<Box<Manifest>>);

impl Manifests {
    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Manifest> + Clone {
        self.0.iter().map(|manifest| &**manifest)
    }

    /// All of them, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Manifest> {
        self.0.iter_mut().map(|manifest| &mut **manifest)
    }

    /// The first.
    pub fn first(&self) -> Option<&Manifest> {
        self.iter().next()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::ops::Index<usize> for Manifests {
    type Output = Manifest;

    fn index(&self, at: usize) -> &Manifest {
        &self.0[at]
    }
}

/// All manifests of one snapshot.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The manifests, by path.
    pub manifests: Manifests,
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
    projects: Sorted<String, Vec<usize>>,
    /// The manifests that define a metric for the whole repository, by its id.
    glossary: HashMap<String, Vec<usize>>,
    by_source: HashMap<SourceId, usize>,
}

impl Plan {
    /// The plan of these manifests.
    pub fn new(
        manifests: Vec<Box<Manifest>>,
        incomplete: bool,
        people: People,
        profiles: Vec<String>,
        today: Date,
    ) -> Self {
        let mut glossary: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, manifest) in manifests.iter().enumerate() {
            for metric in manifest.metrics.iter().filter(|metric| metric.value.is_of_repository()) {
                glossary.entry(metric.name().to_owned()).or_default().push(at);
            }
        }
        let project = |at: usize| Some((manifests[at].project.given()?.value.to_string(), at));
        let projects = order::grouped((0..manifests.len()).filter_map(project));
        let by_source = manifests.iter().enumerate().map(|(at, manifest)| (manifest.source, at)).collect();
        let (manifests, thresholds) = (Manifests(manifests), Thresholds::default());
        Plan { manifests, incomplete, people, thresholds, profiles, today, projects, glossary, by_source }
    }

    /// What `make` gives for each manifest, in their order, worked out on all threads.
    pub fn each<U: Send>(&self, make: impl Fn(&Manifest) -> U + Sync) -> Vec<U> {
        parallel::map(self.manifests.iter().collect(), self.manifests.len(), make)
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
