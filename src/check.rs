//! The pipeline: the only function that knows the order of the rooms.

use crate::config;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::discover::Found;
use crate::error::Result;
use crate::evidence;
use crate::evidence::{Change, Gathered, History, Side, Signoffs, pairs};
use crate::filter;
use crate::filter::Verdict;
use crate::model::{File, Manifest, Paths, Plan};
use crate::path::RepoPath;
use crate::report::{LeftOut, Report};
use crate::rules;
use crate::rules::Evidence;
use crate::schema::Shape;
use crate::snapshot::{Commit, Snapshot};
use crate::text::{Source, Sources};
use crate::time::Date;

/// What is asked of a run.
#[derive(Debug)]
pub struct Request {
    /// The day on which the plan is judged.
    pub today: Date,
    /// May the date decide? Then a run tomorrow may say something else about the same content.
    pub clock: bool,
    /// Only findings in these files and folders are reported; all, where there are none. References are
    /// resolved against the whole snapshot in any case. A file named here is checked even if the
    /// configuration leaves it out.
    pub limit: Vec<RepoPath>,
    /// The changes to judge.
    pub steps: Vec<Step>,
    /// The history behind the snapshot, where it is asked for.
    pub history: Option<History>,
    /// Judge nothing but the changes: the rest was judged before.
    pub only_steps: bool,
}

impl Request {
    /// To judge a snapshot by itself, as on a day; the date decides nothing.
    pub fn on(today: Date) -> Self {
        let (limit, steps) = (Vec::new(), Vec::new());
        Request { today, clock: false, limit, steps, history: None, only_steps: false }
    }
}

/// A change from one snapshot to another.
pub struct Step {
    /// The commit that makes it, by which its findings are named; `None` for the checked snapshot itself.
    pub commit: Option<String>,
    /// What was before. A merge has several parents, and only what is new against all of them is its own.
    pub before: Vec<Box<dyn Snapshot>>,
    /// What it led to; `None` for the checked snapshot.
    pub after: Option<Box<dyn Snapshot>>,
    /// The commits of which it consists, and the one to come.
    pub commits: Vec<Commit>,
}

impl std::fmt::Debug for Step {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Step").field("commit", &self.commit).finish_non_exhaustive()
    }
}

/// Checks one snapshot: finds its manifests, reads them into one plan, runs every rule, and judges the findings.
///
/// # Errors
/// A file of the snapshot cannot be read. A file that is wrong is a finding instead.
pub fn check(snapshot: &dyn Snapshot, request: &Request) -> Result<Report> {
    let mut sources = Sources::default();
    let Reading { mut found, files, plan, misconfigured } = read(snapshot, request, &mut sources)?;
    let manifests = files.iter().filter(|file| {
        file.shape == Shape::Manifest && filter::is_asked_for(sources.get(file.source).path(), &request.limit)
    });
    let manifests = manifests.count();
    if request.only_steps && !misconfigured {
        found.clear();
    }
    let mut changed = Vec::new();
    if snapshot.is_git() && !misconfigured {
        let gathered = evidence::gather(snapshot, &plan, request.clock, &mut sources)?;
        if !request.only_steps {
            found.extend(rules::check_plan(&plan, Some(&gathered), request.history.as_ref()));
        }
        for step in &request.steps {
            match &step.after {
                None => found.extend(judge_step(step, &plan, &gathered, request, &sources)?),
                Some(after) => changed.push(judge_commit(step, &**after, request, &mut sources)?),
            }
        }
    } else if !misconfigured {
        found.extend(rules::check_plan(&plan, None, None));
    }
    let limit = if misconfigured { &[] } else { request.limit.as_slice() };
    changed.push(filter::judge(found, &plan, &files, &sources, limit));
    let verdict = filter::join(changed, &sources);
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

/// What a snapshot says, and what is wrong with how it says it.
struct Reading {
    found: Vec<Diagnostic>,
    files: Vec<File>,
    plan: Plan,
    /// The configuration is wrong, so that nothing else was read.
    misconfigured: bool,
}

fn read(snapshot: &dyn Snapshot, request: &Request, sources: &mut Sources) -> Result<Reading> {
    let config::Reading { config, mut files } = config::read(snapshot, sources)?;
    let mut found: Vec<_> = files.iter().flat_map(rules::check_file).collect();
    let misconfigured = !found.is_empty();
    let manifests = match misconfigured {
        true => Vec::new(),
        false => read_manifests(snapshot, &config, &request.limit, sources)?,
    };
    found.extend(manifests.iter().flat_map(rules::check_file));
    let plan = build_plan(&manifests, sources, &config, request.today);
    files.extend(manifests);
    Ok(Reading { found, files, plan, misconfigured })
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

/// What a change does that it should not: only what it does against each snapshot that was before.
fn judge_step(
    step: &Step,
    plan: &Plan,
    gathered: &Gathered<'_>,
    request: &Request,
    sources: &Sources,
) -> Result<Vec<Diagnostic>> {
    let mut common: Option<Vec<Diagnostic>> = None;
    for before in &step.before {
        let mut before_sources = Sources::default();
        let reading = read(&**before, request, &mut before_sources)?;
        let paths = Paths::new(before.entries());
        let before_signoffs = Signoffs::gather(&**before, paths, &reading.plan, &mut before_sources)?;
        let sides = (Side { plan: &reading.plan, sources: &before_sources }, Side { plan, sources });
        let changes = pairs(sides.0, sides.1).into_iter().map(|(one, other)| Change {
            before: one,
            after: other,
            before_plan: &reading.plan,
            plan,
            before_signoffs: &before_signoffs,
            gathered,
            commits: &step.commits,
        });
        let found: Vec<Diagnostic> = changes.flat_map(|change| rules::check_change(&change)).collect();
        let is_in = |one: &Diagnostic, list: &[Diagnostic]| {
            list.iter().any(|other| (other.rule, other.primary.place) == (one.rule, one.primary.place))
        };
        common = Some(match common {
            None => found,
            Some(kept) => kept.into_iter().filter(|one| is_in(one, &found)).collect(),
        });
    }
    Ok(common.unwrap_or_default())
}

/// The same for a commit on the way to the checked snapshot, by its own configuration and waivers.
fn judge_commit(
    step: &Step,
    after: &dyn Snapshot,
    request: &Request,
    sources: &mut Sources,
) -> Result<Verdict> {
    let reading = read(after, request, sources)?;
    let gathered = evidence::gather(after, &reading.plan, request.clock, sources)?;
    let mut found = judge_step(step, &reading.plan, &gathered, request, sources)?;
    for diagnostic in &mut found {
        let id = step.commit.as_deref().unwrap_or_default();
        diagnostic.message += &format!(" in commit `{}`", id.get(..10).unwrap_or(id));
        diagnostic.fix = None;
    }
    Ok(filter::judge(found, &reading.plan, &reading.files, sources, &request.limit))
}

fn left_out(snapshot: &dyn Snapshot) -> Vec<LeftOut> {
    if snapshot.is_git() {
        return Vec::new();
    }
    let needs_git = |evidence: &Evidence| matches!(evidence, Evidence::Tree | Evidence::Difference);
    let mut rules: Vec<&str> =
        rules::all().filter(|rule| rule.evidence.iter().any(needs_git)).map(|rule| rule.name).collect();
    rules.sort_unstable();
    vec![LeftOut { rules, reason: "this is no git repository" }]
}
