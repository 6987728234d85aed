//! What each customer had ordered before an instant, built up while the orders go by in the order of time.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use tessera_engine::condition::history::AskedHistory;
use tessera_engine::facts::{Facts, Purchase};
use tessera_engine::{Currency, Money};
use tessera_store::history::BoughtLine;

/// An identity, by the order in which they came.
type Who = u32;

/// The orders that bear both of two identities, or with [`ALL`] all orders of one.
type Bearer = (Who, Who);

const ALL: Who = Who::MAX;

/// Units and the last time, by product and its categories.
type Bought = BTreeMap<(String, Vec<String>), (u64, Timestamp)>;

/// What was ordered so far.
#[derive(Default)]
pub(super) struct Book {
    asked: Option<AskedHistory>,
    known: BTreeMap<Box<str>, Who>,
    orders: BTreeMap<Bearer, u64>,
    spent: BTreeMap<(Bearer, Currency), Spent>,
    bought: BTreeMap<Who, Bought>,
}

/// Sums of what was spent, each with the instant from which on it holds.
#[derive(Default)]
struct Spent(Vec<(Timestamp, i64)>);

impl Spent {
    fn add(&mut self, at: Timestamp, amount: i64) {
        self.0.push((at, self.all().saturating_add(amount)));
    }

    fn all(&self) -> i64 {
        self.0.last().map_or(0, |(_, sum)| *sum)
    }

    fn since(&self, instant: Timestamp) -> i64 {
        let before = self.0.partition_point(|(at, _)| *at < instant);
        self.all() - before.checked_sub(1).map_or(0, |last| self.0[last].1)
    }
}

impl Book {
    /// A book that can answer what is asked; with `None` only who has ordered before.
    pub(super) fn new(asked: Option<AskedHistory>) -> Self {
        Self { asked, ..Self::default() }
    }

    /// Whether it needs to know what was in the orders.
    pub(super) fn needs_lines(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.purchases.is_some())
    }

    /// Whether anybody of these has ordered before.
    pub(super) fn has_ordered(&self, identities: &[String]) -> bool {
        identities.iter().any(|identity| self.known.contains_key(identity.as_str()))
    }

    /// Notes an order, which is later than all before.
    pub(super) fn note(
        &mut self,
        identities: &[String],
        at: Timestamp,
        currency: Option<Currency>,
        spent: i64,
        lines: &[BoughtLine],
    ) {
        let mut who: Vec<Who> = identities.iter().map(|identity| self.learn(identity)).collect();
        who.sort_unstable();
        who.dedup();
        let Some(asked) = &self.asked else { return };
        let both = match who[..] {
            [first, second] => Some((first, second)),
            _ => None,
        };
        for bearer in who.iter().map(|one| (*one, ALL)).chain(both) {
            *self.orders.entry(bearer).or_default() += 1;
            if let Some(currency) = currency {
                self.spent.entry((bearer, currency)).or_default().add(at, spent);
            }
        }
        let Some(purchases) = &asked.purchases else { return };
        let is_asked =
            |line: &&BoughtLine| purchases.products.as_ref().is_none_or(|products| products.contains(&line.product_id));
        for one in who {
            let bought = self.bought.entry(one).or_default();
            for line in lines.iter().filter(is_asked) {
                let key = (line.product_id.clone(), line.categories.clone());
                let known = bought.entry(key).or_insert((0, at));
                *known = (known.0 + line.quantity, at);
            }
        }
    }

    /// What had been ordered before now, the instant of the next order.
    pub(super) fn facts(&self, identities: &[String], now: Timestamp, currency: Currency) -> Facts {
        let Some(asked) = self.asked.as_ref().filter(|_| !identities.is_empty()) else { return Facts::default() };
        let mut who: Vec<Who> =
            identities.iter().filter_map(|identity| self.known.get(identity.as_str()).copied()).collect();
        who.sort_unstable();
        who.dedup();
        let money = |minor: i64| Money::new(minor.clamp(0, Money::MAX_MINOR)).unwrap_or(Money::ZERO);
        let days = |days: &u32| {
            let span = SignedDuration::from_hours(24 * i64::from(*days));
            let since = now.checked_sub(span).unwrap_or(Timestamp::MIN);
            (*days, money(self.sum(&who, |bearer| self.spent_of(bearer, currency, |spent| spent.since(since)))))
        };
        Facts {
            orders_count: Some(
                u64::try_from(self.sum(&who, |bearer| {
                    self.orders.get(&bearer).map_or(0, |orders| i64::try_from(*orders).unwrap_or(i64::MAX))
                }))
                .unwrap_or(0),
            ),
            total_spent: Some(money(self.sum(&who, |bearer| self.spent_of(bearer, currency, Spent::all)))),
            spent_within: asked.spent_within.iter().map(days).collect(),
            purchased: asked.purchases.as_ref().map(|_| self.purchases(&who)),
            ..Facts::default()
        }
    }

    /// Of one identity, or of two with what bears both counted once.
    fn sum(&self, who: &[Who], of: impl Fn(Bearer) -> i64) -> i64 {
        let each: i64 = who.iter().map(|one| of((*one, ALL))).sum();
        match who {
            [first, second] => each - of((*first, *second)),
            _ => each,
        }
    }

    fn spent_of(&self, bearer: Bearer, currency: Currency, read: impl Fn(&Spent) -> i64) -> i64 {
        self.spent.get(&(bearer, currency)).map_or(0, read)
    }

    fn purchases(&self, who: &[Who]) -> Vec<Purchase> {
        let bought = who.iter().filter_map(|one| self.bought.get(one)).flatten();
        bought
            .map(|((product_id, categories), (quantity, at))| Purchase {
                product_id: product_id.clone(),
                categories: categories.clone(),
                quantity: *quantity,
                at: *at,
            })
            .collect()
    }

    fn learn(&mut self, identity: &str) -> Who {
        if let Some(who) = self.known.get(identity) {
            return *who;
        }
        let who = Who::try_from(self.known.len()).unwrap_or(ALL - 1);
        self.known.insert(identity.into(), who);
        who
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_engine::condition::history::AskedPurchases;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    fn usd() -> Currency {
        Currency::parse("USD").unwrap()
    }

    #[test]
    fn an_order_of_an_account_and_its_address_counts_once() {
        let mut book = Book::new(Some(AskedHistory { spent_within: [10].into(), ..AskedHistory::default() }));
        let both = names(&["em:ana@x", "id:ana"]);
        assert!(!book.has_ordered(&both));
        book.note(&both, at(1), Some(usd()), 100, &[]);
        book.note(&names(&["em:ana@x"]), at(5), Some(usd()), 40, &[]);
        book.note(&names(&["id:ana"]), at(20), Currency::parse("EUR"), 7, &[]);
        let facts = book.facts(&both, at(14), usd());
        assert_eq!((facts.orders_count, facts.total_spent.unwrap().minor()), (Some(3), 140));
        assert_eq!(facts.spent_within[&10].minor(), 40, "since day 4");
        assert_eq!(book.facts(&names(&["id:ana"]), at(14), usd()).orders_count, Some(2));
        let unknown = book.facts(&names(&["id:ben"]), at(14), usd());
        assert_eq!((unknown.orders_count, unknown.total_spent.unwrap().minor()), (Some(0), 0));
        assert_eq!(book.facts(&[], at(14), usd()), Facts::default(), "of nobody nothing is known");
        assert!(book.has_ordered(&names(&["id:ben", "em:ana@x"])));
    }

    #[test]
    fn only_purchases_that_are_asked_for_are_kept() {
        let purchases = AskedPurchases { products: Some(["hat".to_owned()].into()), within_days: None };
        let mut book = Book::new(Some(AskedHistory { purchases: Some(purchases), ..AskedHistory::default() }));
        assert!(book.needs_lines() && !Book::new(None).needs_lines());
        let line = |id: &str| BoughtLine { product_id: id.to_owned(), categories: Vec::new(), quantity: 2 };
        book.note(&names(&["id:ana"]), at(1), Some(usd()), 1, &[line("hat"), line("bag")]);
        book.note(&names(&["id:ana"]), at(3), Some(usd()), 1, &[line("hat")]);
        let bought = book.facts(&names(&["id:ana"]), at(9), usd()).purchased.unwrap();
        assert_eq!((bought.len(), bought[0].quantity, bought[0].at), (1, 4, at(3)));
    }
}
