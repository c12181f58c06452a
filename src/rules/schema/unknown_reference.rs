//! `unknown-reference`: ids that nothing defines.

mod answer;

mod skipped;

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::Gathered;
use crate::limits;
use crate::model::{Kind, Lead, Manifest, Plan, Reference, Text, Thing};
use crate::order;
use crate::placeholder::is_placeholder;
use crate::rules::handoffs::handoff_missing;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::schema::{is_id, kebab_case};
use crate::suggest::closest;
use crate::text::Span;

use answer::{candidates, expected, handle, in_other_project, in_this_project, name, other_kind_help};

/// A reference to a role, stage, artifact, document, source or metric that nothing defines.
pub(super) static RULE: Rule = Rule {
    name: "unknown-reference",
    family: Family::Schema,
    summary: "A reference to a role, stage, artifact, document, source or metric that nothing defines",
    why: "What nobody defines nobody owns: a misspelt role is a lead who never hears of it, and a misspelt artifact is a handoff of nothing.",
    help: "correct the id, or define it in its section",
    exceptions: "What a stage needs and what is defined, but as a document, a metric or nothing of that project, is left to `artifact-no-producer`. References into another project are written `project/id`; they are not judged while a manifest of the snapshot cannot be read. What is declared in letters that an id cannot have is left to `wrong-type`. Under `skip` a warning, since nothing depends on it. A placeholder such as `TBD` in place of a role is left to `placeholder-value`.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifest, Evidence::Manifests],
    fixes: &[Safety::Safe],
    since: "0.1.0",
    source: "databricks/cli #5614, where an undefined team silently resolves to no owner",
    checks: &[Check::Manifest(check), Check::Manifest(skipped::check), Check::Repository(check_signoffs)],
};

fn check(manifest: &Manifest, plan: &Plan, findings: &mut Findings<'_>) {
    let unknown = Unknown::of(manifest, plan);
    if let Some(uses) = unknown.without_section(manifest) {
        return report_section(&uses, findings);
    }
    let mut comparisons = 0;
    let most = limits::COMPARISONS.most;
    for (section, uses) in unknown.in_order() {
        comparisons += candidates(manifest, section, uses[0].kind).len();
        if is_misspelt_where_declared(manifest, section, uses) {
            continue;
        }
        if comparisons <= most
            && let Some(declared) = misdeclared(manifest, section, uses, &unknown.counts)
        {
            report_declaration(manifest, declared, uses, findings);
        } else {
            report(manifest, plan, section, uses, comparisons <= most, findings);
        }
    }
}

/// Is it declared under an id that is none, whose finding says to write this one?
fn is_misspelt_where_declared(manifest: &Manifest, section: Section, uses: &[Reference<'_>]) -> bool {
    let id = uses[0].id.value.as_str();
    candidates(manifest, section, uses[0].kind).iter().any(|(name, _)| is_misspelt(name, id))
}

fn is_misspelt(name: &str, id: &str) -> bool {
    !is_id(name) && kebab_case(name).as_deref() == Some(id)
}

/// The references that nothing defines, by section and id.
struct Unknown<'a> {
    uses: BTreeMap<(Section, &'a str), Vec<Reference<'a>>>,
    /// How often each id is used, defined or not.
    counts: HashMap<&'a str, usize>,
    /// In the order of the file.
    order: Vec<(Section, &'a str)>,
}

impl<'a> Unknown<'a> {
    fn of(manifest: &'a Manifest, plan: &Plan) -> Self {
        let mut unknown = Unknown { uses: BTreeMap::new(), counts: HashMap::new(), order: Vec::new() };
        let listed = listed_leads(manifest);
        let references = manifest.references();
        // The one answer for which all stages are looked at.
        let are_things_readable = is_readable(manifest, Section::Things);
        let is_readable = |section| match section {
            Section::Things => are_things_readable,
            section => is_readable(manifest, section),
        };
        let is_need =
            |one: &&Reference<'_>| one.kind == Kind::Need && manifest.lacks_producer(plan, &one.id.value);
        let needed: HashSet<&str> =
            references.iter().filter(is_need).map(|one| one.id.value.as_str()).collect();
        let is_metric = |one: &&Reference<'_>| one.kind == Kind::Metric;
        let metrics: HashSet<&str> =
            references.iter().filter(is_metric).map(|one| one.id.value.as_str()).collect();
        for reference in references {
            let id = reference.id.value.as_str();
            let is_left = needed.contains(id) && (reference.kind == Kind::Need || id.contains('/'));
            *unknown.counts.entry(&reference.id.value).or_default() += 1;
            let section = section(reference.kind);
            let is_unknown = is_readable(section) && !is_defined(manifest, plan, &reference);
            if !is_unknown || is_left || is_unnamed_role(&reference) || listed.contains(&reference.id.span) {
                continue;
            }
            // What is checked is a metric where it is used as one elsewhere.
            let as_metric = (Section::Metrics, reference.id.value.as_str());
            let section = match reference.kind {
                Kind::Check if metrics.contains(as_metric.1) && is_readable(Section::Metrics) => {
                    Section::Metrics
                }
                _ => section,
            };
            let key = (section, reference.id.value.as_str());
            if !unknown.uses.contains_key(&key) {
                unknown.order.push(key);
            }
            unknown.uses.entry(key).or_default().push(reference);
        }
        unknown
    }

    fn in_order(&self) -> impl Iterator<Item = (Section, &[Reference<'a>])> {
        self.order.iter().map(|key| (key.0, self.uses[key].as_slice()))
    }

    /// All of them, where they are metrics and the manifest has no section for these.
    fn without_section(&self, manifest: &Manifest) -> Option<Vec<Reference<'a>>> {
        let is_metric = |one: &Reference<'_>| matches!(one.kind, Kind::Metric | Kind::Check);
        let all = || self.in_order().filter_map(|(_, uses)| uses.first());
        let are_metrics = self.order.len() > 1 && manifest.metrics.key().is_none() && all().all(is_metric);
        are_metrics.then(|| all().cloned().collect())
    }
}

/// A list of leads has a rule of its own, whatever stands in it.
fn listed_leads(manifest: &Manifest) -> HashSet<Span> {
    let lists = manifest.stages.iter().filter_map(|stage| match &stage.value.lead {
        Lead::Several(roles, _) => Some(roles),
        _ => None,
    });
    lists.flatten().map(|role| role.span).collect()
}

fn report_section(uses: &[Reference<'_>], findings: &mut Findings<'_>) {
    let Some((first, others)) = uses.split_first() else { return };
    let mut ids: Vec<&str> = uses.iter().map(|one| one.id.value.as_str()).collect();
    order::unique(&mut ids);
    let message = format!("{} are used, and the plan has no `metrics`", phrase::ids(ids.iter().copied()));
    let finding = findings.report(first.id.span, message).named("metrics");
    let mut finding = finding.help("define them under `metrics`");
    for other in others {
        finding = finding.because(other.id.span, "used here");
    }
}

/// The name of a sign-off file names a handoff. The record of one that is over may stay, so that only a name
/// that was probably mistaken is an error.
fn check_signoffs(manifest: &Manifest, plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    let strays = gathered.signoffs.strays(manifest, plan);
    let gone =
        if strays.is_empty() { Vec::new() } else { handoff_missing::missing(manifest, &manifest.flow()) };
    let misspelt: HashSet<String> =
        manifest.handoffs.names().filter(|name| !is_id(name)).filter_map(kebab_case).collect();
    let waited: HashSet<&str> = gone.iter().flatten().map(|wait| wait.need.value.as_str()).collect();
    for (stray, meant) in strays {
        let id = &stray.handoff;
        let is_signed =
            || stray.entries.iter().any(|entry| entry.of.names().any(|name| waited.contains(name)));
        // The handoff has a name that is none, or is missing itself, which is reported there.
        let is_told = misspelt.contains(id) || meant.is_none() && is_signed();
        if is_told {
            continue;
        }
        let message = format!("no handoff is called `{id}`, for which this file holds sign-offs");
        let finding = findings.report_at(stray.place(Span::at(0)), message).part(id);
        match meant {
            Some(meant) => {
                let to = stray.path.folder().resolve(&format!("{}.yaml", meant.name())).unwrap_or_default();
                let span = manifest.place(meant.id.span);
                finding.because_at(span, "this handoff has no sign-offs").help(format!(
                    "run `git mv {} {to}` if `{}` is meant",
                    stray.path,
                    meant.name()
                ));
            }
            None => {
                let section = manifest.handoffs.key().unwrap_or(manifest.head);
                finding
                    .because_at(manifest.place(section), "no such handoff here")
                    .help(format!(
                        "delete the file if the handoff is over, or declare `{id}` under `handoffs`"
                    ))
                    .severity(Severity::Warning);
            }
        }
    }
}

/// `lead: TBD` names no role at all, which has a rule of its own.
fn is_unnamed_role(reference: &Reference<'_>) -> bool {
    reference.kind == Kind::Role && is_placeholder(&reference.id.value)
}

/// Where an id should be defined: one finding for an id that is missing there, however often it is used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Roles,
    Stages,
    Metrics,
    Things,
}

fn section(kind: Kind) -> Section {
    match kind {
        Kind::Role => Section::Roles,
        Kind::Stage => Section::Stages,
        Kind::Metric => Section::Metrics,
        Kind::Check | Kind::Need | Kind::Passed | Kind::Artifact => Section::Things,
    }
}

/// What is not there, as the node that should be.
fn absent(section: Section, id: &str) -> String {
    match section {
        Section::Roles => format!("roles.{id}"),
        Section::Stages => format!("stages.{id}"),
        Section::Metrics => format!("metrics.{id}"),
        Section::Things => id.to_owned(),
    }
}

/// A section that is absent though required, or has no usable shape, was reported itself.
fn is_readable(manifest: &Manifest, section: Section) -> bool {
    match section {
        Section::Roles => manifest.roles.key().is_some() && !manifest.roles.is_spoiled(),
        Section::Stages => manifest.stages.key().is_some() && !manifest.stages.is_spoiled(),
        Section::Metrics => !manifest.metrics.is_spoiled(),
        Section::Things if manifest.stages.is_empty() => false,
        Section::Things => {
            let spoiled = [manifest.sources.is_spoiled(), manifest.metrics.is_spoiled()];
            let produces = manifest.stages.iter().any(|stage| stage.value.produces.is_spoiled());
            !spoiled.contains(&true)
                && !manifest.documents.is_spoiled()
                && !manifest.stages.is_spoiled()
                && !produces
        }
    }
}

/// `project/id`, where an artifact is meant.
fn other_project(kind: Kind, id: &str) -> Option<(&str, &str)> {
    id.split_once('/').filter(|_| matches!(kind, Kind::Need | Kind::Passed | Kind::Artifact))
}

fn is_defined(manifest: &Manifest, plan: &Plan, reference: &Reference<'_>) -> bool {
    let id = reference.id.value.as_str();
    if let Some((project, id)) = other_project(reference.kind, id) {
        let claims = || plan.project(project);
        return claims().any(|other| other.artifact(id).is_some())
            || plan.incomplete && claims().next().is_none();
    }
    let thing = || manifest.thing(id);
    match reference.kind {
        Kind::Role => manifest.roles.has(id),
        Kind::Stage => manifest.stages.has(id),
        Kind::Metric => manifest.metrics.has(id),
        Kind::Check => matches!(thing(), Some(Thing::Metric(_) | Thing::Document(_))),
        Kind::Need => matches!(thing(), Some(Thing::Artifact(..) | Thing::Source(_))),
        Kind::Passed => matches!(thing(), Some(Thing::Artifact(..) | Thing::Document(_) | Thing::Source(_))),
        Kind::Artifact => matches!(thing(), Some(Thing::Artifact(..) | Thing::Source(_))),
    }
}

fn report(
    manifest: &Manifest,
    plan: &Plan,
    section: Section,
    uses: &[Reference<'_>],
    may_guess: bool,
    findings: &mut Findings<'_>,
) {
    let [first, others @ ..] = uses else { return };
    let id = first.id.value.as_str();
    if let (Section::Metrics | Section::Things, Some(thing)) = (section, manifest.thing(id)) {
        let message = format!("`{id}` is {}, not {}", name(&thing), expected(first.kind));
        findings
            .report(first.id.span, message)
            .named(absent(section, id))
            .because(thing.span(), "defined here")
            .help(other_kind_help(first.kind));
        return;
    }
    let answer = match other_project(first.kind, id) {
        Some((project, artifact)) => in_other_project(plan, project, artifact, findings),
        None if first.kind == Kind::Role && id.contains('@') => handle(manifest, id),
        None => in_this_project(manifest, section, id, first.kind, may_guess),
    };
    let finding = findings.report(first.id.span, answer.message).named(absent(section, id));
    let mut finding = finding.help(answer.help);
    if let Some(span) = answer.place {
        finding = finding.because(span, "did you mean this one?");
    }
    for other in others {
        finding = finding.because(other.id.span, "used here too");
    }
    if let Some(meant) = answer.meant {
        let write = |used: &Reference<'_>| Edit::replace(manifest.source, used.id.span, &meant);
        finding.fix(format!("write `{meant}` for `{id}`"), uses.iter().map(write).collect());
    }
}

/// The declaration that is a slip of the pen away from an id which the profile or the rest of the plan uses.
fn misdeclared(
    manifest: &Manifest,
    section: Section,
    uses: &[Reference<'_>],
    counts: &HashMap<&str, usize>,
) -> Option<Text> {
    let (id, kind) = (uses[0].id.value.as_str(), uses[0].kind);
    let candidates = candidates(manifest, section, kind);
    let meant = closest(id, candidates.iter().map(|(name, _)| *name))?;
    let (name, span) = candidates.iter().find(|(name, _)| *name == meant)?;
    let profile = manifest.profile.as_deref();
    let is_expected = |id: &str| match section {
        Section::Roles => profile.is_some_and(|profile| profile.role(id).is_some()),
        Section::Stages => profile.is_some_and(|profile| profile.stage(id).is_some()),
        Section::Metrics | Section::Things => false,
    };
    let others = counts.get(name).copied().unwrap_or_default();
    let is_outvoted = uses.len() > 1 && others * 2 < uses.len();
    let is_slip = is_expected(id) && !is_expected(name) || is_outvoted && !is_expected(name);
    is_slip.then(|| Text::new((*name).into(), *span))
}

fn report_declaration(
    manifest: &Manifest,
    declared: Text,
    uses: &[Reference<'_>],
    findings: &mut Findings<'_>,
) {
    let id = uses[0].id.value.as_str();
    let message = match uses.len() {
        1 => format!("`{}` is declared here, and the plan says `{id}`", declared.value),
        count => format!("`{}` is declared here, and {count} places say `{id}`", declared.value),
    };
    let mut finding = findings.report(declared.span, message).help(format!("write `{id}` here"));
    for one in uses {
        finding = finding.because(one.id.span, "used here");
    }
    let edit = Edit::replace(manifest.source, declared.span, id);
    finding.fix(format!("write `{id}` for `{}`", declared.value), vec![edit]);
}
