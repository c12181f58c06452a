//! Judging a change: the plan of one snapshot against that of another.

use std::fmt;

use crate::assemble::{Assembled, assemble, assemble_wanted};
use crate::check::Request;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::error::Result;
use crate::evidence;
use crate::evidence::{Change, Gathered, Side, Signoffs, pairs};
use crate::filter;
use crate::filter::Verdict;
use crate::model::Paths;
use crate::path::RepoPath;
use crate::rules;
use crate::snapshot::{Commit, Commits, Mailmap, Snapshot};
use crate::text::Sources;

/// A change from one snapshot to another.
pub struct Step {
    /// What was before. A merge has several parents, and only what is new against all of them is its own.
    pub before: Vec<Box<dyn Snapshot>>,
    /// What it led to; `None` for the snapshot that is checked.
    pub after: Option<Box<dyn Snapshot>>,
    /// The commits of which it consists, and the one to come. Findings before the checked snapshot name the
    /// first.
    pub commits: Vec<Commit>,
}

impl fmt::Debug for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Step").field("commits", &self.commits).finish_non_exhaustive()
    }
}

impl Step {
    /// A change by authors as the mailmap of before knows them: nobody becomes somebody who may decide by a line
    /// of the same change.
    ///
    /// # Errors
    /// The mailmap is there and cannot be read.
    pub fn new(
        before: Vec<Box<dyn Snapshot>>,
        after: Option<Box<dyn Snapshot>>,
        commits: Vec<Commit>,
    ) -> Result<Self> {
        let commits = Commits { list: commits, cut_off: false };
        let commits = match before.first() {
            Some(before) => Mailmap::of(&**before)?.commits(commits),
            None => commits,
        };
        Ok(Step { before, after, commits: commits.list })
    }

    /// What the change to `after` does that it should not.
    pub(super) fn judge(
        &self,
        request: &Request,
        snapshot: &dyn Snapshot,
        after: Side<'_>,
        gathered: Option<&Gathered<'_>>,
    ) -> Result<Diagnostics> {
        let mut common: Option<Diagnostics> = None;
        let Some(gathered) = gathered else { return Ok(Vec::new()) };
        for before in &self.before {
            let found = self.judge_against(&**before, request, snapshot, after, gathered)?;
            let is_new = |one: &Diagnostic| found.iter().any(|other| is_same(one, other));
            common = Some(match common {
                None => found,
                Some(kept) => kept.into_iter().filter(|one| is_new(one)).collect(),
            });
        }
        Ok(common.unwrap_or_default())
    }

    fn judge_against(
        &self,
        before: &dyn Snapshot,
        request: &Request,
        snapshot: &dyn Snapshot,
        after: Side<'_>,
        gathered: &Gathered<'_>,
    ) -> Result<Diagnostics> {
        let is_touched = |path: &RepoPath| is_touched(path, before, snapshot);
        let (today, limit, options) = (request.today, &request.limit, &request.options);
        // What stands in the index as well was not touched.
        let differing = snapshot.index().and_then(|index| before.differing(index));
        let entries = differing.as_deref().unwrap_or_else(|| before.entries());
        let Assembled { plan, mut sources, .. } =
            assemble_wanted(before, today, limit, options, entries, is_touched)?;
        let before_signoffs = Signoffs::gather(before, Paths::new(before.entries()), &plan, &mut sources)?;
        let sides = pairs(Side { plan: &plan, sources: &sources }, after, is_touched);
        let changes = sides.into_iter().map(|(one, other)| Change {
            before: one,
            after: other,
            before_plan: &plan,
            plan: after.plan,
            before_signoffs: &before_signoffs,
            gathered,
            commits: &self.commits,
        });
        Ok(changes.flat_map(|change| rules::check_change(&change)).collect())
    }

    /// The same for a commit on the way to the checked snapshot, by its own configuration and waivers.
    pub(super) fn judge_commit(&self, request: &Request, sources: &mut Sources) -> Result<Verdict> {
        let Some(after) = &self.after else { return Ok(Verdict::default()) };
        let Assembled { plan, mut files, sources: mut own, config, misconfigured, .. } =
            assemble(&**after, request.today, &request.limit, &request.options)?;
        if misconfigured {
            return Ok(Verdict::default());
        }
        let gathered = evidence::gather(&**after, &plan, config.forge.value, request.clock, &mut own)?;
        let mut found =
            self.judge(request, &**after, Side { plan: &plan, sources: &own }, Some(&gathered))?;
        let id = self.commits.first().and_then(|commit| commit.id.as_deref()).unwrap_or_default();
        for diagnostic in &mut found {
            diagnostic.message += &format!(" in commit `{}`", id.get(..10).unwrap_or(id));
            diagnostic.fix = None;
        }
        files.extend(gathered.signoffs.files().map(|one| one.file.clone()));
        let mut verdict = filter::judge(found, &plan, &files, &own, &config, &request.limit);
        let moved = sources.take_in(own);
        for finding in verdict.findings.iter_mut().chain(&mut verdict.waived) {
            finding.diagnostic.places().for_each(|place| place.source = moved(place.source));
        }
        Ok(verdict)
    }
}

/// May anything be said of the change of this manifest? Not while it and the sign-offs beside it are what they were.
fn is_touched(manifest: &RepoPath, before: &dyn Snapshot, after: &dyn Snapshot) -> bool {
    let is_same = |path: &RepoPath| match (before.recorded(path), after.recorded(path)) {
        (Ok(Some(before)), Ok(Some(after))) => before == after,
        _ => false,
    };
    let Some(folder) = manifest.folder().resolve("signoffs") else { return true };
    let files = |snapshot: &dyn Snapshot| -> Vec<RepoPath> {
        Paths::new(snapshot.entries()).below(&folder).map(|entry| entry.path.clone()).collect()
    };
    let signoffs = files(after);
    !is_same(manifest) || files(before) != signoffs || !signoffs.iter().all(is_same)
}

fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    (one.rule, one.primary.place) == (other.rule, other.primary.place)
}
