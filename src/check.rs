//! The pipeline: the only function that knows the order of the rooms.

mod before;

mod moment;

mod step;

use crate::assemble::{Assembled, assemble};
use crate::baseline;
pub use crate::check::before::Before;
pub use crate::check::moment::{Listener, Moment};
pub use crate::check::step::Step;
use crate::config::{Config, Options};
use crate::error::Result;
use crate::evidence;
use crate::evidence::{AskedHistory, History, Side};
use crate::filter;
use crate::filter::{Known, Sight, Verdict};
use crate::model::{File, Plan};
use crate::order;
use crate::path::RepoPath;
use crate::report::{LeftOut, Report};
use crate::rules;
use crate::rules::{Evidence, Ground};
use crate::schema::Shape;
use crate::snapshot::{Repository, Snapshot};
use crate::text::Sources;
use crate::time::Date;

/// What is asked of a run.
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
    /// The history behind the snapshot, where it is asked for. It is waited for when all else was gathered.
    pub history: Option<AskedHistory>,
    /// The repository whose history tells who committed a sign-off, where it is asked for.
    pub signers: Option<Repository>,
    /// Judge nothing but the changes: the rest was judged before.
    pub only_steps: bool,
    /// What the command line says about the configuration.
    pub options: Options,
    /// Do findings that the baseline lists not count?
    pub baseline: bool,
    /// Will anybody read the fixes of findings? Those that take some writing are left out otherwise.
    pub drafts: bool,
    /// What was found in another snapshot, which does not count either.
    pub before: Option<Before>,
    /// Who is told how far the run has come.
    pub listener: Option<Listener>,
}

impl Request {
    /// To judge a snapshot by itself, as on a day; the date decides nothing.
    pub fn on(today: Date) -> Self {
        let (limit, steps) = (Vec::new(), Vec::new());
        Request {
            today,
            clock: false,
            limit,
            steps,
            history: None,
            signers: None,
            only_steps: false,
            options: Options::default(),
            baseline: true,
            drafts: true,
            before: None,
            listener: None,
        }
    }

    fn wait_for_history(&self) -> Result<Option<&History>> {
        let Some(asked) = &self.history else { return Ok(None) };
        self.tell(&Moment::History);
        asked.get().map(Some)
    }

    fn tell(&self, moment: &Moment<'_>) {
        self.listener.iter().for_each(|listener| listener(moment));
    }
}

/// Checks one snapshot: finds its manifests, reads them into one plan, runs every rule, and judges the findings.
///
/// # Errors
/// A file of the snapshot cannot be read. A file that is wrong is a finding instead.
pub fn check(snapshot: &dyn Snapshot, request: &Request) -> Result<Report> {
    check_and_keep(snapshot, request).map(|(report, _)| report)
}

/// What a report was made from. To take it apart piece by piece costs a program that ends more than it is worth.
#[derive(Debug)]
pub struct Kept {
    plan: Plan,
    _files: Vec<File>,
}

/// The same, with what the report was made from.
///
/// # Errors
/// As above.
pub fn check_and_keep(snapshot: &dyn Snapshot, request: &Request) -> Result<(Report, Kept)> {
    request.tell(&Moment::Read);
    let Assembled { plan, mut files, mut sources, config, excluded, mut misconfigured } =
        assemble(snapshot, request.today, &request.limit, &request.options)?;
    let mut known = Known::default();
    if request.baseline && !misconfigured && !request.only_steps {
        let file = baseline::read(snapshot, &config.baseline.value, &mut sources)?;
        known.baseline = file.iter().flat_map(baseline::entries).collect();
        // Without it, what is old and what is new cannot be told, and nothing else is worth telling.
        misconfigured = file.as_ref().is_some_and(|file| !file.is_sound() && !file.is_empty());
        files.retain(|file| !misconfigured || file.shape != Shape::Manifest);
        files.extend(file);
    }
    let limit = if misconfigured { &[] } else { request.limit.as_slice() };
    let before = request.before.as_ref().filter(|_| !misconfigured);
    let (verdict, looked_at) = match misconfigured {
        true => {
            let found = files.iter().flat_map(rules::check_file).collect();
            (filter::judge(found, &plan, &files, &sources, &config, limit), Vec::new())
        }
        false => look(snapshot, request, &plan, &config, &mut files, &mut sources)?,
    };
    known.base = before.map_or_else(Vec::new, |before| before.findings(&plan, &sources));
    let mut settled = filter::settle(verdict, known, &Sight { evidence: &looked_at, limit });
    if let Some(before) = before {
        before.move_into(&mut settled.fixed, &mut sources);
    }
    let is_asked_for = |path: &RepoPath| filter::is_asked_for(path, &request.limit);
    let manifests = files.iter().filter(|file| file.shape == Shape::Manifest);
    let manifests = manifests.filter(|file| is_asked_for(sources.get(file.source).path())).count();
    let report = Report {
        excluded: excluded.iter().filter(|path| is_asked_for(path)).count(),
        sources,
        findings: settled.findings,
        waived: settled.waived,
        baseline: settled.baseline,
        unchanged: settled.unchanged,
        fixed: settled.fixed,
        stale: settled.stale,
        baseline_path: config.baseline.value,
        base: before.map(Before::base),
        manifests,
        snapshot: snapshot.name(),
        today: request.today,
        left_out: left_out(snapshot),
        misconfigured,
    };
    Ok((report, Kept { plan, _files: files }))
}

/// Runs every rule over a plan and judges what they find; with the evidence that was looked at. The sign-offs are
/// added to the files.
fn look(
    snapshot: &dyn Snapshot,
    request: &Request,
    plan: &Plan,
    config: &Config,
    files: &mut Vec<File>,
    sources: &mut Sources,
) -> Result<(Verdict, Vec<Evidence>)> {
    let mut found: Vec<_> = files.iter().flat_map(rules::check_file).collect();
    let mut looked_at = vec![Evidence::Manifest, Evidence::Manifests];
    request.tell(&Moment::Gather(plan));
    let gather = || evidence::gather(snapshot, plan, config.forge.value, request.clock, sources);
    let mut gathered = snapshot.is_git().then(gather).transpose()?;
    let history = request.wait_for_history()?;
    let asked = request.signers.as_ref().zip(history);
    if let (Some(gathered), Some((repository, history))) = (&mut gathered, asked) {
        gathered.signoffs.grade(repository, history, &plan.people, sources);
    }
    request.tell(&Moment::Judge);
    let signed = gathered.iter().flat_map(|gathered| gathered.signoffs.files());
    let signed: Vec<File> = signed.map(|one| one.file.clone()).collect();
    if request.only_steps {
        found.clear();
    } else {
        found.extend(signed.iter().flat_map(rules::check_file));
        let (gathered, drafts) = (gathered.as_ref(), request.drafts);
        found.extend(Ground { plan, gathered, history, drafts }.check());
    }
    request.tell(&Moment::Compare);
    for step in request.steps.iter().filter(|step| step.after.is_none()) {
        found.extend(step.judge(request, snapshot, Side { plan, sources }, gathered.as_ref())?);
    }
    looked_at.extend(gathered.iter().flat_map(|_| [Evidence::Tree, Evidence::Codeowners]));
    looked_at.extend(gathered.filter(|gathered| gathered.clock).map(|_| Evidence::Clock));
    // A waiver for a change has nothing to silence once the change is made, and waits for the next one, so
    // that the difference never counts as looked at.
    looked_at.extend(history.filter(|it| it.is_complete()).map(|_| Evidence::History));
    files.extend(signed);
    request.tell(&Moment::Filter);
    let mut verdict = filter::judge(found, plan, files, sources, config, &request.limit);
    if !request.only_steps {
        let idle = filter::idle_waivers(plan, files, &verdict, &looked_at, config);
        let later =
            idle.into_iter().flat_map(|(manifest, idle)| rules::check_waivers(manifest, &idle)).collect();
        verdict.extend(filter::judge(later, plan, files, sources, config, &request.limit), sources);
    }
    for step in &request.steps {
        let other = step.judge_commit(request, sources)?;
        verdict.extend(other, sources);
    }
    Ok((verdict, looked_at))
}

fn left_out(snapshot: &dyn Snapshot) -> Vec<LeftOut> {
    if snapshot.is_git() {
        return Vec::new();
    }
    let needs_git = |evidence: &Evidence| matches!(evidence, Evidence::Tree | Evidence::Difference);
    let mut rules: Vec<&str> =
        rules::all().filter(|rule| rule.evidence.iter().any(needs_git)).map(|rule| rule.name).collect();
    order::ascending(&mut rules);
    vec![LeftOut { rules, reason: "this is no git repository" }]
}
