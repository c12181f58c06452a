//! Names and meanings of metrics, as they are compared.

use crate::model::{Item, Metric};
use crate::order;
use crate::suggest::fold;

/// Words at the end of an id that say only that it is a metric.
const FILLERS: &[&str] = &["score", "metric", "value"];

/// Everything that a metric is called: its id and its aliases, these as written and as an id would be.
pub(super) fn of(metric: &Item<Metric>) -> Vec<String> {
    let aliases = metric.value.aliases.items().iter().flat_map(|alias| {
        let alias = alias.value.trim();
        [alias.to_owned(), fold(alias)]
    });
    let mut names: Vec<String> = std::iter::once(metric.name().to_owned()).chain(aliases).collect();
    order::unique(&mut names);
    names
}

/// A text as words in lower case, so that spacing and punctuation do not count.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        match word.is_ascii() {
            true => plain.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
            false => plain.push_str(&word.to_lowercase()),
        }
    }
    plain
}

/// What is left of an id without its spelling: `f1`, `F1-score` and `f-1` are one, `recall-at-1` and
/// `recall-at-10` are not.
pub(super) fn spelling(id: &str) -> String {
    let plain = plain(id);
    let mut words: Vec<&str> = plain.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|last| FILLERS.contains(last)) {
        words.pop();
    }
    let mut spelling = String::new();
    for word in words {
        let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if is_number(spelling.chars().last()) && is_number(word.chars().next()) {
            spelling.push('-');
        }
        spelling.push_str(if word.len() > 3 { word.strip_suffix('s').unwrap_or(word) } else { word });
    }
    spelling
}

/// Is a meaning said in enough words to be compared? A character of Chinese counts as half a word.
pub(super) fn is_telling(plain: &str) -> bool {
    let halves = |word: &str| match word.is_ascii() {
        true => 2,
        false => word.chars().count(),
    };
    plain.split(' ').map(halves).sum::<usize>() >= 4
}

#[cfg(test)]
mod tests {
    use super::{is_telling, plain, spelling};

    #[test]
    fn spelling_does_not_count_and_numbers_do() {
        for (one, other) in [
            ("f1", "F1-score"),
            ("f1", "f-1"),
            ("false-positives", "false-positive"),
            ("recall10", "recall-10"),
        ] {
            assert_eq!(spelling(one), spelling(other));
        }
        for (one, other) in
            [("recall-1-0", "recall-10"), ("p95", "p99"), ("score", "value"), ("auc", "auroc")]
        {
            assert_ne!(spelling(one), spelling(other));
        }
    }

    #[test]
    fn a_meaning_is_its_words() {
        assert_eq!(plain("Share of  churners, found."), plain("share of churners found"));
        assert!(
            is_telling("share found")
                && is_telling("召回比例")
                && !is_telling("recall")
                && !is_telling("召回")
        );
    }
}
