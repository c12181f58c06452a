//! `planlint lint`: checks a snapshot and reports.

mod account;

mod arguments;

mod input;

mod opened;

mod output;

use std::rc::Rc;

use crate::check::{Kept, Request, check, check_and_keep};
use crate::cli::fix::{self, Fixes};
use crate::cli::lint::account::Account;
pub(super) use crate::cli::lint::arguments::{Arguments, parse_date};
pub(super) use crate::cli::lint::opened::{
    Opened, current_folder, needs_repository, open, relative, snapshot,
};
use crate::cli::lint::opened::{limit, open_all};
use crate::cli::lint::output::Outputs;
use crate::cli::{CLEAN, Color, FAILED, FOUND, tell};
use crate::error::Result;
use crate::evidence::{AskedHistory, History};
use crate::mend::{Mended, mend};
use crate::path::RepoPath;
use crate::report::Report;
use crate::snapshot::{Awaited, Snapshot};

/// What a check has seen.
pub(super) struct Seen {
    /// What was checked.
    pub(super) opened: Opened,
    /// The files that were read.
    pub(super) read: Vec<RepoPath>,
    /// Standard output is read no more.
    pub(super) is_unread: bool,
    /// The exit code: was anything found?
    code: u8,
    /// What need not be taken apart before the program ends.
    kept: Option<(Report, Request, Kept)>,
}

impl Seen {
    fn new(opened: Opened, report: &Report, is_read: bool, code: u8) -> Self {
        let read = report.sources.iter().map(|(_, source)| source.path().clone()).collect();
        Seen { opened, read, is_unread: !is_read, code, kept: None }
    }
}

/// Checks and reports; the exit code says whether anything was found.
pub(super) fn run(arguments: &Arguments, color: Color) -> Result<u8> {
    let Seen { code, opened, kept, .. } = check_once(arguments, color)?;
    // The system takes back the memory of a large repository, history or report at once, we piece by piece.
    std::mem::forget((opened, kept));
    Ok(code)
}

/// Does the same, and tells what was looked at.
pub(super) fn check_once(arguments: &Arguments, color: Color) -> Result<Seen> {
    let outputs = Outputs::new(arguments, color)?;
    let account = Account::start(arguments);
    let mut opened = open_all(arguments)?;
    let limit = limit(arguments, &mut opened)?;
    let mut request = request(arguments, &mut opened, limit)?;
    request.listener = Some(account.listener());
    let fixes = arguments.fix.or(arguments.diff.then_some(Fixes::Safe));
    request.drafts = fixes.is_some() || outputs.have_fixes();
    let check = |snapshot: &dyn Snapshot| check(snapshot, &request);
    if let Some(fixes) = fixes {
        let mended = mend(&opened.snapshot, fixes.allowed(), check)?;
        account.close();
        if arguments.verbose {
            tell(&account.told(&opened, &request, mended.after()));
        }
        let code = report_mended(arguments, &outputs, &opened, fixes, &mended)?;
        return Ok(Seen::new(opened, mended.after(), true, code));
    }
    let (report, kept) = check_and_keep(&*opened.snapshot, &request)?;
    account.close();
    if arguments.verbose {
        tell(&account.told(&opened, &request, &report));
    }
    let is_read = outputs.write(&report)?;
    let seen = Seen::new(opened, &report, is_read, exit_code(arguments, &report));
    Ok(Seen { kept: Some((report, request, kept)), ..seen })
}

/// Fixes what can be fixed. Where that is only shown, or what is staged stays as it was, the exit code is that of
/// what was found before.
fn report_mended(
    arguments: &Arguments,
    outputs: &Outputs,
    opened: &Opened,
    fixes: Fixes,
    mended: &Mended,
) -> Result<u8> {
    if arguments.diff {
        super::print(fix::diff(mended, &*opened.snapshot)?)?;
    } else {
        fix::write(mended, &*opened.snapshot, &opened.top()?, arguments.staged)?;
        outputs.write(mended.after())?;
    }
    tell(&fix::account(mended, fixes, arguments.diff, arguments.staged));
    let is_unchanged = arguments.diff || arguments.staged;
    Ok(exit_code(arguments, if is_unchanged { &mended.before } else { mended.after() }))
}

fn exit_code(arguments: &Arguments, report: &Report) -> u8 {
    match () {
        () if report.misconfigured => FAILED,
        () if report.fails(arguments.deny.severity()) => FOUND,
        () => CLEAN,
    }
}

fn request(arguments: &Arguments, opened: &mut Opened, limit: Vec<RepoPath>) -> Result<Request> {
    let clock = arguments.today.is_some() || arguments.history;
    let options = arguments.settings.options_with(&arguments.weights)?;
    let mut request = Request { clock, limit, options, ..Request::on(opened.today) };
    let Some(repository) = &opened.repository else {
        let options = [("--against", arguments.against.is_some()), ("--history", arguments.history)];
        let asked = options.into_iter().find(|(_, given)| *given);
        return asked.map_or(Ok(request), |(option, _)| Err(needs_repository(option)));
    };
    let comparison = opened::comparison(arguments, repository, opened.today);
    request.steps = match &arguments.each_commit {
        Some(range) => comparison.steps(&range.base, &range.tip)?,
        None => {
            let (against, message) = (arguments.against.as_deref(), arguments.message.as_deref());
            comparison.step(against, message)?.into_iter().collect()
        }
    };
    let snapshot = Rc::clone(&opened.snapshot);
    let gather = |commits: Awaited<_>| AskedHistory::new(move || History::gather(commits()?, &*snapshot));
    request.history = opened.commits.take().map(gather);
    request.signers = arguments.history.then(|| repository.clone());
    request.only_steps = arguments.message.is_some();
    request.baseline = !arguments.no_baseline;
    if let Some(reference) = arguments.against.as_deref().filter(|_| !request.only_steps) {
        request.before = Some(comparison.before(reference, &request)?);
    }
    Ok(request)
}
