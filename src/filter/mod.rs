//! Which findings count: judgement after detection, in one fixed order.

mod levels;

mod waivers;

use crate::diagnostic::{Diagnostic, Label};
use crate::model::{File, Manifest, Plan};
use crate::path::RepoPath;
use crate::text::Sources;

/// A finding with the path of the node it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// The node in its file: `stages.monitoring.lead`. Empty for the whole file.
    pub node: String,
}

/// What is left to report, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What counts, sorted by path, place and rule.
    pub findings: Vec<Finding>,
    /// What a waiver accepts, sorted alike.
    pub waived: Vec<Finding>,
}

/// Judges findings: levels first, then waivers, then the paths asked for; sorted, each once.
pub fn judge(
    found: Vec<Diagnostic>,
    plan: &Plan,
    files: &[File],
    sources: &Sources,
    limit: &[RepoPath],
) -> Verdict {
    let named = found.into_iter().map(|diagnostic| {
        let file = files.iter().find(|file| file.source == diagnostic.primary.place.source);
        let root = file.and_then(|file| file.root.as_ref());
        let node = root.map_or_else(String::new, |root| root.path_of(diagnostic.primary.place.span));
        Finding { diagnostic: levels::adjusted(diagnostic, plan), node }
    });
    let subjects = |finding: &Finding| subjects(finding, plan, files);
    let reported =
        |finding: &Finding| is_asked_for(sources.get(finding.diagnostic.primary.place.source).path(), limit);
    let (waived, findings) = named
        .filter(reported)
        .partition(|finding| waivers::accepts(finding.diagnostic.rule, &subjects(finding)));
    Verdict { findings: sorted(findings, sources), waived: sorted(waived, sources) }
}

/// The nodes of manifests that a finding is about: its own, else, where it points into another file, those that
/// its labels name.
fn subjects<'a>(finding: &Finding, plan: &'a Plan, files: &[File]) -> Vec<(&'a Manifest, String)> {
    let diagnostic = &finding.diagnostic;
    if let Some(manifest) = plan.manifest(diagnostic.primary.place.source) {
        return vec![(manifest, finding.node.clone())];
    }
    let subject = |label: &Label| {
        let manifest = plan.manifest(label.place.source)?;
        let root = files.iter().find(|file| file.source == manifest.source)?.root.as_ref()?;
        Some((manifest, root.path_of(label.place.span)))
    };
    diagnostic.related.iter().filter_map(subject).collect()
}

/// Is a file among the files and folders asked for? All are, where none are named.
pub fn is_asked_for(path: &RepoPath, limit: &[RepoPath]) -> bool {
    limit.is_empty() || limit.iter().any(|folder| path.is_below(folder))
}

fn sorted(mut findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    findings.sort_by(|one, other| {
        let key = |finding: &Finding| {
            let place = finding.diagnostic.primary.place;
            (sources.get(place.source).path().clone(), place.span, finding.diagnostic.rule)
        };
        key(one).cmp(&key(other)).then_with(|| one.diagnostic.message.cmp(&other.diagnostic.message))
    });
    findings.dedup();
    findings
}
