//! Whether a coupon would have given something on the orders of late: what an editor warns by. Requirement 297.

use jiff::Timestamp;
use tessera_engine::coupon::Limits;
use tessera_engine::{Reason, Terms};
use tessera_store::redemptions::{self, OrderPlace};

use super::plan::Plan;
use super::request::BacktestRequest;
use crate::orders::PricedDocument;
use crate::problem::Problem;
use crate::start::App;

/// Orders read at a time.
const PAGE: u32 = 200;

/// How many orders a coupon fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// Orders that were looked at, the newest first.
    pub looked_at: u64,
    /// Those of them on which the coupon gives something.
    pub orders: u64,
    /// Those of them of which that cannot be told from what is stored with the order.
    pub unknown: u64,
    /// Whether these are all the orders of the time.
    pub is_all: bool,
}

impl Matching {
    /// Whether it can be said that the coupon fits none of the orders, and that there were some.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.is_all && self.looked_at > 0 && self.orders == 0 && self.unknown == 0
    }
}

impl App {
    /// Looks at the newest orders of a stretch of time, `at_most` so many, as a backtest does but without limits: the
    /// history of a customer is what was asked for when the order was placed.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn count_matching(
        &self,
        terms: Terms,
        from: Timestamp,
        to: Timestamp,
        at_most: u64,
    ) -> Result<Matching, Problem> {
        let period = BacktestRequest { from: Some(from), to: Some(to) };
        let terms = Terms { limits: Limits::default(), ..terms };
        let plan = Plan::new("draft", terms, period, self.live());
        let (mut found, mut before) = (Matching::default(), OrderPlace::before(to));
        loop {
            let asked = before.clone();
            let page = self.inner.store.read(move |tx| {
                Box::pin(
                    async move { redemptions::list_newest_orders(tx, &asked, from, PAGE).await.map_err(Problem::from) },
                )
            });
            let page = page.await?;
            let Some(last) = page.last() else { return Ok(Matching { is_all: true, ..found }) };
            before = last.place();
            for order in &page {
                if found.looked_at >= at_most {
                    return Ok(found);
                }
                let Some(stored) = &order.document else { continue };
                let document = PricedDocument::parse(&order.order_id, stored.priced.as_deref(), order.placed_at)?;
                let cart = PricedDocument::cart_of(&order.order_id, &stored.cart, stored.priced.as_deref())?;
                let quote = plan.price(&cart, order.placed_at, &document.facts());
                found.looked_at += 1;
                if quote.totals.savings > 0 {
                    found.orders += 1;
                } else if quote.discounts.rejected.iter().any(|one| one.reason == Reason::InformationMissing) {
                    found.unknown += 1;
                }
            }
            tokio::task::yield_now().await;
        }
    }
}
