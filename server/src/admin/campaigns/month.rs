//! A month as a grid of weeks.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    /// Its first day.
    first: Date,
}

impl Month {
    /// The month of a day.
    pub(super) fn of(day: Date) -> Self {
        Self { first: day.first_of_month() }
    }

    /// Reads a month such as `2026-06`; years of four digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let first: Date = format!("{text}-01").parse().ok()?;
        (text.len() == 7 && (2000..=2999).contains(&first.year())).then_some(Self { first })
    }

    /// As it stands in an address.
    pub(super) fn text(self) -> String {
        format!("{:04}-{:02}", self.first.year(), self.first.month())
    }

    /// The year.
    pub(super) fn year(self) -> i16 {
        self.first.year()
    }

    /// The place of the month in its year, from 0.
    pub(super) fn index(self) -> usize {
        usize::try_from(self.first.month() - 1).unwrap_or_default()
    }

    /// The month before and the month after.
    pub(super) fn beside(self) -> [Self; 2] {
        [-1, 1].map(|months| {
            let first = self.first.checked_add(months.months()).unwrap_or(self.first);
            Self { first }
        })
    }

    /// Whether a day is in it.
    pub(super) fn holds(self, day: Date) -> bool {
        Self::of(day) == self
    }

    /// Its weeks, each from Monday to Sunday, with days of the months beside at both ends.
    pub(super) fn weeks(self) -> Vec<[Date; 7]> {
        let last = self.first.last_of_month();
        let mut monday = self.first;
        while monday.weekday() != Weekday::Monday {
            let Ok(before) = monday.yesterday() else { break };
            monday = before;
        }
        let mut weeks = Vec::with_capacity(6);
        while monday <= last {
            let week: [Date; 7] = std::array::from_fn(|day| {
                let days = i64::try_from(day).unwrap_or_default();
                monday.checked_add(days.days()).unwrap_or(monday)
            });
            weeks.push(week);
            match week[6].tomorrow() {
                Ok(next) => monday = next,
                Err(_) => break,
            }
        }
        weeks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_weeks_from_monday_to_sunday() {
        // June 2026 begins on a Monday, February 2027 has four whole weeks, August 2026 six begun ones.
        for (month, weeks, first, last) in [
            ("2026-06", 5, "2026-06-01", "2026-07-05"),
            ("2027-02", 4, "2027-02-01", "2027-02-28"),
            ("2026-08", 6, "2026-07-27", "2026-09-06"),
        ] {
            let all = Month::parse(month).unwrap().weeks();
            assert_eq!(all.len(), weeks, "{month}");
            assert_eq!((all[0][0].to_string().as_str(), all[weeks - 1][6].to_string().as_str()), (first, last));
        }
    }

    #[test]
    fn months_are_read_and_stand_beside_each_other() {
        let january = Month::parse("2027-01").unwrap();
        assert_eq!(january.beside().map(Month::text), ["2026-12", "2027-02"]);
        assert_eq!((january.year(), january.index()), (2027, 0));
        assert!(january.holds("2027-01-31".parse().unwrap()) && !january.holds("2026-01-31".parse().unwrap()));
        for strange in ["", "2026-13", "2026-1", "26-01", "2026-06-1", "9999-12"] {
            assert_eq!(Month::parse(strange), None, "{strange}");
        }
    }
}
