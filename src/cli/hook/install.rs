//! Puts the commit hooks where git looks for them, and takes them away again; nothing of anybody's is lost.

use std::env;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use bstr::BString;

use super::configured;
use super::kept::{before, chain, is_kept, put_back};
use super::script::{self, Author, Script, author};
use crate::error::{Error, Failure, Result};
use crate::escape::visible;
use crate::snapshot::{HooksOff, Repository};
use crate::write::{Draft, Folders};

/// The hooks that are installed: git runs the second for a merge without conflicts, the first for the rest, and
/// then the third, which knows the message.
pub const HOOKS: [&str; 3] = ["pre-commit", "pre-merge-commit", "commit-msg"];

/// What to install.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The program that the hooks run, absolute: see [`this_program`].
    pub binary: PathBuf,
    /// Does a commit pass where the program is missing?
    pub optional: bool,
    /// Is a hook of ours that was changed by hand replaced?
    pub force: bool,
    /// Is git told of it in its configuration, and not by scripts in the hooks folder?
    pub configured: bool,
}

/// What was done about one hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The hook, or the configuration.
    pub path: PathBuf,
    /// What was done.
    pub done: Done,
}

/// What can be done about a hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was written.
    Written,
    /// It was written, and the hook that was there is kept beside it and runs first.
    Chained,
    /// It was written, and the hook that was there is kept beside it, which git never ran, for this reason.
    Kept(&'static str),
    /// It was there already.
    Unchanged,
    /// It was removed.
    Removed,
    /// It was removed, and the hook from before is back in its place.
    Restored,
    /// There was none.
    Absent,
    /// Another hook stands there, which is none of ours.
    LeftAlone,
    /// The configuration names it from now on.
    Configured,
    /// The configuration names it already.
    StillConfigured,
    /// The configuration names it no more.
    Unconfigured,
}

/// Sets the hooks up in one of two ways, and takes away what is there in the other, so that nothing is checked
/// twice. Scripts in the hooks folder keep a hook that is already there, which runs first from then on; what the
/// configuration names, git runs beside it. Nothing is written unless all can be.
///
/// # Errors
/// A bare repository, hooks that are switched off, a place that cannot be written to, or a hook that would be lost.
pub fn install(repository: &Repository, wanted: &Installation) -> Result<Vec<Step>> {
    if repository.is_bare() {
        return Err(Error::new("nobody commits in a bare repository").help(PRE_RECEIVE));
    }
    if wanted.configured {
        let done = configured::plan(repository, wanted)?;
        let scripts = Removal::plan(repository, wanted.force)?;
        let mut steps = vec![configured::set(repository, wanted, done)?];
        steps.extend(scripts.carry_out()?.into_iter().filter(Step::changes_something));
        return Ok(steps);
    }
    let entry = configured::removal(repository, wanted.force)?;
    let mut steps = write_scripts(repository, wanted)?;
    if entry {
        steps.push(configured::remove(repository)?);
    }
    Ok(steps)
}

fn write_scripts(repository: &Repository, wanted: &Installation) -> Result<Vec<Step>> {
    if let Some(off) = repository.hooks_off()? {
        let help = format!("switch them on with `{}`, then run `planlint hook install` again", off.undo);
        return Err(Error::new(switched_off(&off)).help(help));
    }
    let folder = repository.hooks_folder()?;
    let missing = folder.ancestors().take_while(|folder| !is_there(folder)).count();
    let _folders = Folders::make(&folder.join(HOOKS[0])).map_err(|error| {
        Error::new(format!("the hooks folder `{}` cannot be made", shown(&folder)))
            .help("point `core.hooksPath` at a folder that you may write to, or unset it")
            .cause(error)
    })?;
    let found = HOOKS.map(|hook| Found::at(&folder.join(hook))).into_iter().collect::<Result<Vec<_>>>()?;
    let made = found.iter().map(|found| script::made(&found.text)).fold(missing, usize::max);
    let mut plans = Vec::new();
    for (hook, found) in HOOKS.into_iter().zip(found) {
        let (path, text) = (folder.join(hook), text(hook, wanted, made));
        plans.push((plan(&path, &found, &text, wanted.force)?, path, text));
    }
    let draft = |(done, path, text): (Done, PathBuf, BString)| {
        let draft = (done != Done::Unchanged).then(|| Draft::executable(&path, &text)).transpose()?;
        Ok((Step { path, done }, draft))
    };
    // All of them are on disk before the first takes its place.
    let drafts = plans.into_iter().map(draft).collect::<Result<Vec<_>>>()?;
    let publish = |(step, draft): (Step, Option<Draft>)| {
        match (draft, step.done) {
            (None, _) => {}
            (Some(draft), Done::Written) => draft.publish()?,
            (Some(draft), _) => chain(&step.path, draft)?,
        }
        Ok(step)
    };
    drafts.into_iter().map(publish).collect()
}

/// What to do in a bare repository.
pub(super) const PRE_RECEIVE: &str =
    "copy the script `pre-receive` of planlint's `hooks` folder into its `hooks` folder";

pub(super) fn switched_off(off: &HooksOff) -> String {
    match off.value.as_str() {
        "" => "hooks are switched off: `core.hooksPath` is empty".to_owned(),
        value => {
            format!("hooks are switched off: `core.hooksPath` is `{}`, which is no folder", visible(value))
        }
    }
}

pub(super) fn text(hook: &str, wanted: &Installation, made: usize) -> BString {
    let binary = wanted.binary.as_os_str().as_encoded_bytes().into();
    Script { hook: hook.into(), binary, optional: wanted.optional, made }.text()
}

fn plan(path: &Path, found: &Found, text: &BString, force: bool) -> Result<Done> {
    match found.author {
        None => Ok(Done::Written),
        Some(Author::Planlint(_)) if found.executable && found.text == *text => Ok(Done::Unchanged),
        Some(Author::Planlint(_) | Author::Former(_)) => Ok(Done::Written),
        Some(Author::Changed) if force => Ok(Done::Written),
        Some(Author::Changed) => Err(changed(path).help("replace it with `planlint hook install --force`")),
        Some(Author::Other) if found.stops_git => {
            Err(Error::new(format!("`{}` is no file, so that git stops every commit", shown(path)))
                .help("move it elsewhere, then run `planlint hook install` again"))
        }
        Some(Author::Other) if is_there(&before(path)) && !is_kept(path) => {
            let what = format!("`{}` and `{}` are both there", shown(path), shown(&before(path)));
            Err(Error::new(what)
                .help("remove the one that you do not need, then run `planlint hook install` again"))
        }
        Some(Author::Other) => Ok(asleep(path).map_or(Done::Chained, Done::Kept)),
    }
}

fn changed(path: &Path) -> Failure {
    Error::new(format!("`{}` is planlint's, but was changed by hand", shown(path)))
}

/// Why git does not run what stands here, though something does.
pub(super) fn asleep(path: &Path) -> Option<&'static str> {
    match fs::metadata(path) {
        Ok(found) if is_executable(&found) => None,
        Ok(found) if found.is_file() => Some("it is not executable"),
        Ok(_) => Some("it is no file"),
        Err(_) => Some("it is a link that leads nowhere"),
    }
}

/// A hook as it stands on disk.
pub(super) struct Found {
    /// Whose it is; nobody's where there is none.
    pub(super) author: Option<Author>,
    text: BString,
    /// Will git run it?
    pub(super) executable: bool,
    /// Will git try to run it, and fail? So it is with a folder.
    pub(super) stops_git: bool,
}

impl Found {
    /// A link counts as somebody else's, whatever it points to: replacing it would lose where it points.
    pub(super) fn at(path: &Path) -> Result<Found> {
        let unreadable = |error: io::Error| {
            Error::new(format!("the hook `{}` cannot be read", shown(path)))
                .help("check that you may read the file")
                .cause(error)
        };
        let about = match fs::symlink_metadata(path) {
            Ok(about) => about,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Found {
                    author: None,
                    text: BString::default(),
                    executable: false,
                    stops_git: false,
                });
            }
            Err(error) => return Err(unreadable(error)),
        };
        let behind = fs::metadata(path).ok();
        let executable = behind.as_ref().is_some_and(is_executable);
        let stops_git = behind.is_some_and(|about| !about.is_file());
        let (author, text) = match about.is_file() {
            true => {
                let text = BString::from(fs::read(path).map_err(unreadable)?);
                (author(&text), text)
            }
            false => (Author::Other, BString::default()),
        };
        Ok(Found { author: Some(author), text, executable, stops_git })
    }
}

/// Removes the hooks and puts back what was there before, byte for byte. Folders that were made go too.
///
/// # Errors
/// A hook of ours that was changed by hand, unless `force` is set; a place that cannot be written to.
pub fn uninstall(repository: &Repository, force: bool) -> Result<Vec<Step>> {
    let entry = configured::removal(repository, force)?;
    let scripts = Removal::plan(repository, force)?;
    if !entry {
        return scripts.carry_out();
    }
    let mut steps = vec![configured::remove(repository)?];
    steps.extend(scripts.carry_out()?.into_iter().filter(Step::changes_something));
    Ok(steps)
}

/// What there is of our scripts, and how it goes.
struct Removal {
    folder: PathBuf,
    made: usize,
    steps: Vec<Step>,
}

impl Removal {
    fn plan(repository: &Repository, force: bool) -> Result<Self> {
        let folder = repository.hooks_folder()?;
        let mut removal = Removal { folder, made: 0, steps: Vec::new() };
        for path in HOOKS.map(|hook| removal.folder.join(hook)) {
            // In this order: what somebody puts back between the two questions is not taken for ours.
            let is_kept_beside = is_there(&before(&path));
            let found = Found::at(&path)?;
            removal.made = removal.made.max(script::made(&found.text));
            let done = match (found.author, is_kept_beside) {
                (Some(Author::Changed), _) if !force => {
                    return Err(changed(&path).help("remove it with `planlint hook uninstall --force`"));
                }
                (Some(Author::Other), _) if !is_kept(&path) => Done::LeftAlone,
                (_, true) => Done::Restored,
                (None, false) => Done::Absent,
                (Some(_), false) => Done::Removed,
            };
            removal.steps.push(Step { path, done });
        }
        Ok(removal)
    }

    fn carry_out(self) -> Result<Vec<Step>> {
        for Step { path, done } in &self.steps {
            let outcome = match done {
                Done::Restored => put_back(path),
                Done::Removed => fs::remove_file(path),
                _ => Ok(()),
            };
            outcome.map_err(|error| {
                Error::new(format!("the hook `{}` cannot be removed", shown(path)))
                    .help("check that you may write to its folder")
                    .cause(error)
            })?;
        }
        // Only an empty folder can be removed, and one that somebody has put something into is theirs.
        self.folder
            .ancestors()
            .take(self.made)
            .take_while(|folder| fs::remove_dir(folder).is_ok())
            .for_each(drop);
        Ok(self.steps)
    }
}

/// How a hook names this program: as the PATH does where it can, since the place behind a link of a package
/// manager moves with every upgrade.
///
/// # Errors
/// A program that does not know where it is.
pub fn this_program() -> Result<PathBuf> {
    let running = env::current_exe().map_err(|error| {
        Error::new("planlint cannot find its own program file").help("start it by its full path").cause(error)
    })?;
    let real = fs::canonicalize(&running).unwrap_or_else(|_| running.clone());
    let name = running.file_name().unwrap_or_default();
    let folders = env::var_os("PATH").unwrap_or_default();
    let mut named =
        env::split_paths(&folders).filter(|folder| folder.is_absolute()).map(|folder| folder.join(name));
    Ok(named.find(|place| fs::canonicalize(place).is_ok_and(|place| place == real)).unwrap_or(running))
}

pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(unix)]
pub(super) fn is_executable(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.is_file() && about.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
pub(super) fn is_executable(about: &fs::Metadata) -> bool {
    about.is_file()
}

pub(super) fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

impl Step {
    fn changes_something(&self) -> bool {
        !matches!(self.done, Done::Unchanged | Done::Absent | Done::LeftAlone | Done::StillConfigured)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, before) = (shown(&self.path), shown(&before(&self.path)));
        match self.done {
            Done::Written => write!(out, "wrote `{path}`"),
            Done::Chained => {
                write!(out, "wrote `{path}`; the hook that was there runs first, from `{before}`")
            }
            Done::Kept(why) => {
                write!(out, "wrote `{path}`; the hook that was there is kept as `{before}`: ")?;
                write!(out, "git never ran it, since {why}")
            }
            Done::Unchanged => write!(out, "`{path}` is up to date"),
            Done::Removed => write!(out, "removed `{path}`"),
            Done::Restored => write!(out, "removed `{path}` and put back the hook that was there before"),
            Done::Absent => write!(out, "there is no hook at `{path}`"),
            Done::LeftAlone => write!(out, "left `{path}` alone, for it is not planlint's"),
            Done::Configured => {
                write!(
                    out,
                    "set `hook.planlint` in `{path}`: git runs it beside the hooks that are there, "
                )?;
                write!(out, "for {} and {}", HOOKS[..2].join(", "), HOOKS[2])
            }
            Done::StillConfigured => write!(out, "`hook.planlint` in `{path}` is up to date"),
            Done::Unconfigured => write!(out, "took `hook.planlint` out of `{path}`"),
        }
    }
}
