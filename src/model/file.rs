//! One YAML file of the snapshot as it was read: its tree, and everything that is wrong with its shape.

use crate::error::Result;
use crate::path::RepoPath;
use crate::schema;
use crate::schema::{Shape, Violation};
use crate::snapshot::{EntryKind, Snapshot};
use crate::text::{Source, SourceId, Sources, Span};
use crate::yaml;
use crate::yaml::{Node, Problem, ProblemKind};

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct File {
    /// Its source.
    pub source: SourceId,
    /// What it should be.
    pub shape: Shape,
    /// The tree.
    pub tree: Tree,
    /// What is wrong with its YAML.
    pub problems: Vec<Problem>,
    /// Where its shape misses the schema.
    pub violations: Vec<Violation>,
}

/// The tree of a file.
#[derive(Clone, Debug)]
pub enum Tree {
    /// There is none: the file is empty, or its YAML cannot be read.
    None,
    /// It is at hand.
    Kept(Node),
    /// It was let go after the model had taken what it says. Where its entries begin is known, so that each comes from the
    /// text again by itself.
    LetGo(Vec<u32>),
}

impl File {
    /// Reads the text of a source, then holds its tree against the schema of `shape`.
    pub fn read(source: SourceId, shape: Shape, text: &str) -> Self {
        let mut document = yaml::parse(text);
        let violations =
            document.root.as_mut().map_or_else(Vec::new, |root| schema::check(shape, text, root));
        let tree = document.root.map_or(Tree::None, Tree::Kept);
        File { source, shape, tree, problems: document.problems, violations }
    }

    /// Reads one file of a snapshot as YAML of the given shape.
    ///
    /// # Errors
    /// It cannot be read at all. Bytes that are no text are a problem of the file instead.
    pub fn load(
        snapshot: &dyn Snapshot,
        sources: &mut Sources,
        path: RepoPath,
        shape: Shape,
    ) -> Result<Self> {
        let (text, problem) = yaml::decode(&snapshot.read(&path)?);
        let id = sources.add(Source::new(path, text));
        Ok(File::opened(id, shape, sources.get(id).text(), problem))
    }

    /// Reads the text of a file, unless there is a problem with getting at it.
    pub fn opened(source: SourceId, shape: Shape, text: &str, problem: Option<Problem>) -> Self {
        match problem {
            Some(problem) => File::unreadable(source, shape, problem),
            None => File::read(source, shape, text),
        }
    }

    /// The same for a file that may be there or not. `what` it is, for the problem that something else stands
    /// in its place.
    ///
    /// # Errors
    /// It is there and cannot be read at all.
    pub fn find(
        snapshot: &dyn Snapshot,
        sources: &mut Sources,
        path: &RepoPath,
        shape: Shape,
        what: &str,
    ) -> Result<Option<Self>> {
        let entries = snapshot.entries();
        let at = entries.partition_point(|entry| entry.path < *path);
        let problem = match entries.get(at).filter(|entry| entry.path.is_below(path)) {
            None => return Ok(None),
            Some(entry) if entry.path == *path => File::obstacle(what, entry.kind),
            Some(_) => Some(File::folder(what)),
        };
        match problem {
            None => File::load(snapshot, sources, path.clone(), shape).map(Some),
            Some(problem) => {
                let id = sources.add(Source::new(path.clone(), String::new()));
                Ok(Some(File::unreadable(id, shape, problem)))
            }
        }
    }

    /// A file that could not be read as text.
    pub fn unreadable(source: SourceId, shape: Shape, problem: Problem) -> Self {
        File { source, shape, tree: Tree::None, problems: vec![problem], violations: Vec::new() }
    }

    /// Why there is no file to read at a path; `None` where there is one. `what` should stand there.
    pub fn obstacle(what: &str, kind: EntryKind) -> Option<Problem> {
        let (is, help) = match kind {
            EntryKind::File => return None,
            EntryKind::Link => ("a symbolic link, and git records only the link", "put the file itself here"),
            EntryKind::Submodule => ("a submodule, not a file", "give the submodule another name"),
            EntryKind::Conflict => ("in a merge conflict", "resolve the conflict, then `git add` the file"),
            EntryKind::Special => ("a device, pipe or socket, not a file", "put a regular file here"),
        };
        Some(no_file(what, is, help))
    }

    /// A folder stands where there should be a file.
    pub fn folder(what: &str) -> Problem {
        no_file(what, "a folder, not a file", "give the folder another name")
    }

    /// The tree, if there is one at hand. Only that of a manifest with nothing wrong may have been let go.
    pub fn root(&self) -> Option<&Node> {
        match &self.tree {
            Tree::Kept(root) => Some(root),
            Tree::None | Tree::LetGo(_) => None,
        }
    }

    /// Does the tree have to be read again?
    pub fn is_let_go(&self) -> bool {
        matches!(self.tree, Tree::LetGo(_))
    }

    /// Lets the tree go, unless something is wrong with it, of which more will be said.
    pub fn let_go(&mut self) {
        let Some(map) = self.root().filter(|_| self.is_sound()).and_then(Node::as_map) else { return };
        self.tree = Tree::LetGo(map.entries.iter().map(|entry| entry.key.span.start).collect());
    }

    /// Is there nothing in it, comments aside?
    pub fn is_empty(&self) -> bool {
        matches!(self.tree, Tree::None) && self.problems.is_empty()
    }

    /// Is nothing wrong with it?
    pub fn is_sound(&self) -> bool {
        !matches!(self.tree, Tree::None) && self.problems.is_empty() && self.violations.is_empty()
    }

    /// Does it have entries without the line of their section, so that its tree has more than is written?
    pub fn has_lost_section(&self) -> bool {
        let is_lost = |one: &Violation| matches!(one.kind, schema::ViolationKind::LostSection { .. });
        self.violations.iter().any(is_lost)
    }

    /// Is it of a newer format, so that nothing but that can be said of it?
    pub fn is_newer(&self) -> bool {
        self.violations.iter().any(is_newer)
    }
}

fn is_newer(violation: &Violation) -> bool {
    matches!(violation.kind, schema::ViolationKind::NewerVersion { .. })
}

fn no_file(what: &str, is: &str, help: &str) -> Problem {
    let kind = ProblemKind::Syntax { message: format!("the {what} is {is}"), help: help.to_owned() };
    Problem { kind, span: Span::default() }
}
