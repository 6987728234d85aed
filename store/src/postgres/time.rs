//! The database's clock between two looks at it. A machine's own clock may be hours off; how long ago something was, it
//! knows.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use crate::store::read_clock;

/// A look that took longer says too little: the process may have stood still meanwhile.
const LONGEST_LOOK: Duration = Duration::from_secs(1);

/// What the database's clock said, and when.
#[derive(Debug, Default)]
pub(super) struct DatabaseTime(Mutex<Option<(Instant, Timestamp)>>);

impl DatabaseTime {
    /// Notes what was answered just now, after so long a look.
    pub(super) fn note(&self, answered: Timestamp, look: Duration) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if look <= LONGEST_LOOK || known.is_none() {
            *known = Some((Instant::now(), answered));
        }
    }

    /// The database's clock now; the machine's where it was never asked.
    pub(super) fn now(&self) -> Timestamp {
        let known = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((when, answered)) = known else { return read_clock(None) };
        let since = SignedDuration::try_from(when.elapsed()).unwrap_or_default();
        answered.checked_add(since).unwrap_or(answered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_is_hours_off_has_the_databases_time() {
        let time = DatabaseTime::default();
        for hours in [2, -2] {
            let theirs = Timestamp::now() + SignedDuration::from_hours(hours);
            time.note(theirs, Duration::ZERO);
            let now = time.now();
            assert!(now >= theirs && now < theirs + SignedDuration::from_mins(10), "{now} is not {theirs}");
        }
    }

    #[test]
    fn a_look_during_which_the_process_stood_still_is_passed_over() {
        let time = DatabaseTime::default();
        let theirs = Timestamp::now() + SignedDuration::from_hours(5);
        time.note(theirs, Duration::ZERO);
        time.note(theirs - SignedDuration::from_secs(3_600), Duration::from_secs(12));
        assert!(time.now() >= theirs);
    }
}
