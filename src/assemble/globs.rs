//! What manifests name is looked up for at most so long: what is behind that is a violation, and nothing else is said of it.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::limits;
use crate::model::{Field, File, Manifest, Paths, Plan, Text};
use crate::parallel;
use crate::path::RepoPath;
use crate::schema::{Violation, ViolationKind};
use crate::text::SourceId;

/// Spoils the paths and globs of a plan from the first on that is one too many, and tells it in the file of its
/// manifest.
pub(super) fn bound(plan: &mut Plan, paths: Paths<'_>, files: &mut [File]) {
    // Of few manifests one thread can as well count up to the first that is too many.
    if plan.manifests.len() > parallel::LITTLE && steps(plan, paths) < limits::LOOKED_UP.most {
        return;
    }
    let mut bound = Bound { paths, left: limits::LOOKED_UP.most, first: None };
    for manifest in plan.manifests.iter_mut() {
        let (source, folder) = (manifest.source, manifest.path.folder());
        written(manifest).for_each(|field| bound.count(source, &folder, field));
    }
    let Some((source, text)) = bound.first else { return };
    let message = "it takes too long to look up all that the manifests name, up to here";
    let help = "name smaller folders, or fewer";
    let (message, help) = (message.to_owned(), help.to_owned());
    let kind = ViolationKind::WrongType { message, help, related: None, meant: None };
    let file = files.iter_mut().find(|file| file.source == source);
    file.into_iter().for_each(|file| {
        file.violations.push(Violation { kind: kind.clone(), span: text.span, parent: text.span });
    });
}

/// About how many steps all of it takes, or at least so many as it may take.
fn steps(plan: &mut Plan, paths: Paths<'_>) -> usize {
    let count = plan.manifests.len();
    let taken = AtomicUsize::new(0);
    parallel::map(plan.manifests.iter_mut().collect(), count, |manifest: &mut Manifest| {
        let folder = manifest.path.folder();
        let near = paths.near(&folder);
        for text in written(manifest).filter_map(|field| field.given()) {
            let left = limits::LOOKED_UP.most.saturating_sub(taken.load(Relaxed));
            taken.fetch_add(steps_of(near, &folder, text, left), Relaxed);
        }
    });
    taken.into_inner()
}

fn steps_of(paths: Paths<'_>, folder: &RepoPath, text: &Text, most: usize) -> usize {
    folder.resolve(&text.value).map_or(0, |pattern| paths.steps(&pattern, most))
}

struct Bound<'a> {
    paths: Paths<'a>,
    left: usize,
    /// The first glob that is too many.
    first: Option<(SourceId, Text)>,
}

impl Bound<'_> {
    fn count(&mut self, source: SourceId, folder: &RepoPath, field: &mut Field<Text>) {
        let Some(text) = field.given() else { return };
        self.left -= steps_of(self.paths, folder, text, self.left);
        if self.left == 0 {
            self.first.get_or_insert_with(|| (source, text.clone()));
            *field = Field::Spoiled;
        }
    }
}

/// All fields of a manifest in which a glob is looked up.
fn written(manifest: &mut Manifest) -> impl Iterator<Item = &mut Field<Text>> {
    let stages = manifest.stages.values_mut();
    let artifacts = stages.flat_map(|stage| stage.produces.values_mut()).map(|artifact| &mut artifact.path);
    let sources = manifest.sources.values_mut().map(|source| &mut source.contract);
    let documents = manifest.documents.values_mut().map(|document| &mut document.path);
    let alerts = manifest.alerts.values_mut().map(|alert| &mut alert.runbook);
    artifacts.chain(sources).chain(documents).chain(alerts)
}
