//! What failed since it was last written. One shopper who asks again and again with the same cart is one attempt an hour.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Mutex;

use tessera_engine::Reason;
use tessera_store::coupons::FailedAttempts;

/// Counts that are kept until they are written; what comes beyond is not counted.
const MOST_COUNTS: usize = 10_000;

/// Attempts that are remembered as counted; beyond, they are forgotten at once and may count again.
const MOST_SEEN: usize = 100_000;

/// Counts of attempts, by coupon, day and cause.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    counts: BTreeMap<(String, String, &'static str), u64>,
    /// Digests of attempts that were counted in this hour.
    seen: BTreeSet<u64>,
    /// The hour that they were seen in, from the epoch.
    hour: i64,
}

/// Who tried what, as far as that tells two attempts apart. Only a digest of it is kept, and that for an hour.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Attempt<'a> {
    pub(super) coupon_id: &'a str,
    pub(super) code: Option<&'a str>,
    pub(super) reason: &'static str,
    pub(super) who: &'a str,
}

impl Counted {
    /// Counts, unless there are too many to keep.
    fn count(&mut self, key: (String, String, &'static str), attempts: u64) {
        if self.counts.len() < MOST_COUNTS || self.counts.contains_key(&key) {
            *self.counts.entry(key).or_default() += attempts;
        }
    }
}

impl Tally {
    /// Counts an attempt on a day, unless the same was counted in this hour.
    pub(super) fn add(&self, attempt: &Attempt<'_>, day: &str, hour: i64) {
        let mut hasher = DefaultHasher::new();
        attempt.hash(&mut hasher);
        let digest = hasher.finish();
        let Ok(mut counted) = self.0.lock() else { return };
        let mut old = BTreeSet::new();
        if counted.hour != hour || counted.seen.len() >= MOST_SEEN {
            old = std::mem::take(&mut counted.seen);
            counted.hour = hour;
        }
        if counted.seen.insert(digest) {
            counted.count((attempt.coupon_id.to_owned(), day.to_owned(), attempt.reason), 1);
        }
        drop(counted);
        // Many: nobody waits for it.
        drop(old);
    }

    /// Takes what is to be written.
    pub(super) fn take(&self) -> Vec<FailedAttempts> {
        let Ok(mut counted) = self.0.lock() else { return Vec::new() };
        let counts = std::mem::take(&mut counted.counts);
        let of = |((coupon_id, day, reason), attempts): ((String, String, &str), u64)| FailedAttempts {
            coupon_id,
            day,
            reason: reason.to_owned(),
            attempts,
        };
        counts.into_iter().map(of).collect()
    }

    /// Puts back what could not be written.
    pub(super) fn put_back(&self, counts: Vec<FailedAttempts>) {
        let Ok(mut counted) = self.0.lock() else { return };
        for FailedAttempts { coupon_id, day, reason, attempts } in counts {
            let Some(known) = Reason::ALL.iter().find(|known| known.as_str() == reason) else { continue };
            counted.count((coupon_id, day, known.as_str()), attempts);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(who: &str) -> Attempt<'_> {
        Attempt { coupon_id: "cpn_1", code: Some("A"), reason: Reason::MinimumNotMet.as_str(), who }
    }

    #[test]
    fn the_same_attempt_counts_once_in_an_hour() {
        let tally = Tally::default();
        for _ in 0..5 {
            tally.add(&attempt("ana"), "2026-06-01", 7);
        }
        tally.add(&attempt("ben"), "2026-06-01", 7);
        tally.add(&attempt("ana"), "2026-06-01", 8);
        let counts = tally.take();
        assert_eq!((counts.len(), counts[0].attempts), (1, 3));
        assert_eq!(tally.take(), []);
    }

    #[test]
    fn what_was_not_written_is_written_next() {
        let tally = Tally::default();
        tally.add(&attempt("ana"), "2026-06-01", 7);
        let counts = tally.take();
        tally.add(&attempt("ben"), "2026-06-01", 7);
        tally.put_back(counts);
        assert_eq!(tally.take()[0].attempts, 2);
    }
}
