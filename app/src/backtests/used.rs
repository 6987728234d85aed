//! What the coupon has given inside a backtest: its limits and budgets hold there as they would have.

use std::collections::BTreeMap;

use tessera_engine::coupon::Limits;
use tessera_engine::facts::{Facts, Uses};
use tessera_engine::{Amounts, Currency, Money};

/// What was used so far.
#[derive(Default)]
pub(super) struct Used {
    is_limited: bool,
    total: u64,
    given: BTreeMap<Currency, i64>,
    /// The day that is going on in the store's zone, as `YYYY-MM-DD`.
    day: String,
    today: u64,
    given_today: BTreeMap<Currency, i64>,
    by_customer: BTreeMap<String, u64>,
    given_by_customer: BTreeMap<(String, Currency), i64>,
}

impl Used {
    /// Nothing was used; a coupon without limits is not counted.
    pub(super) fn new(limits: &Limits) -> Self {
        Self { is_limited: *limits != Limits::default(), ..Self::default() }
    }

    /// Whether anything is counted.
    pub(super) fn is_limited(&self) -> bool {
        self.is_limited
    }

    /// A day begins; orders come in the order of time.
    pub(super) fn begin_day(&mut self, day: String) {
        if self.day != day {
            self.day = day;
            self.today = 0;
            self.given_today.clear();
        }
    }

    /// What of it bears on the next order.
    pub(super) fn fill(&self, facts: &mut Facts, coupon_id: &str, identities: &[String], currency: Currency) {
        if !self.is_limited {
            return;
        }
        let money = |minor: Option<&i64>| {
            let minor = minor.copied().unwrap_or_default().clamp(0, Money::MAX_MINOR);
            Amounts::from([(currency, Money::new(minor).unwrap_or(Money::ZERO))])
        };
        // Either identity at its limit refuses.
        let uses = identities.iter().map(|identity| self.by_customer.get(identity).copied().unwrap_or_default());
        let given = identities.iter().filter_map(|identity| self.given_by_customer.get(&(identity.clone(), currency)));
        facts
            .uses
            .insert(coupon_id.to_owned(), Uses { total: self.total, customer: uses.max(), today: self.today, code: 0 });
        facts.budget_used.insert(coupon_id.to_owned(), money(self.given.get(&currency)));
        facts.budget_used_today.insert(coupon_id.to_owned(), money(self.given_today.get(&currency)));
        if !identities.is_empty() {
            facts.budget_used_by_customer.insert(coupon_id.to_owned(), money(given.max()));
        }
    }

    /// The coupon gave something on an order.
    pub(super) fn take(&mut self, identities: &[String], currency: Currency, amount: i64) {
        if !self.is_limited {
            return;
        }
        self.total += 1;
        self.today += 1;
        *self.given.entry(currency).or_default() += amount;
        *self.given_today.entry(currency).or_default() += amount;
        for identity in identities {
            *self.by_customer.entry(identity.clone()).or_default() += 1;
            *self.given_by_customer.entry((identity.clone(), currency)).or_default() += amount;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_anew_and_a_customer_does_not() {
        let usd = Currency::parse("USD").unwrap();
        let mut used = Used::new(&Limits { total: Some(9), ..Limits::default() });
        let ana = ["id:ana".to_owned(), "em:ana@x".to_owned()];
        used.begin_day("2026-06-01".to_owned());
        used.take(&ana, usd, 50);
        used.begin_day("2026-06-02".to_owned());
        used.take(&ana[1..], usd, 20);
        let mut facts = Facts::default();
        used.fill(&mut facts, "c", &ana, usd);
        assert_eq!(facts.uses["c"], Uses { total: 2, customer: Some(2), today: 1, code: 0 });
        assert_eq!(facts.budget_used["c"][&usd].minor(), 70);
        assert_eq!(facts.budget_used_today["c"][&usd].minor(), 20);
        assert_eq!(facts.budget_used_by_customer["c"][&usd].minor(), 70, "of the identity that got most");
        used.fill(&mut facts, "c", &[], usd);
        assert_eq!(facts.uses["c"].customer, None, "who is nobody has no count");
    }

    #[test]
    fn what_is_unlimited_is_not_counted() {
        let mut used = Used::new(&Limits::default());
        let mut facts = Facts::default();
        used.take(&[], Currency::parse("USD").unwrap(), 1);
        used.fill(&mut facts, "c", &[], Currency::parse("USD").unwrap());
        assert_eq!(facts, Facts::default());
    }
}
