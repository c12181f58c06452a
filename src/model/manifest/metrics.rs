//! Metrics, and what they are for in a plan: which handoffs they decide, which are the model's own, who watches.

use hashbrown::HashSet;

use crate::model::field::{Field, Item, Table, Text};
use crate::model::manifest::{Alert, Crossing, Flow, Manifest, Stage};
use crate::model::positions::Positions;
use crate::model::unit::Unit;
use crate::suggest::{affordable, closest};
use crate::text::Spanned;
use crate::time::Duration;

/// In which direction a metric is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The more the better.
    Higher,
    /// The less the better.
    Lower,
    /// Good inside a range.
    Within,
}

/// A threshold in the metric's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// One number.
    Number(f64),
    /// The lowest and the highest good value.
    Range(f64, f64),
}

/// A metric, defined once and used by id.
#[derive(Clone, Debug, Default)]
pub struct Metric {
    /// What it measures, in words.
    pub means: Field<Text>,
    /// Its unit.
    pub unit: Field<Text>,
    /// Its good direction.
    pub better: Field<Spanned<Better>>,
    /// Accepted from here on.
    pub target: Field<Spanned<Bound>>,
    /// Acted on from here on.
    pub alert: Field<Spanned<Bound>>,
    /// The role that defines it.
    pub defined_by: Field<Text>,
    /// The role that measures it.
    pub measured_by: Field<Text>,
    /// The metrics it serves.
    pub serves: Field<Vec<Text>>,
    /// The metrics it stands in for.
    pub proxy_for: Field<Vec<Text>>,
    /// How long labels take to arrive.
    pub label_delay: Field<Spanned<Duration>>,
    /// Where the measured number stands: `file#key`.
    pub value: Field<Text>,
    /// Subgroups with a floor of their own.
    pub slices: Field<Box<Slices>>,
    /// `project` or `repository`.
    pub scope: Field<Text>,
    /// Other names.
    pub aliases: Field<Vec<Text>>,
}

/// Subgroups with a floor of their own.
#[derive(Clone, Debug, Default)]
pub struct Slices {
    /// What they are cut by.
    pub by: Field<Text>,
    /// The lowest value accepted in any of them.
    pub floor: Field<Spanned<Bound>>,
}

/// A metric by which a handoff is accepted.
#[derive(Clone, Copy, Debug)]
pub struct Acceptance<'a> {
    /// The metric.
    pub metric: &'a Item<Metric>,
    /// The handoff.
    pub crossing: Crossing<'a>,
    /// The check as written.
    pub check: &'a Text,
}

/// Who watches a metric in production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch<'a> {
    /// This alert watches it.
    Alert(&'a str),
    /// An alert that cannot be read, or that names no metric of the plan, may be meant for it.
    Unsure,
    /// None does.
    Nobody,
}

/// Which alerts watch which metrics, and which metrics stand in for others.
#[derive(Clone, Debug)]
pub(super) struct Watches {
    /// The alerts on each id.
    alerts: Positions,
    /// The metrics that stand in for each id.
    proxies: Positions,
    /// The metrics that an alert on none of the plan probably means.
    meant: HashSet<String>,
    /// Some alert may mean any metric.
    unsure: bool,
}

impl Watches {
    pub(super) fn of<'a>(alerts: &'a Table<Alert>, metrics: &'a Table<Metric>) -> Self {
        let standing = |(at, metric): (usize, &'a Item<Metric>)| {
            metric.value.proxy_for.items().iter().map(move |id| (&id.value, at))
        };
        let watching = |(at, alert): (usize, &'a Item<Alert>)| Some((&alert.value.metric.given()?.value, at));
        let mut watches = Watches {
            alerts: Positions::new(alerts.iter().enumerate().filter_map(watching)),
            proxies: Positions::new(metrics.iter().enumerate().flat_map(standing)),
            meant: HashSet::new(),
            unsure: alerts.is_spoiled(),
        };
        let mut guesses = affordable(metrics.len());
        for alert in alerts {
            let Some(id) = alert.value.metric.given() else {
                watches.unsure |= alert.value.metric.is_spoiled();
                continue;
            };
            if !metrics.has(&id.value) && guesses == 0 {
                watches.unsure = true;
            } else if !metrics.has(&id.value) {
                guesses -= 1;
                watches.meant.extend(closest(&id.value, metrics.names()).map(str::to_owned));
            }
        }
        watches
    }
}

impl Manifest {
    /// Every metric that decides a handoff to a later stage, handoff by handoff.
    pub fn acceptances<'a>(&'a self, flow: &Flow<'a>) -> Vec<Acceptance<'a>> {
        let forward = flow.crossings().iter().filter(|crossing| crossing.is_forward()).copied();
        let checks = forward.flat_map(|crossing| {
            let checks = crossing.handoff.value.checks.items();
            checks.iter().map(move |check| (crossing, check))
        });
        let found = checks.filter_map(|(crossing, check)| {
            Some(Acceptance { metric: self.metrics.get(&check.value)?, crossing, check })
        });
        found.collect()
    }

    /// The metrics that say how good the model is: those that decide a handoff out of a stage in which models
    /// are built, and that its lead measures, unless they count time, size or money, or have no unit that tells.
    /// Each once, with its first handoff.
    pub fn quality_metrics<'a>(&'a self, flow: &Flow<'a>) -> Vec<Acceptance<'a>> {
        let mut found: Vec<Acceptance<'a>> = Vec::new();
        for acceptance in self.acceptances(flow) {
            let is_new = found.iter().all(|other| other.metric.name() != acceptance.metric.name());
            if is_new && self.is_about_the_model(acceptance) {
                found.push(acceptance);
            }
        }
        found
    }

    fn is_about_the_model(&self, acceptance: Acceptance<'_>) -> bool {
        let giver = acceptance.crossing.giver;
        let metric = &acceptance.metric.value;
        let is_built = self.expected(giver).is_some_and(|stage| stage.development);
        let by = metric.measured_by.given();
        let counts_answers = metric.unit.given().is_some() && !metric.is_operational();
        is_built && counts_answers && by.is_none_or(|by| self.lead_of(giver) == Some(&by.value))
    }

    /// Who watches a metric in production.
    pub fn watch_on(&self, metric: &str) -> Watch<'_> {
        match self.watches.alerts.of(metric).next().and_then(|at| self.alerts.at(at)) {
            Some(alert) => Watch::Alert(alert.name()),
            None if self.watches.unsure || self.watches.meant.contains(metric) => Watch::Unsure,
            None => Watch::Nobody,
        }
    }

    /// The metrics that stand in for another one while its labels are missing.
    pub fn proxies(&self, metric: &str) -> impl Iterator<Item = &Item<Metric>> {
        self.watches.proxies.of(metric).filter_map(|at| self.metrics.at(at))
    }

    /// Is there a metric that another one serves, or that the product manager defines, for all that can be read?
    pub fn has_business_metric(&self) -> bool {
        self.metrics.iter().any(|metric| {
            let serves = metric.value.serves.is_spoiled() || !metric.value.serves.items().is_empty();
            serves || metric.value.defined_by.is_spoiled() || self.is_of_business(metric)
        })
    }

    /// The metrics that others serve, or that the product manager, or somebody unknown, defines.
    pub fn business_metrics(&self) -> impl Iterator<Item = &Item<Metric>> {
        let served = self.metrics.iter().flat_map(|metric| metric.value.serves.items());
        let served: HashSet<&str> = served.map(|served| served.value.as_str()).collect();
        self.metrics
            .iter()
            .filter(move |metric| served.contains(metric.name()) || self.is_of_business(metric))
    }

    fn is_of_business(&self, metric: &Item<Metric>) -> bool {
        let manager = self.player("product-manager").map(Item::name);
        let is_hers = |by: &Text| Some(by.value.as_str()) == manager || !self.roles.has(&by.value);
        metric.value.defined_by.given().is_some_and(is_hers)
    }

    /// Does the model serve its users in a stage?
    pub fn is_production(&self, stage: &Item<Stage>) -> bool {
        self.expected(stage).is_some_and(|expected| expected.production)
    }

    /// Is there a stage from which, by the profile, others learn how the model does in production?
    pub fn is_monitored(&self) -> bool {
        let Some(profile) = self.profile.as_deref() else { return false };
        self.stages.iter().any(|stage| {
            let expected = profile.stage(stage.name());
            expected.is_some_and(|stage| {
                stage.production && profile.loops.iter().any(|edge| stage.is_called(&edge.from))
            })
        })
    }
}

impl Metric {
    /// Does it count time, size or money?
    pub fn is_operational(&self) -> bool {
        self.unit.given().is_some_and(|unit| Unit::of(&unit.value).is_operational())
    }

    /// Are these numbers that its unit can have, as far as the unit is known?
    pub fn has_room_for(&self, bound: Bound) -> bool {
        let limits = self.unit.given().and_then(|unit| Unit::of(&unit.value).limits());
        limits.is_none_or(|(least, most)| bound.numbers().all(|number| (least..=most).contains(&number)))
    }

    /// May other projects keep another target?
    pub fn is_of_project(&self) -> bool {
        self.scope.given().is_some_and(|scope| scope.value == "project")
    }

    /// Is it the definition for the whole repository?
    pub fn is_of_repository(&self) -> bool {
        self.scope.given().is_some_and(|scope| scope.value == "repository")
    }
}
