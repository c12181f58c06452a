//! Durations and dates as manifests write them.

use jiff::Timestamp;
pub use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Deserialize;

/// A length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Duration {
    /// Whole minutes. A business day counts as a day, a month as 30 days, a year as 365.
    pub minutes: u64,
}

impl Duration {
    const HOUR: u64 = 60;
    const DAY: u64 = 24 * Self::HOUR;

    /// So many days.
    pub const fn days(days: u64) -> Self {
        Duration { minutes: days * Self::DAY }
    }

    /// In days, rounded up.
    pub fn in_days(self) -> i64 {
        i64::try_from(self.minutes.div_ceil(Self::DAY)).unwrap_or(i64::MAX)
    }

    /// The day that is this long after another; hours short of a day do not count.
    pub fn after(self, day: Date) -> Date {
        let days = self.minutes.min(LONGEST) / Self::DAY;
        day.saturating_add(std::time::Duration::from_secs(days * 24 * 60 * 60))
    }

    /// The same, where whole years end on the same day of a later year: the last of February for the 29th.
    pub fn after_in_calendar(self, day: Date) -> Date {
        match self.minutes.min(LONGEST) / Self::DAY {
            days if days >= 365 && days % 365 == 0 => {
                let years = i64::try_from(days / 365).unwrap_or_default();
                day.saturating_add(jiff::Span::new().years(years))
            }
            _ => self.after(day),
        }
    }
}

/// Why a text is no duration or date, in words for the one who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeProblem {
    /// What is wrong: continues "`2 weeks` …".
    pub what: &'static str,
    /// What to write instead.
    pub help: String,
}

/// Which units a duration may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Minutes to weeks: a deadline must not depend on the length of a month.
    Exact,
    /// Months and years too, for reviews.
    Calendar,
}

/// No deadline or review of a plan is farther off than this.
const LONGEST: u64 = 10 * 365 * Duration::DAY;

const UNITS: &[(&str, &str, u64)] = &[
    ("min", "minute", 1),
    ("h", "hour", Duration::HOUR),
    ("d", "day", Duration::DAY),
    ("bd", "business day", Duration::DAY),
    ("w", "week", 7 * Duration::DAY),
    ("mo", "month", 30 * Duration::DAY),
    ("y", "year", 365 * Duration::DAY),
];

/// Reads `30min`, `4h`, `3d`, `1bd`, `2w`, `3mo`, `1y`, or ISO 8601 such as `PT4H` and `P2W`.
///
/// # Errors
/// The reason, where it is none, is zero, is over ten years, or uses months where [`Units::Exact`] is asked for.
pub fn parse_duration(text: &str, units: Units) -> Result<Duration, TimeProblem> {
    let problem = |what, help: &str| Err(TimeProblem { what, help: help.to_owned() });
    let Some((minutes, calendar)) = short_form(text).or_else(|| iso_form(text)) else {
        return Err(TimeProblem { what: "is not a duration", help: suggestion(text, units) });
    };
    if calendar && units == Units::Exact {
        let help = exact(minutes);
        return problem("counts in months or years, whose length varies", &help);
    }
    match minutes {
        0 => problem("is no time at all", "write a duration of at least a minute, such as `1d`"),
        minutes if minutes > LONGEST => {
            problem("is longer than ten years", "write a shorter duration, such as `12w`")
        }
        minutes => Ok(Duration { minutes }),
    }
}

/// Reads a calendar date such as `2025-09-12`.
///
/// # Errors
/// The reason, where it is none.
pub fn parse_date(text: &str) -> Result<Date, TimeProblem> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        let help = match meant_date(text) {
            Some(date) => format!("write `{date}`"),
            None => "write the date as year-month-day, such as `2025-09-12`".to_owned(),
        };
        return Err(TimeProblem { what: "is not a date", help });
    }
    text.parse().map_err(|_| TimeProblem {
        what: "is not in the calendar",
        help: "write a day that exists, as year-month-day".to_owned(),
    })
}

/// The day of a Unix timestamp in the zone in which it was written, as commits record both. An offset that
/// no zone has counts as UTC, a moment that no calendar reaches as the nearest one that it does.
pub fn date_of_unix(seconds: i64, offset_minutes: i32) -> Date {
    let nearest = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let moment = Timestamp::from_second(seconds).unwrap_or(nearest);
    let offset = Offset::from_seconds(offset_minutes.saturating_mul(60)).unwrap_or(Offset::UTC);
    offset.to_datetime(moment).date()
}

/// How many days lie between two days; below zero where the second is earlier.
pub fn days_between(first: Date, second: Date) -> i64 {
    first.duration_until(second).as_hours() / 24
}

/// Today by the system clock, in UTC.
pub fn today() -> Date {
    Offset::UTC.to_datetime(Timestamp::now()).date()
}

/// Minutes, and whether months or years were used.
fn short_form(text: &str) -> Option<(u64, bool)> {
    let digits = text.find(|character: char| !character.is_ascii_digit())?;
    let (count, unit) = text.split_at(digits);
    let (name, _, minutes) = UNITS.iter().find(|(name, ..)| *name == unit)?;
    Some((count.parse::<u64>().ok()?.saturating_mul(*minutes), matches!(*name, "mo" | "y")))
}

fn iso_form(text: &str) -> Option<(u64, bool)> {
    let span: jiff::Span = text.starts_with('P').then(|| text.parse().ok())??;
    let calendar = span.get_months() != 0 || span.get_years() != 0;
    let parts = [
        (i64::from(span.get_years()), 365 * Duration::DAY),
        (i64::from(span.get_months()), 30 * Duration::DAY),
        (i64::from(span.get_weeks()), 7 * Duration::DAY),
        (i64::from(span.get_days()), Duration::DAY),
        (i64::from(span.get_hours()), Duration::HOUR),
        (span.get_minutes(), 1),
    ];
    let minutes = parts.iter().try_fold(0_u64, |sum, (count, unit)| {
        Some(sum.saturating_add(u64::try_from(*count).ok()?.saturating_mul(*unit)))
    })?;
    Some((minutes, calendar))
}

/// `2w` for `2 weeks`; `None` where the words can mean nothing, or two things.
pub fn meant_duration(text: &str) -> Option<String> {
    let folded = text.trim().to_lowercase();
    let (count, rest) = folded.split_at(folded.find(|c: char| !c.is_ascii_digit())?);
    let word = rest.trim().trim_end_matches('s');
    let counted = || {
        let unit = unit_called(word).filter(|_| !count.is_empty() && word != "m")?;
        Some(format!("{}{unit}", count.trim_start_matches('0')))
    };
    let named = RHYTHMS.iter().find(|(name, _)| *name == folded).map(|(_, written)| (*written).to_owned());
    named.or_else(|| spelt_out(&folded)).or_else(counted)
}

/// `2 weeks` means `2w`: the help says so where the words can be read.
fn suggestion(text: &str, units: Units) -> String {
    let general = "write a number and a unit, such as `3d`, `2w`, `4h` or `1bd`, or ISO 8601 such as `P2W`";
    match (text.strip_suffix('m'), meant_duration(text)) {
        (Some(count), _) if count.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("write `{count}min` for minutes or `{count}mo` for months")
        }
        (_, Some(meant)) => match short_form(&meant) {
            Some((minutes, true)) if units == Units::Exact => exact(minutes),
            Some((1.., _)) => format!("write `{meant}`"),
            _ => general.to_owned(),
        },
        (_, None) => general.to_owned(),
    }
}

/// Words for a rhythm.
const RHYTHMS: &[(&str, &str)] = &[
    ("hourly", "1h"),
    ("daily", "1d"),
    ("day", "1d"),
    ("weekly", "1w"),
    ("week", "1w"),
    ("biweekly", "2w"),
    ("fortnightly", "2w"),
    ("monthly", "1mo"),
    ("month", "1mo"),
    ("quarterly", "3mo"),
    ("yearly", "1y"),
    ("annually", "1y"),
    ("year", "1y"),
    ("每天", "1d"),
    ("每周", "1w"),
    ("每月", "1mo"),
    ("每季度", "3mo"),
    ("每年", "1y"),
];

/// `two weeks`.
fn spelt_out(text: &str) -> Option<String> {
    let numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let (number, unit) = text.split_once(' ')?;
    let count = numbers.iter().position(|name| *name == number)? + 1;
    Some(format!("{count}{}", unit_called(unit.trim().trim_end_matches('s'))?))
}

fn unit_called(word: &str) -> Option<&'static str> {
    let is_called = |(unit, name, _): &&(&str, &str, u64)| {
        *name == word || *unit == word || name.strip_suffix("ute") == Some(word)
    };
    UNITS.iter().find(is_called).map(|(unit, ..)| *unit)
}

/// The same in days, for what must not depend on the length of a month.
fn exact(minutes: u64) -> String {
    match minutes / Duration::DAY {
        days @ 1..=999 => format!("write `{days}d`, since a month has no fixed length"),
        _ => "write days or weeks, such as `4w`".to_owned(),
    }
}

/// `2025-8-1`, `2025/08/01`, `20250801` and `1.8.2025` as a date; `8/1/2025` may be two.
pub fn meant_date(text: &str) -> Option<Date> {
    let text = text.split(['T', ' ']).next()?;
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let numbers: Vec<i16> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let (year, month, day) = match numbers.as_slice() {
        [year, month, day] if parts[0].len() == 4 => (*year, *month, *day),
        [day, month, year] if parts[2].len() == 4 && text.contains('.') => (*year, *month, *day),
        _ => match text.is_ascii() && text.len() == 8 {
            true => (text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?),
            false => return None,
        },
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
