//! The hook as an entry of git's configuration, `hook.planlint`: the script of the hooks folder as one command.

use std::fmt;
use std::path::PathBuf;

use bstr::{BString, ByteSlice};

use super::install::{Done, HOOKS, Installation, Step, shown, text};
use super::script::{Author, author};
use super::status::Owner;
use crate::error::{Error, Failure, Result};
use crate::snapshot::{ConfiguredHook, Repository};

/// The name of the entry, and of the hook in its command.
const NAME: &str = "planlint";

/// What is to be done so that the configuration names us.
pub(super) fn plan(repository: &Repository, wanted: &Installation) -> Result<Done> {
    let Some(found) = repository.configured_hook(NAME)? else { return Ok(Done::Configured) };
    if found == entry(wanted) {
        return Ok(Done::StillConfigured);
    }
    match author(&found.command) {
        Author::Planlint(_) | Author::Former(_) => Ok(Done::Configured),
        _ if wanted.force => Ok(Done::Configured),
        _ => Err(changed(repository).help("replace it with `planlint hook install --force`")),
    }
}

/// Does it.
pub(super) fn set(repository: &Repository, wanted: &Installation, done: Done) -> Result<Step> {
    if done == Done::Configured {
        repository.configure_hook(NAME, &entry(wanted))?;
    }
    Ok(Step { path: repository.configuration_file(), done })
}

/// Is there an entry to be removed?
pub(super) fn removal(repository: &Repository, force: bool) -> Result<bool> {
    let Some(found) = repository.configured_hook(NAME)? else { return Ok(false) };
    match author(&found.command) {
        Author::Changed | Author::Other if !force => {
            Err(changed(repository).help("remove it with `git config --remove-section hook.planlint`"))
        }
        _ => Ok(true),
    }
}

/// Removes it.
pub(super) fn remove(repository: &Repository) -> Result<Step> {
    repository.forget_hook(NAME)?;
    Ok(Step { path: repository.configuration_file(), done: Done::Unconfigured })
}

/// A script ends with a line break; git appends the arguments to the last line of a command, which is a comment.
fn entry(wanted: &Installation) -> ConfiguredHook {
    let text = text(NAME, wanted, 0);
    let command = BString::from(text.trim_end_with(|character| character == '\n'));
    ConfiguredHook { command, events: HOOKS.map(str::to_owned).into() }
}

fn changed(repository: &Repository) -> Failure {
    let file = shown(&repository.configuration_file());
    Error::new(format!("`hook.planlint` in `{file}` is not as planlint wrote it"))
}

/// The entry, and what git makes of it.
#[derive(Clone, Debug)]
pub struct ConfiguredStatus {
    /// The file it stands in.
    pub path: PathBuf,
    /// Whose it is.
    pub owner: Owner,
    /// For each of [`HOOKS`], why git does not run it; `None` where it does.
    pub silent: Vec<Option<String>>,
}

impl ConfiguredStatus {
    /// Does git run it for every commit?
    pub(super) fn is_complete(&self) -> bool {
        matches!(self.owner, Owner::Planlint { found: true, .. }) && self.silent.iter().all(Option::is_none)
    }
}

/// Looks at the entry; `able` says whether git takes hooks from its configuration at all.
pub(super) fn status(repository: &Repository, able: bool) -> Result<Option<ConfiguredStatus>> {
    let Some(found) = repository.configured_hook(NAME)? else { return Ok(None) };
    let silent = |event: &str| {
        match able {
        true => why_silent(repository, event),
        false => Some("git before 2.54 takes no hooks from its configuration; write scripts with `planlint hook install`".to_owned()),
    }
    };
    Ok(Some(ConfiguredStatus {
        path: repository.configuration_file(),
        owner: super::status::owner(author(&found.command)),
        silent: HOOKS.map(silent).into(),
    }))
}

fn why_silent(repository: &Repository, event: &str) -> Option<String> {
    match repository.listed_hooks(event) {
        Err(error) => Some(error.to_string()),
        Ok(listed) => match listed.into_iter().find(|hook| hook.name.as_deref() == Some(NAME)) {
            Some(hook) => hook.off,
            None => {
                Some(format!("no `hook.planlint.event` is `{event}`; set it with `planlint hook install`"))
            }
        },
    }
}

impl fmt::Display for ConfiguredStatus {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`hook.planlint` in `{}`: {}", shown(&self.path), self.owner)?;
        let runs = HOOKS.iter().zip(&self.silent).filter(|(_, why)| why.is_none()).map(|(hook, _)| *hook);
        let runs = runs.collect::<Vec<_>>().join(", ");
        if !runs.is_empty() {
            write!(out, "; git runs it for {runs}")?;
        }
        let mut reasons: Vec<&String> = self.silent.iter().flatten().collect();
        reasons.dedup();
        for why in reasons {
            let without = HOOKS.iter().zip(&self.silent).filter(|(_, this)| this.as_ref() == Some(why));
            let without = without.map(|(hook, _)| *hook).collect::<Vec<_>>().join(", ");
            write!(out, "\n  not for {without}: {why}")?;
        }
        Ok(())
    }
}
