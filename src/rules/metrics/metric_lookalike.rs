//! `metric-lookalike`: two ids for what looks like one metric.

use hashbrown::HashMap;

use crate::diagnostic::Severity;
use crate::model::{Item, Manifest, Metric, Plan, Status};
use crate::rules::metrics::names;
use crate::rules::{Check, Evidence, Family, Findings, Rule};

/// Two metrics differ only in the spelling of their ids, or mean the same in words.
pub(super) static RULE: Rule = Rule {
    name: "metric-lookalike",
    family: Family::Metrics,
    summary: "Two metrics differ only in the spelling of their ids, or mean the same in words",
    why: "One number under two names gets two targets and two charts, and a reader compares them as if they were two numbers.",
    help: "use one id for both, or name one of them under `aliases` of the other",
    exceptions: "Metrics that an alias declares the same are left to `metric-conflict`. Meanings of one word are not compared, nor meanings across manifests where one of the metrics has `scope: project`. Retired plans are left out.",
    severity: Severity::Advice,
    evidence: &[Evidence::Manifest, Evidence::Manifests],
    fixes: &[],
    since: "0.1.0",
    source: "article: all roles understand the key metrics in the same way (S33)",
    checks: &[Check::Plan(check)],
};

fn check(plan: &Plan, findings: &mut Findings<'_>) {
    let mut by_spelling: HashMap<String, Vec<Defined<'_>>> = HashMap::new();
    let mut by_meaning: HashMap<String, Vec<Defined<'_>>> = HashMap::new();
    for manifest in plan.manifests.iter().filter(|manifest| manifest.status != Status::Retired) {
        for metric in &manifest.metrics {
            let later = Defined { manifest, metric };
            let spelling = names::spelling(metric.name());
            let meaning = metric.value.means.given().map(|means| names::plain(&means.value));
            let meaning = meaning.filter(|meaning| names::is_telling(meaning));
            let spelt = by_spelling.get(&spelling).and_then(|earlier| first_other(earlier.iter(), later));
            let same = meaning.as_ref().and_then(|meaning| by_meaning.get(meaning));
            let meant = same.and_then(|earlier| {
                first_other(earlier.iter().filter(|first| first.may_be_compared(later)), later)
            });
            match (spelt, meant) {
                (Some(first), _) => report_spelling(first, later, findings),
                (None, Some(first)) => report_meaning(first, later, findings),
                (None, None) => {}
            }
            remember(by_spelling.entry(spelling).or_default(), later);
            if let Some(meaning) = meaning {
                remember(by_meaning.entry(meaning).or_default(), later);
            }
        }
    }
}

/// So many metrics that look alike are compared with a later one.
const MOST: usize = 100;

fn remember<'a>(earlier: &mut Vec<Defined<'a>>, one: Defined<'a>) {
    if earlier.len() < MOST {
        earlier.push(one);
    }
}

/// A metric and the manifest that has it.
#[derive(Clone, Copy)]
struct Defined<'a> {
    manifest: &'a Manifest,
    metric: &'a Item<Metric>,
}

impl Defined<'_> {
    /// Are the two declared to be one, by the same id or by an alias?
    fn is_declared_same(self, other: Defined<'_>) -> bool {
        let names = || names::of(other.metric);
        self.metric.name() == other.metric.name()
            || names::of(self.metric).iter().any(|name| names().contains(name))
    }

    fn may_be_compared(self, other: Defined<'_>) -> bool {
        let is_own = self.metric.value.is_of_project() || other.metric.value.is_of_project();
        self.manifest.source == other.manifest.source || !is_own
    }

    fn place(self, other: Defined<'_>) -> String {
        match self.manifest.source == other.manifest.source {
            true => String::new(),
            false => format!(" of `{}`", self.manifest.path),
        }
    }
}

/// The first of several metrics, unless one of them is declared to be the later one already.
fn first_other<'a: 'd, 'd>(
    mut earlier: impl Iterator<Item = &'d Defined<'a>> + Clone,
    later: Defined<'_>,
) -> Option<Defined<'a>> {
    match earlier.clone().any(|one| one.is_declared_same(later)) {
        true => None,
        false => earlier.next().copied(),
    }
}

fn report_spelling(first: Defined<'_>, later: Defined<'_>, findings: &mut Findings<'_>) {
    let (id, other) = (later.metric.name(), first.metric.name());
    findings
        .report_at(
            later.manifest.place(later.metric.id.span),
            format!("`{id}` differs only in spelling from `{other}`{}", first.place(later)),
        )
        .because_at(first.manifest.place(first.metric.id.span), "spelt like this")
        .help(help(first, later));
}

fn report_meaning(first: Defined<'_>, later: Defined<'_>, findings: &mut Findings<'_>) {
    let (id, other) = (later.metric.name(), first.metric.name());
    let span = |defined: Defined<'_>| {
        let means = defined.metric.value.means.given();
        means.map_or(defined.metric.id.span, |means| means.span)
    };
    findings
        .report_at(
            later.manifest.place(span(later)),
            format!("`{id}` means the same as `{other}`{}", first.place(later)),
        )
        .because_at(first.manifest.place(span(first)), "the same words")
        .help(help(first, later));
}

fn help(first: Defined<'_>, later: Defined<'_>) -> String {
    let (id, other) = (later.metric.name(), first.metric.name());
    format!(
        "use `{other}` in both places, or write `aliases: [{other}]` under `{id}`, or say how they differ in `means`"
    )
}
