//! A plan before and after: which manifests belong together, and what those who changed it say.

use hashbrown::HashSet;

use crate::evidence::{Gathered, Signoffs};
use crate::model::{Item, Manifest, Metric, Plan};
use crate::order;
use crate::path::RepoPath;
use crate::snapshot::{Commit, Message, Person};
use crate::text::Sources;

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
    /// The commits between the two, and the one to come, as far as there are any.
    pub commits: &'a [Commit],
}

impl<'a> Change<'a> {
    /// What the commits between the two say.
    pub fn messages(&self) -> impl Iterator<Item = &'a Message> {
        self.commits.iter().map(|commit| &commit.message)
    }

    /// The values of a trailer in any of them.
    pub fn trailers(&self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.messages().flat_map(move |message| message.trailers(key))
    }

    /// What a metric was: by its id, or by an alias that was its id, or by its meaning where that id is gone.
    pub fn former_metric(&self, metric: &Item<Metric>) -> Option<&'a Item<Metric>> {
        let is_gone = |id: &&str| !self.after.metrics.has(id);
        let means = |one: &Item<Metric>| one.value.means.given().map(|text| text.value.to_lowercase());
        let is_same = |was: &&Item<Metric>| is_gone(&was.name()) && means(was) == means(metric);
        let by_meaning = || means(metric).and_then(|_| self.before.metrics.iter().find(is_same));
        let mut aliases =
            metric.value.aliases.items().iter().map(|alias| alias.value.as_str()).filter(is_gone);
        let by_alias = || aliases.find_map(|id| self.before.metrics.get(id));
        self.before.metrics.get(metric.name()).or_else(by_alias).or_else(by_meaning)
    }

    /// Who changed this manifest, or is about to.
    pub fn authors(&self) -> impl Iterator<Item = &'a Person> {
        let (before, after) = (&self.before.path, &self.after.path);
        let touches = move |commit: &&Commit| {
            let mut paths = commit.changes.iter().map(|change| &change.path);
            commit.id.is_none() || paths.any(|path| path == before || path == after)
        };
        self.commits.iter().filter(touches).map(|commit| &commit.message.author)
    }
}

/// A snapshot's plan with the texts it was read from.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Where its manifests were read from.
    pub sources: &'a Sources,
}

/// Which manifests of two plans are the same one: by project, else by path, else by likeness, as git sees
/// renames. A manifest that is new, or gone, is in no pair, and neither is a later one that is not `wanted`.
pub fn pairs<'a>(
    before: Side<'a>,
    after: Side<'a>,
    wanted: impl Fn(&RepoPath) -> bool,
) -> Vec<(&'a Manifest, &'a Manifest)> {
    let mut found = Vec::new();
    let manifests: Vec<&Manifest> = after.plan.manifests.iter().filter(|one| wanted(&one.path)).collect();
    let after = (manifests.as_slice(), after.sources);
    let same_project = |one: &Manifest, other: &Manifest| {
        let ids = one.project.given().zip(other.project.given());
        ids.is_some_and(|(one, other)| one.value == other.value)
    };
    let same_path = |one: &Manifest, other: &Manifest| one.path == other.path;
    match_up(&mut found, before, after, |one, other| same_project(one, other) && same_path(one, other));
    match_up(&mut found, before, after, same_project);
    match_up(&mut found, before, after, same_path);
    match_up(&mut found, before, after, |one, other| {
        let text = |sources: &'a Sources, manifest: &Manifest| sources.get(manifest.source).text();
        are_alike(text(before.sources, one), text(after.1, other))
    });
    order::by(&mut found, |(_, one), (_, other)| one.path.cmp(&other.path));
    found
}

/// Pairs what is in no pair yet.
fn match_up<'a>(
    found: &mut Vec<(&'a Manifest, &'a Manifest)>,
    before: Side<'a>,
    (manifests, _): (&[&'a Manifest], &Sources),
    same: impl Fn(&Manifest, &Manifest) -> bool,
) {
    for new in manifests {
        let is_free = |old: &&Manifest| found.iter().all(|(one, _)| one.path != old.path);
        if found.iter().any(|(_, other)| other.path == new.path) {
            continue;
        }
        if let Some(old) = before.plan.manifests.iter().filter(is_free).find(|old| same(old, new)) {
            found.push((old, new));
        }
    }
}

/// Do they share at least half of their lines?
fn are_alike(one: &str, other: &str) -> bool {
    let lines = |text: &'_ str| -> HashSet<String> {
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let (one, other) = (lines(one), lines(other));
    one.intersection(&other).count() * 2 >= one.len().max(other.len())
}
