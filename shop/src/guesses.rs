//! Codes that visitors tried and that are none: whoever guesses is told to wait. The API trusts the shop's secret key, so
//! that this is the shop's to do; what a page asks by itself the API counts.
//!
//! An attempt is counted before the API is asked and given back when the code is one, so that many at once are not more.
//! Behind a proxy every visitor has the proxy's address: who runs a shop there puts into `ConnectInfo` what the proxy says.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::codes::same;
use crate::session::Session;
use crate::visit::Visit;

/// How long attempts are counted together.
const WINDOW: Duration = Duration::from_secs(60);
/// Wrong codes of a visitor.
const OF_VISITOR: usize = 10;
/// Wrong codes from an address: several people may share one.
const OF_ADDRESS: usize = 30;
/// Addresses that are remembered at most.
const MOST: usize = 10_000;

/// What somebody tried.
#[derive(Debug)]
struct Tried {
    since: Instant,
    codes: Vec<String>,
}

impl Tried {
    const fn new(now: Instant) -> Self {
        Self { since: now, codes: Vec::new() }
    }

    fn is_over(&self, now: Instant) -> bool {
        now.duration_since(self.since) > WINDOW
    }

    /// Whether a code may be tried; then it is counted, once however often it is tried.
    fn take(&mut self, code: &str, most: usize, now: Instant) -> bool {
        if self.is_over(now) {
            *self = Self::new(now);
        }
        let is_known = self.codes.iter().any(|known| same(known, code));
        let may = self.codes.len() < most || is_known && self.codes.len() <= most;
        if may && !is_known {
            self.codes.push(code.to_owned());
        }
        may
    }

    fn give_back(&mut self, code: &str) {
        self.codes.retain(|known| !same(known, code));
    }
}

/// What one visitor tried.
#[derive(Debug, Default)]
pub(crate) struct Wrong(Option<Tried>);

/// What was tried by address.
#[derive(Default)]
pub(crate) struct Guesses(Mutex<HashMap<IpAddr, Tried>>);

impl Guesses {
    /// Whether a code may be tried, which counts it. With [`Guesses::give_back`] for one that is a code.
    pub(crate) fn take(&self, visit: &Visit, session: &mut Session, code: &str) -> bool {
        let now = Instant::now();
        if !session.wrong.0.get_or_insert_with(|| Tried::new(now)).take(code, OF_VISITOR, now) {
            return false;
        }
        let may = visit.address.is_none_or(|address| self.take_of(network(address), code, now));
        if !may && let Some(tried) = &mut session.wrong.0 {
            // It is not tried.
            tried.give_back(code);
        }
        may
    }

    fn take_of(&self, network: IpAddr, code: &str, now: Instant) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(&network) {
            all.retain(|_, tried| !tried.is_over(now));
            // Whoever fills it with addresses is counted all the same; somebody else is forgotten.
            if all.len() >= MOST
                && let Some(other) = all.keys().next().copied()
            {
                all.remove(&other);
            }
        }
        all.entry(network).or_insert_with(|| Tried::new(now)).take(code, OF_ADDRESS, now)
    }

    /// The code is one, whether it can be used now or not.
    pub(crate) fn give_back(&self, visit: &Visit, session: &mut Session, code: &str) {
        if let Some(tried) = &mut session.wrong.0 {
            tried.give_back(code);
        }
        if let Some(address) = visit.address
            && let Some(tried) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&network(address))
        {
            tried.give_back(code);
        }
    }
}

/// An address of IPv6 counts with its network: whoever has one has all of it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 80 << 80)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_wrong_codes_and_then_a_minute_of_waiting() {
        let now = Instant::now();
        let mut tried = Tried::new(now);
        for code in 0..OF_VISITOR {
            assert!(tried.take(&format!("C{code}"), OF_VISITOR, now));
            assert!(tried.take(&format!("c-{code}"), OF_VISITOR, now), "the same code is one attempt");
        }
        assert!(!tried.take("another", OF_VISITOR, now));
        tried.give_back("c3");
        assert!(tried.take("another", OF_VISITOR, now), "what is a code does not count");
        assert!(tried.take("C3", OF_VISITOR, now + WINDOW + Duration::from_secs(1)));
    }

    #[test]
    fn an_address_counts_with_its_network_and_there_is_always_room() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        assert_eq!(network("2001:db8:1:2::3".parse().unwrap()), network("2001:db8:1:ffff::4".parse().unwrap()));
        assert_eq!(network("::ffff:192.0.2.1".parse().unwrap()), network("192.0.2.1".parse().unwrap()));
        for number in 0..u32::try_from(MOST).unwrap() + 5 {
            assert!(guesses.take_of(IpAddr::from(number.to_be_bytes()), "A", now));
        }
        let last = IpAddr::from([203, 0, 113, 9]);
        let told = (0..100).filter(|code| guesses.take_of(last, &format!("G{code}"), now)).count();
        assert_eq!(told, OF_ADDRESS, "it is counted though there was no room");
        assert!(guesses.0.lock().unwrap().len() <= MOST);
    }
}
