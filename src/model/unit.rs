//! Units of metrics: what a unit word counts, and which words are the same unit.

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

impl Unit {
    /// What a unit word counts.
    pub fn of(word: &str) -> Self {
        same(word).map_or(Unit::Other, |(unit, _)| *unit)
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
