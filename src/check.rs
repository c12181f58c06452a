//! The pipeline: the only function that knows the order of the rooms.

use crate::assemble::{Assembled, assemble};
use crate::discover;
use crate::error::Result;
use crate::evidence;
use crate::filter;
use crate::model::File;
use crate::path::RepoPath;
use crate::report::{LeftOut, Report};
use crate::rules;
use crate::rules::Evidence;
use crate::schema::Shape;
use crate::snapshot::Snapshot;
use crate::time::Date;

/// What is asked of a run.
#[derive(Clone, Debug)]
pub struct Request {
    /// The day on which the plan is judged.
    pub today: Date,
    /// May the date decide? Then a run tomorrow may say something else about the same content.
    pub clock: bool,
    /// Only findings in these files and folders are reported; all, where there are none. References are
    /// resolved against the whole snapshot in any case. A file named here is checked even if the
    /// configuration leaves it out.
    pub limit: Vec<RepoPath>,
}

/// Checks one snapshot: finds its manifests, reads them into one plan, runs every rule, and judges the findings.
///
/// # Errors
/// A file of the snapshot cannot be read. A file that is wrong is a finding instead.
pub fn check(snapshot: &dyn Snapshot, request: &Request) -> Result<Report> {
    let Assembled { plan, mut files, mut sources, config, misconfigured } =
        assemble(snapshot, request.today, &request.limit)?;
    let mut found: Vec<_> = files.iter().flat_map(rules::check_file).collect();
    let mut looked_at = vec![Evidence::Manifest, Evidence::Manifests];
    if !misconfigured {
        let gather = || evidence::gather(snapshot, &plan, request.clock, &mut sources);
        let gathered = snapshot.is_git().then(gather).transpose()?;
        let signed = gathered.iter().flat_map(|gathered| gathered.signoffs.files());
        let signed: Vec<File> = signed.map(|one| one.file.clone()).collect();
        found.extend(signed.iter().flat_map(rules::check_file));
        found.extend(rules::check_plan(&plan, gathered.as_ref()));
        looked_at.extend(gathered.iter().flat_map(|_| [Evidence::Tree, Evidence::Codeowners]));
        looked_at.extend(gathered.filter(|gathered| gathered.clock).map(|_| Evidence::Clock));
        files.extend(signed);
    }
    let is_reported = |file: &&File| {
        file.shape == Shape::Manifest && filter::is_asked_for(sources.get(file.source).path(), &request.limit)
    };
    let manifests = files.iter().filter(is_reported).count();
    let excluded = discover::excluded(snapshot.entries(), &config);
    let excluded = excluded.filter(|path| filter::is_asked_for(path, &request.limit)).count();
    let limit = if misconfigured { &[] } else { request.limit.as_slice() };
    let verdict = filter::judge(found, &plan, &files, &sources, limit);
    let idle = filter::idle_waivers(&plan, &files, &verdict, &looked_at);
    let later = idle.into_iter().flat_map(|(manifest, idle)| rules::check_waivers(manifest, &idle)).collect();
    let later = filter::judge(later, &plan, &files, &sources, limit);
    let verdict = verdict.with(later, &sources);
    Ok(Report {
        sources,
        findings: verdict.findings,
        waived: verdict.waived,
        manifests,
        snapshot: snapshot.name(),
        today: request.today,
        left_out: left_out(snapshot),
        excluded,
        misconfigured,
    })
}

fn left_out(snapshot: &dyn Snapshot) -> Vec<LeftOut> {
    if snapshot.is_git() {
        return Vec::new();
    }
    let mut rules: Vec<&str> =
        rules::all().filter(|rule| rule.evidence.contains(&Evidence::Tree)).map(|rule| rule.name).collect();
    rules.sort_unstable();
    vec![LeftOut { rules, reason: "this is no git repository" }]
}
