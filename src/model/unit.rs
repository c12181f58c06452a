//! Units of metrics: what a unit word counts, and which words are the same unit.

use crate::suggest::is_slip;

/// What a unit counts, and so which numbers it can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Parts of one: 0 to 1.
    Ratio,
    /// Parts of a hundred: 0 to 100.
    Percent,
    /// A length of time: never negative.
    Time,
    /// An amount of data: never negative.
    Size,
    /// Money, which may be lost as well as won.
    Money,
    /// Anything else: any number.
    Other,
}

/// Words for the same unit stand together, in lower case, the one to be shown first. A word that could be
/// two units, such as `m`, is in none.
const WORDS: &[(Unit, &[&str])] = &[
    (Unit::Ratio, &["ratio", "fraction", "proportion", "probability", "比率", "比例", "概率"]),
    (Unit::Percent, &["percent", "%", "pct", "percentage", "百分比"]),
    (Unit::Time, &["ns", "nanosecond", "nanoseconds", "纳秒"]),
    (Unit::Time, &["us", "µs", "microsecond", "microseconds", "微秒"]),
    (Unit::Time, &["ms", "millisecond", "milliseconds", "毫秒"]),
    (Unit::Time, &["seconds", "second", "s", "sec", "secs", "秒"]),
    (Unit::Time, &["minutes", "minute", "min", "mins", "分钟"]),
    (Unit::Time, &["hours", "hour", "h", "hr", "hrs", "小时"]),
    (Unit::Time, &["days", "day", "d", "天"]),
    (Unit::Time, &["weeks", "week", "w", "周"]),
    (Unit::Time, &["months", "month", "mo", "个月"]),
    (Unit::Time, &["years", "year", "y", "年"]),
    (Unit::Size, &["bytes", "byte", "b", "字节"]),
    (Unit::Size, &["kb", "kilobyte", "kilobytes"]),
    (Unit::Size, &["mb", "megabyte", "megabytes"]),
    (Unit::Size, &["gb", "gigabyte", "gigabytes"]),
    (Unit::Size, &["tb", "terabyte", "terabytes"]),
    (Unit::Size, &["kib", "kibibyte", "kibibytes"]),
    (Unit::Size, &["mib", "mebibyte", "mebibytes"]),
    (Unit::Size, &["gib", "gibibyte", "gibibytes"]),
    (Unit::Size, &["tib", "tebibyte", "tebibytes"]),
    (Unit::Money, &["eur", "€", "euro", "euros", "欧元"]),
    (Unit::Money, &["usd", "us$", "us dollar", "us dollars", "美元"]),
    (Unit::Money, &["gbp", "£"]),
    (Unit::Money, &["cny", "rmb", "元", "人民币"]),
    (Unit::Money, &["jpy", "日元"]),
    (Unit::Money, &["chf"]),
    (Unit::Money, &["inr", "₹"]),
    (Unit::Money, &["dollars", "dollar", "$"]),
];

/// How much of the smallest of its kind a unit is: parts of one, seconds, bytes. Months and years vary.
const SIZES: &[(&str, f64)] = &[
    ("ratio", 1.0),
    ("percent", 0.01),
    ("ns", 1e-9),
    ("us", 1e-6),
    ("ms", 1e-3),
    ("seconds", 1.0),
    ("minutes", 60.0),
    ("hours", 3_600.0),
    ("days", 86_400.0),
    ("weeks", 604_800.0),
    ("bytes", 1.0),
    ("kb", 1e3),
    ("mb", 1e6),
    ("gb", 1e9),
    ("tb", 1e12),
    ("kib", 1024.0),
    ("mib", 1_048_576.0),
    ("gib", 1_073_741_824.0),
    ("tib", 1_099_511_627_776.0),
];

impl Unit {
    /// How many of `to` one of `from` is: 60 for hours and minutes. `None` for what cannot be told.
    pub fn factor(from: &str, to: &str) -> Option<f64> {
        let (from, to) = (same(from)?, same(to)?);
        let is_part = |unit: Unit| matches!(unit, Unit::Ratio | Unit::Percent);
        let size = |words: &[&str]| SIZES.iter().find(|(word, _)| *word == words[0]).map(|(_, size)| *size);
        let is_alike = from.0 == to.0 || is_part(from.0) && is_part(to.0);
        Some(size(from.1)? / size(to.1)?).filter(|_| is_alike)
    }

    /// The unit that a word for none is a slip of the pen away from.
    pub fn meant(word: &str) -> Option<&'static str> {
        if same(word).is_some() {
            return None;
        }
        let word = folded(word);
        // A slip has the same first letter.
        let first = word.bytes().next();
        let is_near = |name: &&str| name.len() >= 5 && name.bytes().next() == first;
        let mut names = WORDS.iter().flat_map(|(_, words)| words.iter().copied()).filter(is_near);
        names.find(|name| is_slip(name, &word))
    }

    /// What a unit word counts, a slip of the pen aside.
    pub fn of(word: &str) -> Self {
        let known = same(word).or_else(|| same(Self::meant(word)?));
        known.map_or(Unit::Other, |(unit, _)| *unit)
    }

    /// One spelling for all words that are the same unit.
    pub fn canonical(word: &str) -> String {
        same(word).map_or_else(|| folded(word), |(_, words)| words[0].to_owned())
    }

    /// The least and the greatest number that the unit can have.
    pub fn limits(self) -> Option<(f64, f64)> {
        match self {
            Unit::Ratio => Some((0.0, 1.0)),
            Unit::Percent => Some((0.0, 100.0)),
            Unit::Time | Unit::Size => Some((0.0, f64::INFINITY)),
            Unit::Money | Unit::Other => None,
        }
    }

    /// Does it measure how something runs or what it costs, not how good its answers are?
    pub fn is_operational(self) -> bool {
        matches!(self, Unit::Time | Unit::Size | Unit::Money)
    }
}

fn same(word: &str) -> Option<&'static (Unit, &'static [&'static str])> {
    let word = folded(word);
    WORDS.iter().find(|(_, words)| words.contains(&word.as_str()))
}

fn folded(word: &str) -> String {
    word.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn spellings_of_one_unit_are_one() {
        assert_eq!(Unit::canonical("Minutes"), Unit::canonical("min"));
        assert_eq!(Unit::canonical("%"), "percent");
        assert_eq!(Unit::of("小时"), Unit::Time);
    }

    #[test]
    fn an_unknown_word_may_have_any_number() {
        assert_eq!(
            (Unit::of("widgets"), Unit::of("index"), Unit::of("m")),
            (Unit::Other, Unit::Other, Unit::Other)
        );
        assert_eq!(Unit::canonical(" Widgets "), "widgets");
        assert!(Unit::Other.limits().is_none() && Unit::of("EUR").limits().is_none());
    }
}
