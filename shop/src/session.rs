//! What the shop remembers of a visitor: cart, codes, address, the hold of a checkout. In memory, for some hours, for so many
//! visitors at most. The cookie holds nothing but a random id.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::api::Quote;
use crate::guesses::Wrong;
use crate::tokens::random_hex;

/// Visitors that are remembered at most; the one who was longest away makes room.
const MOST: usize = 10_000;
/// How long a visitor who does nothing is remembered.
const KEPT: Duration = Duration::from_secs(4 * 3_600);
/// Lines of a cart at most.
pub(crate) const MOST_LINES: usize = 100;
/// Codes at most; the store's own limit is lower.
pub(crate) const MOST_CODES: usize = 20;
/// Orders that are remembered at most.
const MOST_ORDERS: usize = 50;

/// A visitor.
#[derive(Debug, Default)]
pub(crate) struct Session {
    /// What is in the cart.
    pub(crate) lines: Vec<Line>,
    /// Codes as they were typed, in that order.
    pub(crate) codes: Vec<String>,
    /// Claims of the wallet that are to be used.
    pub(crate) claims: Vec<String>,
    /// Automatic coupons that the shopper took off.
    pub(crate) declined: Vec<String>,
    /// Where the shopper came from: `?channel=` of a link.
    pub(crate) channel: Option<String>,
    /// The customer who is signed in.
    pub(crate) customer: Option<SignedIn>,
    /// What is typed at the checkout.
    pub(crate) form: CheckoutForm,
    /// What is wrong with it: the name of the field.
    pub(crate) faults: Vec<&'static str>,
    /// The id of the order that the cart will become.
    pub(crate) order_id: Option<String>,
    /// What the checkout holds.
    pub(crate) hold: Option<Hold>,
    /// What the shopper last saw before paying.
    pub(crate) seen: Option<Seen>,
    /// What is said once, on the next page.
    pub(crate) notices: Vec<Notice>,
    /// What was typed in the field for codes and not taken.
    pub(crate) typed: String,
    /// What was typed as a code and is none.
    pub(crate) wrong: Wrong,
    /// The order that was sent to be placed and of which no answer came yet.
    pub(crate) placing: Option<Placing>,
    /// Orders of this visitor, newest first.
    pub(crate) orders: Vec<String>,
}

/// Products in the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The product; also the line's id.
    pub(crate) product_id: String,
    /// Units.
    pub(crate) quantity: u32,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) region: Option<String>,
}

/// What is typed at the checkout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CheckoutForm {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    pub(crate) country: String,
    pub(crate) service: String,
    pub(crate) payment: String,
}

/// SHA-256 of what is only compared: a session stays small.
pub(crate) type Digest = [u8; 32];

/// What a reservation holds.
#[derive(Clone, Debug)]
pub(crate) struct Hold {
    /// `rsv_...`.
    pub(crate) id: String,
    /// Until when.
    pub(crate) expires_at: Option<Timestamp>,
    /// What was reserved, as it was sent.
    pub(crate) asked: Digest,
    /// What it costs, and what it gives.
    pub(crate) quote: Quote,
    /// How often the checkout was shown with it; who leaves says of which.
    pub(crate) view: u64,
}

/// An order that was sent to be placed: until it is known what became of it, nothing else is placed under another id.
#[derive(Clone, Debug)]
pub(crate) struct Placing {
    pub(crate) order_id: String,
    /// What it buys, with codes and service; `None` once somebody signed out, who left only the goods behind.
    pub(crate) bought: Option<Digest>,
    /// The goods alone.
    pub(crate) goods: Digest,
    /// Who buys, if somebody is signed in.
    pub(crate) customer_id: Option<String>,
}

/// What the shopper last saw before paying.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// What was to be bought.
    pub(crate) cart: Digest,
    /// What it cost.
    pub(crate) total: i64,
    /// Coupon and title of what applied.
    pub(crate) applied: Vec<(String, String)>,
}

/// What is said once.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    pub(crate) kind: Kind,
    pub(crate) text: String,
}

impl Notice {
    /// Its class in the style sheet.
    pub(crate) const fn class(&self) -> &'static str {
        match self.kind {
            Kind::Done => "done",
            Kind::Note => "note",
            Kind::Refused | Kind::Code => "refused",
        }
    }
}

/// How it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is done.
    Done,
    /// It is worth knowing.
    Note,
    /// It could not be done.
    Refused,
    /// A code could not be used: said at the field for codes.
    Code,
}

impl Session {
    /// Says something on the next page.
    pub(crate) fn say(&mut self, kind: Kind, text: impl Into<String>) {
        if self.notices.len() < 10 {
            self.notices.push(Notice { kind, text: text.into() });
        }
    }

    /// The units of all lines.
    pub(crate) fn units(&self) -> u32 {
        self.lines.iter().map(|line| line.quantity).fold(0, u32::saturating_add)
    }

    /// The order that holds what its checkout needs.
    pub(crate) fn held_order(&self) -> Option<&str> {
        self.hold.as_ref().and(self.order_id.as_deref())
    }

    /// Remembers an order of this visitor.
    pub(crate) fn remember_order(&mut self, order_id: String) {
        self.orders.retain(|known| *known != order_id);
        self.orders.insert(0, order_id);
        self.orders.truncate(MOST_ORDERS);
    }

    /// Remembers an order of this visitor, and begins anew.
    pub(crate) fn ordered(&mut self, order_id: String) {
        self.remember_order(order_id);
        (self.order_id, self.hold, self.seen, self.placing) = (None, None, None, None);
        self.lines.clear();
        self.codes.clear();
        self.claims.clear();
        self.declined.clear();
        self.typed.clear();
        self.channel = None;
    }
}

/// A visitor's session; whoever holds the lock is the only request of theirs that runs.
pub(crate) type Shared = Arc<tokio::sync::Mutex<Session>>;

/// All visitors.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Entry>>);

struct Entry {
    session: Shared,
    used: Instant,
}

impl Sessions {
    /// The session of a cookie.
    pub(crate) fn find(&self, id: &str) -> Option<Shared> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = all.get_mut(id)?;
        if entry.used.elapsed() > KEPT {
            all.remove(id);
            return None;
        }
        entry.used = Instant::now();
        Some(Arc::clone(&entry.session))
    }

    /// Gives a session another id: who signs in is not known by an id that others may have seen before.
    pub(crate) fn renew(&self, id: &str) -> Option<String> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = all.remove(id)?;
        let new = random_hex::<16>();
        all.insert(new.clone(), entry);
        Some(new)
    }

    /// A new session, and the id for its cookie.
    pub(crate) fn begin(&self) -> (String, Shared) {
        let (id, session) = (random_hex::<16>(), Shared::default());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            make_room(&mut all);
        }
        all.insert(id.clone(), Entry { session: Arc::clone(&session), used: Instant::now() });
        (id, session)
    }
}

/// Forgets who is away for long, and if that is not enough a tenth of all: those who are away longest.
fn make_room(all: &mut HashMap<String, Entry>) {
    all.retain(|_, entry| entry.used.elapsed() <= KEPT);
    if all.len() < MOST {
        return;
    }
    let mut times: Vec<Instant> = all.values().map(|entry| entry.used).collect();
    times.sort_unstable();
    let Some(oldest_kept) = times.get(MOST / 10).copied() else { return };
    all.retain(|_, entry| entry.used >= oldest_kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_visitors_are_remembered() {
        let sessions = Sessions::default();
        let (first, _) = sessions.begin();
        let mut last = String::new();
        for _ in 0..MOST {
            last = sessions.begin().0;
        }
        assert!(sessions.find(&last).is_some());
        assert!(sessions.find(&first).is_none(), "who was longest away made room");
        assert!(sessions.0.lock().unwrap().len() <= MOST);
        assert!(sessions.find("something else").is_none());
    }

    #[test]
    fn an_order_empties_the_cart_and_is_remembered() {
        let mut session = Session::default();
        session.lines.push(Line { product_id: "shirt".to_owned(), quantity: 2 });
        session.codes.push("SUMMER20".to_owned());
        session.channel = Some("popup".to_owned());
        session.ordered("W-1".to_owned());
        assert_eq!((session.units(), session.codes.len(), session.channel.as_deref()), (0, 0, None));
        assert_eq!(session.orders, ["W-1"]);
    }
}
