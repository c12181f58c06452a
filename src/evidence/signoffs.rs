//! The sign-off files of a plan: who accepted what, and whether it changed since.

use hashbrown::HashMap;

use crate::error::Result;
use crate::evidence::digest::{Digest, Ignored, Matched, matching};
use crate::evidence::history::History;
use crate::evidence::pipelines::Pipelines;
use crate::model::{File, Handoff, Holding, Item, Manifest, Paths, People, Plan, Signoff, Verdict};
use crate::order::Sorted;
use crate::path::RepoPath;
use crate::schema::Shape;
use crate::snapshot::{EntryKind, Origin, Person, Repository, Snapshot};
use crate::suggest::{affordable, closest};
use crate::text::{Place, Source, SourceId, Sources, Span};
use crate::yaml::{Problem, ProblemKind};

/// How well it is known that the one who is named signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The file says so.
    #[default]
    Claimed,
    /// The commit that added the entry is theirs.
    Authored,
    /// That commit is also signed, and git trusts the key to be theirs.
    Signed,
}

impl Grade {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Claimed => "claimed",
            Grade::Authored => "authored",
            Grade::Signed => "signed",
        }
    }
}

/// The sign-off files of a plan.
#[derive(Debug, Default)]
pub struct Signoffs {
    /// In the order of the manifests beside them.
    files: Vec<SignoffFile>,
    /// Where each of them stands, by its path.
    positions: HashMap<RepoPath, usize>,
}

/// One sign-off file.
#[derive(Debug)]
pub struct SignoffFile {
    /// Its path.
    pub path: RepoPath,
    /// What was read.
    pub file: File,
    /// The manifest beside it, of whose project it is.
    pub manifest: SourceId,
    /// The handoff that its name says, whether or not the plan has it.
    pub handoff: String,
    /// Its entries, the oldest first.
    pub entries: Vec<Signoff>,
    /// How well each entry is known to be by the one it names.
    pub grades: Vec<Grade>,
    /// Who committed each entry, where history was asked and tells.
    pub origins: Vec<Option<Origin>>,
    /// What stands in the snapshot of the things that the handoff passes, where somebody accepted it.
    pub present: Sorted<String, Present>,
}

/// What stands in the snapshot of something that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Its digest without what `ignore-changes` leaves out.
    pub counted: Digest,
    /// Its digest with all files: what was signed before some of them were left out.
    pub whole: Digest,
    /// Is it one file, named by its path?
    pub is_literal: bool,
}

impl Present {
    /// Is it still what was signed, for all that can be told?
    pub fn is(&self, signed: &str) -> bool {
        let differs = |digest: &Digest| matches!(digest, Digest::Of(id) if id != signed);
        !(differs(&self.counted) && differs(&self.whole))
    }
}

impl Signoffs {
    /// Reads them from a snapshot.
    ///
    /// # Errors
    /// A file that is there cannot be read.
    pub fn gather(
        snapshot: &dyn Snapshot,
        paths: Paths<'_>,
        plan: &Plan,
        sources: &mut Sources,
    ) -> Result<Self> {
        let mut signoffs = Signoffs::default();
        let all = plan.each(|manifest| found(paths, manifest));
        for (manifest, found) in plan.manifests.iter().zip(all) {
            for (path, handoff, kind) in found {
                if !signoffs.positions.contains_key(&path) {
                    let file = read(snapshot, sources, &path, kind)?;
                    let mut one = SignoffFile::new(path.clone(), file, manifest.source, handoff);
                    one.present = present(snapshot, paths, manifest, &one)?;
                    signoffs.positions.insert(path, signoffs.files.len());
                    signoffs.files.push(one);
                }
            }
        }
        Ok(signoffs)
    }

    /// The file of a handoff.
    pub fn of(&self, manifest: &Manifest, handoff: &str) -> Option<&SignoffFile> {
        let path = if self.files.is_empty() { None } else { manifest.signoff_path(handoff) }?;
        self.positions.get(&path).map(|at| &self.files[*at])
    }

    /// The files beside a manifest, of its project.
    pub fn beside(&self, manifest: &Manifest) -> impl Iterator<Item = &SignoffFile> {
        // They stand in the order of the manifests.
        let first = self.files.partition_point(|file| file.manifest < manifest.source);
        self.files[first..].iter().take_while(move |file| file.manifest == manifest.source)
    }

    /// The files beside a manifest whose handoff it does not have, each with the handoff that was probably meant:
    /// one that lacks sign-offs and has nearly the same name, or the only one whose receiver is at work.
    pub fn strays<'m>(
        &self,
        manifest: &'m Manifest,
        plan: &Plan,
    ) -> Vec<(&SignoffFile, Option<&'m Item<Handoff>>)> {
        let Some(project) = manifest.project.given().filter(|_| !manifest.handoffs.is_spoiled()) else {
            return Vec::new();
        };
        let is_known =
            |file: &SignoffFile| plan.project(&project.value).any(|one| one.handoffs.has(&file.handoff));
        let strays: Vec<_> = self.beside(manifest).filter(|file| !is_known(file)).collect();
        let is_single = strays.len() == 1;
        let is_unsigned = |handoff: &&Item<Handoff>| self.of(manifest, handoff.name()).is_none();
        let unsigned: Vec<_> =
            manifest.handoffs.iter().filter(|_| !strays.is_empty()).filter(is_unsigned).collect();
        let begun: Vec<_> =
            unsigned.iter().filter(|handoff| manifest.is_due(&handoff.value)).copied().collect();
        let can_guess = strays.len() <= affordable(unsigned.len());
        let meant = |file: &SignoffFile| {
            let names = unsigned.iter().filter(|_| can_guess).map(|handoff| handoff.name());
            let near = closest(&file.handoff, names);
            near.and_then(|name| manifest.handoffs.get(name)).or(match begun.as_slice() {
                [only] if is_single => Some(*only),
                _ => None,
            })
        };
        strays.into_iter().map(|file| (file, meant(file))).collect()
    }

    /// All files, for the rules on shape.
    pub fn files(&self) -> impl Iterator<Item = &SignoffFile> {
        self.files.iter()
    }

    /// Asks the history who committed each entry, and git who signed that. A history that is cut off tells nothing.
    pub fn grade(&mut self, repository: &Repository, history: &History, people: &People, sources: &Sources) {
        let mut signers: HashMap<String, Option<Person>> = HashMap::new();
        let mut signer = |commit: &str| {
            signers.entry(commit.to_owned()).or_insert_with(|| repository.signer(commit)).clone()
        };
        for file in &mut self.files {
            let mut edits = history.edits_of(std::slice::from_ref(&file.path));
            edits.retain(|(commit, _)| commit.id.is_some());
            let source = sources.get(file.file.source);
            let known = file.grades.iter_mut().zip(&mut file.origins);
            for (entry, (grade, origin)) in file.entries.iter().zip(known) {
                let line = |offset: u32| source.position(offset).line;
                let (first, last) = (line(entry.span.start), line(entry.span.end.saturating_sub(1)));
                *origin = repository.origin(&edits, source, first, last);
                *grade = graded(entry, origin.as_ref(), people, &mut signer);
            }
        }
    }
}

fn graded(
    entry: &Signoff,
    origin: Option<&Origin>,
    people: &People,
    signer: &mut impl FnMut(&str) -> Option<Person>,
) -> Grade {
    let is_theirs =
        |person: &Person| entry.by.given().is_some_and(|by| people.is_by(person, by.value.as_str()));
    match origin.filter(|origin| is_theirs(&origin.author)) {
        None => Grade::Claimed,
        Some(origin) if signer(&origin.commit).is_some_and(|signer| is_theirs(&signer)) => Grade::Signed,
        Some(_) => Grade::Authored,
    }
}

/// The sign-off files of a manifest's project, each with the name of its handoff.
fn found(paths: Paths<'_>, manifest: &Manifest) -> Vec<(RepoPath, String, EntryKind)> {
    let Some(folder) = manifest.signoff_path("").map(|path| path.folder()) else { return Vec::new() };
    let files = paths.below(&folder).filter(|entry| entry.path.folder() == folder);
    let named = files.filter_map(|entry| {
        let name = entry.path.name().strip_suffix(b".yaml")?;
        Some((entry.path.clone(), String::from_utf8_lossy(name).into_owned(), entry.kind))
    });
    named.collect()
}

fn read(snapshot: &dyn Snapshot, sources: &mut Sources, path: &RepoPath, kind: EntryKind) -> Result<File> {
    let (message, help) = match kind {
        EntryKind::File => return File::load(snapshot, sources, path.clone(), Shape::Signoff),
        EntryKind::Conflict => (
            "the sign-off file is in a merge conflict",
            "keep the entries of both sides, then `git add` the file",
        ),
        _ => ("the sign-off file is no regular file", "put a regular file here"),
    };
    let kind = ProblemKind::Syntax { message: message.to_owned(), help: help.to_owned() };
    let id = sources.add(Source::new(path.clone(), String::new()));
    Ok(File::unreadable(id, Shape::Signoff, Problem { kind, span: Span::default() }))
}

/// Looks up what an accepted handoff passes; nothing else is hashed.
fn present(
    snapshot: &dyn Snapshot,
    paths: Paths<'_>,
    manifest: &Manifest,
    file: &SignoffFile,
) -> Result<Sorted<String, Present>> {
    let mut present = Vec::new();
    let is_accepted = file.entries.iter().any(|entry| entry.says(Verdict::Accepted));
    if let Some(handoff) = manifest.handoffs.get(&file.handoff).filter(|_| is_accepted) {
        for passed in handoff.value.passes.items() {
            if let Some(found) = look(snapshot, paths, manifest, handoff, &passed.value)? {
                present.push((passed.value.to_string(), found));
            }
        }
    }
    Ok(present.into_iter().collect())
}

/// What stands in a snapshot of something that a handoff passes; `None` where nothing in the tree can.
///
/// # Errors
/// A file that is there and cannot be read.
pub fn look(
    snapshot: &dyn Snapshot,
    paths: Paths<'_>,
    manifest: &Manifest,
    handoff: &Item<Handoff>,
    passed: &str,
) -> Result<Option<Present>> {
    let folder = manifest.path.folder();
    let Some(written) = manifest.passed_path(handoff, passed) else { return Ok(None) };
    let Some(pattern) = folder.resolve(written) else { return Ok(None) };
    let matched = matching(paths, &pattern);
    if matched.entries.is_empty() {
        let made = Pipelines::gather(snapshot, paths).digest(&folder, &pattern);
        return Ok(Some(Present { counted: made.clone(), whole: made, is_literal: true }));
    }
    let ignored = handoff.value.ignore_changes.items().iter().map(|glob| glob.value.as_str());
    let ignored = Ignored::new(&folder, ignored);
    let is_literal = matched.is_literal;
    let is_ignored = is_literal && matched.entries.iter().all(|entry| ignored.covers(&entry.path));
    let digest = |matched: &Matched<'_>, ignored: &Ignored| matched.digest(snapshot, &folder, ignored);
    let whole = digest(&matched, &Ignored::default())?;
    let counted = match (is_ignored, handoff.value.ignore_changes.items()) {
        (true, _) => Digest::Unknown,
        (false, []) => whole.clone(),
        (false, _) => digest(&matched, &ignored)?,
    };
    Ok(Some(Present { counted, whole, is_literal }))
}

/// What one receiver said last, and where.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The receiving role.
    pub role: &'a str,
    /// The entry; `None` where this receiver said nothing.
    pub signoff: Option<&'a Signoff>,
    /// How well it is known who signed.
    pub grade: Grade,
}

/// What the receivers of a handoff said last.
#[derive(Clone, Debug, Default)]
pub struct Word<'a> {
    /// Each receiver.
    pub receivers: Vec<Said<'a>>,
    /// The last entries of others, who do not receive it.
    pub others: Vec<&'a Signoff>,
}

impl SignoffFile {
    fn new(path: RepoPath, file: File, manifest: SourceId, handoff: String) -> Self {
        let entries = Signoff::decode(&file);
        let grades = vec![Grade::Claimed; entries.len()];
        let origins = vec![None; entries.len()];
        SignoffFile { path, file, manifest, handoff, entries, grades, origins, present: Sorted::default() }
    }

    /// Who committed an entry of this file, where history tells.
    pub fn origin(&self, entry: &Signoff) -> Option<&Origin> {
        let at = self.entries.iter().position(|one| one.span == entry.span)?;
        self.origins[at].as_ref()
    }

    /// A place in the file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.file.source, span)
    }

    /// Can every entry be read? What cannot is reported, and nothing is said of who has not signed.
    pub fn is_readable(&self) -> bool {
        let count = self.file.root().and_then(|root| root.as_list()).map_or(0, <[_]>::len);
        let is_whole = |entry: &Signoff| entry.role.given().is_some() && entry.verdict.given().is_some();
        let is_list = self.file.is_empty() || self.file.root().is_some_and(|root| root.as_list().is_some());
        is_list
            && self.file.problems.is_empty()
            && count == self.entries.len()
            && self.entries.iter().all(is_whole)
    }

    /// What each of these receivers said last. An entry in a role that the plan does not have (any more) is by
    /// every receiver whom the one who signed may be.
    pub fn word<'a>(&'a self, manifest: &Manifest, receivers: &[&'a str], plan: &Plan) -> Word<'a> {
        let mut word = Word::silent(receivers);
        for (entry, grade) in self.entries.iter().zip(&self.grades) {
            let Some(role) = entry.role.given().map(|role| role.value.as_str()) else { continue };
            let may_be = |receiver: &str| {
                let by = entry.by.given().map(|by| by.value.as_str());
                let is_gone = !manifest.roles.has(role);
                receiver == role
                    || is_gone
                        && by.is_none_or(|by| manifest.holds(receiver, by, entry.day(), plan) != Holding::No)
            };
            let mut theirs = word.receivers.iter_mut().filter(|said| may_be(said.role)).peekable();
            if theirs.peek().is_none() {
                word.others.retain(|other| other.role.given().is_none_or(|other| other.value != role));
                word.others.push(entry);
                continue;
            }
            for said in theirs {
                (said.signoff, said.grade) = (Some(entry), *grade);
            }
        }
        word
    }
}

impl Said<'_> {
    /// Who signed when, in words for a label: "`@wei` on 2025-08-04 (claimed)".
    pub fn by_whom(&self) -> String {
        let Some(signoff) = self.signoff else { return String::new() };
        let by = signoff.by.given().map_or_else(|| "somebody".to_owned(), |by| format!("`{}`", by.value));
        let day = signoff.day().map_or_else(String::new, |day| format!(" on {day}"));
        format!("{by}{day} ({})", self.grade.name())
    }

    /// Is this the last word of the receiver?
    pub fn is(&self, verdict: Verdict) -> bool {
        self.signoff.is_some_and(|signoff| signoff.says(verdict))
    }
}

impl<'a> Word<'a> {
    /// No receiver said anything.
    pub fn silent(receivers: &[&'a str]) -> Self {
        let silent = |role: &&'a str| Said { role, signoff: None, grade: Grade::Claimed };
        Word { receivers: receivers.iter().map(silent).collect(), others: Vec::new() }
    }

    /// The receivers who said nothing.
    pub fn missing(&self) -> impl Iterator<Item = &'a str> {
        self.receivers.iter().filter(|said| said.signoff.is_none()).map(|said| said.role)
    }

    /// Has somebody who does not receive it spoken where a receiver has not? That is reported as such.
    pub fn is_left_to_others(&self) -> bool {
        !self.others.is_empty() && self.receivers.iter().any(|said| said.signoff.is_none())
    }
}
