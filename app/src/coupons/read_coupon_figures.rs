//! What the uses of coupons came to: for the page of one, and for a page of the list.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use tessera_store::{coupons, redemptions};

use super::update_coupon::not_found;
use super::view::stored_terms;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// The newest uses of a coupon that its figures are of. More would make a busy coupon's page wait.
const MOST_USES: u32 = 5_000;

/// The same for each coupon of a list.
const MOST_USES_IN_LIST: u32 = 200;

/// Days of the trend in a list.
pub const TREND_DAYS: usize = 30;

/// What a coupon came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CouponFigures {
    /// By currency.
    pub by_currency: Vec<CurrencyFigures>,
    /// The budget there is and what of it is spent or held, in minor units by currency.
    pub budget: Vec<BudgetFigure>,
    /// Whether there are more uses than were looked at: then the figures are of the newest.
    pub is_partial: bool,
}

/// What a coupon came to in one currency, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyFigures {
    /// The currency.
    pub currency: String,
    /// Orders that have the coupon now.
    pub orders: u64,
    /// What it gave them.
    pub given: i64,
    /// What was paid for them and did not come back.
    pub revenue: i64,
}

impl CurrencyFigures {
    /// What an order is worth on average, to the whole minor unit below; `None` without orders.
    #[must_use]
    pub fn average_order(&self) -> Option<i64> {
        self.revenue.checked_div(i64::try_from(self.orders).ok()?)
    }
}

/// A budget in one currency, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetFigure {
    /// The currency.
    pub currency: String,
    /// What there is.
    pub budget: i64,
    /// What of it is spent or held.
    pub used: u64,
}

/// What a coupon of a list gave lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CouponTrend {
    /// What it gave, in minor units by currency.
    pub given: BTreeMap<String, i64>,
    /// Uses on each of the days, the oldest first; a day without uses is 0.
    pub uses: Vec<u64>,
    /// Whether there were more uses than were looked at.
    pub is_partial: bool,
}

impl App {
    /// What a coupon came to, of its newest uses.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_coupon_figures(&self, caller: &Caller, id: &str) -> Result<CouponFigures, Problem> {
        caller.require(Scope::CouponsRead)?;
        let wanted = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let Some(record) = coupons::read_coupon(tx, &wanted).await? else { return Ok(None) };
                let budget = stored_terms(&wanted, &record.terms)?.limits.budget.unwrap_or_default();
                let found = redemptions::read_figures(tx, &wanted, MOST_USES).await?;
                let mut figures = CouponFigures {
                    is_partial: found.iter().map(|found| found.uses).sum::<u64>() >= u64::from(MOST_USES),
                    ..CouponFigures::default()
                };
                for (currency, most) in budget.iter() {
                    let currency = currency.to_string();
                    let used = redemptions::read_budget_used(tx, &wanted, &currency).await?;
                    figures.budget.push(BudgetFigure { currency, budget: most.minor(), used });
                }
                let found = found.into_iter().filter(|found| found.orders > 0);
                figures.by_currency = found
                    .map(|found| CurrencyFigures {
                        currency: found.currency,
                        orders: found.orders,
                        given: found.given,
                        revenue: found.revenue,
                    })
                    .collect();
                Ok::<_, Problem>(Some(figures))
            })
        });
        found.await?.ok_or_else(|| not_found(id))
    }

    /// What coupons of a list gave in the last thirty days, by coupon: one statement for all of them. A coupon without
    /// uses is not in the answer.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn read_coupon_trends(
        &self,
        caller: &Caller,
        ids: &[String],
    ) -> Result<BTreeMap<String, CouponTrend>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let since = trend_start(self.now());
        let ids = ids.to_vec();
        let days = self.inner.store.read(move |tx| {
            Box::pin(async move {
                redemptions::read_given_by_day(tx, &ids, since, MOST_USES_IN_LIST).await.map_err(Problem::from)
            })
        });
        let mut trends: BTreeMap<String, CouponTrend> = BTreeMap::new();
        let mut looked_at = BTreeMap::<String, u64>::new();
        for day in days.await? {
            *looked_at.entry(day.coupon_id.clone()).or_default() += day.looked_at;
            if day.uses == 0 {
                continue;
            }
            let trend = trends.entry(day.coupon_id).or_default();
            trend.uses.resize(TREND_DAYS, 0);
            *trend.given.entry(day.currency).or_default() += day.given;
            let place = usize::try_from(day.day).unwrap_or(usize::MAX).min(TREND_DAYS - 1);
            if let Some(uses) = trend.uses.get_mut(place) {
                *uses += day.uses;
            }
        }
        for (id, trend) in &mut trends {
            trend.is_partial = looked_at.get(id).is_some_and(|looked_at| *looked_at >= u64::from(MOST_USES_IN_LIST));
        }
        Ok(trends)
    }
}

/// The first instant of the trend that ends now.
fn trend_start(now: Timestamp) -> Timestamp {
    let days = i64::try_from(TREND_DAYS).unwrap_or(30);
    now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_is_of_the_orders_there_are() {
        let figures = |orders, revenue| CurrencyFigures { currency: "EUR".to_owned(), orders, given: 0, revenue };
        assert_eq!(figures(3, 10_000).average_order(), Some(3_333));
        assert_eq!(figures(0, 0).average_order(), None);
    }
}
