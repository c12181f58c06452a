//! Which findings count: judgement after detection, in one fixed order.

mod fingerprint;

mod known;

mod levels;

mod waivers;

use hashbrown::{HashMap, HashSet};
use smol_str::SmolStr;

pub use crate::filter::levels::level;

use crate::config::{Config, Level};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Subject};
pub use crate::filter::fingerprint::Fingerprint;
pub use crate::filter::known::{Known, Settled, Sight, can_be_known, settle};
use crate::model::{File, Manifest, Naming, Plan, Status};
use crate::order;
use crate::parallel;
use crate::path::RepoPath;
use crate::rules::{Evidence, Rule};
use crate::text::{Place, SourceId, Sources, Span};

/// A finding with the path of the node it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found; by itself, since findings are moved about by tens of thousands.
    pub diagnostic: Box<Diagnostic>,
    /// The node in its file: `stages.monitoring.lead`. Empty for the whole file.
    pub node: String,
    /// The same finding before and after edits elsewhere.
    pub fingerprint: Fingerprint,
    /// The reason of the waiver that accepts it, where one does; empty where it cannot be read.
    pub accepted: Option<String>,
}

/// Whether a finding counts, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It counts. It is new, as far as anything older is known.
    New,
    /// A waiver accepts it.
    Waived,
    /// It stands in the baseline.
    Baseline,
    /// The base of the comparison has it too.
    Unchanged,
    /// The base of the comparison had it, and it is gone.
    Fixed,
}

impl State {
    /// The word for it in formats.
    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Waived => "waived",
            State::Baseline => "baseline",
            State::Unchanged => "unchanged",
            State::Fixed => "fixed",
        }
    }
}

/// What is left to report, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What counts, sorted by path, place and rule.
    pub findings: Vec<Finding>,
    /// What a waiver accepts, sorted alike.
    pub waived: Vec<Finding>,
}

impl Verdict {
    /// Takes in what another verdict says.
    pub fn extend(&mut self, other: Verdict, sources: &Sources) {
        let join = |one: &mut Vec<Finding>, other: Vec<Finding>| {
            if !other.is_empty() {
                one.extend(other);
                *one = sorted(std::mem::take(one), sources);
            }
        };
        join(&mut self.findings, other.findings);
        join(&mut self.waived, other.waived);
    }
}

/// Judges findings: levels first, then waivers, then the paths asked for; sorted, each once.
pub fn judge(
    found: Diagnostics,
    plan: &Plan,
    files: &[File],
    sources: &Sources,
    config: &Config,
    limit: &[RepoPath],
) -> Verdict {
    let lost: HashSet<SourceId> =
        files.iter().filter(|file| file.has_lost_section()).map(|file| file.source).collect();
    let files: HashMap<SourceId, &File> = files.iter().map(|file| (file.source, file)).collect();
    let named = |(source, found): OfFile| {
        let file = files.get(&source);
        let mut naming = file.map(|file| Naming::new(file, sources.get(source).text()));
        let path = sources.get(source).path();
        let name = SmolStr::from(path.as_bstr().to_string());
        let mut all = Vec::with_capacity(found.len());
        all.extend(found.into_iter().filter_map(|(home, mut diagnostic)| {
            // What was read there is not what is written, so that no node is where its path says.
            if lost.contains(&diagnostic.primary.place.source) {
                diagnostic.fix = None;
            }
            let node = naming.as_mut().map_or_else(String::new, |naming| naming.path_of(home.span));
            let fingerprint = fingerprint(&diagnostic, home, naming.as_mut(), &name);
            let diagnostic = levels::adjusted(diagnostic, plan, config, path)?;
            let finding = Finding { diagnostic, node, fingerprint, accepted: None };
            Some(Finding { accepted: waivers::accepts(plan, &finding), ..finding })
        }));
        all
    };
    let of_files = by_file(found, plan);
    let again = of_files.iter().filter_map(|(source, _)| files.get(source));
    let again = again.filter(|file| file.is_let_go()).count();
    let named = parallel::map(of_files, again, named);
    let reported = |finding: &Finding| {
        let places = [finding.diagnostic.primary.place, home(&finding.diagnostic, plan)];
        places.iter().any(|place| is_asked_for(sources.get(place.source).path(), limit))
    };
    // As much room as it takes: of tens of thousands, half as much again would be felt.
    let mut findings = Vec::with_capacity(named.iter().map(Vec::len).sum());
    let mut waived = Vec::new();
    for finding in named.into_iter().flatten().filter(reported) {
        let list = if finding.accepted.is_some() { &mut waived } else { &mut findings };
        list.push(finding);
    }
    leave_out_explained(&mut findings);
    Verdict { findings: sorted(findings, sources), waived: sorted(waived, sources) }
}

/// What was found in one file, with the places that it is about.
type OfFile = (SourceId, Vec<(Place, Box<Diagnostic>)>);

/// What was found, file by file.
fn by_file(found: Diagnostics, plan: &Plan) -> Vec<OfFile> {
    let mut files: Vec<OfFile> = Vec::new();
    let mut positions: HashMap<SourceId, usize> = HashMap::new();
    for diagnostic in found {
        let home = home(&diagnostic, plan);
        let at = *positions.entry(home.source).or_insert(files.len());
        if at == files.len() {
            files.push((home.source, Vec::new()));
        }
        files[at].1.push((home, diagnostic));
    }
    files
}

/// One cause, one finding: what another finding that counts says as well.
fn leave_out_explained(findings: &mut Vec<Finding>) {
    let mut told: HashMap<(&str, Place), Severity> = HashMap::new();
    for finding in findings.iter().map(|finding| &finding.diagnostic) {
        for (rule, place) in finding.places_told() {
            let weight = told.entry((rule, place)).or_insert(finding.severity);
            *weight = finding.severity.max(*weight);
        }
    }
    findings.retain(|finding| {
        let one = &finding.diagnostic;
        told.get(&(one.rule, one.primary.place)).is_none_or(|weight| *weight < one.severity)
    });
}

fn fingerprint(
    diagnostic: &Diagnostic,
    home: Place,
    naming: Option<&mut Naming<'_>>,
    path: &SmolStr,
) -> Fingerprint {
    let here = || naming.map_or_else(String::new, |naming| naming.name_of(home.span));
    let (node, about) = match &diagnostic.subject {
        Subject::Node => (here(), String::new()),
        Subject::Part(part) => (here(), part.clone()),
        Subject::Named(name) => (name.clone(), String::new()),
    };
    Fingerprint { path: path.clone(), rule: diagnostic.rule.into(), node, about, nth: 1 }
}

/// The place in a manifest that a finding is about: where it points, or, if that is in another file such as a
/// document, the first other place that is in a manifest. That manifest's status and waivers hold.
fn home(diagnostic: &Diagnostic, plan: &Plan) -> Place {
    let places = std::iter::once(&diagnostic.primary).chain(&diagnostic.related).map(|label| label.place);
    let in_manifest = |place: &Place| plan.manifest(place.source).is_some();
    places.into_iter().find(in_manifest).unwrap_or(diagnostic.primary.place)
}

/// The manifests with those of their waivers, by position, that silence nothing. A waiver is not judged where
/// its rule may look at more than was looked at, or is off.
pub fn idle_waivers<'a>(
    plan: &'a Plan,
    files: &[File],
    verdict: &Verdict,
    looked_at: &[Evidence],
    config: &Config,
) -> Vec<(&'a Manifest, Vec<usize>)> {
    let by_source: HashMap<SourceId, &File> = files.iter().map(|file| (file.source, file)).collect();
    let idle = |manifest: &'a Manifest| {
        let file = *by_source.get(&manifest.source)?;
        let could_find = |rule: &Rule| {
            let is_on = level(rule, config, Some(&manifest.path)) != Level::Off;
            is_on && rule.evidence.iter().all(|one| looked_at.contains(one))
        };
        Some((manifest, waivers::idle(manifest, file, verdict, could_find)))
    };
    // Many rules wait while a plan is not in force, and so do their waivers.
    let is_in_force = |manifest: &&Manifest| manifest.status == Status::Active;
    let waiving = plan.manifests.iter().filter(|manifest| !manifest.waivers.is_empty());
    waiving.filter(is_in_force).filter_map(idle).collect()
}

/// Is a file among the files and folders asked for? All are, where none are named.
pub fn is_asked_for(path: &RepoPath, limit: &[RepoPath]) -> bool {
    limit.is_empty() || limit.iter().any(|folder| path.is_below(folder))
}

fn sorted(mut findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    order::by(&mut findings, |one, other| {
        fn key<'f>(finding: &'f Finding, sources: &'f Sources) -> (&'f RepoPath, Span, &'static str) {
            let place = finding.diagnostic.primary.place;
            (sources.get(place.source).path(), place.span, finding.diagnostic.rule)
        }
        key(one, sources)
            .cmp(&key(other, sources))
            .then_with(|| one.diagnostic.message.cmp(&other.diagnostic.message))
    });
    findings.dedup();
    findings
}
