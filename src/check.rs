//! The pipeline: the only function that knows the order of the rooms.

use crate::config;
use crate::config::Config;
use crate::discover;
use crate::discover::Found;
use crate::error::Result;
use crate::evidence;
use crate::filter;
use crate::model::{File, Manifest, Plan};
use crate::path::RepoPath;
use crate::report::{LeftOut, Report};
use crate::rules;
use crate::rules::Evidence;
use crate::schema::Shape;
use crate::snapshot::Snapshot;
use crate::text::{Source, Sources};
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
    let mut sources = Sources::default();
    let config::Reading { config, mut files } = config::read(snapshot, &mut sources)?;
    let mut found: Vec<_> = files.iter().flat_map(rules::check_file).collect();
    let misconfigured = !found.is_empty();
    let mut plan =
        Plan::new(Vec::new(), false, config.people.clone(), config.profiles.names(), request.today);
    let mut manifests = 0;
    if !misconfigured {
        let read = read_manifests(snapshot, &config, &request.limit, &mut sources)?;
        manifests = read
            .iter()
            .filter(|file| filter::is_asked_for(sources.get(file.source).path(), &request.limit))
            .count();
        found.extend(read.iter().flat_map(rules::check_file));
        plan = build_plan(&read, &sources, &config, request.today);
        let gather = || evidence::gather(snapshot, &plan, request.clock, &mut sources);
        let gathered = snapshot.is_git().then(gather).transpose()?;
        let signed = gathered.iter().flat_map(|gathered| gathered.signoffs.files());
        let signed: Vec<File> = signed.map(|one| one.file.clone()).collect();
        found.extend(signed.iter().flat_map(rules::check_file));
        found.extend(rules::check_plan(&plan, gathered.as_ref()));
        files.extend(read);
        files.extend(signed);
    }
    let limit = if misconfigured { &[] } else { request.limit.as_slice() };
    let verdict = filter::judge(found, &plan, &files, &sources, limit);
    Ok(Report {
        sources,
        findings: verdict.findings,
        waived: verdict.waived,
        manifests,
        snapshot: snapshot.name(),
        today: request.today,
        left_out: left_out(snapshot),
        misconfigured,
    })
}

fn read_manifests(
    snapshot: &dyn Snapshot,
    config: &Config,
    named: &[RepoPath],
    sources: &mut Sources,
) -> Result<Vec<File>> {
    let read = |found: Found| match found.obstacle {
        None => File::load(snapshot, sources, found.path, Shape::Manifest),
        Some(problem) => {
            let id = sources.add(Source::new(found.path, String::new()));
            Ok(File::unreadable(id, Shape::Manifest, problem))
        }
    };
    discover::manifests(snapshot.entries(), config, named).into_iter().map(read).collect()
}

fn build_plan(files: &[File], sources: &Sources, config: &Config, today: Date) -> Plan {
    let decode =
        |file: &File| Manifest::decode(file, sources.get(file.source).path().clone(), &config.profiles);
    let manifests: Vec<Manifest> = files.iter().filter_map(decode).collect();
    let incomplete =
        manifests.len() < files.len() || manifests.iter().any(|one| one.project.given().is_none());
    Plan::new(manifests, incomplete, config.people.clone(), config.profiles.names(), today)
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
