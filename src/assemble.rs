//! From a snapshot to its plan: configuration, manifests, model. Whoever needs a plan gets it here.

mod globs;

use crate::config;
use crate::config::{Config, Options};
use crate::discover;
use crate::discover::Found;
use crate::error::Result;
use crate::model::{File, Manifest, Paths, Plan};
use crate::parallel;
use crate::path::RepoPath;
use crate::schema::Shape;
use crate::snapshot::Snapshot;
use crate::text::{Source, Sources};
use crate::time::Date;
use crate::yaml;

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
    assemble_wanted(snapshot, today, named, options, |_| true)
}

/// The same without the manifests that are not wanted.
///
/// # Errors
/// As above.
pub fn assemble_wanted(
    snapshot: &dyn Snapshot,
    today: Date,
    named: &[RepoPath],
    options: &Options,
    wanted: impl Fn(&RepoPath) -> bool,
) -> Result<Assembled> {
    let mut sources = Sources::default();
    let reading = config::read(snapshot, options, &mut sources)?;
    let misconfigured = !reading.is_sound();
    let config::Reading { config, mut files } = reading;
    let mut read = Vec::new();
    if !misconfigured {
        read = read_manifests(snapshot, &config, named, &wanted, &mut sources)?;
    }
    let (mut manifests, decoded): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let mut plan = build_plan(decoded, &config, today);
    globs::bound(&mut plan, Paths::new(snapshot.entries()), &mut manifests);
    files.extend(manifests);
    Ok(Assembled { plan, files, sources, config, misconfigured })
}

/// The trees of so many manifests are kept. With more, the room that they take counts for more than the time in which
/// those with findings are read again.
const KEPT: usize = 256;

fn read_manifests(
    snapshot: &dyn Snapshot,
    config: &Config,
    named: &[RepoPath],
    wanted: &dyn Fn(&RepoPath) -> bool,
    sources: &mut Sources,
) -> Result<Vec<(File, Option<Manifest>)>> {
    // What was read as something else is no manifest, and neither is a sign-off, even if it is named.
    let is_signoff = |path: &RepoPath| path.folder().folder().name() == "signoffs";
    let is_read = |path: &RepoPath| sources.iter().any(|(_, source)| source.path() == path);
    let named: Vec<RepoPath> =
        named.iter().filter(|path| !is_signoff(path) && !is_read(path)).cloned().collect();
    let mut open = |found: Found| {
        let (text, problem) = match found.obstacle {
            None => yaml::decode(&snapshot.read(&found.path)?),
            Some(problem) => (String::new(), Some(problem)),
        };
        Ok((sources.add(Source::new(found.path, text)), problem))
    };
    let found = discover::manifests(snapshot.entries(), config, &named).into_iter();
    let opened: Result<Vec<_>> = found.filter(|found| wanted(&found.path)).map(&mut open).collect();
    let sources = &*sources;
    let opened = opened?;
    let count = opened.len();
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

fn build_plan(decoded: Vec<Option<Manifest>>, config: &Config, today: Date) -> Plan {
    let count = decoded.len();
    let manifests: Vec<Manifest> = decoded.into_iter().flatten().collect();
    let incomplete = manifests.len() < count || manifests.iter().any(|one| one.project.given().is_none());
    let mut plan = Plan::new(manifests, incomplete, config.people.clone(), config.profiles.names(), today);
    plan.thresholds = config.thresholds.clone();
    plan
}
