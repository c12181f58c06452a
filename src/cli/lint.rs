//! `planlint lint`: checks a snapshot and reports.

mod arguments;

mod opened;

mod output;

use std::path::PathBuf;

use crate::check::{Request, check};
use crate::cli::comparison::{Comparison, Subject};
use crate::cli::fix::{self, Fixes};
pub(super) use crate::cli::lint::arguments::{Arguments, parse_date};
use crate::cli::lint::opened::{Opened, limit, open};
pub(super) use crate::cli::lint::opened::{current_folder, needs_repository, relative, snapshot};
use crate::cli::lint::output::Outputs;
use crate::cli::{CLEAN, Color, FAILED, FOUND};
use crate::error::Result;
use crate::mend::mend;
use crate::path::RepoPath;
use crate::report::Report;
use crate::snapshot::{Mailmap, Snapshot};

/// Checks and reports; the exit code says whether anything was found.
pub(super) fn run(arguments: &Arguments, color: Color) -> Result<u8> {
    let outputs = Outputs::new(arguments, color)?;
    let opened = open(arguments)?;
    let limit = limit(arguments, &opened)?;
    let request = request(arguments, &opened, limit)?;
    let check = |snapshot: &dyn Snapshot| check(snapshot, &request);
    let fixes = arguments.fix.or(arguments.diff.then_some(Fixes::Safe));
    if let Some(fixes) = fixes {
        return mend_and_report(arguments, &outputs, &opened, fixes, check);
    }
    let report = check(&*opened.snapshot)?;
    outputs.write(&report)?;
    Ok(exit_code(arguments, &report))
}

/// Fixes what can be fixed. Where that is only shown, or what is staged stays as it was, the exit code is that of
/// what was found before.
fn mend_and_report(
    arguments: &Arguments,
    outputs: &Outputs,
    opened: &Opened,
    fixes: Fixes,
    check: impl Fn(&dyn Snapshot) -> Result<Report>,
) -> Result<u8> {
    let mended = mend(&opened.snapshot, fixes.allowed(), check)?;
    if arguments.diff {
        super::print(fix::diff(&mended, &*opened.snapshot)?)?;
    } else {
        let folder = match &opened.repository {
            Some(repository) => repository.top().map(PathBuf::from),
            None => Some(current_folder()?),
        };
        let top = folder.expect("a bare repository has no snapshot that can be fixed");
        fix::write(&mended, &*opened.snapshot, &top, arguments.staged)?;
        outputs.write(mended.after())?;
    }
    // Standard error may be closed, and there is nowhere else to say so.
    let account = fix::account(&mended, fixes, arguments.diff, arguments.staged);
    let _ = std::io::Write::write_all(&mut std::io::stderr(), account.as_bytes());
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

fn request(arguments: &Arguments, opened: &Opened, limit: Vec<RepoPath>) -> Result<Request> {
    let clock = arguments.today.is_some() || arguments.history;
    let options = arguments.settings.options_with(&arguments.weights)?;
    let mut request = Request { clock, limit, options, ..Request::on(opened.today) };
    let Some(repository) = &opened.repository else {
        let options = [("--against", arguments.against.is_some()), ("--history", arguments.history)];
        let asked = options.into_iter().find(|(_, given)| *given);
        return asked.map_or(Ok(request), |(option, _)| Err(needs_repository(option)));
    };
    let subject = match arguments.revision() {
        Some(revision) => Subject::Revision(revision),
        None if arguments.staged => Subject::Staged,
        None => Subject::Disk,
    };
    let comparison = Comparison { repository, subject, today: opened.today };
    request.steps = match &arguments.each_commit {
        Some(range) => comparison.steps(&range.base, &range.tip)?,
        None => {
            let mailmap = Mailmap::of(&*opened.snapshot)?;
            let (against, message) = (arguments.against.as_deref(), arguments.message.as_deref());
            comparison.step(against, message, &mailmap)?.into_iter().collect()
        }
    };
    request.history = arguments.history.then(|| comparison.history(&*opened.snapshot)).transpose()?;
    request.signers = arguments.history.then(|| repository.clone());
    request.only_steps = arguments.message.is_some();
    request.baseline = !arguments.no_baseline;
    if let Some(reference) = arguments.against.as_deref().filter(|_| !request.only_steps) {
        request.before = Some(comparison.before(reference, &request)?);
    }
    Ok(request)
}
