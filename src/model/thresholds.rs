//! Numbers at which rules speak, where two real projects differ. Data with names, so that the configuration, the
//! command line and the documentation list the same ones.

use crate::amount::{AmountProblem, parse_share, parse_size};
use crate::time::{Duration, Units, parse_duration};

/// One of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Threshold {
    /// From how many bytes on a binary file is too large for git itself.
    LargeFile,
    /// After how many intervals without a note a meeting has lapsed.
    MissedMeetings,
    /// Over which share of the commits, in percent, outsiders do the work of a stage.
    OutsideShare,
    /// How far back commits count for that, in minutes.
    OutsidePeriod,
    /// Fewer commits than these say nothing about that.
    OutsideCommits,
    /// From how many stages on one person leads too many.
    StagesPerLead,
    /// How far ahead a waiver may end, in minutes.
    WaiverLength,
}

/// How a threshold is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `5 MB`.
    Size,
    /// `70%`.
    Share,
    /// `90d`.
    Time,
    /// A whole number from this one on.
    Count(u64),
}

/// No count is greater.
const MOST: u64 = 10_000;

impl Threshold {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Threshold] = &[
        Threshold::LargeFile,
        Threshold::StagesPerLead,
        Threshold::MissedMeetings,
        Threshold::WaiverLength,
        Threshold::OutsideShare,
        Threshold::OutsidePeriod,
        Threshold::OutsideCommits,
    ];

    /// The name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Threshold::LargeFile => "large-file",
            Threshold::MissedMeetings => "missed-meetings",
            Threshold::OutsideShare => "outside-share",
            Threshold::OutsidePeriod => "outside-period",
            Threshold::OutsideCommits => "outside-commits",
            Threshold::StagesPerLead => "stages-per-lead",
            Threshold::WaiverLength => "waiver-length",
        }
    }

    /// How it is written.
    pub fn measure(self) -> Measure {
        match self {
            Threshold::LargeFile => Measure::Size,
            Threshold::OutsideShare => Measure::Share,
            Threshold::OutsidePeriod | Threshold::WaiverLength => Measure::Time,
            Threshold::MissedMeetings | Threshold::OutsideCommits => Measure::Count(1),
            Threshold::StagesPerLead => Measure::Count(2),
        }
    }

    /// What holds unless something else is said, as it is written.
    pub fn default_text(self) -> &'static str {
        match self {
            Threshold::LargeFile => "5 MiB",
            Threshold::MissedMeetings => "2",
            Threshold::OutsideShare => "70%",
            Threshold::OutsidePeriod => "90d",
            Threshold::OutsideCommits => "10",
            Threshold::StagesPerLead => "3",
            Threshold::WaiverLength => "1y",
        }
    }

    /// The number that a text stands for: bytes, percent, minutes, or a count.
    ///
    /// # Errors
    /// Why it stands for none.
    pub fn read(self, text: &str) -> Result<u64, AmountProblem> {
        match self.measure() {
            Measure::Size => parse_size(text),
            Measure::Share => parse_share(text),
            Measure::Time => match parse_duration(text, Units::Calendar) {
                Ok(length) => Ok(length.minutes),
                Err(problem) => Err(AmountProblem { what: problem.what, help: problem.help }),
            },
            Measure::Count(least) => text
                .parse()
                .ok()
                .filter(|count| {
                    (least..=MOST).contains(count) && text.starts_with(|c: char| c.is_ascii_digit())
                })
                .ok_or_else(|| AmountProblem {
                    what: "is not a count",
                    help: format!("write a whole number from {least} to {MOST}"),
                }),
        }
    }
}

/// The numbers that hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds([u64; Threshold::ALL.len()]);

impl Default for Thresholds {
    fn default() -> Self {
        let read = |one: Threshold| one.read(one.default_text()).expect("a default is well written");
        let mut numbers = Thresholds([0; Threshold::ALL.len()]);
        Threshold::ALL.iter().for_each(|one| numbers.set(*one, read(*one)));
        numbers
    }
}

impl Thresholds {
    /// The number, as [`Threshold::read`] gives it.
    pub fn get(&self, one: Threshold) -> u64 {
        self.0[one as usize]
    }

    /// The same as a count of things in memory.
    pub fn count(&self, one: Threshold) -> usize {
        usize::try_from(self.get(one)).unwrap_or(usize::MAX)
    }

    /// The same as a length of time.
    pub fn time(&self, one: Threshold) -> Duration {
        Duration { minutes: self.get(one) }
    }

    /// Changes one.
    pub fn set(&mut self, one: Threshold, number: u64) {
        self.0[one as usize] = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_what_the_rules_say() {
        let numbers = Thresholds::default();
        assert_eq!(numbers.get(Threshold::LargeFile), 5 << 20);
        assert_eq!(numbers.time(Threshold::OutsidePeriod), Duration::days(90));
        assert_eq!(numbers.time(Threshold::WaiverLength), Duration::days(365));
        assert_eq!(numbers.count(Threshold::StagesPerLead), 3);
    }

    #[test]
    fn a_count_is_a_whole_number_in_bounds() {
        for text in ["1", "0", "-3", "+3", "3.5", "three", "10001", "99999999999999999999999"] {
            assert!(Threshold::StagesPerLead.read(text).is_err(), "{text}");
        }
        assert_eq!(Threshold::StagesPerLead.read("2"), Ok(2));
    }
}
