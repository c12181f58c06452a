//! A world of its own for tests with git: a temporary repository, a fixed identity and date, no configuration
//! but its own.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Once;

use tempfile::TempDir;

/// A temporary folder with a home and a repository.
pub struct World {
    folder: TempDir,
    top: PathBuf,
}

impl World {
    /// An empty repository on branch `main`.
    pub fn new() -> Self {
        let world = Self::without_repository();
        world.git(&["init", "--quiet", "--initial-branch=main"]);
        world
    }

    /// A folder without a repository.
    pub fn without_repository() -> Self {
        static LIBGIT2: Once = Once::new();
        LIBGIT2.call_once(forget_the_users_configuration);
        let folder = TempDir::new().unwrap();
        let top = fs::canonicalize(folder.path()).unwrap().join("repository");
        fs::create_dir(&top).unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        World { folder, top }
    }

    /// The top of the work tree.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// A path beside the repository.
    pub fn beside(&self, name: &str) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap().join(name)
    }

    /// Writes a file, with its folders, below the top.
    pub fn write(&self, path: impl AsRef<[u8]>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let place = self.top.join(OsStr::from_bytes(path.as_ref()));
        assert!(place.starts_with(&self.top), "{place:?} is outside this world");
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, bytes).unwrap();
        place
    }

    /// Writes the files that the plans of all fixtures name.
    pub fn write_tree(&self) {
        let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/tree");
        let mut waiting = vec![tree.clone()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let place = entry.unwrap().path();
                if place.is_dir() {
                    waiting.push(place);
                    continue;
                }
                let inside = place.strip_prefix(&tree).unwrap();
                self.write(inside.as_os_str().as_bytes(), fs::read(&place).unwrap());
            }
        }
    }

    /// Deletes a file below the top.
    pub fn delete(&self, path: &str) {
        fs::remove_file(self.top.join(path)).unwrap();
    }

    /// A command that starts at the top and sees nothing of the user's git.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_bytes().starts_with(b"GIT_")) {
            command.env_remove(name);
        }
        let home = self.folder.path().join("home");
        command.current_dir(&self.top).stdin(Stdio::null());
        command
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", &home)
            .env("GIT_CONFIG_GLOBAL", home.join(".gitconfig"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command.env("GIT_CEILING_DIRECTORIES", self.folder.path());
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ada").env(format!("GIT_{who}_EMAIL"), "ada@example.org");
            command.env(format!("GIT_{who}_DATE"), "2025-09-12T23:30:00-0500");
        }
        command
    }

    /// Runs git at the top, whatever comes of it.
    pub fn try_git(&self, arguments: &[&str]) -> Output {
        self.command("git").args(arguments).output().unwrap()
    }

    /// Runs git at the top, which must succeed; what it prints, without the last line break.
    pub fn git(&self, arguments: &[&str]) -> String {
        succeed(self.command("git").args(arguments))
    }

    /// Runs git in another folder, which must succeed.
    pub fn git_in(&self, folder: impl AsRef<Path>, arguments: &[&str]) -> String {
        succeed(self.command("git").args(arguments).current_dir(folder))
    }

    /// Adds everything and commits it.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Writes an executable script.
    pub fn script(&self, place: &Path, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
        fs::set_permissions(place, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Runs a command that must succeed; what it prints, without the last line break.
pub fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {words}{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned()
}

/// Every file below a folder with its bytes, its mode and the time of its last change.
pub fn everything(folder: &Path) -> BTreeMap<PathBuf, String> {
    use std::os::unix::fs::MetadataExt;
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let place = entry.unwrap().path();
        let about = fs::symlink_metadata(&place).unwrap();
        let bytes = match about.file_type() {
            kind if kind.is_file() => fs::read(&place).unwrap(),
            kind if kind.is_symlink() => fs::read_link(&place).unwrap().as_os_str().as_bytes().to_vec(),
            kind if kind.is_dir() => {
                found.extend(everything(&place));
                Vec::new()
            }
            _ => Vec::new(),
        };
        let stamp = format!("{:o} {}.{} {bytes:?}", about.mode(), about.mtime(), about.mtime_nsec());
        found.insert(place, stamp);
    }
    found
}

/// libgit2 reads the configuration of the one who runs the tests, of which they must not depend.
fn forget_the_users_configuration() {
    use git2::ConfigLevel::{Global, ProgramData, System, XDG};
    for level in [Global, ProgramData, System, XDG] {
        // SAFETY: libgit2 keeps the paths in a global; this runs once, before any test opens a repository.
        unsafe { git2::opts::set_search_path(level, "/nonexistent").unwrap() };
    }
}
