//! Ids that are none: what is wrong with them, and the id that was probably meant.

use super::write::quoted;

/// How many characters an id may have.
const LONGEST: usize = 64;

/// What is wrong with an id, and what to do. `too_long`: it has more characters than an id may have.
pub(super) fn complaint(id: &str, too_long: bool) -> (String, String) {
    if id.trim().is_empty() {
        return ("an id is empty".to_owned(), "write a short name of letters, digits and `-`".to_owned());
    }
    if too_long {
        let message = format!("{} is longer than the 64 characters of an id", quoted(id));
        return (message, "write a shorter name, and keep the long one for a description".to_owned());
    }
    let message = format!("{} is not an id: only letters, digits and `-` may stand in it", quoted(id));
    let help = match kebab_case(id) {
        Some(better) => format!("write `{better}`"),
        None => "write letters, digits and `-` only".to_owned(),
    };
    (message, help)
}

/// `Data_Prep (new)` as `data-prep-new`, where the text is ASCII and anything is left of it.
pub fn kebab_case(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let parts = text.split(|character: char| !character.is_ascii_alphanumeric());
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("-").to_ascii_lowercase())
}

/// Are all ASCII characters in it those of an id? What other scripts have is not looked at.
pub fn is_id(text: &str) -> bool {
    text.chars().all(|one| !one.is_ascii() || one.is_ascii_alphanumeric() || one == '-')
}

/// Is it no longer than an id may be?
pub(super) fn is_short(id: &str) -> bool {
    id.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_an_id_of_most_texts() {
        assert_eq!(kebab_case("Data_Prep (new)").as_deref(), Some("data-prep-new"));
        assert_eq!(kebab_case("数据 准备"), None);
        assert_eq!(kebab_case("???"), None);
    }
}
