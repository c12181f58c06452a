//! Which hooks git will run, whose they are, and whether they can do their work.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;

use super::configured::{self, ConfiguredStatus};
use super::install::{Found, HOOKS, PRE_RECEIVE, asleep, is_executable, is_there, shown, switched_off};
use super::kept::before;
use super::script::{Author, Script};
use crate::error::Result;
use crate::escape::visible;
use crate::snapshot::{Repository, configures_hooks, git_version};

/// The hooks of a repository.
#[derive(Clone, Debug)]
pub struct Status {
    /// The entry in git's configuration, where there is one.
    pub configured: Option<ConfiguredStatus>,
    /// The scripts: one for each of [`HOOKS`].
    pub hooks: Vec<HookStatus>,
    /// Why there is nothing to say of single hooks: a sentence.
    pub instead: Option<String>,
    /// What else decides which hooks run: sentences.
    pub notes: Vec<String>,
}

impl Status {
    /// Is every commit checked?
    pub fn is_complete(&self) -> bool {
        let works =
            |hook: &HookStatus| hook.executable && matches!(hook.owner, Owner::Planlint { found: true, .. });
        self.configured.as_ref().is_some_and(ConfiguredStatus::is_complete)
            || self.instead.is_none() && self.hooks.iter().all(works)
    }
}

/// One hook.
#[derive(Clone, Debug)]
pub struct HookStatus {
    /// Where git looks for it.
    pub path: PathBuf,
    /// Whose it is.
    pub owner: Owner,
    /// Will git run it?
    pub executable: bool,
    /// The hook from before that runs first, and why it does not where it does not.
    pub before: Option<(PathBuf, Option<&'static str>)>,
}

/// Whose a hook is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// There is none.
    Nobody,
    /// It is ours.
    Planlint {
        /// The program that it runs.
        binary: PathBuf,
        /// Is the program there?
        found: bool,
        /// Does a commit pass where the program is missing?
        optional: bool,
        /// Is it as this version writes it?
        current: bool,
    },
    /// It is ours, but was changed by hand.
    Changed,
    /// It is somebody else's.
    Other,
    /// It is no file, and git stops every commit for it.
    NoFile,
}

/// Looks at the hooks.
///
/// # Errors
/// A hook or a configuration that cannot be read.
pub fn status(repository: &Repository) -> Result<Status> {
    status_under(repository, git_version())
}

fn status_under(repository: &Repository, version: Option<(u32, u32)>) -> Result<Status> {
    let able = configures_hooks(version);
    let configured = if repository.is_bare() { None } else { configured::status(repository, able)? };
    let instead = instead(repository)?;
    if instead.is_some() {
        return Ok(Status { configured, hooks: Vec::new(), instead, notes: Vec::new() });
    }
    let folder = repository.hooks_folder()?;
    let mut hooks = Vec::new();
    for path in HOOKS.map(|hook| folder.join(hook)) {
        let found = Found::at(&path)?;
        let owner = if found.stops_git { Owner::NoFile } else { found.author.map_or(Owner::Nobody, owner) };
        let chained = matches!(owner, Owner::Planlint { .. } | Owner::Changed) && is_there(&before(&path));
        let before = chained.then(|| (before(&path), asleep(&before(&path))));
        hooks.push(HookStatus { path, owner, executable: found.executable, before });
    }
    let mut notes = notes(repository)?;
    if able {
        notes.extend(HOOKS.into_iter().flat_map(|event| others(repository, event)));
    }
    notes.dedup();
    Ok(Status { configured, hooks, instead, notes })
}

/// Who else runs at an event, by git's configuration.
fn others(repository: &Repository, event: &str) -> Vec<String> {
    let listed = match repository.listed_hooks(event) {
        Ok(listed) => listed,
        Err(error) => return vec![error.to_string()],
    };
    let others = listed.into_iter().filter_map(|hook| match hook.name {
        Some(name) if name != "planlint" => {
            Some((visible(&name).into_owned(), visible(&hook.scope).into_owned(), hook.off))
        }
        _ => None,
    });
    let sentence = |(name, scope, off): (String, String, Option<String>)| match off {
        None => format!("git also runs `hook.{name}` for {event}, by its {scope} configuration"),
        Some(why) => format!("git does not run `hook.{name}` for {event}, since {why}"),
    };
    others.map(sentence).collect()
}

/// Why no hook of ours runs here, where none can.
fn instead(repository: &Repository) -> Result<Option<String>> {
    if let Some(off) = repository.hooks_off()? {
        return Ok(Some(format!("{}; switch them on with `{}`", switched_off(&off), off.undo)));
    }
    if !repository.is_bare() {
        return Ok(None);
    }
    let path = repository.hooks_folder()?.join("pre-receive");
    let found = Found::at(&path)?;
    let ours = found.executable && found.author.is_some_and(|author| author != Author::Other);
    Ok(Some(match ours {
        true => format!("`{}`: planlint's, checks what is pushed", shown(&path)),
        false => format!("nobody commits in a bare repository; to check what is pushed, {PRE_RECEIVE}"),
    }))
}

/// What else decides which hooks run.
pub(super) fn notes(repository: &Repository) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    if repository.config_text("core.hooksPath").is_some() {
        let folder = repository.hooks_folder()?;
        let folder = shown(&folder);
        notes.push(format!(
            "`core.hooksPath` points to `{folder}`: every repository that uses this folder runs its hooks"
        ));
    }
    Ok(notes)
}

pub(super) fn owner(author: Author) -> Owner {
    match author {
        Author::Planlint(script) => ours(&script, true),
        Author::Former(script) => ours(&script, false),
        Author::Changed => Owner::Changed,
        Author::Other => Owner::Other,
    }
}

fn ours(script: &Script, current: bool) -> Owner {
    let binary = script.binary.to_path_lossy().into_owned();
    Owner::Planlint { found: is_found(&binary), binary, optional: script.optional, current }
}

/// Can the hook start it: at its place, or on the PATH?
fn is_found(binary: &Path) -> bool {
    let runs = |place: &Path| fs::metadata(place).is_ok_and(|about| is_executable(&about));
    let folders = env::var_os("PATH").unwrap_or_default();
    binary.is_absolute() && runs(binary)
        || env::split_paths(&folders).any(|folder| runs(&folder.join("planlint")))
}

impl fmt::Display for Status {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(configured) = &self.configured {
            writeln!(out, "{configured}")?;
        }
        if let Some(instead) = &self.instead {
            writeln!(out, "{instead}")?;
        }
        let is_said = |hook: &&HookStatus| self.configured.is_none() || hook.owner != Owner::Nobody;
        for hook in self.hooks.iter().filter(is_said) {
            match (&self.configured, &hook.owner) {
                (Some(_), Owner::Other) => {
                    writeln!(out, "`{}`: not planlint's; git runs it last", shown(&hook.path))?;
                }
                _ => writeln!(out, "{hook}")?,
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(out, "note: {note}"))
    }
}

impl fmt::Display for HookStatus {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}`: ", shown(&self.path))?;
        match &self.owner {
            Owner::Nobody => write!(out, "no hook; install it with `planlint hook install`")?,
            Owner::Other => write!(out, "not planlint's; chain it with `planlint hook install`")?,
            Owner::NoFile => return write!(out, "{}", self.owner),
            owner => write!(out, "{owner}")?,
        }
        match &self.before {
            Some((before, None)) => write!(out, "; `{}` runs first", shown(before))?,
            Some((before, Some(why))) => {
                write!(out, "; `{}` is kept and never runs, since {why}", shown(before))?;
            }
            None => {}
        }
        if self.owner != Owner::Nobody && !self.executable {
            let why = asleep(&self.path).unwrap_or("it is not executable");
            write!(out, "; git skips it, since {why}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (binary, found, optional, current) = match self {
            Owner::Nobody => return write!(out, "nobody's"),
            Owner::Other => return write!(out, "not planlint's"),
            Owner::Changed => return write!(out, "planlint's, but changed by hand"),
            Owner::NoFile => {
                return write!(out, "no file: every commit is stopped until it is moved elsewhere");
            }
            Owner::Planlint { binary, found, optional, current } => (binary, found, optional, current),
        };
        write!(out, "planlint's, runs `{}`", shown(binary))?;
        match (found, optional) {
            (true, false) => {}
            (true, true) => write!(out, "; where that is missing, commits pass unchecked")?,
            (false, true) => write!(out, ", which is not there: commits pass unchecked")?,
            (false, false) => write!(out, ", which is not there: every commit is stopped")?,
        }
        if !current {
            write!(out, "; of another version: renew it with `planlint hook install`")?;
        }
        Ok(())
    }
}
