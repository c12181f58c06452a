//! The source that answers through libgit2: the first to be asked, since it starts no process.

use std::cell::OnceCell;
use std::env;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bstr::ByteSlice;
use git2::{AttrCheckFlags, AttrValue, Delta, DiffOptions, ErrorCode, FileMode, IndexEntry, IndexTime};
use git2::{Object, Oid, RepositoryOpenFlags};

use super::git::Git;
use super::ignoring::Ignoring;
use super::index_file::{self, Fault};
use super::indexed::{Index, Moment, TOO_LONG};
use super::listing::Listing;
use super::loose::Loose;
use super::object::{ObjectFormat, ObjectId};
use super::objects::{Objects, Unread, oid};
use super::program::Program;
use super::source::{Places, Source};
use super::tree_walk::TreeWalk;
use super::{EntryKind, Person, too_large, trouble};
use crate::error::{Error, Result};
use crate::escape::visible;
use crate::path::RepoPath;
use crate::time::{Date, date_of_unix};

/// A repository as libgit2 opens it.
pub(super) struct Native {
    handle: git2::Repository,
    places: Places,
    loose: Loose,
    /// The index, once it was read.
    index: OnceCell<Arc<Index>>,
    ignoring: OnceCell<Ignoring>,
}

impl Native {
    pub(super) fn new(handle: git2::Repository, places: Places, follows_environment: bool) -> Self {
        // Git does not look either whether an object has the bytes that its id promises.
        git2::opts::strict_hash_verification(false);
        let loose = Loose::new(&places.common_folder, follows_environment);
        Native { handle, places, loose, index: OnceCell::new(), ignoring: OnceCell::new() }
    }

    /// The same repository by the git program, for what libgit2 does not read to an end.
    fn program(&self) -> Result<Program> {
        Program::at(self.places.clone())
    }

    /// The object that a revision names, with all that stand behind a tag. `None` where one of them is broken, and for
    /// more than a name or an id: what libgit2 reads on the way to that nobody can look at before.
    fn named(&self, revision: &str) -> Option<Vec<Object<'_>>> {
        let by_name =
            || self.handle.resolve_reference_from_short_name(revision).ok()?.resolve().ok()?.target();
        let by_id = || ObjectId::parse(revision.as_bytes()).map(oid);
        // An empty name is HEAD to libgit2, and nothing to git.
        let mut next = Some(by_name().or_else(by_id).filter(|_| !revision.is_empty())?);
        let mut found = Vec::new();
        while let Some(id) = next {
            let object = self.whole(id.into()).then(|| self.handle.find_object(id, None).ok()).flatten()?;
            next = object.as_tag().map(|tag| tag.target_id());
            found.push(object);
        }
        Some(found)
    }

    /// Can this object be given to libgit2?
    fn whole(&self, id: ObjectId) -> bool {
        !self.loose.is_broken(id)
    }

    /// Who answers for a revision. Without a git program libgit2 does for all, unless there is anything that is broken.
    fn leads_to(&self, revision: &str) -> Result<Lead<'_>> {
        if let Some(object) = self.named(revision).and_then(|mut found| found.pop()) {
            return Ok(Lead::Object(object));
        }
        match self.program() {
            Ok(program) => Ok(Lead::Program(Box::new(program))),
            Err(error) if self.loose.has_broken() => Err(error),
            Err(_) => self.handle.revparse_single(revision).map(Lead::Object).map_err(|error| {
                let ambiguous = error.code() == ErrorCode::Ambiguous;
                trouble::unknown_revision(self, revision, ambiguous).cause(trouble::words(&error))
            }),
        }
    }

    fn find_commit(&self, id: ObjectId) -> Result<git2::Commit<'_>, git2::Error> {
        match self.whole(id) {
            true => self.handle.find_commit(oid(id)),
            false => Err(git2::Error::from_str("it breaks off")),
        }
    }

    fn objects(&self) -> Result<Objects<'_>, git2::Error> {
        Objects::of(&self.handle, &self.loose)
    }
}

/// Where a revision leads, or who knows.
enum Lead<'a> {
    Object(Object<'a>),
    Program(Box<Program>),
}

impl Source for Native {
    fn places(&self) -> &Places {
        &self.places
    }

    fn object_format(&self) -> ObjectFormat {
        ObjectFormat::Sha1
    }

    fn is_shallow(&self) -> bool {
        self.handle.is_shallow()
    }

    fn is_partial(&self) -> bool {
        let promises = |config: git2::Config| {
            let mut found = config.entries(Some(r"^remote\..*\.promisor$"))?;
            Ok::<_, git2::Error>(found.next().is_some())
        };
        self.handle.config().and_then(promises).unwrap_or(false)
    }

    fn is_unborn(&self) -> bool {
        self.handle.head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch)
    }

    fn config_text(&self, key: &str) -> Option<String> {
        self.handle.config().ok()?.get_string(key).ok()
    }

    fn index(&self) -> Result<Option<Arc<Index>>> {
        if let Some(known) = self.index.get() {
            return Ok(Some(Arc::clone(known)));
        }
        let place = &self.places.index_file;
        let mut file = match fs::File::open(place) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Some(Arc::new(Index::default())));
            }
            file => file.map_err(trouble::damaged_index)?,
        };
        let facts = file.metadata().map_err(trouble::damaged_index)?;
        if facts.len() > u64::from(u32::MAX) {
            return Err(trouble::damaged_index(TOO_LONG));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(trouble::damaged_index)?;
        let index = match index_file::read(bytes, Moment::of_file(&facts)) {
            Ok(index) => index?,
            Err(Fault::Unknown) => return Ok(None),
            Err(Fault::Damaged(why)) => return Err(trouble::damaged_index(why)),
        };
        // From these libgit2 reads attributes by itself.
        if index.named_so(".gitattributes").any(|entry| !self.whole(entry.named().id)) {
            return Ok(None);
        }
        Ok(Some(Arc::clone(self.index.get_or_init(|| Arc::new(index)))))
    }

    fn commit(&self, revision: &str) -> Result<ObjectId> {
        let found = match self.leads_to(revision)? {
            Lead::Object(object) => object.peel_to_commit(),
            Lead::Program(program) => return program.commit(revision),
        };
        found.map(|commit| commit.id().into()).map_err(|error| {
            Error::new(format!("`{}` is not a commit", visible(revision)))
                .help("name a commit, a branch or a tag, such as `HEAD`")
                .cause(trouble::words(&error))
        })
    }

    fn day_of(&self, commit: ObjectId) -> Result<Date> {
        let commit = self.find_commit(commit);
        let time = commit.map_err(|error| trouble::damaged("the commit", trouble::words(&error)))?.time();
        Ok(date_of_unix(time.seconds(), time.offset_minutes()))
    }

    fn author(&self, commit: ObjectId) -> Option<(Person, i64)> {
        let commit = self.find_commit(commit).ok()?;
        let author = commit.author();
        Some((person(&author), author.when().seconds()))
    }

    fn parents(&self, commit: ObjectId) -> Vec<String> {
        let commit = self.find_commit(commit);
        commit.map_or_else(|_| Vec::new(), |found| found.parent_ids().map(|id| id.to_string()).collect())
    }

    fn files(&self, revision: &str, name: &str) -> Result<Listing> {
        let object = match self.leads_to(revision)? {
            Lead::Object(object) => object,
            Lead::Program(program) => return program.files(revision, name),
        };
        let top = match (object.as_tree(), object.as_commit()) {
            (Some(tree), _) => tree.id(),
            (None, Some(commit)) => commit.tree_id(),
            (None, None) => return Err(trouble::no_tree(revision)),
        };
        let objects = self.objects().map_err(|error| trouble::damaged(name, trouble::words(&error)))?;
        match TreeWalk::new(objects, &self.loose, self.index.get(), name).files(top.into())? {
            Some(files) => Ok(files),
            None => self.program()?.files(revision, name),
        }
    }

    fn blob_size(&self, id: ObjectId) -> Option<u64> {
        self.objects().ok()?.size(id)
    }

    fn blob(&self, id: ObjectId, path: &RepoPath) -> Result<Vec<u8>> {
        let unreadable = |error: git2::Error| trouble::damaged_blob(path).cause(trouble::words(&error));
        match self.objects().map_err(unreadable)?.blob(id) {
            Ok(blob) => Ok(blob.data().to_vec()),
            Err(Unread::Broken) => self.program()?.blob(id, path),
            Err(Unread::TooLarge) => Err(too_large(path)),
            Err(Unread::Missing) => Err(trouble::missing_blob(self, path)),
            Err(Unread::Error(error)) => Err(unreadable(error)),
        }
    }

    fn folders_of_objects(&self) -> Option<&Loose> {
        Some(&self.loose)
    }

    /// Against an empty index all files are untracked, so that libgit2 compares no contents: with the true index
    /// it hashes each file whose time has changed.
    fn untracked(&self) -> Result<Vec<(RepoPath, EntryKind)>> {
        let unlisted = |error| trouble::unlisted("the work tree", trouble::words(&error));
        let mut options = DiffOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true);
        options.skip_binary_check(true).update_index(false);
        let empty = git2::Index::new().map_err(unlisted)?;
        let found = match self.handle.diff_index_to_workdir(Some(&empty), Some(&mut options)) {
            Ok(found) => found,
            // More than 100 folders in each other are too many for libgit2, and not for git.
            Err(error) => return self.program().and_then(|it| it.untracked()).map_err(|_| unlisted(error)),
        };
        let files = found.deltas().filter(|delta| delta.status() == Delta::Untracked);
        let kinds = files.filter_map(|delta| {
            let kind = match delta.new_file().mode() {
                FileMode::Link => EntryKind::Link,
                FileMode::Blob | FileMode::BlobExecutable | FileMode::BlobGroupWritable => EntryKind::File,
                _ => return None,
            };
            let path = delta.new_file().path_bytes()?;
            (!path.ends_with(b"/")).then(|| (RepoPath::new(path), kind))
        });
        Ok(kinds.collect())
    }

    fn ignores(&self, path: &RepoPath) -> bool {
        let ignoring = self.ignoring.get_or_init(|| Ignoring::new(&self.handle));
        let is_ignored = |path: &Path| self.handle.is_path_ignored(path).unwrap_or(false);
        ignoring.may_ignore(path) && path.as_bstr().to_path().is_ok_and(is_ignored)
    }

    fn attribute(&self, path: &RepoPath, name: &str) -> Option<String> {
        let path = path.as_bstr().to_path().ok()?;
        let found = self.handle.get_attr_bytes(path, name, AttrCheckFlags::FILE_THEN_INDEX).ok()?;
        match AttrValue::from_bytes(found) {
            AttrValue::String(value) => Some(value.to_owned()),
            AttrValue::Bytes(value) => Some(String::from_utf8_lossy(value).into_owned()),
            _ => None,
        }
    }

    /// libgit2 has no call that hashes a filtered file and writes nothing, but it does so when it compares the
    /// file with an index entry that says next to nothing of it. Filters that are programs only git starts.
    fn hash_file(&self, path: &RepoPath, mode: u32) -> Result<Option<ObjectId>> {
        if self.needs_program(path) {
            return Git::new(&self.places).hash_file(path);
        }
        let unhashed = |error: git2::Error| trouble::unhashed(path).cause(trouble::words(&error));
        let mut index = git2::Index::new().map_err(unhashed)?;
        index.add(&blank(path, mode)).map_err(unhashed)?;
        let mut options = DiffOptions::new();
        options.pathspec(path.as_bstr().to_vec()).disable_pathspec_match(true);
        options.include_typechange(true).skip_binary_check(true).update_index(false);
        let Ok(found) = self.handle.diff_index_to_workdir(Some(&index), Some(&mut options)) else {
            return Git::new(&self.places).hash_file(path);
        };
        let id = found.deltas().next().map(|delta| delta.new_file().id());
        Ok(id.filter(|id| !id.is_zero()).map(ObjectId::from))
    }
}

impl Native {
    /// libgit2 converts line ends and keywords itself; other filters are programs.
    fn needs_program(&self, path: &RepoPath) -> bool {
        let is_driven = |driver: String| {
            let has = |what: &str| self.config_text(&format!("filter.{driver}.{what}")).is_some();
            has("clean") || has("process")
        };
        self.attribute(path, "filter").is_some_and(is_driven)
            || self.attribute(path, "working-tree-encoding").is_some()
    }
}

pub(super) fn person(signature: &git2::Signature<'_>) -> Person {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Person { name: text(signature.name_bytes()), mail: text(signature.email_bytes()) }
}

/// An entry that no file is equal to, so that libgit2 has to look into the file.
fn blank(path: &RepoPath, mode: u32) -> IndexEntry {
    let never = IndexTime::new(0, 0);
    IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: Oid::from_bytes(&[0xff; 20]).expect("an id has 20 bytes"),
        flags: 0,
        flags_extended: 0,
        path: path.as_bstr().to_vec(),
    }
}

/// The repository that git would use here. libgit2 takes a relative `GIT_WORK_TREE` from the git folder, where
/// git takes it from the current one, and so opens nothing: then it is opened without.
pub(super) fn open_here() -> Result<git2::Repository, git2::Error> {
    let first = git2::Repository::open_from_env();
    let relative = env::var_os("GIT_WORK_TREE").is_some_and(|folder| Path::new(&folder).is_relative());
    if first.is_ok() || !relative {
        return first;
    }
    let none: [&Path; 0] = [];
    match env::var_os("GIT_DIR") {
        Some(folder) => {
            let exact = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
            git2::Repository::open_ext(folder, exact, none)
        }
        None => git2::Repository::open_ext(".", RepositoryOpenFlags::empty(), none),
    }
    .or(first)
}

/// The work tree that the environment gives to a repository which was opened without it.
pub(super) fn wanted_work_tree(handle: &git2::Repository) -> Option<PathBuf> {
    let wanted = env::var_os("GIT_WORK_TREE").map(PathBuf::from);
    wanted.or_else(|| {
        let explicit = env::var_os("GIT_DIR").is_some() && !handle.is_bare();
        let configured = handle.config().and_then(|config| config.get_entry("core.worktree").map(drop));
        (explicit && configured.is_err()).then(|| PathBuf::from("."))
    })
}

/// Does `git replace` put other objects in place of some? libgit2 returns the replaced ones without a word.
pub(super) fn has_replacements(handle: &git2::Repository) -> bool {
    let configured = handle.config().and_then(|config| config.get_bool("core.useReplaceRefs"));
    let is_off = configured.is_ok_and(|wanted| !wanted) || env::var_os("GIT_NO_REPLACE_OBJECTS").is_some();
    let base = env::var("GIT_REPLACE_REF_BASE").unwrap_or_else(|_| "refs/replace/".to_owned());
    let any = |mut found: git2::References<'_>| found.next().is_some();
    !is_off && handle.references_glob(&format!("{}/*", base.trim_end_matches('/'))).is_ok_and(any)
}
