//! The words that a field takes, and the ones that are written for them.

/// The option that is spelt nearly so: one letter off, or two in a longer word.
pub(super) fn nearest<'o>(written: &str, options: &[&'o str]) -> Option<&'o str> {
    let written = written.to_lowercase();
    let limit = if written.len() > 5 { 2 } else { 1 };
    let distance = |option: &&str| strsim::osa_distance(&written, option);
    options.iter().copied().filter(|option| distance(option) <= limit).min_by_key(distance)
}

/// Other words for an option.
const WORDS: &[(&str, &[&str])] = &[
    ("lower", &["less", "smaller", "min", "minimize", "minimise", "down", "decrease"]),
    ("higher", &["more", "greater", "larger", "max", "maximize", "maximise", "up", "increase"]),
    ("within", &["between", "range", "inside"]),
    ("done", &["finished", "complete", "completed", "closed", "ready"]),
    ("planned", &["open", "todo", "pending", "new", "not started", "future"]),
    ("active", &["in progress", "in-progress", "started", "running", "doing", "wip", "live", "production"]),
    ("paused", &["stopped", "on hold", "on-hold", "suspended"]),
    ("retired", &["archived", "ended", "closed", "deprecated"]),
    ("minimal", &["low", "none", "negligible"]),
    ("limited", &["medium", "moderate", "normal"]),
    ("high", &["critical", "severe"]),
    ("off", &["none", "ignore", "ignored", "disable", "disabled", "allow", "false", "no", "0"]),
    ("advice", &["info", "hint", "note", "notice", "suggestion"]),
    ("warning", &["warn", "1"]),
    ("error", &["deny", "forbid", "fatal", "2"]),
];

/// The option that means the same.
pub(super) fn same<'o>(written: &str, options: &[&'o str]) -> Option<&'o str> {
    let written = written.to_lowercase();
    let is_same = |(option, words): &&(&str, &[&str])| words.contains(&&*written) && options.contains(option);
    let (option, _) = WORDS.iter().find(is_same)?;
    options.iter().copied().find(|one| one == option)
}

/// `a`, `b` or `c`.
pub(super) fn choice(options: &[&str]) -> String {
    match options {
        [] => "nothing".to_owned(),
        [only] => format!("`{only}`"),
        [rest @ .., last] => {
            let rest: Vec<_> = rest.iter().map(|option| format!("`{option}`")).collect();
            format!("{} or `{last}`", rest.join(", "))
        }
    }
}
