//! `POST /v1/quotes`: prices a cart.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use tessera_engine::cart::{Cart, PresentedDiscounts, QuoteRequest};
use tessera_engine::facts::Facts;
use tessera_engine::{Quote, Request, evaluate};
use tessera_store::redemptions::{self, RedemptionRecord};

use super::for_shopper::hide_from_shopper;
use super::held::Held;
use super::moment::Moment;
use super::present::Candidates;
use super::shopper::{admit_customer, named_by_token, purpose_of, refuse_forged};
use crate::caller::{Caller, KeyKind, Scope};
use crate::failed_attempts::shopper;
use crate::identity::identities;
use crate::problem::Problem;
use crate::settings::StoreSettings;
use crate::start::App;

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// An answer to the shop's server.
    Quote,
    /// An answer to a browser, which can say it is anybody: it learns nothing of a customer's history.
    QuoteInBrowser,
    /// An answer to a browser of a customer that a token vouches for: it learns of them and of nobody else.
    QuoteOfCustomer,
    /// An order that is placed: its uses count against every identity the store knows.
    Order,
}

impl Purpose {
    /// Whether a browser gets the answer.
    pub(crate) const fn is_browser(self) -> bool {
        matches!(self, Self::QuoteInBrowser | Self::QuoteOfCustomer)
    }
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
    /// Prices a cart with the live coupons. Changes nothing. With a publishable key the customer is the one of its token.
    ///
    /// # Errors
    /// `scope_missing`; for a publishable key `publishable_key`, `rate_limited` or
    /// `invalid_body` when the cart says what only the shop's server may say; `unavailable` when history cannot be read.
    pub async fn create_quote(&self, caller: &Caller, request: QuoteRequest) -> Result<Quote, Problem> {
        self.quote(caller, request, false).await
    }

    /// The same for a body as it was sent, with a cart token's word for the cart in it.
    ///
    /// # Errors
    /// What a malformed body is refused with, `cart_token_mismatch`, those of [`App::create_quote`].
    pub async fn create_quote_of(&self, caller: &Caller, body: &[u8]) -> Result<Quote, Problem> {
        let request = QuoteRequest::from_json(body)?;
        self.quote(caller, request, caller.vouches_for_cart(body)?).await
    }

    async fn quote(&self, caller: &Caller, mut request: QuoteRequest, is_vouched_for: bool) -> Result<Quote, Problem> {
        if caller.kind == KeyKind::Publishable {
            refuse_forged(&request)?;
            if !request.discounts.codes.is_empty() {
                self.refuse_guessing(caller)?;
            }
            admit_customer(&mut request.cart, caller);
            request.order_id = named_by_token(caller);
        }
        // What the team tries in the admin pages is no attempt of a shopper, and neither is another instant.
        let is_shopper = request.as_of.is_none() && caller.key_id.starts_with("key_");
        let presents = !(request.discounts.codes.is_empty() && request.discounts.claims.is_empty());
        let moment = self.this_moment();
        let who = (is_shopper && presents).then(|| shopper(&request.cart, &moment.live.settings));
        let mut quote = self.create_quote_at(&moment, caller, request).await?;
        if caller.kind == KeyKind::Publishable {
            self.note_wrong_codes(caller, &quote)?;
            hide_from_shopper(&mut quote);
            quote.verified = Some(is_vouched_for);
        }
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
        if caller.kind == KeyKind::Secret {
            caller.require(Scope::Quotes)?;
        }
        let QuoteRequest { cart, discounts, explain, as_of, order_id } = request;
        let order_id = self.not_placed(order_id).await?;
        let what_for = PriceFor { purpose: purpose_of(caller), explain, ..PriceFor::order(order_id.as_deref()) };
        let other = match as_of {
            None => None,
            Some(at) => Some(self.moment(moment, at).await?),
        };
        let moment = other.as_ref().unwrap_or(moment);
        Ok(self.price_order(moment, cart, &discounts, &Held::default(), what_for).await?.quote)
    }

    /// The order that a question is for, unless it is placed: such a one holds nothing any more, and what it used is used.
    pub(crate) async fn not_placed(&self, order_id: Option<String>) -> Result<Option<String>, Problem> {
        let Some(order_id) = order_id else { return Ok(None) };
        let id = order_id.clone();
        let placed =
            self.inner.store.read(move |tx| Box::pin(async move { redemptions::read_order(tx, &id).await })).await?;
        Ok(placed.is_none().then_some(order_id))
    }

    /// Gathers what a price depends on and calls the engine, with the coupons and settings of one moment. Quotes, holds and
    /// redemptions all come through here; an order may hold or have coupons already.
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
