//! Texts of which it is plain that a pattern takes them.

use super::Verdict;
use crate::amount::{parse_share, parse_size};
use crate::schema::moment::Moment;
use crate::time::Units;
use crate::yaml::Node;

/// Which texts are sure to be taken.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) enum Words {
    /// One with a character that is no space.
    Something,
    Id,
    Digest,
    Moment(Moment),
    Size,
    Share,
}

/// What they are called where a schema's places are written down.
const NAMES: [(&str, Words); 8] = [
    ("something", Words::Something),
    ("id", Words::Id),
    ("digest", Words::Digest),
    ("date", Words::Moment(Moment::Date)),
    ("duration", Words::Moment(Moment::Duration(Units::Exact))),
    ("review-duration", Words::Moment(Moment::Duration(Units::Calendar))),
    ("size", Words::Size),
    ("share", Words::Share),
];

impl Words {
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
    }

    #[cfg(test)]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, words)| *words == self).map(|(name, _)| *name).expect("a name for each")
    }

    pub fn take(self, text: &str, node: Option<&Node>) -> Verdict {
        let is_ideograph = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
        let is_id = |c: char| c.is_ascii_alphanumeric() || c == '-' || is_ideograph(c);
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        Verdict::surely(match self {
            Words::Something => text.chars().any(|c| c.is_ascii_graphic() || is_ideograph(c)),
            Words::Id => !text.is_empty() && text.chars().all(is_id),
            Words::Digest => match text.strip_prefix("sha256:") {
                Some(digest) => digest.len() == 64 && digest.bytes().all(is_digit),
                None => matches!(text.len(), 40 | 64) && text.bytes().all(is_digit),
            },
            Words::Moment(moment) => {
                let is_usual = match moment {
                    Moment::Date => is_usual_date(text),
                    Moment::Duration(units) => is_usual_duration(text, units),
                };
                is_usual && node.is_some_and(|node| moment.complaint(None, node, text, false).is_none())
            }
            Words::Size => {
                is_usual_amount(text, &["kB", "MB", "GB", "KiB", "MiB", "GiB"]) && parse_size(text).is_ok()
            }
            Words::Share => is_usual_amount(text, &["%"]) && parse_share(text).is_ok(),
        })
    }
}

/// `2025-09-12`
fn is_usual_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [4, 2, 2] && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `3d`, without a zero at the beginning.
fn is_usual_duration(text: &str, units: Units) -> bool {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_unit = match &text[digits..] {
        "min" | "h" | "d" | "bd" | "w" => true,
        "mo" | "y" => units == Units::Calendar,
        _ => false,
    };
    (1..=3).contains(&digits) && !text.starts_with('0') && is_unit
}

/// `50 MB`, without a zero at the beginning.
fn is_usual_amount(text: &str, units: &[&str]) -> bool {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let unit = &text[digits..];
    (1..=2).contains(&digits)
        && !text.starts_with('0')
        && units.contains(&unit.strip_prefix(' ').unwrap_or(unit))
}
