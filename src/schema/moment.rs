//! Durations and dates: what is wrong with a value that should be one.

use crate::time::{TimeProblem, Units, meant_date, meant_duration, parse_date, parse_duration};
use crate::yaml::{Node, Value};

use super::guide::Guide;
use super::write::{line, quoted};

/// What a place takes.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Moment {
    Date,
    Duration(Units),
}

impl Moment {
    /// What kind of time a place takes, if any.
    pub fn of(guide: Guide<'_>) -> Option<Self> {
        match () {
            () if guide.is("date") => Some(Moment::Date),
            () if guide.is("duration") => Some(Moment::Duration(Units::Exact)),
            () if guide.is("review-duration") => Some(Moment::Duration(Units::Calendar)),
            () => None,
        }
    }

    /// The message and the help for a value that is no such time. `refused`: the schema does not take it;
    /// `raw`: the bytes of the value. An empty value is not for here to judge.
    pub fn complaint(
        self,
        key: Option<&str>,
        node: &Node,
        raw: &str,
        refused: bool,
    ) -> Option<(String, String)> {
        match &node.value {
            Value::Text(text) => self.complaint_on_text(key, text, refused),
            Value::Null | Value::Spoiled => None,
            Value::Integer(_) | Value::Float(_) if self != Moment::Date => {
                Some((format!("{} has no unit", quoted(raw)), unit_help(key, raw)))
            }
            Value::Integer(_) | Value::Float(_) | Value::Bool(_) => {
                Some((format!("{} is not {}", quoted(raw), self.kind()), self.help(key)))
            }
            Value::List(_) => Some((format!("a list is not {}", self.kind()), self.help(key))),
            Value::Map(_) => Some((format!("a map is not {}", self.kind()), self.help(key))),
        }
    }

    /// The one time that a text which is none can mean.
    pub fn meant(self, node: &Node) -> Option<String> {
        match self {
            Moment::Date => Some(meant_date(node.as_text()?)?.to_string()),
            Moment::Duration(units) => {
                let meant = meant_duration(node.as_text()?)?;
                parse_duration(&meant, units).is_ok().then_some(meant)
            }
        }
    }

    fn complaint_on_text(self, key: Option<&str>, text: &str, refused: bool) -> Option<(String, String)> {
        if self != Moment::Date && is_count(text) {
            return Some((format!("{} has no unit", quoted(text)), unit_help(key, text)));
        }
        let problem = match self {
            Moment::Date => parse_date(text).err(),
            Moment::Duration(units) => clock_time(text).or_else(|| parse_duration(text, units).err()),
        };
        match problem {
            Some(problem) => Some((format!("{} {}", quoted(text), problem.what), problem.help)),
            None if refused => {
                let message = format!("{} is not written as {}", quoted(text), self.kind());
                let help = "write one to three digits, no zero first, and a unit, such as `30d` or `12w`";
                Some((message, help.to_owned()))
            }
            None => None,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Moment::Date => "a date",
            Moment::Duration(_) => "a duration",
        }
    }

    fn help(self, key: Option<&str>) -> String {
        match self {
            Moment::Date => format!("write year-month-day, such as `{}`", line(key, "2025-09-12")),
            Moment::Duration(_) => format!("write a number and a unit, such as `{}`", line(key, "3d")),
        }
    }
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `3` may be days or hours: both are offered.
fn unit_help(key: Option<&str>, count: &str) -> String {
    match count {
        count if is_count(count) && count.len() <= 3 && !count.starts_with('0') => {
            format!("write `{}` for days or `{count}h` for hours", line(key, &format!("{count}d")))
        }
        _ => format!("write a whole number and a unit, such as `{}`", line(key, "3d")),
    }
}

/// `1:30` is 90 to a YAML 1.1 reader, and a time of day to most people.
fn clock_time(text: &str) -> Option<TimeProblem> {
    let (hours, minutes) = text.split_once(':')?;
    let minutes = minutes.split(':').next().filter(|minutes| is_count(minutes))?;
    let total = hours.parse::<u32>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
    let help = match total {
        1..=999 => format!("write `{total}min`"),
        _ => "write a number and a unit, such as `2h`".to_owned(),
    };
    Some(TimeProblem { what: "is a time on the clock, not a duration", help })
}
