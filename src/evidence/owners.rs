//! Who owns which path, and where CODEOWNERS says so.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use hashbrown::HashMap;

use crate::codeowners::{Codeowners, Entry, ForgeChoice, implied, section_lines, with_section};
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
        Ok(Some(Owners { path, codeowners, source, text, lines, ours, handles, effort }))
    }

    /// The lines that decide who owns a path. `None` where finding out would take too long: then nothing is said.
    pub fn deciding(&self, path: &RepoPath) -> Option<Vec<&Entry>> {
        let effort = self.codeowners.effort(path);
        self.effort
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(effort))
            .ok()?;
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

    /// The change that writes what a plan implies into its marked section; `None` where it is there already,
    /// or where the section is damaged.
    pub fn rewritten(&self, plan: &Plan) -> Option<Edit> {
        let text = with_section(&self.text, &implied(plan)).ok().filter(|text| *text != self.text)?;
        Some(Edit::Write { path: self.path.clone(), text })
    }

    /// The change that writes what a plan implies into a new file; `None` where the plan implies no owner.
    pub fn written(plan: &Plan, forge: ForgeChoice) -> Option<Edit> {
        let lines = implied(plan);
        lines.iter().any(|line| line.starts_with('/')).then_some(())?;
        Some(Edit::Write { path: forge.new_place().into(), text: with_section("", &lines).ok()? })
    }
}
