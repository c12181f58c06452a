//! `artifact-two-producers`: one thing that two stages or two projects make.

use std::cell::LazyCell;

use hashbrown::HashMap;

use crate::diagnostic::Severity;
use crate::evidence::Gathered;
use crate::glob::{Globs, is_glob, literal};
use crate::limits;
use crate::model::{Artifact, Item, Manifest, Plan, Stage, Text};
use crate::order;
use crate::path::RepoPath;
use crate::rules::{Check, Evidence, Family, Findings, Rule};
use crate::text::SourceId;

/// Two stages or two projects produce the same thing.
pub(super) static RULE: Rule = Rule {
    name: "artifact-two-producers",
    family: Family::Artifacts,
    summary: "Two stages or two projects produce the same id, or files at the same path",
    why: "Where two make one thing, each may overwrite the other, and when it is wrong neither has to answer for it.",
    help: "leave it to one of the two, or mark it `shared: true` where they make it together",
    exceptions: "`shared: true` at either place says that it is meant so. Two artifacts of one stage may overlap, and two projects may use the same id. Paths are compared as they are written and by the files that they match.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Manifests, Evidence::Tree],
    fixes: &[],
    since: "0.1.0",
    source: "one owner for each artifact: RACI, and clear boundaries of duty (S35)",
    checks: &[Check::Manifest(check_ids), Check::Tree(check_paths)],
};

fn check_ids(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    let mut first: HashMap<&str, (&Item<Stage>, &Item<Artifact>)> = HashMap::new();
    for (stage, artifact) in manifest.artifacts() {
        let (giver, made) = *first.entry(artifact.name()).or_insert((stage, artifact));
        if giver.name() == stage.name() || made.value.shared || artifact.value.shared {
            continue;
        }
        let (id, giver, stage) = (artifact.name(), giver.name(), stage.name());
        findings
            .report(artifact.id.span, format!("`{stage}` produces `{id}`, which `{giver}` produces already"))
            .named(id)
            .because(made.id.span, "produced here first")
            .help(format!("remove `{id}` from `produces` of one of them, give it another id, or write `shared: true` at both"));
    }
}

/// How many other places one finding shows.
const MOST_SHOWN: usize = 4;

/// Two claims, the one of the earlier manifest or stage first, and what both make.
type Clash<'a> = (&'a Claim<'a>, &'a Claim<'a>, &'a str);

/// An artifact with its place in the repository.
struct Claim<'a> {
    manifest: &'a Manifest,
    stage: &'a Item<Stage>,
    artifact: &'a Item<Artifact>,
    path: &'a Text,
    /// From the top of the repository; an address as it is written.
    pattern: RepoPath,
}

impl Claim<'_> {
    fn is_apart(&self, other: &Claim<'_>) -> bool {
        let same_manifest = self.manifest.source == other.manifest.source;
        let same_project = !same_manifest && self.manifest.title() == other.manifest.title();
        let same_stage = same_manifest && self.stage.name() == other.stage.name();
        let same_id = same_manifest && self.artifact.name() == other.artifact.name();
        let shared = self.artifact.value.shared || other.artifact.value.shared;
        !same_project && !same_stage && !same_id && !shared
    }

    fn is_address(&self) -> bool {
        self.path.value.contains("://")
    }

    fn is_glob(&self) -> bool {
        !self.is_address() && is_glob(&self.path.value)
    }

    fn is_path(&self) -> bool {
        !self.is_address() && !is_glob(&self.path.value)
    }
}

fn check_paths(plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let claims: Vec<Claim<'_>> = plan.manifests.iter().flat_map(claims).collect();
    // The first claim that each later one runs into, and over which path.
    let mut clashes: Vec<Option<(usize, String)>> = vec![None; claims.len()];
    let mut clash = |one: usize, other: usize, over: &RepoPath| {
        let (first, later) = (one.min(other), one.max(other));
        if first != later && claims[first].is_apart(&claims[later]) {
            clashes[later].get_or_insert_with(|| (first, over.to_string()));
        }
    };
    let mut files: HashMap<&RepoPath, usize> = HashMap::new();
    let mut written: HashMap<&RepoPath, usize> = HashMap::new();
    let mut near = (SourceId::default(), gathered.paths);
    for (at, claim) in claims.iter().enumerate() {
        if claim.manifest.source != near.0 {
            near = (claim.manifest.source, gathered.paths.near(&claim.manifest.path.folder()));
        }
        clash(*written.entry(&claim.pattern).or_insert(at), at, &claim.pattern);
        let matched = if claim.is_address() { Vec::new() } else { near.1.matching(&claim.pattern) };
        for entry in matched {
            clash(*files.entry(&entry.path).or_insert(at), at, &entry.path);
        }
    }
    inside_globs(&claims, |glob, at| clash(glob, at, &claims[at].pattern));
    for (at, claim) in claims.iter().enumerate().filter(|(_, claim)| claim.is_path()) {
        for other in claim.pattern.folders().filter_map(|folder| written.get(&folder)) {
            clash(*other, at, &claim.pattern);
        }
    }
    // Two projects that run into each other everywhere, such as copies, are one finding.
    let pairs = order::grouped(clashes.iter().enumerate().filter_map(|(later, clash)| {
        let (first, over) = clash.as_ref()?;
        let (first, later_claim) = (&claims[*first], &claims[later]);
        let (one, other) = (first.manifest.source, later_claim.manifest.source);
        let each = if one == other { later } else { 0 };
        Some(((one, other, each), (first, later_claim, over.as_str())))
    }));
    for pair in pairs.values() {
        report(pair, findings);
    }
}

fn claims(manifest: &Manifest) -> Vec<Claim<'_>> {
    let made = manifest.artifacts().filter_map(|(stage, artifact)| {
        let path = artifact.value.path.given()?;
        let pattern = match path.value.contains("://") {
            true => RepoPath::from(path.value.as_str()),
            false => manifest.path.folder().resolve(&path.value)?,
        };
        Some(Claim { manifest, stage, artifact, path, pattern })
    });
    made.collect()
}

/// Tells each path that is in a glob as it is written, whether there is a file or not: the glob with the path.
fn inside_globs(claims: &[Claim<'_>], mut tell: impl FnMut(usize, usize)) {
    let paths = claims.iter().enumerate().filter(|(_, claim)| claim.is_path());
    let mut paths: Vec<(&RepoPath, usize)> = paths.map(|(at, claim)| (&claim.pattern, at)).collect();
    order::ascending(&mut paths);
    let mut left = limits::OVERLAPS.most;
    for (glob, claim) in claims.iter().enumerate().filter(|(_, claim)| claim.is_glob()) {
        let text = claim.pattern.as_bstr().to_string();
        let globs = LazyCell::new(|| Globs::new([text.as_str()]).ok());
        let start = literal(&text);
        let from = paths.partition_point(|(path, _)| path.as_bstr() < start.as_bytes());
        let near = paths[from..]
            .iter()
            .take(left)
            .take_while(|(path, _)| path.as_bstr().starts_with(start.as_bytes()));
        let near = near
            .inspect(|_| left -= 1)
            .filter(|(path, _)| globs.as_ref().is_some_and(|globs| globs.matches(path)));
        let mut inside: Vec<usize> = near.map(|(_, at)| *at).collect();
        order::ascending(&mut inside);
        inside.into_iter().for_each(|at| tell(glob, at));
    }
}

fn report(clashes: &[Clash<'_>], findings: &mut Findings<'_>) {
    let [(first, later, over), others @ ..] = clashes else { return };
    let same = first.manifest.source == later.manifest.source;
    let place = |claim: &Claim<'_>| match same {
        true => format!("`{}` of `{}`", claim.artifact.name(), claim.stage.name()),
        false => format!("`{}` of the project `{}`", claim.artifact.name(), claim.manifest.title()),
    };
    let more = match others.len() {
        0 => String::new(),
        1 => ", and so it is with another artifact".to_owned(),
        count => format!(", and so it is with {count} other artifacts"),
    };
    let message = format!("{} and {} both produce `{over}`{more}", place(later), place(first));
    let help = match others {
        [] => format!(
            "narrow the path of one of the two, or write `shared: true` at `{}` where they make it together",
            later.artifact.name()
        ),
        _ => "give each project paths of its own, or write `shared: true` at what they make together"
            .to_owned(),
    };
    let finding = findings.report_at(later.manifest.place(later.path.span), message);
    let mut finding =
        finding.because_at(first.manifest.place(first.path.span), "produced here too").help(help);
    for (_, later, over) in others.iter().take(MOST_SHOWN) {
        finding = finding.because_at(later.manifest.place(later.path.span), format!("so is `{over}`"));
    }
}
