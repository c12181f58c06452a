//! Did you mean: the one known word that a misspelt one probably stands for.

use crate::limits;

/// A word farther away than this many edits is another word.
const FARTHEST: usize = 2;

/// For how many words it is affordable to look for the closest of so many known ones.
pub fn affordable(known: usize) -> usize {
    limits::COMPARISONS.most / known.max(1)
}

/// Are two words one slip of the pen apart, behind the same first letter?
pub fn is_slip(one: &str, other: &str) -> bool {
    // What is longer by two is no slip, and need not be measured.
    let is_near = || one.chars().count().abs_diff(other.chars().count()) < 2;
    one.chars().next() == other.chars().next() && is_near() && strsim::osa_distance(one, other) == 1
}

/// The single closest of `known` within two edits of `written`; `None` where two are equally close.
/// Case and `_` for `-` count as no edit. Short words allow fewer: an edit must leave half the word.
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest_of(written, &mut known.into_iter())
}

fn closest_of<'a>(written: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(written);
    let limit = FARTHEST.min(folded.chars().count() / 2);
    let mut best: Option<(usize, &str)> = None;
    let mut is_tied = false;
    let length = folded.chars().count();
    let mut longer = None;
    for word in known {
        let other = word.chars().count();
        if continues(word, written, other, length) || continues(written, word, length, other) {
            longer = if longer.is_none() { Some(Some(word)) } else { Some(None) };
        }
        if other.abs_diff(length) > limit {
            continue;
        }
        let distance = strsim::osa_distance(&folded, &fold(word));
        if distance > limit {
            continue;
        }
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, other)) if distance == least => is_tied |= other != word,
            _ => (best, is_tied) = (Some((distance, word)), false),
        }
    }
    match best {
        Some((_, word)) => (!is_tied).then_some(word),
        None => longer.flatten(),
    }
}

/// Is `part` the better part of the word, cut off?
fn continues(word: &str, part: &str, length: usize, part_length: usize) -> bool {
    let is_most = length > part_length && part_length >= 4 && part_length * 3 >= length * 2;
    is_most && word.starts_with(part)
}

/// A word in lower case, with `-` for a `_` or a space.
pub fn fold(word: &str) -> String {
    word.to_lowercase().replace(['_', ' '], "-")
}

/// Are two words the same when both are folded?
pub fn is_same_folded(one: &str, other: &str) -> bool {
    let letter = |byte: u8| if matches!(byte, b'_' | b' ') { b'-' } else { byte.to_ascii_lowercase() };
    match one.is_ascii() && other.is_ascii() {
        true => one.bytes().map(letter).eq(other.bytes().map(letter)),
        false => fold(one) == fold(other),
    }
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn the_nearest_word_is_found() {
        assert_eq!(closest("ml-enginer", ["data-engineer", "ml-engineer"]), Some("ml-engineer"));
        assert_eq!(closest("label-complete", ["label-completeness", "label"]), Some("label-completeness"));
        assert_eq!(closest("Data_Card", ["data-card", "model-card"]), Some("data-card"));
    }

    #[test]
    fn a_tie_or_another_word_gives_nothing() {
        assert_eq!(closest("mode", ["model", "modes"]), None);
        assert_eq!(closest("owner", ["stages", "roles"]), None);
        assert_eq!(closest("f", ["a", "b"]), None);
    }
}
