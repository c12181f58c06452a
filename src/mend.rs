//! Checks, fixes, and checks again until nothing changes.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::{Fix, Safety};
use crate::error;
use crate::filter::Finding;
use crate::fix::{Batch, Obstacle, Resolved, Trees, resolve};
use crate::limits;
use crate::order;
use crate::order::Sorted;
use crate::path::RepoPath;
use crate::report::Report;
use crate::snapshot::{OverlaySnapshot, Snapshot};
use crate::yaml;

/// So many rounds may come to nothing because a fix that was tried did not help.
const FAILURES: usize = 20;

/// What came of it.
#[derive(Debug)]
pub struct Mended {
    /// What was found at first.
    pub before: Report,
    now: Option<Report>,
    /// Every file that changes, with its whole new text.
    pub files: BTreeMap<RepoPath, String>,
    /// What was done, in order.
    pub done: Vec<Done>,
    /// What was allowed and could not be done.
    pub left: Vec<Left>,
}

impl Mended {
    /// What is left.
    pub fn after(&self) -> &Report {
        self.now.as_ref().unwrap_or(&self.before)
    }
}

/// A fix that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The file of the finding.
    pub path: RepoPath,
    /// The rule.
    pub rule: &'static str,
    /// What was done, in a few words.
    pub title: String,
}

/// A fix that was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What would have been done.
    pub fix: Done,
    /// Why it was not, as the end of a sentence.
    pub reason: String,
}

/// Applies the fixes that are at least as safe as `allowed`, in memory. `check` judges a snapshot.
///
/// A fix whose file can no longer be read, or which does not take its finding away, is not made.
///
/// # Errors
/// `check` fails, or a file cannot be read.
pub fn mend(
    base: &Rc<dyn Snapshot>,
    allowed: Safety,
    check: impl Fn(&dyn Snapshot) -> error::Result<Report>,
) -> error::Result<Mended> {
    let before = check(base.as_ref())?;
    let mut state = State::new(base, allowed);
    let mut now = None;
    let mut done = Vec::new();
    let mut failures = 0;
    while state.rounds < limits::ROUNDS.most && failures < FAILURES {
        let report = now.as_ref().unwrap_or(&before);
        let attempt = state.attempt(report);
        if attempt.made.is_empty() {
            if state.forgives() {
                continue;
            }
            break;
        }
        let next = check(&state.overlay(&attempt.files))?;
        let useless = useless(report, &next, &attempt.made);
        if !useless.is_empty() {
            state.refuse(useless, "the finding would stay");
            failures += 1;
            continue;
        }
        for finding in attempt.made {
            done.extend(Done::of(report, finding));
            state.tried(key(report, finding)).made += 1;
        }
        state.files.extend(attempt.files);
        now = Some(next);
        state.rounds += 1;
    }
    let left = state.left(now.as_ref().unwrap_or(&before));
    Ok(Mended { before, now, files: state.files, done, left })
}

/// What tells a finding from others, whatever lines it stands in.
type Key = (RepoPath, &'static str, String);

fn key(report: &Report, finding: &Finding) -> Key {
    let diagnostic = &finding.diagnostic;
    let path = report.sources.get(diagnostic.primary.place.source).path().clone();
    (path, diagnostic.rule, diagnostic.message.clone())
}

impl Done {
    fn of(report: &Report, finding: &Finding) -> Option<Self> {
        let (path, rule, _) = key(report, finding);
        Some(Done { path, rule, title: finding.diagnostic.fix.as_deref()?.title.clone() })
    }
}

struct State {
    base: Rc<dyn Snapshot>,
    allowed: Safety,
    /// What the fixes so far come to.
    files: BTreeMap<RepoPath, String>,
    /// How many rounds there were in which something was fixed.
    rounds: usize,
    tried: BTreeMap<Key, Tried>,
}

/// What became of a finding so far.
#[derive(Default)]
struct Tried {
    /// Why its fix is not to be tried, and since which round.
    refused: Option<(&'static str, usize)>,
    /// How often it was found when it was first there.
    seen: Option<usize>,
    /// How often it was fixed: what comes back because of another fix is left.
    made: usize,
}

/// Fixes made together, to be judged.
struct Attempt<'r> {
    made: Vec<&'r Finding>,
    files: BTreeMap<RepoPath, String>,
}

impl State {
    fn new(base: &Rc<dyn Snapshot>, allowed: Safety) -> Self {
        State { base: Rc::clone(base), allowed, files: BTreeMap::new(), rounds: 0, tried: BTreeMap::new() }
    }

    fn overlay(&self, files: &BTreeMap<RepoPath, String>) -> OverlaySnapshot {
        let base = OverlaySnapshot::new(Some(Box::new(Rc::clone(&self.base))));
        let changed = self.files.iter().filter(|(path, _)| !files.contains_key(*path)).chain(files);
        changed.fold(base, |over, (path, text)| over.with(path.clone(), text.as_bytes()))
    }

    fn tried(&mut self, key: Key) -> &mut Tried {
        self.tried.entry(key).or_default()
    }

    fn refuse(&mut self, keys: Vec<Key>, reason: &'static str) {
        let refused = (reason, self.rounds);
        for key in keys {
            self.tried(key).refused = Some(refused);
        }
    }

    /// Lets fixes be tried again that were refused before others were made; whether there are any.
    fn forgives(&mut self) -> bool {
        let rounds = self.rounds;
        let refused = self.tried.values_mut().map(|tried| &mut tried.refused);
        let forgiven = refused.filter_map(|refused| refused.take_if(|(_, since)| *since != rounds));
        forgiven.count() > 0
    }

    /// As many fixes at once as do not get in each other's way.
    fn attempt<'r>(&mut self, report: &'r Report) -> Attempt<'r> {
        for (key, count) in order::counts(report.findings.iter().map(|finding| key(report, finding))) {
            self.tried(key).seen.get_or_insert(count);
        }
        let candidates = self.candidates(report);
        let mut batch = Batch::default();
        let mut made = Vec::new();
        for (finding, fix) in &candidates {
            if batch.take(fix.clone()) {
                made.push(*finding);
            }
        }
        if !is_readable(report, &Batch::default(), &batch) {
            (batch, made) = self.one_by_one(report, candidates);
        }
        let changed = batch.sources().map(|id| {
            let source = report.sources.get(id);
            (source.path().clone(), batch.text(id, source.text()))
        });
        let files = order::map(changed.chain(batch.files().clone()));
        Attempt { made, files }
    }

    /// Takes fixes in with a look at the files after each, so that those which spoil one are left out.
    fn one_by_one<'r>(
        &mut self,
        report: &'r Report,
        candidates: Vec<(&'r Finding, Resolved)>,
    ) -> (Batch, Vec<&'r Finding>) {
        let mut batch = Batch::default();
        let (mut made, mut spoiling) = (Vec::new(), Vec::new());
        for (finding, fix) in candidates {
            let (mut trial, mut alone) = (batch.clone(), Batch::default());
            if !trial.take(fix.clone()) {
                continue;
            }
            if is_readable(report, &batch, &trial) {
                batch = trial;
                made.push(finding);
            } else if alone.take(fix) && !is_readable(report, &Batch::default(), &alone) {
                spoiling.push(key(report, finding));
            }
        }
        self.refuse(spoiling, "the file could not be read afterwards");
        (batch, made)
    }

    /// Every finding whose fix is allowed, can be made and was not refused.
    fn candidates<'r>(&self, report: &'r Report) -> Vec<(&'r Finding, Resolved)> {
        let mut trees = Trees::new(&report.sources);
        let mut found = Vec::new();
        for finding in &report.findings {
            let key = key(report, finding);
            let Some(fix) = self.allowed_fix(finding).filter(|_| self.refusal(&key).is_none()) else {
                continue;
            };
            if let Ok(resolved) = self.resolved(report, fix, &mut trees) {
                found.push((finding, resolved));
            }
        }
        found
    }

    fn allowed_fix<'r>(&self, finding: &'r Finding) -> Option<&'r Fix> {
        finding.diagnostic.fix.as_deref().filter(|fix| fix.safety <= self.allowed)
    }

    fn refusal(&self, key: &Key) -> Option<&'static str> {
        let tried = self.tried.get(key)?;
        let again = tried.made > 0 && tried.seen.is_some_and(|seen| tried.made >= seen);
        let again = again.then_some("it was made before, and another fix undid it");
        tried.refused.map(|(reason, _)| reason).or(again)
    }

    /// The bytes of a fix, unless a file is not there as it was read, or is there though it is to be made.
    fn resolved(&self, report: &Report, fix: &Fix, trees: &mut Trees<'_>) -> Result<Resolved, Obstacle> {
        let found = resolve(fix, trees)?;
        let sources = order::set(found.changes.iter().map(|change| change.place.source));
        for source in sources.into_iter().map(|id| report.sources.get(id)) {
            let is_known = self.files.contains_key(source.path());
            let bytes = || self.base.read(source.path()).ok();
            if !is_known && bytes().as_deref() != Some(source.text().as_bytes()) {
                return Err(Obstacle::Unreadable);
            }
        }
        let is_read = |path: &RepoPath| report.sources.iter().any(|(_, source)| source.path() == path);
        let is_there = |path: &RepoPath| self.base.entries().iter().any(|entry| entry.path == *path);
        match found.files.keys().any(|path| is_there(path) && !is_read(path)) {
            true => Err(Obstacle::Exists),
            false => Ok(found),
        }
    }

    /// What was allowed and is left.
    fn left(&self, report: &Report) -> Vec<Left> {
        let mut trees = Trees::new(&report.sources);
        let mut left = Vec::new();
        for finding in &report.findings {
            let Some(fix) = self.allowed_fix(finding) else { continue };
            let reason = match (self.refusal(&key(report, finding)), self.resolved(report, fix, &mut trees)) {
                (Some(reason), _) => reason.to_owned(),
                (None, Err(obstacle)) => obstacle.to_string(),
                (None, Ok(_)) => "it takes more rounds than one run has".to_owned(),
            };
            left.extend(Done::of(report, finding).map(|fix| Left { fix, reason }));
        }
        left
    }
}

/// Can each YAML file be read after the changes at least as well as before them?
fn is_readable(report: &Report, before: &Batch, after: &Batch) -> bool {
    after.sources().all(|id| {
        let source = report.sources.get(id);
        let name = source.path().name();
        if !name.ends_with(b".yaml") && !name.ends_with(b".yml") {
            return true;
        }
        let (old, new) = (before.text(id, source.text()), after.text(id, source.text()));
        if old == new {
            return true;
        }
        let (old, new) = (yaml::parse(&old), yaml::parse(&new));
        new.problems.len() <= old.problems.len() && (new.root.is_some() || old.root.is_none())
    })
}

/// Those of the findings which a fix should have taken away and that are still there.
fn useless(before: &Report, after: &Report, made: &[&Finding]) -> Vec<Key> {
    let all = |report: &Report| order::counts(report.findings.iter().map(|finding| key(report, finding)));
    let (old, new) = (all(before), all(after));
    let fixed = order::counts(made.iter().map(|finding| key(before, finding)));
    let count = |counts: &Sorted<Key, usize>, key: &Key| counts.get(key).copied().unwrap_or_default();
    let stays = |(key, fixed): &(Key, usize)| count(&new, key) + fixed > count(&old, key);
    fixed.into_iter().filter(stays).map(|(key, _)| key).collect()
}
