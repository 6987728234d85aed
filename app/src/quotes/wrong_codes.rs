//! Codes that browsers tried and that nobody has: whoever guesses is told to wait. In memory, of this process alone, and
//! bounded: a quote with right codes writes nothing anywhere. Decision 0027.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use quick_cache::sync::Cache;
use tessera_engine::{Quote, Reason, code};

use crate::caller::Caller;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// How long wrong codes are counted together.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// Wrong codes of a customer that a token names.
const OF_CUSTOMER: usize = 20;
/// Wrong codes from an address: many who mistype may share one.
const OF_ADDRESS: usize = 60;
/// Customers and addresses that are remembered; beyond, those not seen for longest are forgotten.
const CAPACITY: usize = 20_000;

/// What was tried, by customer and by address.
pub(crate) struct WrongCodes(Cache<u64, Arc<Mutex<Tried>>>);

/// What one of them tried.
struct Tried {
    /// When it is forgotten.
    until: Timestamp,
    /// Digests of the codes, each once: a basket that is asked about again is no new attempt.
    codes: Vec<u64>,
}

/// Who is counted, and how many wrong codes they may try. Who that is is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Subject {
    name: u64,
    most: usize,
}

impl Default for WrongCodes {
    fn default() -> Self {
        Self(Cache::new(CAPACITY))
    }
}

fn digest(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Whom a browser's wrong codes count for, by its key: the account that a token vouches for, else the address. A customer
/// does not wait for what others at their address, or behind one proxy, tried. An e-mail alone may be what a guest typed
/// just now: if each had a count of its own, whoever guesses would type another.
fn subjects(caller: &Caller) -> Vec<Subject> {
    let Some(shopper) = caller.shopper.as_deref() else { return Vec::new() };
    let token = shopper.token.as_ref();
    let customer = token.and_then(|token| token.customer_id.as_deref());
    let customer = customer.map(|id| Subject { name: digest(("customer", &caller.key_id, id)), most: OF_CUSTOMER });
    let address = Subject { name: digest(("address", &caller.key_id, &shopper.address)), most: OF_ADDRESS };
    vec![customer.unwrap_or(address)]
}

impl WrongCodes {
    /// Until when somebody has to wait who tried too many.
    fn wait_until(&self, subjects: &[Subject], now: Timestamp) -> Option<Timestamp> {
        let of = |subject: &Subject| {
            let tried = self.0.get(&subject.name)?;
            let tried = tried.lock().unwrap_or_else(PoisonError::into_inner);
            (tried.until > now && tried.codes.len() > subject.most).then_some(tried.until)
        };
        subjects.iter().filter_map(of).max()
    }

    /// Counts wrong codes; answers until when somebody has to wait for whom they are too many.
    fn note(&self, subjects: &[Subject], codes: &[u64], now: Timestamp) -> Option<Timestamp> {
        for subject in subjects {
            let fresh = || Arc::new(Mutex::new(Tried { until: now + WINDOW, codes: Vec::new() }));
            let made = self.0.get_or_insert_with::<_, std::convert::Infallible>(&subject.name, || Ok(fresh()));
            let Ok(tried) = made;
            let mut tried = tried.lock().unwrap_or_else(PoisonError::into_inner);
            if tried.until <= now {
                *tried = Tried { until: now + WINDOW, codes: Vec::new() };
            }
            for code in codes {
                if tried.codes.len() <= subject.most && !tried.codes.contains(code) {
                    tried.codes.push(*code);
                }
            }
        }
        self.wait_until(subjects, now)
    }
}

impl App {
    /// Refuses a browser that tried too many codes, before its next one is looked at.
    ///
    /// # Errors
    /// `rate_limited`.
    pub(crate) fn refuse_guessing(&self, caller: &Caller) -> Result<(), Problem> {
        let now = self.inner.clock.now();
        self.inner.wrong_codes.wait_until(&subjects(caller), now).map_or(Ok(()), |until| Err(too_many(until, now)))
    }

    /// Counts a code that nobody has.
    ///
    /// # Errors
    /// `rate_limited` where it was one too many: then nobody is told whether it was wrong.
    pub(crate) fn note_wrong_code(&self, caller: &Caller, typed: &str) -> Result<(), Problem> {
        self.note_wrong(caller, &[digest(code::canonical(typed))])
    }

    /// Counts the codes of a quote that nobody has, or nobody may know of who asks.
    ///
    /// # Errors
    /// `rate_limited` where they were too many: then nobody is told which were wrong.
    pub(crate) fn note_wrong_codes(&self, caller: &Caller, quote: &Quote) -> Result<(), Problem> {
        let wrong = quote.discounts.rejected.iter().filter(|rejected| rejected.reason == Reason::Invalid);
        let wrong: Vec<u64> =
            wrong.filter_map(|rejected| rejected.code.as_deref().map(code::canonical)).map(digest).collect();
        if wrong.is_empty() { Ok(()) } else { self.note_wrong(caller, &wrong) }
    }

    fn note_wrong(&self, caller: &Caller, wrong: &[u64]) -> Result<(), Problem> {
        let now = self.inner.clock.now();
        self.inner.wrong_codes.note(&subjects(caller), wrong, now).map_or(Ok(()), |until| Err(too_many(until, now)))
    }
}

fn too_many(until: Timestamp, now: Timestamp) -> Problem {
    let seconds = until.duration_since(now).as_secs().max(0) + 1;
    let detail = "Too many codes that are not valid were tried. Wait, and then try the one you have been given.";
    Problem::new(ErrorCode::RateLimited, detail).with("retry_after", seconds.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn as_many_as_there_may_be_are_told_and_one_more_waits() {
        let (wrong, ana) = (WrongCodes::default(), [Subject { name: 1, most: 3 }]);
        for code in 1..=3 {
            assert_eq!(wrong.note(&ana, &[code], at(0)), None);
        }
        assert_eq!(wrong.note(&ana, &[1, 2, 3], at(1)), None, "the same again are no new ones");
        assert_eq!(wrong.wait_until(&ana, at(1)), None);
        assert_eq!(wrong.note(&ana, &[4], at(2)), Some(at(600)));
        assert_eq!(wrong.wait_until(&ana, at(599)), Some(at(600)));
        assert_eq!(wrong.wait_until(&[Subject { name: 2, most: 3 }], at(2)), None, "nobody else waits");
        assert_eq!(wrong.wait_until(&ana, at(600)), None);
        assert_eq!(wrong.note(&ana, &[4], at(600)), None, "counted anew");
    }

    #[test]
    fn many_at_once_are_as_many_as_one_after_another() {
        let (wrong, ana) = (WrongCodes::default(), [Subject { name: 1, most: 3 }]);
        let all: Vec<u64> = (0..100).collect();
        assert_eq!(wrong.note(&ana, &all, at(0)), Some(at(600)));
        assert_eq!(wrong.0.get(&1).unwrap().lock().unwrap().codes.len(), 4);
    }

    #[test]
    fn whoever_is_over_either_count_waits() {
        let wrong = WrongCodes::default();
        let (ana, ben, place) =
            (Subject { name: 1, most: 2 }, Subject { name: 2, most: 2 }, Subject { name: 3, most: 3 });
        assert_eq!(wrong.note(&[ana, place], &[1, 2], at(0)), None);
        assert_eq!(wrong.note(&[ben, place], &[3], at(0)), None);
        assert_eq!(wrong.note(&[ben, place], &[4], at(0)), Some(at(600)));
        assert_eq!(wrong.wait_until(&[ana], at(0)), None);
    }
}
