//! What a plan does for a model that serves its users: who releases it, what watches it, what goes back.

use crate::model::field::{Field, Item};
use crate::model::manifest::{Alert, Document, Lead, Manifest, Metric, Release, Stage};
use crate::model::profile::{Loop, Profile, ProfileStage};

/// What a feedback edge tells the stage that it goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The data has changed: it goes back to a stage before models are built.
    Drift,
    /// The model has become worse: it goes back to where models are built.
    Quality,
    /// Something else.
    Other,
}

/// A feedback edge that the profile expects, between two stages that the plan has.
#[derive(Clone, Copy, Debug)]
pub struct Feedback<'a> {
    /// The edge as the profile has it.
    pub expected: &'a Loop,
    /// The stage that sees the trouble.
    pub from: &'a Item<Stage>,
    /// The stage that learns from it.
    pub to: &'a Item<Stage>,
    /// What it tells.
    pub about: About,
    target: &'a ProfileStage,
}

impl Feedback<'_> {
    /// Does an alert go back this way?
    pub fn has(&self, alert: &Alert) -> bool {
        alert.back_to.given().is_some_and(|stage| self.target.is_called(&stage.value))
    }
}

impl Manifest {
    /// The stage in which the model goes live: the first that the profile counts as production. `None` where
    /// the plan does not have it, or skips it.
    pub fn goes_live(&self) -> Option<&Item<Stage>> {
        self.stage_called(self.profile.as_deref()?.goes_live()?)
    }

    /// The first stage that plays a stage of the profile and is not skipped.
    fn stage_called(&self, expected: &ProfileStage) -> Option<&Item<Stage>> {
        let is_skipped = self.skips(|id| expected.is_called(id));
        self.stages.iter().find(|stage| expected.is_called(stage.name()) && !is_skipped)
    }

    /// Every stage that says how it is released.
    pub fn releases(&self) -> impl Iterator<Item = (&Item<Stage>, &Release)> {
        self.stages.iter().filter_map(|stage| Some((stage, &**stage.value.release.given()?)))
    }

    /// The stage whose release is to be planned: the first that says something of it, else the one in which
    /// the model goes live. `None` where there is no such stage, or one says it in a way that cannot be read.
    pub fn released(&self) -> Option<&Item<Stage>> {
        let is_spoiled = |release: &Field<Box<Release>>| match release.given() {
            None => release.is_spoiled(),
            Some(release) => matches!(release.decides, Lead::Spoiled) || release.rollback.is_spoiled(),
        };
        let is_unsure = self.stages.iter().any(|stage| is_spoiled(&stage.value.release));
        let stage = self.releases().next().map(|(stage, _)| stage).or_else(|| self.goes_live());
        stage.filter(|_| !is_unsure)
    }

    /// The stage that watches the model: one of production from which the profile expects feedback.
    pub fn watch(&self) -> Option<&Item<Stage>> {
        let profile = self.profile.as_deref()?;
        let mut watching = profile.loops.iter().filter_map(|edge| profile.stage(&edge.from));
        watching.find_map(|expected| self.stage_called(expected).filter(|_| expected.production))
    }

    /// The path of the document that the watching stage writes, where it needs no quotes in YAML.
    pub fn runbook(&self) -> Option<&str> {
        let watched = self.expected(self.watch()?)?;
        let is_written = |document: &&Item<Document>| {
            self.template(document).is_some_and(|template| watched.documents.contains(&template.id))
        };
        let path = self.documents.iter().find(is_written)?.value.path.given()?.as_str();
        let is_plain = path.starts_with(char::is_alphanumeric)
            && path.chars().all(|character| character.is_alphanumeric() || "/-_.".contains(character));
        is_plain.then_some(path)
    }

    /// The feedback edges of the profile between stages that the plan has.
    pub fn feedback(&self) -> Vec<Feedback<'_>> {
        let Some(profile) = self.profile.as_deref() else { return Vec::new() };
        let edges = profile.loops.iter().filter_map(|expected| {
            let target = profile.stage(&expected.to)?;
            let from = self.stage_called(profile.stage(&expected.from)?)?;
            let to = self.stage_called(target)?;
            Some(Feedback { expected, from, to, about: about(profile, target), target })
        });
        edges.collect()
    }

    /// The metric that an alert watches. `None` where it names none, or none that is declared.
    pub fn watched(&self, alert: &Alert) -> Option<&Item<Metric>> {
        self.metrics.get(&alert.metric.given()?.value)
    }

    /// Does a metric show that the data drifts, before any label tells? An index does, and so does what
    /// stands in for another metric.
    pub fn shows_drift(&self, metric: &Metric) -> bool {
        stands_in(metric) || is_index(metric)
    }

    /// Does a metric show how good the model is? Labels that arrive late, a business metric that it serves
    /// and a metric that stands in for it say so.
    pub fn shows_quality(&self, metric: &Item<Metric>) -> bool {
        let value = &metric.value;
        let has_proxy = self.proxies(metric.name()).next().is_some();
        !value.serves.items().is_empty() || !value.label_delay.is_absent() || has_proxy
    }

    /// Does an alert tell somebody what an edge is about? The kind of its metric says so; the stage that it
    /// goes back to does where no metric is known, and for quality unless the metric only looks at inputs.
    pub fn tells(&self, alert: &Alert, edge: &Feedback<'_>) -> bool {
        let Some(metric) = self.watched(alert) else { return edge.has(alert) };
        match edge.about {
            About::Drift => self.shows_drift(&metric.value),
            About::Quality => {
                let only_inputs = is_index(&metric.value) && !stands_in(&metric.value);
                self.shows_quality(metric) || edge.has(alert) && !only_inputs
            }
            About::Other => edge.has(alert),
        }
    }

    /// May an alert go back where it does not seem to: is the stage misspelt, or not told yet?
    pub fn is_open_ended(&self, alert: &Alert) -> bool {
        match alert.back_to.given() {
            Some(stage) => !self.stages.has(&stage.value),
            None => alert.back_to.is_spoiled() || alert.action.is_absent(),
        }
    }
}

fn about(profile: &Profile, target: &ProfileStage) -> About {
    let position = |is: &dyn Fn(&ProfileStage) -> bool| profile.stages.iter().position(is);
    let built = position(&|stage| stage.development);
    match position(&|stage| stage.id == target.id) {
        _ if target.development => About::Quality,
        at if at < built => About::Drift,
        _ => About::Other,
    }
}

fn stands_in(metric: &Metric) -> bool {
    !metric.proxy_for.items().is_empty() || metric.proxy_for.is_spoiled()
}

fn is_index(metric: &Metric) -> bool {
    metric.unit.is_spoiled() || metric.unit.given().is_some_and(|unit| unit.value == "index")
}
