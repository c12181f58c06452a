//! Hooks that git takes from its configuration, as it does from version 2.54 on: what is set, and who runs.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use bstr::{BString, ByteSlice};

use super::{Repository, git};
use crate::error::{Error, Result};
use crate::write::{Draft, write};

/// From this version on, git runs what `hook.<name>.command` says at each `hook.<name>.event`.
const FIRST: (u32, u32) = (2, 54);

/// The key that remembers that the file had no line break at its end, since git adds one before it writes on.
const TORN: &str = "lineBreakAdded";

/// A hook in the configuration of one repository, which all its work trees share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfiguredHook {
    /// The lines that a shell runs.
    pub command: BString,
    /// The hooks it stands for, such as `pre-commit`.
    pub events: Vec<String>,
}

/// One hook in the order in which git runs those of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedHook {
    /// Its name in the configuration; `None` for the script in the hooks folder.
    pub name: Option<String>,
    /// Where it is set: `local`, `global`, `system`, `worktree`, `command`. Empty for the script.
    pub scope: String,
    /// Which setting keeps git from running it.
    pub off: Option<String>,
}

/// The version of the git program on the PATH, where there is one.
pub fn git_version() -> Option<(u32, u32)> {
    let output = Command::new("git").arg("--version").stdin(Stdio::null()).output().ok()?;
    version(&output.stdout.to_str_lossy())
}

fn version(words: &str) -> Option<(u32, u32)> {
    let mut numbers = words.split_whitespace().nth(2)?.split(['.', '-']).map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Does git of this version take hooks from its configuration?
pub fn configures_hooks(version: Option<(u32, u32)>) -> bool {
    version.is_some_and(|version| version >= FIRST)
}

impl Repository {
    /// The file that holds the configuration of this repository.
    pub fn configuration_file(&self) -> PathBuf {
        self.common_folder().join("config")
    }

    /// The hook of this name that is set in the repository itself.
    ///
    /// # Errors
    /// A git program that cannot be started.
    pub fn configured_hook(&self, name: &str) -> Result<Option<ConfiguredHook>> {
        let pattern = format!(r"^hook\.{name}\.");
        let output = self.ask(["config", "--local", "--null", "--get-regexp", &pattern])?;
        if !output.status.success() {
            return Ok(None);
        }
        let mut hook = ConfiguredHook::default();
        for (key, value) in output.stdout.split_str("\0").filter_map(|entry| entry.split_once_str("\n")) {
            match key.rsplit_once_str(".") {
                Some((_, b"command")) => hook.command = value.into(),
                Some((_, b"event")) => hook.events.push(value.to_str_lossy().into_owned()),
                _ => {}
            }
        }
        Ok(Some(hook))
    }

    /// Sets a hook, in place of one of the same name.
    ///
    /// # Errors
    /// A configuration that cannot be written.
    pub fn configure_hook(&self, name: &str, hook: &ConfiguredHook) -> Result<()> {
        let command = hook.command.to_os_str().map_err(|error| {
            Error::new("the command of the hook cannot be written").help("use a path in UTF-8").cause(error)
        })?;
        self.edit(|draft| {
            self.forget(draft, name)?;
            let is_torn = fs::read(draft).unwrap_or_default().last().is_some_and(|byte| *byte != b'\n');
            let set = |key: &str, value: &OsStr| {
                let key = format!("hook.{name}.{key}");
                self.change(draft, &["--add".as_ref(), key.as_ref(), value])
            };
            set("command", command)?;
            hook.events.iter().try_for_each(|event| set("event", event.as_ref()))?;
            if is_torn { set(TORN, "true".as_ref()) } else { Ok(()) }
        })
    }

    /// Takes a hook out of the configuration, with all that is said of it there. The file is then as it was.
    ///
    /// # Errors
    /// A configuration that cannot be written.
    pub fn forget_hook(&self, name: &str) -> Result<()> {
        self.edit(|draft| self.forget(draft, name))
    }

    fn forget(&self, file: &Path, name: &str) -> Result<()> {
        let is_set = |key: &str| {
            let pattern = format!(r"^hook\.{name}\.{key}");
            let words = [OsStr::new("config"), "--file".as_ref(), file.as_ref(), "--get-regexp".as_ref()];
            Ok(self.ask(words.into_iter().chain([pattern.as_ref()]))?.status.success())
        };
        if !is_set("")? {
            return Ok(());
        }
        let is_torn = is_set(&TORN.to_lowercase())?;
        let before = fs::read(file).unwrap_or_default();
        self.change(file, &["--remove-section".as_ref(), format!("hook.{name}").as_ref()])?;
        let after = fs::read(file).unwrap_or_default();
        match after.strip_suffix(b"\n") {
            Some(whole) if is_torn && before.starts_with(&after) => write(file, whole),
            _ => Ok(()),
        }
    }

    /// Changes the configuration of the repository in one step, by way of a draft that git itself edits.
    fn edit(&self, change: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        let file = self.configuration_file();
        let unread = |cause: std::io::Error| {
            Error::new(format!("`{}` cannot be read", shown(&file)))
                .help("check that you may read the configuration of the repository")
                .cause(cause)
        };
        let before = fs::read(&file).map_err(unread)?;
        let draft = Draft::of(&file, &before)?;
        change(draft.place())?;
        if fs::read(draft.place()).map_err(unread)? == before {
            return Ok(());
        }
        let lock = file.with_file_name("config.lock");
        if lock.exists() || fs::read(&file).map_err(unread)? != before {
            return Err(Error::new(format!("`{}` is being changed by somebody else", shown(&file))).help(
                format!("run the command again; delete `{}` if nobody is at work on it", shown(&lock)),
            ));
        }
        draft.publish()
    }

    /// Which hooks git runs at an event, as git itself says, in its order.
    ///
    /// # Errors
    /// The words with which git refuses, as it then does at every commit.
    pub fn listed_hooks(&self, event: &str) -> Result<Vec<ListedHook>> {
        let output = self.ask(["hook", "list", "-z", "--show-scope", event])?;
        if output.status.code().is_none_or(|code| code > 1) {
            return Err(Error::new(format!(
                "git runs no hook at all, and so makes no commit: {}",
                said(&output)
            ))
            .help("mend the setting that git names"));
        }
        let entries = output.stdout.split_str("\0").filter(|entry| !entry.is_empty());
        Ok(entries.map(|entry| listed(&entry.to_str_lossy(), event)).collect())
    }

    fn ask<Word: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = Word>) -> Result<Output> {
        git::output(&mut self.git().command(words))
    }

    /// Has git change a file of configuration.
    fn change(&self, file: &Path, words: &[&OsStr]) -> Result<()> {
        let output =
            self.ask([OsStr::new("config"), "--file".as_ref(), file.as_ref()].iter().chain(words))?;
        let failed = || {
            let file = shown(&self.configuration_file());
            Error::new(format!("`{file}` cannot be changed: {}", said(&output)))
                .help("check that you may write to its folder, and that the disk has room")
        };
        output.status.success().then_some(()).ok_or_else(failed)
    }
}

/// An entry of `git hook list --show-scope`: scope, perhaps a word on what is off, and the name, with tabs between.
fn listed(entry: &str, event: &str) -> ListedHook {
    let words: Vec<&str> = entry.split('\t').collect();
    let (name, off) = match words[..] {
        [_] => (None, None),
        [_, "disabled", name] => (Some(name), Some(format!("`hook.{name}.enabled` is `false`"))),
        [_, "event-disabled", name] => (Some(name), Some(format!("`hook.{event}.enabled` is `false`"))),
        _ => (words.last().copied(), None),
    };
    let scope = name.map_or(String::new(), |_| words[0].to_owned());
    ListedHook { name: name.map(str::to_owned), scope, off }
}

fn said(output: &Output) -> String {
    let words = output.stderr.to_str_lossy();
    crate::escape::visible(words.trim().trim_start_matches("fatal: ")).into_owned()
}

fn shown(path: &Path) -> String {
    crate::escape::visible(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_decides() {
        let takes = |words| configures_hooks(version(words));
        for words in ["git version 2.54.0", "git version 2.55.0.windows.1", "git version 3.0.0-rc1"] {
            assert!(takes(words), "{words}");
        }
        for words in ["git version 2.53.9", "git version 2.39.5 (Apple Git-154)", "git version 2", "", "2.60"]
        {
            assert!(!takes(words), "{words}");
        }
        assert!(takes("git version 2.54-rc0"));
    }

    #[test]
    fn what_git_lists_is_read() {
        let hook = |name: Option<&str>, scope: &str, off: Option<&str>| ListedHook {
            name: name.map(str::to_owned),
            scope: scope.to_owned(),
            off: off.map(str::to_owned),
        };
        let event = "pre-commit";
        assert_eq!(listed("hook from hookdir", event), hook(None, "", None));
        assert_eq!(listed("local\tplanlint", event), hook(Some("planlint"), "local", None));
        let off = Some("`hook.spell.enabled` is `false`");
        assert_eq!(listed("global\tdisabled\tspell", event), hook(Some("spell"), "global", off));
        let off = Some("`hook.pre-commit.enabled` is `false`");
        assert_eq!(listed("local\tevent-disabled\tspell", event), hook(Some("spell"), "local", off));
    }
}
