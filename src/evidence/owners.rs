//! Who owns which path, and where CODEOWNERS says so.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};

use hashbrown::HashMap;

use crate::codeowners::{Codeowners, Entry, ForgeChoice, has_section, implied, section_lines, with_section};
use crate::diagnostic::Edit;
use crate::error::Result;
use crate::limits;
use crate::model::Plan;
use crate::path::RepoPath;
use crate::snapshot::Snapshot;
use crate::text::{Place, Source, SourceId, Sources, Span};

/// The CODEOWNERS file of a snapshot, as a source that findings may point into.
#[derive(Debug)]
pub struct Owners {
    /// Where it stands.
    pub path: RepoPath,
    /// What it says.
    pub codeowners: Codeowners,
    source: SourceId,
    text: String,
    lines: Vec<Span>,
    ours: Range<usize>,
    /// The handles by what they are called without their sign, in lower case.
    handles: HashMap<String, String>,
    /// What the file would be if `planlint codeowners --write` wrote what the plan implies, once somebody asks.
    rewritten: OnceLock<Option<Arc<str>>>,
    /// How much text fixes may still write: each writes the whole file.
    left: AtomicUsize,
    /// How many steps may still be taken to find out who owns a path.
    effort: AtomicU64,
}

impl Owners {
    /// Reads the file of a snapshot by the rules of the forge; `None` where there is none.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn gather(
        snapshot: &dyn Snapshot,
        forge: ForgeChoice,
        sources: &mut Sources,
    ) -> Result<Option<Self>> {
        let Some(path) = Codeowners::place(snapshot, forge) else { return Ok(None) };
        let text = String::from_utf8_lossy(&snapshot.read(&path)?).into_owned();
        let codeowners = Codeowners::parse(&text, forge.rules(&path, &text));
        let source = sources.add(Source::new(path.clone(), text.clone()));
        let lines = codeowners.entries().iter().map(|entry| sources.get(source).line(entry.line)).collect();
        let ours = section_lines(&text);
        let mut handles = HashMap::new();
        for owner in codeowners.everybody() {
            if let Some(bare) = owner.strip_prefix('@') {
                handles.entry(bare.to_lowercase()).or_insert_with(|| owner.to_owned());
            }
        }
        let effort = AtomicU64::new(limits::OWNERS.most as u64);
        let left = AtomicUsize::new(limits::WRITTEN.most);
        let rewritten = OnceLock::new();
        let owners = Owners { path, codeowners, source, text, lines, ours, handles, rewritten, left, effort };
        Ok(Some(owners))
    }

    /// The lines that decide who owns a path. `None` where finding out would take too long: then nothing is said.
    pub fn deciding(&self, path: &RepoPath) -> Option<Vec<&Entry>> {
        let effort = self.codeowners.effort(path);
        self.effort.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(effort)).ok()?;
        Some(self.codeowners.deciding(path))
    }

    /// The handle of that name, as the file spells it.
    pub fn handle(&self, name: &str) -> Option<&str> {
        self.handles.get(&name.to_lowercase()).map(String::as_str)
    }

    /// Where a line of it stands.
    pub fn line(&self, entry: &Entry) -> Place {
        let at = self.codeowners.entries().partition_point(|other| other.line < entry.line);
        Place::new(self.source, self.lines[at])
    }

    /// Does a line stand in the section that planlint writes?
    pub fn is_ours(&self, entry: &Entry) -> bool {
        self.ours.contains(&entry.line)
    }

    /// What to do about a line that gives a file to others.
    pub fn remedy(&self, line: Option<&Entry>, is_written: bool) -> String {
        match line.filter(|line| is_written && !self.is_ours(line)) {
            Some(line) => format!(
                "correct line {} of `{}`, which stands behind the section of planlint and decides, or move it before that",
                line.line, self.path
            ),
            None => {
                "let `planlint codeowners --write` write what the plan says, or correct the plan".to_owned()
            }
        }
    }

    /// Is what the plan implies in its marked section already, or the section damaged? The plan is always the one of the
    /// same snapshot.
    pub fn is_written(&self, plan: &Plan) -> bool {
        // Where there is no section, nobody has to know what would be in it.
        has_section(&self.text) && self.rewritten(plan).is_none()
    }

    fn rewritten(&self, plan: &Plan) -> Option<&Arc<str>> {
        let rewritten = || with_section(&self.text, &implied(plan)).ok().filter(|text| *text != self.text);
        self.rewritten.get_or_init(|| rewritten().map(Arc::from)).as_ref()
    }

    /// The change that writes what the plan implies into its marked section. None where that is too much to be written
    /// once more.
    pub fn rewriting(&self, plan: &Plan) -> Vec<Edit> {
        let Some(text) = self.rewritten(plan) else { return Vec::new() };
        let taken = self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(text.len()));
        taken.map_or_else(|_| Vec::new(), |_| vec![Edit::write(self.path.clone(), Arc::clone(text))])
    }

    /// The change that writes what a plan implies into a new file; `None` where the plan implies no owner.
    pub fn written(plan: &Plan, forge: ForgeChoice) -> Option<Edit> {
        let lines = implied(plan);
        lines.iter().any(|line| line.starts_with('/')).then_some(())?;
        Some(Edit::write(forge.new_place().into(), with_section("", &lines).ok()?))
    }
}
