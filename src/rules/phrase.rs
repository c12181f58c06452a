//! Ids and clauses as messages string them together.

/// `a`, `b` and `c`, each in backticks.
pub(super) fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    all(ids.into_iter().map(|id| format!("`{id}`")))
}

/// Several clauses, the last one after "and".
pub(super) fn all(clauses: impl IntoIterator<Item = String>) -> String {
    let mut clauses: Vec<String> = clauses.into_iter().collect();
    let Some(last) = clauses.pop() else { return String::new() };
    if clauses.is_empty() { last } else { format!("{} and {last}", clauses.join(", ")) }
}
