//! `POST /v1/quotes`: prices a cart.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use tessera_engine::cart::{Cart, PresentedDiscounts, QuoteRequest};
use tessera_engine::facts::Facts;
use tessera_engine::{FieldError, Quote, Request, evaluate};
use tessera_store::redemptions::RedemptionRecord;

use super::held::Held;
use super::moment::Moment;
use super::present::Candidates;
use crate::caller::{Caller, KeyKind, Scope};
use crate::failed_attempts::shopper;
use crate::identity::identities;
use crate::problem::{ErrorCode, Problem};
use crate::settings::StoreSettings;
use crate::start::App;

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// An answer to the shop's server.
    Quote,
    /// An answer to a browser, which can say it is anybody: it learns nothing of a customer's history.
    QuoteInBrowser,
    /// An order that is placed: its uses count against every identity the store knows.
    Order,
}

/// A priced cart with what a redemption of it needs.
pub(crate) struct Priced {
    /// The answer.
    pub(crate) quote: Quote,
    /// The cart, with what the store knows filled in.
    pub(crate) cart: Cart,
    /// The coupons it was priced with and the codes that unlocked them.
    pub(crate) candidates: Candidates,
    /// What was known of the past; its count of orders is `None` when no condition asked.
    pub(crate) facts: Facts,
    /// How many earlier orders it was priced with; `None`: no condition asked.
    pub(crate) seen_orders: Option<u64>,
    /// The instant it was priced for.
    pub(crate) at: Timestamp,
    /// For a renewal: what the first order redeemed, by coupon.
    pub(crate) begun: Option<BTreeMap<String, RedemptionRecord>>,
    /// The settings it was priced with.
    pub(crate) settings: Arc<StoreSettings>,
}

impl App {
    /// Prices a cart with the live coupons. Changes nothing.
    ///
    /// # Errors
    /// `scope_missing`; for a publishable key `publishable_key` or
    /// `invalid_body` when the cart says what only the shop's server may say; `unavailable` when history cannot be read.
    pub async fn create_quote(&self, caller: &Caller, request: QuoteRequest) -> Result<Quote, Problem> {
        // What the team tries in the admin pages is no attempt of a shopper, and neither is another instant.
        let is_shopper = request.as_of.is_none() && caller.key_id.starts_with("key_");
        let presents = !(request.discounts.codes.is_empty() && request.discounts.claims.is_empty());
        let moment = self.this_moment();
        let who = (is_shopper && presents).then(|| shopper(&request.cart, &moment.live.settings));
        let quote = self.create_quote_at(&moment, caller, request).await?;
        if let Some(who) = who {
            self.note_failed_attempts(&quote, &who, &moment.live.settings, moment.at);
        }
        Ok(quote)
    }

    /// [`App::create_quote`] at a moment that others share.
    pub(super) async fn create_quote_at(
        &self,
        moment: &Moment,
        caller: &Caller,
        request: QuoteRequest,
    ) -> Result<Quote, Problem> {
        match caller.kind {
            KeyKind::Secret => caller.require(Scope::Quotes)?,
            KeyKind::Publishable => refuse_forged(&request)?,
        }
        let purpose = match caller.kind {
            KeyKind::Secret => Purpose::Quote,
            KeyKind::Publishable => Purpose::QuoteInBrowser,
        };
        let priced = match request.as_of {
            None => self.price(moment, request.cart, &request.discounts, purpose, request.explain).await?,
            Some(at) => {
                let other = self.moment(moment, at).await?;
                self.price(&other, request.cart, &request.discounts, purpose, request.explain).await?
            }
        };
        let mut quote = priced.quote;
        if caller.kind == KeyKind::Publishable {
            quote.verified = Some(false);
        }
        Ok(quote)
    }

    /// Gathers what a price depends on and calls the engine, with the coupons and settings of one moment.
    pub(crate) async fn price(
        &self,
        moment: &Moment,
        cart: Cart,
        discounts: &PresentedDiscounts,
        purpose: Purpose,
        explain: bool,
    ) -> Result<Priced, Problem> {
        self.price_order(
            moment,
            cart,
            discounts,
            &Held::default(),
            PriceFor { purpose, explain, ..PriceFor::order(None) },
        )
        .await
    }

    /// The same for an order that may hold or have coupons already. Quotes, holds and redemptions all come through here.
    pub(crate) async fn price_order(
        &self,
        moment: &Moment,
        mut cart: Cart,
        discounts: &PresentedDiscounts,
        held: &Held,
        what_for: PriceFor<'_>,
    ) -> Result<Priced, Problem> {
        self.fill_cart(&mut cart).await?;
        let candidates = self.find_candidates(moment, &cart, discounts, what_for, held).await?;
        self.price_candidates(moment, cart, &discounts.declined, candidates, held, what_for).await
    }

    /// The same once it is known which coupons can have a say.
    pub(super) async fn price_candidates(
        &self,
        moment: &Moment,
        mut cart: Cart,
        declined: &[String],
        mut candidates: Candidates,
        held: &Held,
        what_for: PriceFor<'_>,
    ) -> Result<Priced, Problem> {
        let live = &moment.live;
        let facts = self.gather_facts(live, &mut candidates, &mut cart, what_for, moment.at).await?;
        let seen_orders = facts.orders_count;
        let who = || identities(cart.customer.as_ref(), live.settings.normalise_email);
        let mut facts = candidates.honour(held, facts, cart.currency, who);
        if what_for.is_first_order_taken {
            facts.orders_count = facts.orders_count.map(|orders| orders.max(1));
        }
        candidates.limit_balances(held, &facts);
        self.fill_balances(&mut candidates, held, cart.currency, what_for.order_id).await?;
        let begun = self.find_first_order(&cart, held).await?;
        let quote = evaluate(&Request {
            cart: &cart,
            now: moment.at,
            settings: &live.settings.pricing,
            automatic: &candidates.automatic,
            presented: &candidates.presented,
            declined,
            facts: &facts,
            categories: &live.categories,
            explain: what_for.explain,
            first_order: begun.as_ref().map(|begun| &begun.order),
        });
        Ok(Priced {
            begun: begun.map(|begun| begun.redemptions),
            quote,
            cart,
            candidates,
            facts,
            seen_orders,
            at: moment.at,
            settings: Arc::clone(&live.settings),
        })
    }
}

/// What a price is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PriceFor<'a> {
    /// Who gets the answer.
    pub(crate) purpose: Purpose,
    /// Whether to report every candidate.
    pub(crate) explain: bool,
    /// The order it is for: what that holds is free to it.
    pub(crate) order_id: Option<&'a str>,
    /// Whether another order holds the customer's first order.
    pub(crate) is_first_order_taken: bool,
}

impl<'a> PriceFor<'a> {
    /// A price for an order that is held or placed.
    pub(crate) const fn order(order_id: Option<&'a str>) -> Self {
        Self { purpose: Purpose::Order, explain: false, order_id, is_first_order_taken: false }
    }
}

/// A browser can say anything: with a publishable key a cart may not hold what only the shop's server may say.
fn refuse_forged(request: &QuoteRequest) -> Result<(), Problem> {
    let withheld: Vec<FieldError> = [(request.explain, "explain"), (request.as_of.is_some(), "as_of")]
        .into_iter()
        .filter(|(said, _)| *said)
        .map(|(_, name)| FieldError {
            pointer: format!("/{name}"),
            code: "not_with_publishable_key",
            detail: "is not for a publishable key; leave it out, or ask from your server with a secret key".to_owned(),
        })
        .collect();
    if !withheld.is_empty() {
        return Err(Problem { error: ErrorCode::PublishableKey, ..Problem::fields(withheld) });
    }
    let mut pointers = Vec::new();
    for (index, line) in request.cart.line_items.iter().enumerate() {
        for (said, name) in [(line.unit_cost.is_some(), "unit_cost"), (line.min_unit_price.is_some(), "min_unit_price")]
        {
            if said {
                pointers.push(format!("/cart/line_items/{index}/{name}"));
            }
        }
    }
    if request.cart.billing.is_some() {
        pointers.push("/cart/billing".to_owned());
    }
    if let Some(customer) = &request.cart.customer {
        let said = [
            (customer.id.is_some(), "id"),
            (customer.segments.is_some(), "segments"),
            (customer.orders_count.is_some(), "orders_count"),
            (customer.total_spent.is_some(), "total_spent"),
            (customer.logged_in.is_some(), "logged_in"),
            (customer.verified.is_some(), "verified"),
            (customer.attributes.is_some(), "attributes"),
        ];
        pointers.extend(said.into_iter().filter(|(said, _)| *said).map(|(_, name)| format!("/cart/customer/{name}")));
    }
    if pointers.is_empty() {
        return Ok(());
    }
    let detail =
        "may not be said with a publishable key; it comes from the store or from your server with a secret key";
    Err(Problem::fields(
        pointers
            .into_iter()
            .map(|pointer| FieldError { pointer, code: "not_with_publishable_key", detail: detail.to_owned() })
            .collect(),
    ))
}
