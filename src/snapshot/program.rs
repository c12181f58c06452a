//! The source that answers through the git program: it reads whatever git reads, at the price of processes.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use bstr::ByteSlice;

use super::git::{Batch, Git};
use super::indexed::Index;
use super::listing::{Files, Listing};
use super::log;
use super::object::{ObjectFormat, ObjectId};
use super::source::{Places, Source};
use super::{EntryKind, LARGEST_FILE, Person, checksum, too_large, trouble};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::path::RepoPath;
use crate::time::Date;

/// A repository as the git program opens it.
pub(super) struct Program {
    git: Git,
    objects: Batch,
    places: Places,
    format: ObjectFormat,
}

impl Program {
    /// The repository that git is led to; `None` where git opens none either.
    pub(super) fn open(git: &Git) -> Option<Self> {
        let folder = |question: &[&str]| {
            let answer = git.ask_line(&[&["rev-parse"], question].concat())?;
            let path = answer.to_path().ok()?;
            path.is_absolute().then(|| path.to_path_buf()).or_else(|| Some(git.from()?.join(path)))
        };
        let git_folder = folder(&["--absolute-git-dir"])?;
        let common_folder = folder(&["--git-common-dir"])?;
        let is_bare = git.ask_line(&["rev-parse", "--is-bare-repository"])? == "true";
        let top = if is_bare { None } else { folder(&["--show-toplevel"]) };
        let places = Places::new(git_folder, common_folder, top, is_bare, git.follows_environment());
        Self::at(places).ok()
    }

    /// A repository that was found before.
    ///
    /// # Errors
    /// There is no git program.
    pub(super) fn at(places: Places) -> Result<Self> {
        let git = Git::new(&places);
        git.is_there()?;
        let format = match git.ask_line(&["rev-parse", "--show-object-format"]) {
            Some(format) if format == "sha256" => ObjectFormat::Sha256,
            _ => ObjectFormat::Sha1,
        };
        Ok(Program { objects: Batch::new(git.clone()), git, places, format })
    }

    /// The object of some kind that a revision leads to. What starts with a dash would be an option.
    fn peeled(&self, revision: &str, kind: &str) -> Option<ObjectId> {
        let ask = |name: &str| {
            let answer = self.git.ask_line(&["rev-parse", "--verify", "--quiet", name])?;
            ObjectId::parse(answer.as_bytes()).filter(|_| !name.starts_with('-'))
        };
        match revision.contains(':') {
            // Whatever follows would be taken for a part of the path.
            true => ask(&format!("{}^{{{kind}}}", ask(revision)?)),
            false => ask(&format!("{revision}^{{{kind}}}")),
        }
    }

    /// `None` where the revision leads somewhere, though not to what was asked for.
    fn unknown(&self, revision: &str) -> Option<Error> {
        let known = self.peeled(revision, "object").is_some();
        (!known).then(|| trouble::unknown_revision(self, revision, self.is_ambiguous(revision)))
    }

    fn is_ambiguous(&self, revision: &str) -> bool {
        let listing = self.git.ask(&["rev-parse", &format!("--disambiguate={revision}")]);
        listing.is_some_and(|listing| listing.lines().nth(1).is_some())
    }
}

impl Source for Program {
    fn places(&self) -> &Places {
        &self.places
    }

    fn object_format(&self) -> ObjectFormat {
        self.format
    }

    fn is_shallow(&self) -> bool {
        self.git.ask_line(&["rev-parse", "--is-shallow-repository"]).is_some_and(|answer| answer == "true")
    }

    fn is_partial(&self) -> bool {
        self.git.ask(&["config", "--get-regexp", r"^remote\..*\.promisor$"]).is_some()
    }

    fn is_unborn(&self) -> bool {
        let is_branch = self.git.ask(&["symbolic-ref", "--quiet", "HEAD"]).is_some();
        is_branch && self.peeled("HEAD", "object").is_none()
    }

    fn config_text(&self, key: &str) -> Option<String> {
        let answer = self.git.ask(&["config", "-z", "--get", key])?;
        Some(answer.strip_suffix(b"\0")?.to_str().ok()?.to_owned())
    }

    fn index(&self) -> Result<Option<Arc<Index>>> {
        match fs::read(&self.places.index_file) {
            Ok(bytes) if !checksum::is_whole(&bytes, self.format) => {
                return Err(trouble::damaged_index("its checksum is wrong"));
            }
            Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(trouble::damaged_index(cause)),
            _ => {}
        }
        self.git
            .index()
            .map(|index| Some(Arc::new(index)))
            .map_err(|cause| trouble::instead(cause, trouble::damaged_index))
    }

    fn commit(&self, revision: &str) -> Result<ObjectId> {
        self.peeled(revision, "commit").ok_or_else(|| {
            self.unknown(revision).unwrap_or_else(|| {
                Error::new(format!("`{}` is not a commit", visible(revision)))
                    .help("name a commit, a branch or a tag, such as `HEAD`")
            })
        })
    }

    fn day_of(&self, commit: ObjectId) -> Result<Date> {
        let words = ["log", "-1", "--format=%cd", "--date=raw", "--no-show-signature", &commit.to_string()];
        let day = self.git.ask_line(&words).and_then(|line| log::date(line.to_str().ok()?));
        day.ok_or_else(|| trouble::damaged("the commit", "its date cannot be read"))
    }

    fn author(&self, commit: ObjectId) -> Option<(Person, i64)> {
        let words = ["log", "-1", "--no-show-signature", "--format=%an%x00%ae%x00%at", &commit.to_string()];
        let answer = self.git.ask_line(&words)?;
        let mut fields = answer.to_str().ok()?.split('\0').map(str::to_owned);
        let person = Person { name: fields.next()?, mail: fields.next()? };
        Some((person, fields.next()?.parse().ok()?))
    }

    fn parents(&self, commit: ObjectId) -> Vec<String> {
        let words = ["log", "-1", "--no-show-signature", "--format=%P", &commit.to_string()];
        let answer = self.git.ask_line(&words).unwrap_or_default();
        answer.to_str_lossy().split_whitespace().map(str::to_owned).collect()
    }

    fn files(&self, revision: &str, name: &str) -> Result<Listing> {
        let none = || match self.peeled(revision, "commit") {
            Some(_) => trouble::damaged(name, "its top folder cannot be read"),
            None => self.unknown(revision).unwrap_or_else(|| trouble::no_tree(revision)),
        };
        let tree = self.peeled(revision, "tree").ok_or_else(none)?;
        let files = self.git.files(&tree.to_string(), name);
        let files = files.map_err(|cause| trouble::instead(cause, |cause| trouble::damaged(name, cause)))?;
        let (mut listing, mut all) = (Listing::default(), Files::default());
        files.iter().for_each(|(path, named)| {
            all.push(b"", path.as_bstr(), named.as_stored());
        });
        listing.add(all);
        Ok(listing)
    }

    fn blob_size(&self, id: ObjectId) -> Option<u64> {
        self.objects.size(&id.to_string()).ok()?
    }

    fn blob(&self, id: ObjectId, path: &RepoPath) -> Result<Vec<u8>> {
        let name = id.to_string();
        let damaged = |error: std::io::Error| trouble::damaged_blob(path).cause(error);
        match self.objects.size(&name).map_err(damaged)? {
            None => Err(trouble::missing_blob(self, path)),
            Some(size) if size > LARGEST_FILE => Err(too_large(path)),
            Some(size) => self.objects.read(&name, size).map_err(damaged),
        }
    }

    fn untracked(&self) -> Result<Vec<(RepoPath, EntryKind)>> {
        let unlisted = |cause| trouble::unlisted("the work tree", cause);
        self.git.untracked().map_err(|cause| trouble::instead(cause, unlisted))
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        let words = ["check-ignore", "--quiet", "--no-index", "-z", "--stdin"];
        self.git.answer(&words, &[path.as_bstr().as_bytes(), b"\0"].concat()).is_ok()
    }

    fn attribute(&self, path: &RepoPath, name: &str) -> Option<String> {
        let words = ["check-attr", "-z", "--stdin", name];
        let answer = self.git.answer(&words, &[path.as_bstr().as_bytes(), b"\0"].concat()).ok()?;
        let value = answer.split_str("\0").nth(2)?.to_str_lossy().into_owned();
        (!matches!(value.as_str(), "unspecified" | "unset" | "set")).then_some(value)
    }

    fn hash_file(&self, path: &RepoPath, _: u32) -> Result<Option<ObjectId>> {
        self.git.hash_file(path)
    }
}

impl Places {
    /// A relative index file is seen from the top of the work tree, where git itself stands.
    pub(super) fn new(
        git_folder: PathBuf,
        common_folder: PathBuf,
        top: Option<PathBuf>,
        is_bare: bool,
        follows_environment: bool,
    ) -> Self {
        let top = top.map(|top| std::fs::canonicalize(&top).unwrap_or(top));
        let index_file = match env::var_os("GIT_INDEX_FILE").filter(|_| follows_environment) {
            Some(file) => top.as_ref().unwrap_or(&git_folder).join(file),
            None => git_folder.join("index"),
        };
        Places { top, git_folder, common_folder, index_file, is_bare }
    }
}
