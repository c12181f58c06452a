//! The rules: what a plan must not say, and why. Each is one file in the folder of its family.

pub mod article;

pub mod findings;

mod artifacts;

mod communication;

mod documents;

mod git;

mod handoffs;

mod metrics;

mod monitoring;

mod ownership;

mod page;

mod phrase;

mod plan;

mod schema;

mod stages;

use serde::Serialize;

use crate::diagnostic::{Diagnostics, Safety, Severity};
use crate::evidence::{Change, Gathered, History};
use crate::model::{File, Manifest, Plan};
pub use crate::rules::findings::{Finding, Findings};
pub use crate::rules::page::page;
pub use crate::rules::plan::Ground;

/// One rule, described by itself; each is a `static`, whose texts are in the program once.
#[derive(Debug)]
pub struct Rule {
    /// The defect, in kebab-case. It never changes.
    pub name: &'static str,
    /// What the rule is about.
    pub family: Family,
    /// What it finds, in one sentence without a full stop.
    pub summary: &'static str,
    /// Why that matters, in a sentence or two.
    pub why: &'static str,
    /// What to do, one imperative sentence.
    pub help: &'static str,
    /// When it stays silent, in a sentence or two; may be empty.
    pub exceptions: &'static str,
    /// How much a finding weighs unless something declared moves it.
    pub severity: Severity,
    /// What it looks at.
    pub evidence: &'static [Evidence],
    /// What `--fix` can do about its findings: nothing, or fixes of these kinds for some or all of them.
    pub fixes: &'static [Safety],
    /// The version that brought it.
    pub since: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// The checks themselves: one, unless the defect shows in two kinds of evidence.
    pub checks: &'static [Check],
}

/// What a check is given.
#[derive(Debug)]
pub enum Check {
    /// One file, whatever could be read of it.
    Document(fn(&File, &mut Findings<'_>)),
    /// One manifest and the plan it belongs to.
    Manifest(fn(&Manifest, &Plan, &mut Findings<'_>)),
    /// All manifests together.
    Plan(fn(&Plan, &mut Findings<'_>)),
    /// One manifest, its plan, and what the snapshot holds besides manifests. Only where git tracks it.
    Repository(fn(&Manifest, &Plan, &Gathered<'_>, &mut Findings<'_>)),
    /// All manifests together, and what the snapshot holds besides them. Only where git tracks it.
    Tree(fn(&Plan, &Gathered<'_>, &mut Findings<'_>)),
    /// The same anywhere; nothing is gathered where git tracks nothing.
    Anywhere(fn(&Manifest, &Plan, Option<&Gathered<'_>>, &mut Findings<'_>)),
    /// One manifest and those of its waivers, by position, that silence nothing. After all others were judged.
    Waivers(fn(&Manifest, &[usize], &mut Findings<'_>)),
    /// One manifest before and after a change. Its findings point into the manifest after it.
    Change(fn(&Change<'_>, &mut Findings<'_>)),
    /// One manifest and the history behind it; only where it is asked for.
    History(fn(&Manifest, &Plan, &Gathered<'_>, &History, &mut Findings<'_>)),
}

/// What a rule needs to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// The manifest only.
    Manifest,
    /// Several manifests.
    Manifests,
    /// The tree or index of git.
    Tree,
    /// CODEOWNERS.
    Codeowners,
    /// The difference to a base: HEAD for staged content, the merge base for a branch.
    Difference,
    /// The history of commits; never at commit.
    History,
    /// The date; never at commit, unless it is given.
    Clock,
}

impl Evidence {
    /// The word for it in tables.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Manifest => "manifest",
            Evidence::Manifests => "manifests",
            Evidence::Tree => "tree",
            Evidence::Codeowners => "codeowners",
            Evidence::Difference => "difference",
            Evidence::History => "history",
            Evidence::Clock => "clock",
        }
    }
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Schema and file.
    Schema,
    /// Roles and ownership.
    Ownership,
    /// Stages and lifecycle.
    Stages,
    /// Handoffs.
    Handoffs,
    /// Artifacts, sources, consumers.
    Artifacts,
    /// Documents.
    Documents,
    /// Metrics.
    Metrics,
    /// Communication.
    Communication,
    /// Monitoring and feedback.
    Monitoring,
    /// What only git can tell.
    Git,
}

impl Family {
    /// All families, in the order of the tables.
    pub const ALL: &[Family] = &[
        Family::Schema,
        Family::Ownership,
        Family::Stages,
        Family::Handoffs,
        Family::Artifacts,
        Family::Documents,
        Family::Metrics,
        Family::Communication,
        Family::Monitoring,
        Family::Git,
    ];

    /// The word for it in options and formats.
    pub fn name(self) -> &'static str {
        match self {
            Family::Schema => "schema",
            Family::Ownership => "ownership",
            Family::Stages => "stages",
            Family::Handoffs => "handoffs",
            Family::Artifacts => "artifacts",
            Family::Documents => "documents",
            Family::Metrics => "metrics",
            Family::Communication => "communication",
            Family::Monitoring => "monitoring",
            Family::Git => "git",
        }
    }

    /// Its title for people.
    pub fn title(self) -> &'static str {
        match self {
            Family::Schema => "Schema and file",
            Family::Ownership => "Roles and ownership",
            Family::Stages => "Stages and lifecycle",
            Family::Handoffs => "Handoffs",
            Family::Artifacts => "Artifacts, sources, consumers",
            Family::Documents => "Documents",
            Family::Metrics => "Metrics",
            Family::Communication => "Communication",
            Family::Monitoring => "Monitoring and feedback",
            Family::Git => "Git evidence and reality checks",
        }
    }

    fn checks(self) -> impl Iterator<Item = (&'static Rule, &'static Check)> {
        self.rules().iter().flat_map(|rule| rule.checks.iter().map(move |check| (*rule, check)))
    }

    fn rules(self) -> &'static [&'static Rule] {
        match self {
            Family::Schema => schema::RULES,
            Family::Ownership => ownership::RULES,
            Family::Stages => stages::RULES,
            Family::Handoffs => handoffs::RULES,
            Family::Artifacts => artifacts::RULES,
            Family::Documents => documents::RULES,
            Family::Metrics => metrics::RULES,
            Family::Communication => communication::RULES,
            Family::Monitoring => monitoring::RULES,
            Family::Git => git::RULES,
        }
    }
}

/// Rules that run only where they are asked for by name: what they say is about people.
const ON_REQUEST: &[&str] = &["work-by-outsiders"];

/// Every rule, family by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    Family::ALL.iter().flat_map(|family| family.rules().iter().copied())
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

impl Rule {
    /// Does it run only where the configuration asks for it by name?
    pub fn on_request(&self) -> bool {
        ON_REQUEST.contains(&self.name)
    }

    /// The address of the rule's page.
    pub fn url(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.name)
    }

    /// What `--fix` can do, in a word for tables; empty where that is nothing.
    pub fn fix_words(&self) -> String {
        let words: Vec<&str> = self.fixes.iter().map(|safety| safety.name()).collect();
        words.join(", ")
    }
}

/// Every check with its rule.
fn checks() -> impl Iterator<Item = (&'static Rule, &'static Check)> {
    Family::ALL.iter().flat_map(|family| family.checks())
}

/// What all rules find in the shape of one file.
pub fn check_file(file: &File) -> Diagnostics {
    let mut found = Vec::new();
    for (rule, check) in checks() {
        if let Check::Document(check) = check {
            check(file, &mut Findings::new(rule, file.source, &mut found));
        }
    }
    found
}

/// What all rules find in the waivers of a manifest that silence nothing, each by its position.
pub fn check_waivers(manifest: &Manifest, idle: &[usize]) -> Diagnostics {
    let mut found = Vec::new();
    for (rule, check) in checks() {
        if let Check::Waivers(check) = check {
            check(manifest, idle, &mut Findings::new(rule, manifest.source, &mut found));
        }
    }
    found
}

/// What all rules find in a change.
pub fn check_change(change: &Change<'_>) -> Diagnostics {
    let mut found = Vec::new();
    for (rule, check) in checks() {
        if let Check::Change(check) = check {
            check(change, &mut Findings::new(rule, change.after.source, &mut found));
        }
    }
    found
}
