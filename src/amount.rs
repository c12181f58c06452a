//! Sizes and shares as people write them: `5 MB`, `70%`.

/// Why a text is no amount, in words for the one who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountProblem {
    /// What is wrong: continues "`5 megs` …".
    pub what: &'static str,
    /// What to write instead.
    pub help: String,
}

/// Units of size with their bytes: the decimal ones, and those that are powers of two.
const UNITS: &[(&str, u64)] = &[
    ("B", 1),
    ("kB", 1000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

/// No file of a repository is larger: 1000 GB.
const LARGEST: u64 = 1_000_000_000_000;

/// Reads `5 MB`, `512 KiB` or `1GB`, in any case, as bytes.
///
/// # Errors
/// The reason, where it is none, is nothing, or is over 1000 GB.
pub fn parse_size(text: &str) -> Result<u64, AmountProblem> {
    let problem = |what, help: String| Err(AmountProblem { what, help });
    let general = || "write a whole number and a unit, such as `5 MB` or `512 KiB`".to_owned();
    let (count, unit) = counted(text);
    let Ok(number) = count.parse::<u64>() else {
        return problem("is not a size", general());
    };
    if unit.is_empty() {
        return problem("has no unit", format!("write `{number} MB`, or `{number} B` for bytes"));
    }
    let Some((_, bytes)) = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)) else {
        let short = UNITS[1..4].iter().find(|(name, _)| {
            let first = unit.get(..1).unwrap_or_default();
            name[..1].eq_ignore_ascii_case(first)
        });
        let help = short.map_or_else(general, |(name, _)| format!("write `{number} {name}`"));
        return problem("is not a size", help);
    };
    match number.saturating_mul(*bytes) {
        0 => problem("is no size at all", general()),
        size if size > LARGEST => problem("is larger than any file in git", general()),
        size => Ok(size),
    }
}

/// A size in the largest unit in which it is whole.
pub fn size(bytes: u64) -> String {
    let whole = UNITS.iter().filter(|(_, unit)| bytes >= *unit && bytes.is_multiple_of(*unit));
    let (name, unit) = whole.max_by_key(|(_, unit)| *unit).unwrap_or(&UNITS[0]);
    format!("{} {name}", bytes / unit)
}

/// A size in the largest unit that it has at least one of, cut off there: `6 MiB`.
pub fn about(bytes: u64) -> String {
    match (bytes >> 20, bytes >> 10) {
        (0, 0) => format!("{bytes} B"),
        (0, kibibytes) => format!("{kibibytes} KiB"),
        (mebibytes, _) => format!("{mebibytes} MiB"),
    }
}

/// Reads `70%` or `70 %`.
///
/// # Errors
/// The reason, where it is none, or is not between 1 and 100.
pub fn parse_share(text: &str) -> Result<u64, AmountProblem> {
    let help = || "write a whole number and a percent sign, such as `70%`".to_owned();
    let (count, unit) = counted(text);
    match (count.parse::<u64>(), unit) {
        (Ok(share @ 1..=100), "%") => Ok(share),
        (Ok(share @ 1..=100), "") => {
            Err(AmountProblem { what: "has no unit", help: format!("write `{share}%`") })
        }
        (Ok(_), "%") => Err(AmountProblem { what: "is not between 1% and 100%", help: help() }),
        _ => Err(AmountProblem { what: "is not a share", help: help() }),
    }
}

/// The digits, and what follows them.
fn counted(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (count, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    (count, unit.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_shown() {
        for (text, bytes) in [("5 MB", 5_000_000), ("512KiB", 512 << 10), ("1 gb", 1_000_000_000), ("7B", 7)]
        {
            assert_eq!(parse_size(text), Ok(bytes));
            assert_eq!(parse_size(&size(bytes)), Ok(bytes));
        }
        assert_eq!(
            (size(5 << 20), size(5_000_000), size(1001)),
            ("5 MiB".into(), "5 MB".into(), "1001 B".into())
        );
    }

    #[test]
    fn what_is_no_size_is_told() {
        let told = |text| parse_size(text).map_err(|problem| (problem.what, problem.help));
        assert_eq!(told("5"), Err(("has no unit", "write `5 MB`, or `5 B` for bytes".to_owned())));
        assert_eq!(told("5 megs"), Err(("is not a size", "write `5 MB`".to_owned())));
        for text in
            ["", "MB", "-5 MB", "1.5 MB", "0 MB", "9999999 GB", "99999999999999999999 B", "5 数", "٥ MB"]
        {
            assert!(told(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shares_are_read() {
        assert_eq!((parse_share("70%"), parse_share("70 %")), (Ok(70), Ok(70)));
        for text in ["70", "0%", "101%", "0.7", "most", ""] {
            assert!(parse_share(text).is_err(), "{text}");
        }
    }
}
