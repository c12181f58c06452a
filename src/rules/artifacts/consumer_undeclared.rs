//! `consumer-undeclared`: users of an output that its plan does not know, or cannot warn.

use std::collections::BTreeSet;

use crate::diagnostic::{Edit, Safety, Severity};
use crate::evidence::{Dependent, Gathered};
use crate::model::{Artifact, Consumer, Item, Kind, Manifest, Plan, same_handle, wording};
use crate::rules::{Check, Evidence, Family, Finding, Findings, Rule, phrase};
use crate::text::{Place, Span};

/// Somebody in the repository uses an output that does not list them, or a listed consumer cannot be warned.
pub(super) static RULE: Rule = Rule {
    name: "consumer-undeclared",
    family: Family::Artifacts,
    summary: "Somebody in the repository uses an output whose plan does not list them, or a listed consumer has no owner or notice period",
    why: "Nobody warns a consumer that nobody knows: the output changes, and their numbers are wrong until somebody wonders why.",
    help: "list them under `consumers`, with owner and notice",
    exceptions: "Known users are other manifests that need `project/id`, dbt exposures and `dependsOn` in Backstage's catalogue files. They are listed if a consumer of that output has their name or their owner; where several projects have something of that name, nothing is said. Use within the project is exempt.",
    severity: Severity::Warning,
    evidence: &[Evidence::Manifest, Evidence::Manifests, Evidence::Tree],
    fixes: &[Safety::Safe, Safety::Unsafe],
    since: "0.1.0",
    source: "Sculley et al., undeclared consumers",
    checks: &[Check::Manifest(check_listed), Check::Plan(check_projects), Check::Tree(check_dependents)],
};

fn check_listed(manifest: &Manifest, _: &Plan, findings: &mut Findings<'_>) {
    for consumer in &manifest.consumers {
        let id = consumer.name();
        let fields = [
            (consumer.value.owner.is_absent(), "owner", "owner", format!("\"@{id}-owners\"")),
            (consumer.value.notice.is_absent(), "notice", "notice period", "2w".to_owned()),
        ];
        let missing: Vec<_> = fields.iter().filter(|field| field.0).collect();
        if missing.is_empty() {
            continue;
        }
        let words = phrase::all(missing.iter().map(|field| format!("no {}", field.2)));
        let entries = phrase::all(missing.iter().map(|field| format!("`{}: {}`", field.1, field.3)));
        let edits = missing.iter().map(|field| Edit::Insert {
            source: manifest.source,
            at: format!("consumers.{id}"),
            key: field.1.to_owned(),
            value: field.3.clone(),
        });
        findings
            .report(consumer.id.span, format!("the consumer `{id}` has {words}"))
            .help(format!("write {entries} or the like under `{id}`"))
            .unsafe_fix(format!("add {entries} under `{id}`"), edits.collect());
    }
}

/// Somebody who uses something, as they call themselves.
struct User<'a> {
    what: String,
    name: &'a str,
    owners: Vec<&'a str>,
    place: Place,
}

fn check_projects(plan: &Plan, findings: &mut Findings<'_>) {
    for other in plan.manifests.iter() {
        let mut seen = BTreeSet::new();
        let references = other.references();
        for need in references.iter().filter(|one| matches!(one.kind, Kind::Need | Kind::Passed)) {
            let Some((project, id)) = need.id.value.split_once('/') else { continue };
            let Some(name) =
                other.project.given().map(|name| name.value.as_str()).filter(|name| *name != project)
            else {
                continue;
            };
            let makers = || plan.project(project).filter_map(|maker| Some((maker, maker.artifact(id)?.1)));
            let Some((maker, artifact)) = makers().next().filter(|_| seen.insert(&need.id.value)) else {
                continue;
            };
            let leads = other.leads().filter_map(|(_, lead)| other.who(&lead.value));
            let user = User {
                what: format!("the project `{name}`"),
                name,
                owners: leads.map(|who| who.value.as_str()).collect(),
                place: other.place(need.id.span),
            };
            judge(maker, Some(artifact), &user, findings);
        }
    }
}

fn check_dependents(plan: &Plan, gathered: &Gathered<'_>, findings: &mut Findings<'_>) {
    for dependent in gathered.dependents.iter() {
        for (used, place) in &dependent.uses {
            let makers = plan.manifests.iter().filter_map(|manifest| {
                let artifact = made(manifest, gathered, dependent, used);
                let is_meant = artifact.is_some() || wording(used) == wording(&manifest.title());
                is_meant.then_some((manifest, artifact))
            });
            let makers: Vec<_> = makers.collect();
            // Where several projects have something of that name, nobody can tell which is meant.
            let [(manifest, artifact)] = makers.as_slice() else { continue };
            if wording(&dependent.name) != wording(&manifest.title()) {
                judge(manifest, *artifact, &user(dependent, *place), findings);
            }
        }
    }
}

fn user(dependent: &Dependent, place: Place) -> User<'_> {
    User {
        what: format!("the {} `{}`", dependent.kind, dependent.name),
        name: &dependent.name,
        owners: dependent.owner.iter().map(String::as_str).collect(),
        place,
    }
}

/// The artifact of that name: by the file of a model of dbt, by `project-id`, or by id where the file that uses it
/// lies in the folder of the manifest; elsewhere, `model` may be anything.
fn made<'a>(
    manifest: &'a Manifest,
    gathered: &Gathered<'_>,
    dependent: &Dependent,
    used: &str,
) -> Option<&'a Item<Artifact>> {
    let is_near = dependent.path.is_below(&manifest.path.folder());
    let is_named = |artifact: &Item<Artifact>| {
        let full = format!("{}-{}", manifest.title(), artifact.name());
        is_near && wording(artifact.name()) == wording(used) || wording(&full) == wording(used)
    };
    let is_file = |artifact: &Item<Artifact>| {
        let pattern =
            artifact.value.path.given().and_then(|path| manifest.path.folder().resolve(&path.value));
        let files = pattern.map_or_else(Vec::new, |pattern| gathered.paths.matching(&pattern));
        files.iter().any(|entry| {
            let name = entry.path.name().to_string();
            name.rsplit_once('.').is_some_and(|(stem, ending)| stem == used && matches!(ending, "sql" | "py"))
        })
    };
    let artifacts = || manifest.artifacts().map(|(_, artifact)| artifact);
    artifacts().find(|artifact| is_named(artifact)).or_else(|| artifacts().find(|artifact| is_file(artifact)))
}

/// Reports a user whom the plan does not list. Without an artifact, the whole project is used.
fn judge(
    manifest: &Manifest,
    artifact: Option<&Item<Artifact>>,
    user: &User<'_>,
    findings: &mut Findings<'_>,
) {
    let is_them = |consumer: &&Item<Consumer>| {
        let owner = consumer.value.owner.given();
        wording(consumer.name()) == wording(user.name)
            || owner.is_some_and(|owner| user.owners.iter().any(|one| is_same(&owner.value, one)))
    };
    let uses = |consumer: &Item<Consumer>| {
        let id = artifact.map(Item::name);
        let uses = &consumer.value.uses;
        uses.is_spoiled() || id.is_none_or(|id| uses.items().iter().any(|used| used.value == id))
    };
    let mut known = manifest.consumers.iter().filter(is_them);
    if manifest.consumers.is_spoiled() || known.clone().any(uses) {
        return;
    }
    let project = manifest.title();
    let span = artifact.map_or_else(|| project_span(manifest), |artifact| artifact.id.span);
    let what = artifact.map_or(project.as_str(), Item::name);
    let message = format!("{} uses `{what}`, and `consumers` does not list it", user.what);
    let finding = findings.report_at(manifest.place(span), message).part(user.name);
    let finding = finding.because_at(user.place, "used here");
    match (known.next(), artifact) {
        (Some(listed), Some(artifact)) => append(manifest, listed, artifact, finding),
        _ => add(manifest, artifact, user, finding),
    }
}

/// The same handle, or the same name in the ways of the forge and of Backstage: `@acme/growth` and `group:growth`.
fn is_same(owner: &str, other: &str) -> bool {
    same_handle(owner, other) || !owner.contains('.') && last_part(owner) == last_part(other)
}

fn last_part(owner: &str) -> &str {
    owner.rsplit(['/', ':']).next().unwrap_or(owner).trim_start_matches('@')
}

fn project_span(manifest: &Manifest) -> Span {
    manifest.project.given().map_or(manifest.head, |project| project.span)
}

fn append(manifest: &Manifest, listed: &Item<Consumer>, artifact: &Item<Artifact>, finding: Finding<'_>) {
    let (id, item) = (listed.name(), artifact.name());
    let edit =
        Edit::Append { source: manifest.source, at: format!("consumers.{id}.uses"), item: item.to_owned() };
    finding
        .because_at(manifest.place(listed.id.span), "listed here, without it")
        .help(format!("add `{item}` to `uses` of `{id}`"))
        .fix(format!("add `{item}` to `uses` of `{id}`"), vec![edit]);
}

fn add(manifest: &Manifest, artifact: Option<&Item<Artifact>>, user: &User<'_>, finding: Finding<'_>) {
    let name = user.name.chars().map(|one| if one.is_alphanumeric() { one } else { '-' }).collect::<String>();
    let id = name.trim_matches('-').to_owned();
    let handle = |owner: &&str| {
        if owner.contains('@') { (*owner).to_owned() } else { format!("@{}", last_part(owner)) }
    };
    let owner = user.owners.first().map_or_else(|| format!("@{id}-owners"), handle);
    let owner = serde_json::Value::from(owner);
    let used = artifact.map_or("…", Item::name);
    let value = format!("{{ uses: [{used}], owner: {owner}, notice: 2w }}");
    let finding = finding.help(format!("add `{id}: {value}` or the like under `consumers`"));
    if artifact.is_some() {
        let edit =
            Edit::Insert { source: manifest.source, at: "consumers".to_owned(), key: id.clone(), value };
        finding.unsafe_fix(format!("add `{id}` under `consumers`"), vec![edit]);
    }
}
