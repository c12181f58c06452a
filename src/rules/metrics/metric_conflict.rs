//! `metric-conflict`: one name for two metrics.

use hashbrown::HashMap;

use crate::diagnostic::Severity;
use crate::model::{Better, Field, Item, Manifest, Metric, Plan, Status, Unit};
use crate::rules::metrics::names;
use crate::rules::{Check, Evidence, Family, Findings, Rule, phrase};
use crate::text::{Span, Spanned};

/// A metric has another meaning, unit, direction or target than the metric of the same name elsewhere.
pub(super) static RULE: Rule = Rule {
    name: "metric-conflict",
    family: Family::Metrics,
    summary: "A metric has another meaning, unit, direction or target than the metric of the same name elsewhere",
    why: "Two teams that say the same word and mean two numbers agree until the numbers are compared, which is mostly in front of somebody else.",
    help: "write the same definition in both manifests, or give one of the metrics another id",
    exceptions: "Another target is legal with `scope: project`. Case, spacing and punctuation of `means` do not count, nor do spellings of one unit such as `min` and `minutes`. Retired plans are left out, and two manifests that claim one project are left to `duplicate-project`. The definition with `scope: repository` is the one that others are held to, else the first by path.",
    severity: Severity::Error,
    evidence: &[Evidence::Manifests],
    fixes: &[],
    since: "0.1.0",
    source: "article: all roles understand the key metrics in the same way (S33); the CS249R book, glossaries",
    checks: &[Check::Plan(check)],
};

/// A metric and the manifest that has it.
#[derive(Clone, Copy)]
struct Defined<'a> {
    manifest: &'a Manifest,
    metric: &'a Item<Metric>,
}

fn check(plan: &Plan, findings: &mut Findings<'_>) {
    let all: Vec<Defined<'_>> = plan
        .manifests
        .iter()
        .filter(|manifest| manifest.status != Status::Retired)
        .flat_map(|manifest| manifest.metrics.iter().map(move |metric| Defined { manifest, metric }))
        .collect();
    // The one definition that all others of a name are held to: the first for the whole repository, else the first.
    let rank = |at: usize| (!all[at].metric.value.is_of_repository(), at);
    let mut authorities: HashMap<String, usize> = HashMap::new();
    for (at, defined) in all.iter().enumerate() {
        for name in names::of(defined.metric) {
            let known = authorities.entry(name).or_insert(at);
            if rank(at) < rank(*known) {
                *known = at;
            }
        }
    }
    for (at, defined) in all.iter().enumerate() {
        let of_names = names::of(defined.metric).into_iter().map(|name| authorities[&name]);
        if let Some(first) = of_names.min_by_key(|at| rank(*at)).filter(|first| *first != at) {
            compare(all[first], *defined, findings);
        }
    }
}

/// One difference: what it is, and the two places.
struct Difference {
    what: &'static str,
    severity: Severity,
    here: Span,
    there: Span,
    said: String,
}

fn compare(first: Defined<'_>, later: Defined<'_>, findings: &mut Findings<'_>) {
    let is_copy = |other: &Manifest| {
        let projects = (first.manifest.project.given(), other.project.given());
        first.manifest.source != other.source
            && matches!(projects, (Some(one), Some(other)) if one.value == other.value)
    };
    if is_copy(later.manifest) {
        return;
    }
    let differences = differences(&first.metric.value, &later.metric.value);
    let Some(gravest) = differences.iter().max_by_key(|difference| difference.severity) else { return };
    let primary = differences.iter().find(|one| one.severity == gravest.severity).unwrap_or(gravest);
    let what = phrase::all(differences.iter().map(|one| format!("another {}", one.what)));
    let mut finding = findings
        .report_at(later.manifest.place(primary.here), message(first, later, &what))
        .named(format!("metrics.{}", later.metric.name()))
        .severity(gravest.severity);
    for difference in &differences {
        finding = finding.because_at(first.manifest.place(difference.there), difference.said.clone());
        if difference.here != primary.here {
            finding = finding
                .because_at(later.manifest.place(difference.here), format!("another {}", difference.what));
        }
    }
    finding.help(help(first, later, &differences));
}

fn message(first: Defined<'_>, later: Defined<'_>, what: &str) -> String {
    let (id, other) = (later.metric.name(), first.metric.name());
    let place = match first.manifest.source == later.manifest.source {
        true => "here".to_owned(),
        false => format!("in `{}`", first.manifest.path),
    };
    match id == other {
        true => format!("`{id}` has {what} than {place}"),
        false => {
            format!("`{id}` has {what} than `{other}` {place}, and an alias says that they are the same")
        }
    }
}

fn help(first: Defined<'_>, later: Defined<'_>, differences: &[Difference]) -> String {
    let is_target_only = differences.iter().all(|one| one.what == "target");
    match is_target_only {
        true => format!(
            "write `scope: project` under `{}` if this target is meant for one project, or agree on one",
            later.metric.name()
        ),
        false if first.metric.name() == later.metric.name() => format!(
            "write the definition of `{}` here as well, or give `{}` another id",
            first.manifest.path,
            later.metric.name()
        ),
        false => format!(
            "write one definition for both, or take the alias away from `{}` or `{}`",
            first.metric.name(),
            later.metric.name()
        ),
    }
}

fn differences(first: &Metric, later: &Metric) -> Vec<Difference> {
    let defined = [
        differs(
            "meaning",
            &first.means,
            &later.means,
            |text| names::plain(text),
            |_| "means this there".to_owned(),
        ),
        differs(
            "unit",
            &first.unit,
            &later.unit,
            |unit| Unit::canonical(unit),
            |unit| format!("`{unit}` there"),
        ),
        differs(
            "direction",
            &first.better,
            &later.better,
            |better| *better,
            |better| format!("`{}` there", word(*better)),
        ),
    ];
    let mut found: Vec<Difference> = defined.into_iter().flatten().collect();
    // Targets in another unit or direction cannot be compared.
    let is_comparable = found.iter().all(|one| one.what == "meaning");
    if is_comparable && !first.is_of_project() && !later.is_of_project() {
        let target = differs(
            "target",
            &first.target,
            &later.target,
            |target| *target,
            |target| format!("{target} there"),
        );
        found.extend(target.map(|target| Difference { severity: Severity::Warning, ..target }));
    }
    found
}

fn differs<T: PartialEq, K: PartialEq>(
    what: &'static str,
    first: &Field<Spanned<T>>,
    later: &Field<Spanned<T>>,
    key: impl Fn(&T) -> K,
    said: impl Fn(&T) -> String,
) -> Option<Difference> {
    let (first, later) = (first.given()?, later.given()?);
    let is_other = first.value != later.value && key(&first.value) != key(&later.value);
    is_other.then(|| Difference {
        what,
        severity: Severity::Error,
        here: later.span,
        there: first.span,
        said: said(&first.value),
    })
}

fn word(better: Better) -> &'static str {
    match better {
        Better::Higher => "better: higher",
        Better::Lower => "better: lower",
        Better::Within => "better: within",
    }
}
