//! What `planlint.yaml` says, read from the snapshot being checked, and what the program relies on.

mod level;

mod options;

mod origin;

pub mod patterns;

mod profiles;

mod raw;

mod resolve;

pub use crate::config::level::{Layer, Level};
pub use crate::config::options::{Options, Written};
pub use crate::config::origin::{Origin, Setting};
pub use crate::config::patterns::Patterns;

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;

use crate::codeowners::ForgeChoice;
use crate::config::raw::Raw;
use crate::error::Result;
use crate::model::{File, People, Profiles, Threshold, Thresholds};
use crate::order::Sorted;
use crate::path::RepoPath;
use crate::schema::{Shape, Violation, ViolationKind};
use crate::snapshot::{Entry, EntryKind, Snapshot};
use crate::text::{Source, Sources, Span};
use crate::yaml;
use crate::yaml::Problem;

/// Where the configuration stands in a repository.
pub const PATH: &str = "planlint.yaml";

/// Where the baseline stands unless the configuration says otherwise.
pub const BASELINE: &str = "planlint-baseline.yaml";

/// Which paths are manifests unless the configuration says otherwise.
pub const MANIFESTS: &[&str] =
    &["**/lifecycle.yaml", "**/lifecycle.yml", "**/*.lifecycle.yaml", "**/*.lifecycle.yml"];

/// What the program relies on.
#[derive(Debug)]
pub struct Config {
    /// Which paths are manifests.
    pub manifests: Patterns,
    /// Which of them are left out.
    pub exclude: Patterns,
    /// All profiles.
    pub profiles: Profiles,
    /// The files of one's own profiles.
    pub own_profiles: Vec<Setting<String>>,
    /// Where the baseline stands, or would stand.
    pub baseline: Setting<RepoPath>,
    /// Teams and handles.
    pub people: People,
    /// Where the spelling of handles is said, and each team.
    pub people_from: Sorted<String, Origin>,
    /// The forge.
    pub forge: Setting<ForgeChoice>,
    /// The numbers at which rules speak.
    pub thresholds: Thresholds,
    /// How each of them that is not a default is written, and where.
    pub thresholds_from: Sorted<Threshold, Setting<String>>,
    /// Levels and profiles: for all, for the paths of each override in the order of the file, and for all as the
    /// command line says. The first one names a profile.
    pub layers: Vec<Layer>,
    /// The positions of the layers that hold for a path, the last one first, once they were looked up.
    known: Mutex<HashMap<RepoPath, Arc<[usize]>>>,
}

impl Config {
    /// The level that is said of a rule for the manifest at a path: the last layer that says something decides, by
    /// the rule's own name before its family's. `None` where nothing is said. A rule that is `on_request` listens
    /// to its own name only.
    pub fn level(
        &self,
        rule: &str,
        family: &str,
        on_request: bool,
        path: Option<&RepoPath>,
    ) -> Option<&Setting<Level>> {
        let layers = self.covering(path);
        layers.iter().map(|at| &self.layers[*at]).find_map(|layer| {
            let of_family = || layer.levels.get(family).filter(|_| !on_request);
            layer.levels.get(rule).or_else(of_family)
        })
    }

    /// The profile of the manifest at a path, where it names none.
    pub fn profile(&self, path: Option<&RepoPath>) -> &Setting<String> {
        let layers = self.covering(path);
        let named = layers.iter().find_map(|at| self.layers[*at].profile.as_ref());
        named.expect("the first layer holds everywhere and names a profile")
    }

    /// The layers that hold for a path, the last one first; those that hold everywhere where there is none. A path
    /// has many findings, and is held against the globs of all layers once.
    fn covering(&self, path: Option<&RepoPath>) -> Arc<[usize]> {
        let all = (0..self.layers.len()).rev();
        let Some(path) = path else {
            return all.filter(|at| self.layers[*at].paths.is_none()).collect();
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(path) {
            return Arc::clone(found);
        }
        let found: Arc<[usize]> = all.filter(|at| self.layers[*at].covers(path)).collect();
        known.insert(path.clone(), Arc::clone(&found));
        found
    }
}

/// What reading the configuration gave: what is in force, and the files in which something is wrong.
#[derive(Debug)]
pub struct Reading {
    /// What is in force: the defaults wherever the file says nothing usable.
    pub config: Config,
    /// The configuration and own profiles that were read, for the rules on shape.
    pub files: Vec<File>,
}

impl Reading {
    /// Is nothing wrong with the files? An empty one is none: the defaults hold.
    pub fn is_sound(&self) -> bool {
        self.files.iter().all(|file| file.is_sound() || file.is_empty())
    }
}

/// Reads the configuration of a snapshot; the defaults hold where it has none, and `options` beat all of it.
///
/// # Errors
/// The file, or a profile it names, is there and cannot be read; or an option names an unknown profile.
pub fn read(snapshot: &dyn Snapshot, options: &Options, sources: &mut Sources) -> Result<Reading> {
    let mut files: Vec<File> = file(snapshot, options, sources)?.into_iter().collect();
    let raw = files.first().map_or_else(Raw::default, Raw::of);
    let own = profiles::read(snapshot, sources, &raw, &mut files)?;
    let config = resolve::resolve(&raw, options, own, &mut files)?;
    Ok(Reading { config, files })
}

/// The file that holds the configuration, if there is one.
fn file(snapshot: &dyn Snapshot, options: &Options, sources: &mut Sources) -> Result<Option<File>> {
    let path = RepoPath::from(PATH);
    match &options.file {
        Written::Nowhere => Ok(None),
        Written::Elsewhere(name, bytes) => {
            let (text, problem) = yaml::decode(bytes);
            let id = sources.add(Source::new(RepoPath::from(name.as_str()), text));
            Ok(Some(match problem {
                Some(problem) => File::unreadable(id, Shape::Config, problem),
                None => File::read(id, Shape::Config, sources.get(id).text()),
            }))
        }
        Written::Snapshot => match obstacle(snapshot, &path) {
            Some(problem) => {
                let id = sources.add(Source::new(path, String::new()));
                Ok(Some(File::unreadable(id, Shape::Config, problem)))
            }
            None if entry(snapshot, &path).is_some() => {
                File::load(snapshot, sources, path, Shape::Config).map(Some)
            }
            None => Ok(None),
        },
    }
}

/// Why the configuration is no file to read, where something else stands in its place.
fn obstacle(snapshot: &dyn Snapshot, path: &RepoPath) -> Option<Problem> {
    let entries = snapshot.entries();
    let at = entries.partition_point(|entry| entry.path < *path);
    match entries.get(at).filter(|entry| entry.path.is_below(path)) {
        Some(entry) if entry.path == *path => File::obstacle("configuration", entry.kind),
        Some(_) => Some(File::folder("configuration")),
        None => None,
    }
}

fn entry<'a>(snapshot: &'a dyn Snapshot, path: &RepoPath) -> Option<&'a Entry> {
    let entries = snapshot.entries();
    let at = entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
    Some(&entries[at]).filter(|entry| entry.kind == EntryKind::File)
}

/// Adds a violation to the configuration file itself, the first file that was read.
fn wrong(files: &mut [File], span: Span, message: String, help: &str) {
    if let Some(file) = files.first_mut() {
        let kind = ViolationKind::WrongType { message, help: help.to_owned(), related: None, meant: None };
        file.violations.push(Violation { kind, span, parent: span });
    }
}
