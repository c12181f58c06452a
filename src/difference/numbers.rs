//! Metrics: what they mean, and from where on a value will do.

use crate::difference::Kind;
use crate::difference::compare::Compare;
use crate::model::{Better, Bound, Field, Metric, Slices};
use crate::time::Duration;

pub(super) fn compare(all: &mut Compare<'_>) {
    let (before, after) = (all.before, all.after);
    all.table("metrics", &before.metrics, &after.metrics, Kind::Weakening, metric);
}

fn metric(all: &mut Compare<'_>, node: &str, one: &Metric, other: &Metric) {
    let at = |field: &str| format!("{node}.{field}");
    all.text(&at("means"), &one.means, &other.means, Kind::Weakening);
    all.text(&at("unit"), &one.unit, &other.unit, Kind::Weakening);
    all.value(&at("better"), &one.better, &other.better, Kind::Weakening, |_, _| Kind::Neutral);
    let threshold = judge(one, other);
    all.value(&at("target"), &one.target, &other.target, Kind::Weakening, &threshold);
    all.value(&at("alert"), &one.alert, &other.alert, Kind::Weakening, &threshold);
    let (was, now) = (floor(&one.slices), floor(&other.slices));
    all.value(&at("slices.floor"), was, now, Kind::Weakening, &threshold);
    all.role(&at("defined-by"), &one.defined_by, &other.defined_by, Kind::Weakening);
    all.role(&at("measured-by"), &one.measured_by, &other.measured_by, Kind::Weakening);
    all.list(&at("serves"), &one.serves, &other.serves, Kind::Neutral);
    all.list(&at("proxy-for"), &one.proxy_for, &other.proxy_for, Kind::Neutral);
    all.value(&at("label-delay"), &one.label_delay, &other.label_delay, Kind::Weakening, |_, _| {
        Kind::Neutral
    });
    all.text(&at("value"), &one.value, &other.value, Kind::Weakening);
}

fn floor(slices: &Field<Box<Slices>>) -> &Field<crate::text::Spanned<Bound>> {
    const NONE: &Field<crate::text::Spanned<Bound>> = &Field::Absent;
    slices.given().map_or(NONE, |slices| &slices.floor)
}

/// Numbers of another unit or direction cannot be compared.
fn judge(one: &Metric, other: &Metric) -> impl Fn(&Bound, &Bound) -> Kind + use<> {
    let better = one.better.given().map(|better| better.value);
    let unit = |metric: &Metric| metric.unit.given().map(|unit| unit.value.to_lowercase());
    let same_unit = unit(one) == unit(other);
    let comparable: Option<Better> =
        better.filter(|better| other.better.given().is_some_and(|now| now.value == *better) && same_unit);
    move |was, now| match comparable {
        Some(better) if better.is_easier(*now, *was) => Kind::Weakening,
        Some(better) if better.is_easier(*was, *now) => Kind::Strengthening,
        _ => Kind::Neutral,
    }
}

/// Whoever promises something sooner, or more often, promises more.
pub(super) fn sooner_is_stronger(one: &Duration, other: &Duration) -> Kind {
    match one < other {
        true => Kind::Weakening,
        false => Kind::Strengthening,
    }
}
