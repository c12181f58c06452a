//! Ids and clauses as messages string them together.

use crate::time::Duration;

/// `a`, `b` and `c`, each in backticks.
pub(super) fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    all(ids.into_iter().map(|id| format!("`{id}`")))
}

/// Several clauses, the last one after "and".
pub(super) fn all(clauses: impl IntoIterator<Item = String>) -> String {
    strung(clauses.into_iter().collect())
}

fn strung(mut clauses: Vec<String>) -> String {
    let Some(last) = clauses.pop() else { return String::new() };
    if clauses.is_empty() { last } else { format!("{} and {last}", clauses.join(", ")) }
}

/// A length of time as manifests write it, in the largest unit that is whole.
pub(super) fn duration(length: Duration) -> String {
    const UNITS: &[(u64, &str)] = &[(7 * 24 * 60, "w"), (24 * 60, "d"), (60, "h"), (1, "min")];
    let whole = UNITS.iter().find(|(minutes, _)| length.minutes.is_multiple_of(*minutes));
    let (minutes, unit) = whole.copied().unwrap_or((1, "min"));
    format!("{}{unit}", length.minutes / minutes)
}

/// An id for a new entry: the one wanted, or that with a number where it is taken.
pub(super) fn free_id(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|id| !is_taken(id)).unwrap_or_default()
}
