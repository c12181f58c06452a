//! Thresholds of metrics: is a number good enough, does an alert contradict its target, was one loosened?

use std::fmt;

use crate::model::field::Field;
use crate::model::manifest::{Better, Bound, Metric};
use crate::model::unit::Unit;
use crate::text::Spanned;

/// As it is written in a manifest.
impl fmt::Display for Bound {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Number(number) => write!(out, "{number}"),
            Bound::Range(low, high) => write!(out, "[{low}, {high}]"),
        }
    }
}

impl Bound {
    /// Its one number, or both ends.
    pub fn numbers(self) -> impl Iterator<Item = f64> {
        let (first, second) = match self {
            Bound::Number(number) => (number, None),
            Bound::Range(low, high) => (low, Some(high)),
        };
        std::iter::once(first).chain(second)
    }
}

impl Bound {
    /// So many times as much, to nine digits: what is left over is of the arithmetic, not of the plan.
    fn times(self, factor: f64) -> Self {
        let times = |number: f64| match factor == 1.0 {
            true => number,
            false => format!("{:.8e}", number * factor).parse().unwrap_or(number),
        };
        match self {
            Bound::Number(number) => Bound::Number(times(number)),
            Bound::Range(low, high) => Bound::Range(times(low), times(high)),
        }
    }
}

impl Better {
    /// Is `number` as good as `bound` asks? `None` where the bound does not fit the direction.
    pub fn accepts(self, bound: Bound, number: f64) -> Option<bool> {
        match (self, bound) {
            (Better::Higher, Bound::Number(least)) => Some(number >= least),
            (Better::Lower, Bound::Number(most)) => Some(number <= most),
            (Better::Within, Bound::Range(low, high)) => Some(low <= number && number <= high),
            _ => None,
        }
    }

    /// Does `one` ask for less than `other`: does it accept something that `other` refuses?
    pub fn is_easier(self, one: Bound, other: Bound) -> bool {
        match (self, one, other) {
            (Better::Higher, Bound::Number(one), Bound::Number(other)) => one < other,
            (Better::Lower, Bound::Number(one), Bound::Number(other)) => one > other,
            (Better::Within, Bound::Range(low, high), Bound::Range(lowest, highest)) => {
                low < lowest || high > highest
            }
            _ => false,
        }
    }
}

/// A threshold that asks for less than it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Loosened<'a> {
    /// Its key, as a path in the metric: `target`, `alert`, `slices.floor`.
    pub key: &'static str,
    /// What it was.
    pub before: Bound,
    /// What it is; `None` where it was taken away.
    pub after: Option<&'a Spanned<Bound>>,
}

impl Metric {
    /// Is a measured number good enough for the target? `None` where no target, or no direction, is given.
    pub fn meets_target(&self, number: f64) -> Option<bool> {
        self.better.given()?.value.accepts(self.target.given()?.value, number)
    }

    /// Every threshold that became easier to keep than it was `before`. Where the direction is another one now, or the
    /// unit is one into which the old one cannot be turned, the numbers cannot be compared, and nothing is said.
    pub fn loosened_since<'a>(&'a self, before: &Metric) -> Vec<Loosened<'a>> {
        let (Some(better), Some(was)) = (self.better.given(), before.better.given()) else {
            return Vec::new();
        };
        let unit = |metric: &Metric| metric.unit.given().map(|unit| Unit::canonical(&unit.value));
        let factor = match (unit(before), unit(self)) {
            (was, now) if was == now => Some(1.0),
            (was, now) => was.zip(now).and_then(|(was, now)| Unit::factor(&was, &now)),
        };
        let Some(factor) = factor.filter(|_| better.value == was.value) else { return Vec::new() };
        let loosened = |key, was: &Field<Spanned<Bound>>, now| loosened(key, better.value, was, factor, now);
        let floors = match (before.slices.given(), &self.slices) {
            (_, Field::Spoiled) | (None, _) => None,
            (Some(was), Field::Absent) => loosened("slices.floor", &was.floor, &Field::Absent),
            (Some(was), Field::Given(now)) => loosened("slices.floor", &was.floor, &now.floor),
        };
        let pairs = [("target", &before.target, &self.target), ("alert", &before.alert, &self.alert)];
        let pairs = pairs.into_iter().filter_map(|(key, was, now)| loosened(key, was, now));
        pairs.chain(floors).collect()
    }
}

fn loosened<'a>(
    key: &'static str,
    better: Better,
    before: &Field<Spanned<Bound>>,
    factor: f64,
    after: &'a Field<Spanned<Bound>>,
) -> Option<Loosened<'a>> {
    let before = before.given()?.value.times(factor);
    let is_easier = match after {
        Field::Absent => true,
        Field::Spoiled => false,
        Field::Given(after) => better.is_easier(after.value, before),
    };
    is_easier.then(|| Loosened { key, before, after: after.given() })
}

#[cfg(test)]
mod tests {
    use super::{Better, Bound, Field, Metric, Spanned};
    use crate::model::manifest::Slices;
    use crate::text::Span;

    fn given<T>(value: T) -> Field<Spanned<T>> {
        Field::Given(Spanned::new(value, Span::default()))
    }

    fn metric(better: Better, target: f64, alert: f64) -> Metric {
        Metric {
            better: given(better),
            target: given(Bound::Number(target)),
            alert: given(Bound::Number(alert)),
            ..Metric::default()
        }
    }

    fn keys(after: &Metric, before: &Metric) -> Vec<&'static str> {
        after.loosened_since(before).iter().map(|loosened| loosened.key).collect()
    }

    #[test]
    fn only_the_easier_direction_is_loosening() {
        let before = metric(Better::Higher, 0.6, 0.52);
        assert_eq!(keys(&metric(Better::Higher, 0.58, 0.55), &before), ["target"]);
        assert_eq!(keys(&metric(Better::Higher, 0.7, 0.5), &before), ["alert"]);
        let before = metric(Better::Lower, 90.0, 120.0);
        assert_eq!(keys(&metric(Better::Lower, 100.0, 110.0), &before), ["target"]);
        let range = |low, high| Metric {
            better: given(Better::Within),
            target: given(Bound::Range(low, high)),
            ..Metric::default()
        };
        assert_eq!(keys(&range(0.3, 0.5), &range(0.4, 0.6)), ["target"]);
        assert!(keys(&range(0.45, 0.6), &range(0.4, 0.6)).is_empty());
    }

    #[test]
    fn a_threshold_taken_away_is_loosened() {
        let slices = Slices { by: Field::Absent, floor: given(Bound::Number(0.5)) };
        let slices = Field::Given(Box::new(slices));
        let before = Metric { slices, ..metric(Better::Higher, 0.6, 0.52) };
        let after = Metric { target: Field::Absent, ..metric(Better::Higher, 0.6, 0.52) };
        assert_eq!(keys(&after, &before), ["target", "slices.floor"]);
    }

    #[test]
    fn another_unit_or_direction_cannot_be_compared() {
        let before = metric(Better::Higher, 0.6, 0.52);
        let percent = Metric { unit: given("percent".into()), ..metric(Better::Higher, 0.5, 0.4) };
        assert!(keys(&percent, &before).is_empty());
        assert!(keys(&metric(Better::Lower, 0.5, 0.7), &before).is_empty());
    }
}
