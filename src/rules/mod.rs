//! The rules: what a plan must not say, and why. Each is one file in the folder of its family.

pub mod findings;

mod handoffs;

mod ownership;

mod page;

mod phrase;

mod schema;

mod stages;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{File, Manifest, Paths, Plan};
pub use crate::rules::findings::Findings;
pub use crate::rules::page::page;
use crate::text::SourceId;

/// One rule, described by itself.
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
    /// One manifest and the paths that git tracks.
    Repository(fn(&Manifest, Paths<'_>, &mut Findings<'_>)),
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
}

impl Evidence {
    /// The word for it in tables.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Manifest => "manifest",
            Evidence::Manifests => "manifests",
            Evidence::Tree => "tree",
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
}

impl Family {
    /// All families, in the order of the tables.
    pub const ALL: &[Family] = &[Family::Schema, Family::Ownership, Family::Stages, Family::Handoffs];

    /// The word for it in options and formats.
    pub fn name(self) -> &'static str {
        match self {
            Family::Schema => "schema",
            Family::Ownership => "ownership",
            Family::Stages => "stages",
            Family::Handoffs => "handoffs",
        }
    }

    /// Its title for people.
    pub fn title(self) -> &'static str {
        match self {
            Family::Schema => "Schema and file",
            Family::Ownership => "Roles and ownership",
            Family::Stages => "Stages and lifecycle",
            Family::Handoffs => "Handoffs",
        }
    }

    fn rules(self) -> &'static [&'static Rule] {
        match self {
            Family::Schema => schema::RULES,
            Family::Ownership => ownership::RULES,
            Family::Stages => stages::RULES,
            Family::Handoffs => handoffs::RULES,
        }
    }
}

/// Every rule, family by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    Family::ALL.iter().flat_map(|family| family.rules().iter().copied())
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

impl Rule {
    /// The address of the rule's page.
    pub fn url(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.name)
    }
}

/// Every check with its rule.
fn checks() -> impl Iterator<Item = (&'static Rule, &'static Check)> {
    all().flat_map(|rule| rule.checks.iter().map(move |check| (rule, check)))
}

/// What all rules find in the shape of one file.
pub fn check_file(file: &File) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (rule, check) in checks() {
        if let Check::Document(check) = check {
            check(file, &mut Findings::new(rule, file.source, &mut found));
        }
    }
    found
}

/// What all rules find in a plan. `paths` is `None` where git tracks nothing, outside a repository: rules
/// that need the tree are left out then.
pub fn check_plan(plan: &Plan, paths: Option<Paths<'_>>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (rule, check) in checks() {
        if let Check::Plan(check) = check {
            check(plan, &mut Findings::new(rule, SourceId::default(), &mut found));
        }
        for manifest in &plan.manifests {
            let mut findings = Findings::new(rule, manifest.source, &mut found);
            match (check, paths) {
                (Check::Manifest(check), _) => check(manifest, plan, &mut findings),
                (Check::Repository(check), Some(paths)) => check(manifest, paths, &mut findings),
                _ => {}
            }
        }
    }
    found
}
