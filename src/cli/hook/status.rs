//! Which hooks git will run, whose they are, and whether they can do their work.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bstr::ByteSlice;

use super::install::{
    Found, HOOKS, PRE_RECEIVE, asleep, before, is_executable, is_there, shown, switched_off,
};
use super::script::{Author, Script};
use crate::error::Result;
use crate::snapshot::Repository;

/// The hooks of a repository.
#[derive(Clone, Debug)]
pub struct Status {
    /// One for each of [`HOOKS`].
    pub hooks: Vec<HookStatus>,
    /// Why there is nothing to say of single hooks: a sentence.
    pub instead: Option<String>,
    /// What else decides which hooks run: sentences.
    pub notes: Vec<String>,
}

impl Status {
    /// Is every commit checked?
    pub fn is_complete(&self) -> bool {
        self.instead.is_none()
            && self
                .hooks
                .iter()
                .all(|hook| hook.executable && matches!(hook.owner, Owner::Planlint { found: true, .. }))
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
    let instead = instead(repository)?;
    if instead.is_some() {
        return Ok(Status { hooks: Vec::new(), instead, notes: Vec::new() });
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
    Ok(Status { hooks, instead, notes: notes(repository)? })
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
    if let Some((major, minor)) = git_version().filter(|version| *version >= (2, 54)) {
        notes.push(format!(
            "git {major}.{minor} also runs hooks that its configuration names: see `git config --get-regexp ^hook`"
        ));
    }
    Ok(notes)
}

fn owner(author: Author) -> Owner {
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

fn git_version() -> Option<(u32, u32)> {
    let output = Command::new("git").arg("--version").output().ok()?;
    let words = String::from_utf8(output.stdout).ok()?;
    let mut numbers = words.split_whitespace().nth(2)?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

impl fmt::Display for Status {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(instead) = &self.instead {
            writeln!(out, "{instead}")?;
        }
        for hook in &self.hooks {
            writeln!(out, "{hook}")?;
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
            Owner::Changed => write!(out, "planlint's, but changed by hand")?,
            Owner::NoFile => {
                return write!(out, "no file: every commit is stopped until it is moved elsewhere");
            }
            Owner::Planlint { binary, found, optional, current } => {
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
            }
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
