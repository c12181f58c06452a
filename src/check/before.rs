//! What was found in another snapshot, as the findings of this one are held against it.

use hashbrown::HashMap;
use smol_str::SmolStr;

use crate::error::Result;
use crate::evidence::{Side, pairs};
use crate::filter::Finding;
use crate::model::Plan;
use crate::path::RepoPath;
use crate::report::{Base, Report};
use crate::snapshot::Snapshot;
use crate::text::{Place, Source, SourceId, Sources};

use super::{Request, check_and_keep};

/// What was found in another snapshot, judged by itself: by its own configuration and waivers, without its baseline.
#[derive(Debug)]
pub struct Before {
    name: String,
    plan: Plan,
    report: Report,
}

impl Before {
    /// Checks the other snapshot, which is called `name`. Changes and baselines are no part of `request`.
    ///
    /// # Errors
    /// A file of the snapshot cannot be read.
    pub fn check(snapshot: &dyn Snapshot, request: &Request, name: String) -> Result<Self> {
        let (report, kept) = check_and_keep(snapshot, request)?;
        Ok(Before { name, plan: kept.plan, report })
    }

    /// What it is called, and why nothing of it can be compared.
    pub(super) fn base(&self) -> Base {
        let obstacle = match () {
            () if self.report.misconfigured => Some("its configuration is wrong"),
            () if self.report.manifests == 0 => Some("it has no manifest"),
            () => None,
        };
        Base { name: self.name.clone(), obstacle }
    }

    /// Its findings under the paths that their manifests have now.
    pub(super) fn findings(&self, plan: &Plan, sources: &Sources) -> Vec<Finding> {
        if self.report.misconfigured {
            return Vec::new();
        }
        let here = Side { plan, sources };
        let there = Side { plan: &self.plan, sources: &self.report.sources };
        let text = |path: &RepoPath| SmolStr::from(path.as_bstr().to_string());
        let renamed: HashMap<SmolStr, SmolStr> = pairs(there, here, |_| true)
            .into_iter()
            .map(|(old, new)| (text(&old.path), text(&new.path)))
            .collect();
        let mut findings = self.report.findings.clone();
        for finding in &mut findings {
            if let Some(path) = renamed.get(&finding.fingerprint.path) {
                finding.fingerprint.path.clone_from(path);
            }
        }
        findings
    }

    /// Puts the places of its findings into a table of sources, which takes in the files that they need.
    pub(super) fn move_into(&self, findings: &mut [Finding], sources: &mut Sources) {
        let mut moved: HashMap<SourceId, SourceId> = HashMap::new();
        for finding in findings {
            finding.diagnostic.fix = None;
            for place in finding.diagnostic.places() {
                let id = place.source;
                let new = *moved.entry(id).or_insert_with(|| {
                    let source = self.report.sources.get(id);
                    sources.add(Source::new(source.path().clone(), source.text().to_owned()))
                });
                *place = Place::new(new, place.span);
            }
        }
    }
}
