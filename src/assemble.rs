//! From a snapshot to its plan: configuration, manifests, model. Whoever needs a plan gets it here.

mod globs;

use crate::config;
use crate::config::{Config, Options};
use crate::discover;
use crate::discover::{Discovery, Found};
use crate::error::Result;
use crate::model::{File, Manifest, Paths, Plan};
use crate::parallel;
use crate::path::RepoPath;
use crate::schema::Shape;
use crate::snapshot::{Entry, Reader, Snapshot};
use crate::text::{Source, Sources};
use crate::time::Date;
use crate::yaml;
use crate::yaml::Problem;

/// A plan and the files that it was read from.
#[derive(Debug)]
pub struct Assembled {
    /// The plan, as far as its files can be read. Empty where the configuration is wrong.
    pub plan: Plan,
    /// Every file that was read as YAML: the configuration, own profiles, manifests.
    pub files: Vec<File>,
    /// Every file that was read.
    pub sources: Sources,
    /// What is in force.
    pub config: Config,
    /// Every path that would be a manifest, had the configuration not excluded it.
    pub excluded: Vec<RepoPath>,
    /// The configuration or a profile is wrong, so that no manifest was read.
    pub misconfigured: bool,
}

/// Reads the plan of a snapshot, with what the command line says about its configuration. A file that is `named` outright is a manifest whatever the configuration says.
///
/// # Errors
/// A file of the snapshot cannot be read. A file that is wrong is told by its problems and violations.
pub fn assemble(
    snapshot: &dyn Snapshot,
    today: Date,
    named: &[RepoPath],
    options: &Options,
) -> Result<Assembled> {
    assemble_wanted(snapshot, today, named, options, snapshot.entries(), |_| true)
}

/// The same with no manifests but the wanted ones among some entries.
///
/// # Errors
/// As above.
pub fn assemble_wanted(
    snapshot: &dyn Snapshot,
    today: Date,
    named: &[RepoPath],
    options: &Options,
    entries: &[Entry],
    wanted: impl Fn(&RepoPath) -> bool,
) -> Result<Assembled> {
    let mut sources = Sources::default();
    let reading = config::read(snapshot, options, &mut sources)?;
    let misconfigured = !reading.is_sound();
    let config::Reading { config, mut files } = reading;
    // What was read as something else is no manifest, and neither is a sign-off, even if it is named.
    let is_signoff = |path: &RepoPath| path.folder().folder().name() == "signoffs";
    let is_read = |path: &RepoPath| sources.iter().any(|(_, source)| source.path() == path);
    let named = named.iter().filter(|path| !is_signoff(path) && !is_read(path)).cloned();
    let Discovery { mut manifests, excluded } =
        discover::manifests(entries, &config, &named.collect::<Vec<_>>());
    manifests.retain(|found| !misconfigured && wanted(&found.path));
    let read = read_manifests(snapshot, &config, manifests, &mut sources)?;
    let (mut manifests, decoded): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let mut plan = build_plan(decoded, &config, today);
    globs::bound(&mut plan, Paths::new(snapshot.entries()), &mut manifests);
    files.extend(manifests);
    Ok(Assembled { plan, files, sources, config, excluded, misconfigured })
}

/// The trees of so many manifests are kept. With more, the room that they take counts for more than the time in which
/// those with findings are read again.
const KEPT: usize = 16;

fn read_manifests(
    snapshot: &dyn Snapshot,
    config: &Config,
    found: Vec<Found>,
    sources: &mut Sources,
) -> Result<Vec<(File, Option<Box<Manifest>>)>> {
    let opened = texts(snapshot, &found)?.into_iter().zip(found);
    let opened = opened.map(|((text, problem), found)| (sources.add(Source::new(found.path, text)), problem));
    let opened: Vec<_> = opened.collect();
    let (sources, count) = (&*sources, opened.len());
    let read = |(id, problem)| {
        let source = sources.get(id);
        let mut file = File::opened(id, Shape::Manifest, source.text(), problem);
        let default = &config.profile(Some(source.path())).value;
        let manifest = Manifest::decode(&file, source.path().clone(), &config.profiles, default);
        // A waiver is looked up in the tree.
        if count > KEPT && manifest.as_ref().is_some_and(|manifest| manifest.waivers.is_empty()) {
            file.let_go();
        }
        (file, manifest)
    };
    Ok(parallel::map(opened, count, read))
}

/// What is written at each path, or why there is nothing to read.
fn texts(snapshot: &dyn Snapshot, found: &[Found]) -> Result<Vec<(String, Option<Problem>)>> {
    let decoded = |bytes: Vec<u8>| yaml::decode(&bytes);
    let read = |reader: &Reader<'_>, found: &Found| match found.obstacle {
        None => reader(&found.path).map(decoded),
        Some(_) => None,
    };
    let many = if found.len() > parallel::LITTLE { found.iter().collect() } else { Vec::new() };
    let mut read = parallel::map_with(many, found.len(), snapshot.readers(), read).into_iter();
    // What nobody else reads, and what is wrong with it, the snapshot tells by itself.
    let text = |found: &Found| match (read.next().flatten(), &found.obstacle) {
        (Some(text), _) => Ok(text),
        (None, Some(problem)) => Ok((String::new(), Some(problem.clone()))),
        (None, None) => snapshot.read(&found.path).map(decoded),
    };
    found.iter().map(text).collect()
}

fn build_plan(decoded: Vec<Option<Box<Manifest>>>, config: &Config, today: Date) -> Plan {
    let count = decoded.len();
    let manifests: Vec<Box<Manifest>> = decoded.into_iter().flatten().collect();
    let incomplete = manifests.len() < count || manifests.iter().any(|one| one.project.given().is_none());
    let mut plan = Plan::new(manifests, incomplete, config.people.clone(), config.profiles.names(), today);
    plan.thresholds = config.thresholds.clone();
    plan
}
