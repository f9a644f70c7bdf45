//! Dates of the calendar, whole or known to the month or year only.
//! Text in, a date that exists out. Never asks what day it is.

use std::fmt;

/// A day, a month or a year between 1900 and 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12, where known.
    pub month: Option<u8>,
    /// The day of the month, where known.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `2026-03-29`, `2026-03`, `2026` (also with `/`, `.` or 年月日 between the numbers). `None` for what is no date
    /// that exists.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches(['日', '月', '年']);
        if text.len() > 20 {
            return None;
        }
        let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
        let number = |part: &&str| -> Option<u16> {
            (!part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse().ok())?
        };
        let small = |part: Option<&&str>, most: u8| -> Option<Option<u8>> {
            let Some(part) = part else { return Some(None) };
            let value = u8::try_from(number(part)?).ok()?;
            (1..=most).contains(&value).then_some(Some(value))
        };
        let year = number(parts.first()?).filter(|year| (1900..=2199).contains(year))?;
        let month = small(parts.get(1), 12)?;
        let day = small(parts.get(2), month.map_or(0, |month| days_in_month(year, month)))?;
        (parts.len() <= 3).then_some(Self { year, month, day })
    }

    /// The date as `2026-03-29`, as far as it is known.
    #[must_use]
    pub fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }

    /// The first day that the date may mean, as year, month, day.
    #[must_use]
    pub fn first_day(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

/// How many days the month has.
#[must_use]
pub fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;
    use proptest::prelude::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        for right in ["2026-03-29", "2026/3/29", "2026年3月29日", "2024-02-29"] {
            assert!(Date::parse(right).is_some(), "{right}");
        }
        assert_eq!(Date::parse("2026年3月").unwrap().iso(), "2026-03");
        assert_eq!(Date::parse("2020").unwrap().iso(), "2020");
        for wrong in
            ["2024-02-30", "2023-02-29", "0000-01-01", "9999-01-01", "2024-13-01", "2024-1-1-1", "", "明天", "1-2"]
        {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,24}") {
            if let Some(date) = Date::parse(&text) {
                prop_assert_eq!(Date::parse(&date.iso()), Some(date));
            }
        }
    }
}
