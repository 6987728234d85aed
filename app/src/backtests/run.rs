//! Goes through the orders in the order of time, each priced at its own instant with what was known then.

use std::collections::BTreeMap;
use std::sync::Mutex;

use jiff::Timestamp;
use tessera_engine::Currency;
use tessera_engine::cart::Cart;
use tessera_store::StoreError;
use tessera_store::redemptions::{self, OrderPlace, PlacedOrderRecord};

use super::book::Book;
use super::plan::Plan;
use super::tally::{FactsUsed, PricedOrder, Tally};
use super::used::Used;
use crate::orders::{PricedDocument, bought_lines};
use crate::problem::Problem;
use crate::segments::{Asking, segments_of};
use crate::start::App;

/// Orders read at a time.
const PAGE: u32 = 1_000;

/// Orders priced before others get the thread.
const BEFORE_OTHERS: usize = 50;

/// Backtests that are kept in memory between two of their steps.
const KEPT: usize = 8;

/// A backtest that is under way.
pub(super) struct Run {
    plan: Plan,
    book: Book,
    used: Used,
    tally: Tally,
    at: OrderPlace,
    is_over: bool,
}

/// The backtests that are under way in this process, by job, each with the number of its next step. One that is not here
/// is begun again from the first order: it reads alone, so that nothing but time is lost.
#[derive(Default)]
pub(crate) struct RunningBacktests(Mutex<BTreeMap<String, (u64, Box<Run>)>>);

impl RunningBacktests {
    /// Takes one out, if it is the one before this step.
    pub(super) fn take(&self, job_id: &str, step: u64) -> Option<Box<Run>> {
        let kept = self.0.lock().expect("nothing panics while it holds this lock").remove(job_id);
        kept.filter(|(next, _)| *next == step).map(|(_, run)| run)
    }

    /// Keeps one for its next step. Of too many the oldest goes: job ids rise with time.
    pub(super) fn keep(&self, job_id: &str, step: u64, run: Box<Run>) {
        let mut kept = self.0.lock().expect("nothing panics while it holds this lock");
        kept.insert(job_id.to_owned(), (step, run));
        while kept.len() > KEPT {
            kept.pop_first();
        }
    }
}

impl Run {
    /// A backtest that begins.
    pub(super) fn new(plan: Plan) -> Self {
        let asked = plan.coupon.asked_history().cloned();
        let asks_segments = !plan.coupon.asked_segments().is_empty();
        let facts_used = FactsUsed {
            history: if asked.is_some() { "before_each_order" } else { "not_asked" },
            segments: if asks_segments { "as_of_now" } else { "not_asked" },
        };
        Self {
            used: Used::new(&plan.coupon.terms.limits),
            tally: Tally::new(plan.period, facts_used),
            book: Book::new(asked),
            at: OrderPlace::before(Timestamp::MIN),
            is_over: false,
            plan,
        }
    }

    /// Orders that were priced so far.
    pub(super) fn done(&self) -> u64 {
        self.tally.orders
    }

    /// What came of it, or the run itself where it is not over.
    pub(super) fn result(self: Box<Self>) -> Result<Tally, Box<Self>> {
        if self.is_over { Ok(self.tally.finish()) } else { Err(self) }
    }

    fn from(&self) -> Timestamp {
        self.plan.period.from.unwrap_or(Timestamp::MIN)
    }
}

impl App {
    /// Takes a backtest so many orders further. What lies before its period is read to know who had ordered before.
    pub(super) async fn run_backtest(&self, run: &mut Run, orders: u64) -> Result<(), Problem> {
        let until = run.plan.period.to.unwrap_or(Timestamp::MAX);
        let stop = run.tally.orders.saturating_add(orders);
        while !run.is_over && run.tally.orders < stop {
            let is_early = run.at.placed_at < run.from();
            let (after, is_whole) = (run.at.clone(), !is_early || run.book.needs_lines());
            let until = if is_early { run.from() } else { until };
            let page = self.inner.store.read(move |tx| {
                Box::pin(async move {
                    redemptions::list_placed_orders(tx, &after, until, is_whole, PAGE).await.map_err(Problem::from)
                })
            });
            let page = page.await?;
            match page.last() {
                Some(last) => run.at = last.place(),
                None if is_early => run.at = OrderPlace::before(run.from()),
                None => run.is_over = true,
            }
            if is_early {
                for (number, order) in page.iter().enumerate() {
                    run.note(order, &run.lines_of(order)?);
                    self.let_others(number).await;
                }
            } else {
                self.price_page(run, page).await?;
            }
        }
        Ok(())
    }

    async fn price_page(&self, run: &mut Run, page: Vec<PlacedOrderRecord>) -> Result<(), Problem> {
        let Some((first, last)) = page.first().zip(page.last()).map(|(first, last)| (first.place(), last.place()))
        else {
            return Ok(());
        };
        let given = self.inner.store.read(move |tx| {
            Box::pin(async move { redemptions::read_given(tx, &first, &last).await.map_err(Problem::from) })
        });
        let mut given = given.await?;
        for (number, order) in page.into_iter().enumerate() {
            let mut others = given.remove(&order.order_id).unwrap_or_default();
            others.retain(|(coupon_id, _)| *coupon_id != run.plan.coupon_id);
            let mut cart = run.cart_of(&order)?;
            if !run.plan.coupon.asked_segments().is_empty() {
                self.fill_past_segments(run, &mut cart).await?;
            }
            run.price(&order, &cart, &others);
            self.let_others(number).await;
        }
        Ok(())
    }

    /// The segments a customer is in now: who was in them when nobody wrote down.
    async fn fill_past_segments(&self, run: &Run, cart: &mut Cart) -> Result<(), Problem> {
        let Some(customer) = cart.customer.clone() else { return Ok(()) };
        let now = self.inner.clock.now();
        let currency = Some(cart.currency);
        let asking = Asking { live: std::sync::Arc::clone(&run.plan.live), at: now, seen_from: now, currency };
        let asked = run.plan.coupon.asked_segments().clone();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move { segments_of(tx, &asking, &customer, &asked).await.map_err(Problem::from) })
        });
        let segments = found.await?;
        if let Some(customer) = &mut cart.customer {
            customer.segments = segments;
        }
        Ok(())
    }

    async fn let_others(&self, number: usize) {
        if number.is_multiple_of(BEFORE_OTHERS) {
            tokio::task::yield_now().await;
        }
    }
}

impl Run {
    /// Prices an order and counts it. A renewal consumes nothing and asks no condition: it is history and no more.
    fn price(&mut self, order: &PlacedOrderRecord, cart: &Cart, others: &[(String, i64)]) {
        if cart.billing.is_none() {
            let (at, identities) = (order.placed_at, &order.identities);
            let date = at.to_zoned(self.plan.zone.clone()).date();
            if self.used.is_limited() {
                self.used.begin_day(date.to_string());
            }
            let mut facts = self.book.facts(identities, at, cart.currency);
            self.used.fill(&mut facts, &self.plan.coupon_id, identities, cart.currency);
            let quote = self.plan.price(cart, at, &facts);
            let given = self.tally.add(&PricedOrder {
                cart,
                quote: &quote,
                month: format!("{:04}-{:02}", date.year(), date.month()),
                has_ordered: (!identities.is_empty()).then(|| self.book.has_ordered(identities)),
                others,
            });
            if given > 0 {
                self.used.take(identities, cart.currency, given);
            }
        }
        let lines = if self.book.needs_lines() { bought_lines(cart) } else { Vec::new() };
        self.note(order, &lines);
    }

    fn note(&mut self, order: &PlacedOrderRecord, lines: &[tessera_store::history::BoughtLine]) {
        let currency = Currency::parse(&order.currency);
        self.book.note(&order.identities, order.placed_at, currency, order.spent, lines);
    }

    fn lines_of(&self, order: &PlacedOrderRecord) -> Result<Vec<tessera_store::history::BoughtLine>, Problem> {
        if !self.book.needs_lines() {
            return Ok(Vec::new());
        }
        self.cart_of(order).map(|cart| bought_lines(&cart))
    }

    /// The cart with what the store knew.
    fn cart_of(&self, order: &PlacedOrderRecord) -> Result<Cart, Problem> {
        let document = order.document.as_ref().ok_or_else(|| {
            Problem::from(StoreError::Internal(format!("the order `{}` was read without its cart", order.order_id)))
        })?;
        PricedDocument::cart_of(&order.order_id, &document.cart, document.priced.as_deref())
    }
}
