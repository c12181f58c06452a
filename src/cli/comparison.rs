//! Which changes a run judges, and which history it sees: from the options to snapshots and commits.

use std::fs;
use std::path::Path;

use crate::check::{Before, Request, Step};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::evidence::{AskedHistory, History};
use crate::snapshot::{Awaited, Commit, Commits, Message, Repository, RevisionSnapshot, Snapshot};
use crate::time::Date;

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject<'a> {
    /// What git is about to commit.
    Staged,
    /// The files on disk.
    Disk,
    /// A revision.
    Revision(&'a str),
}

/// A repository and what is checked in it.
#[derive(Clone, Copy)]
pub(super) struct Comparison<'a> {
    pub(super) repository: &'a Repository,
    pub(super) subject: Subject<'a>,
    pub(super) today: Date,
}

impl Comparison<'_> {
    /// The change since HEAD, or since the newest commit that HEAD, or the revision, has in common with
    /// `against`. A revision by itself changes nothing, and neither does the first commit.
    pub(super) fn step(&self, against: Option<&str>, message: Option<&Path>) -> Result<Option<Step>> {
        let tip = self.tip();
        if against.is_none() && self.repository.is_unborn() && tip == "HEAD" {
            return Ok(None);
        }
        let (bases, mut commits) = match (against, self.subject) {
            (None, Subject::Revision(_)) => return Ok(None),
            (None, _) => (vec!["HEAD".to_owned()], Vec::new()),
            (Some(reference), _) => {
                let base = self.repository.merge_base(reference, tip)?;
                let commits = self.repository.commits_between(&base, tip)?;
                (vec![base], commits.list)
            }
        };
        let mut bases = bases;
        if against.is_none() && self.subject == Subject::Staged {
            bases.extend(self.repository.merging());
            // Nobody knows for sure whether HEAD is amended: what is told is a change in either case.
            match self.repository.amended() {
                Some(parents) if parents.is_empty() => return Ok(None),
                parents => bases.extend(parents.unwrap_or_default()),
            }
        }
        if !matches!(self.subject, Subject::Revision(_)) {
            let message = self.message(message)?;
            commits.insert(0, Commit { message, date: self.today, ..Commit::default() });
        }
        let before = bases.iter().map(|base| self.open(base)).collect::<Result<_>>()?;
        Step::new(before, None, commits).map(Some)
    }

    /// What is wrong where `against` and what is checked part, judged as `request` has it.
    pub(super) fn before(&self, against: &str, request: &Request) -> Result<Before> {
        let base = self.repository.merge_base(against, self.tip())?;
        let snapshot = RevisionSnapshot::open(self.repository, &base)?;
        let there = Comparison { subject: Subject::Revision(&base), ..*self };
        let history = request.history.as_ref().map(|_| there.history(&snapshot)).transpose()?;
        let signers = request.signers.clone();
        let (clock, limit, options) = (request.clock, request.limit.clone(), request.options.clone());
        let request = Request {
            clock,
            limit,
            history,
            signers,
            options,
            baseline: false,
            ..Request::on(request.today)
        };
        let name = format!("revision {}, the merge base with {against}", base.get(..10).unwrap_or(&base));
        Before::check(&snapshot, &request, name)
    }

    fn tip(&self) -> &str {
        match self.subject {
            Subject::Revision(revision) => revision,
            Subject::Staged | Subject::Disk => "HEAD",
        }
    }

    /// A step for each commit of `A..B`, the oldest first.
    pub(super) fn steps(&self, base: &str, tip: &str) -> Result<Vec<Step>> {
        let commits = self.repository.commits_between(base, tip)?;
        if commits.cut_off {
            return Err(Error::new(format!("`{}..{}` has too many commits", visible(base), visible(tip)))
                .help("name a range with fewer commits"));
        }
        let changed = commits.list.into_iter().rev().filter(|commit| !commit.changes.is_empty());
        let step = |commit: Commit| {
            let before = commit.parent_ids.iter().map(|parent| self.open(parent)).collect::<Result<_>>()?;
            let id = commit.id.clone().unwrap_or_default();
            Step::new(before, Some(self.open(&id)?), vec![commit])
        };
        changed.map(step).collect()
    }

    /// The history behind what is checked, with what is not committed yet on top of it.
    pub(super) fn history(&self, snapshot: &dyn Snapshot) -> Result<AskedHistory> {
        History::gather(self.ask_commits()?()?, snapshot).map(AskedHistory::from)
    }

    /// Asks for the commits behind what is checked, with what is not committed yet on top of them.
    pub(super) fn ask_commits(&self) -> Result<Awaited<Commits>> {
        if let Subject::Revision(revision) = self.subject {
            return self.repository.ask_history(revision);
        }
        let staged = self.subject == Subject::Staged;
        let message = self.message(None)?;
        let commits = self.repository.ask_history("HEAD")?;
        let pending = self.repository.pending(staged, message, self.today)?;
        Ok(Box::new(move || {
            let commits = commits()?;
            let is_all = commits.cut_off || pending.changes.is_empty();
            Ok(if is_all { commits } else { commits.with_pending(pending) })
        }))
    }

    /// What is known of the commit to come.
    fn message(&self, file: Option<&Path>) -> Result<Message> {
        let author = self.repository.identity();
        let Some(file) = file else { return Ok(Message { author, ..Message::default() }) };
        let bytes = fs::read(file).map_err(|error| {
            let name = file.to_string_lossy();
            Error::new(format!("the message file `{}` cannot be read", visible(&name)))
                .help("name the file that git gives to a `commit-msg` hook")
                .cause(error)
        })?;
        let comment = self.repository.config_text("core.commentChar");
        let comment = comment.and_then(|text| text.chars().next()).unwrap_or('#');
        Ok(Message::from_draft(author, &String::from_utf8_lossy(&bytes), comment))
    }

    fn open(&self, revision: &str) -> Result<Box<dyn Snapshot>> {
        Ok(Box::new(RevisionSnapshot::open(self.repository, revision)?))
    }
}
