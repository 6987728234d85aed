//! Codes that visitors tried and that are none: whoever guesses is told to wait. The API trusts the shop's secret key, so
//! that this is the shop's to do; what a page asks by itself the API counts.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::api::Quote;
use crate::codes::same;
use crate::session::Session;
use crate::visit::Visit;

/// How long wrong codes are counted together.
const WINDOW: Duration = Duration::from_secs(60);
/// Wrong codes of a visitor.
const OF_VISITOR: usize = 10;
/// Wrong codes from an address: several people may share one.
const OF_ADDRESS: u32 = 30;
/// Addresses that are remembered at most.
const MOST: usize = 10_000;

/// Wrong codes of one visitor, each once: a cart that is priced again is no new attempt.
#[derive(Debug, Default)]
pub(crate) struct Wrong {
    since: Option<Instant>,
    codes: Vec<String>,
}

impl Wrong {
    /// Counts a code; whether it was not counted before.
    fn note(&mut self, code: &str, now: Instant) -> bool {
        if self.since.is_none_or(|since| now.duration_since(since) > WINDOW) {
            *self = Self { since: Some(now), codes: Vec::new() };
        }
        let is_new = self.codes.len() <= OF_VISITOR && !self.codes.iter().any(|known| same(known, code));
        if is_new {
            self.codes.push(code.to_owned());
        }
        is_new
    }

    fn are_too_many(&self, now: Instant) -> bool {
        self.codes.len() >= OF_VISITOR && self.since.is_some_and(|since| now.duration_since(since) <= WINDOW)
    }
}

/// Wrong codes by address.
#[derive(Default)]
pub(crate) struct Guesses(Mutex<HashMap<IpAddr, (Instant, u32)>>);

impl Guesses {
    /// Whether another code may be tried.
    pub(crate) fn are_few(&self, visit: &Visit, session: &Session) -> bool {
        let now = Instant::now();
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = visit.address.and_then(|address| all.get(&address));
        let are_many =
            of_address.is_some_and(|(since, wrong)| *wrong >= OF_ADDRESS && now.duration_since(*since) <= WINDOW);
        !are_many && !session.wrong.are_too_many(now)
    }

    /// Counts the codes of a quote that are none.
    pub(crate) fn note_quote(&self, visit: &Visit, session: &mut Session, quote: &Quote) {
        for rejected in quote.discounts.rejected.iter().filter(|rejected| rejected.reason == "discount_code_invalid") {
            if let Some(code) = &rejected.code {
                self.note(visit, session, code);
            }
        }
    }

    /// Counts a code that is none.
    pub(crate) fn note(&self, visit: &Visit, session: &mut Session, code: &str) {
        let now = Instant::now();
        if session.wrong.note(code, now)
            && let Some(address) = visit.address
        {
            self.count(address, now);
        }
    }

    fn count(&self, address: IpAddr, now: Instant) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(&address) {
            all.retain(|_, (since, _)| now.duration_since(*since) <= WINDOW);
        }
        if all.len() >= MOST && !all.contains_key(&address) {
            return;
        }
        let (since, wrong) = all.entry(address).or_insert((now, 0));
        if now.duration_since(*since) > WINDOW {
            (*since, *wrong) = (now, 0);
        }
        *wrong += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_wrong_codes_and_then_a_minute_of_waiting() {
        let (mut wrong, now) = (Wrong::default(), Instant::now());
        for code in 0..OF_VISITOR {
            assert!(!wrong.are_too_many(now));
            assert!(wrong.note(&format!("C{code}"), now));
            assert!(!wrong.note(&format!("c-{code}"), now), "the same code is one attempt");
        }
        assert!(wrong.are_too_many(now));
        let later = now + WINDOW + Duration::from_secs(1);
        assert!(!wrong.are_too_many(later));
        wrong.note("another", later);
        assert!(!wrong.are_too_many(later));
    }

    #[test]
    fn visitors_who_forget_their_cookie_are_counted_by_their_address() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        let address = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..OF_ADDRESS {
            guesses.count(address, now);
        }
        let all = guesses.0.lock().unwrap();
        assert_eq!(all[&address].1, OF_ADDRESS);
    }
}
