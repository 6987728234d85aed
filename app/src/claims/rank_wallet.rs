//! `POST /v1/customers/{id}/wallet/best`: which of a customer's claims are worth most for a cart.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use tessera_engine::cart::{Cart, Customer, PresentedDiscounts};
use tessera_engine::facts::Facts;
use tessera_engine::{FieldError, Presented, Quote, Reason, Request, Settings, evaluate};
use tessera_store::claims::{self, Tab};

use super::request::WalletRequest;
use super::view::ClaimView;
use crate::caller::{Caller, KeyKind, Scope};
use crate::live::Live;
use crate::problem::{ErrorCode, Problem};
use crate::quotes::{
    Candidates, Held, PriceFor, admit_customer, hide_details, named_by_token, purpose_of, refuse_forged_cart,
    refuse_order,
};
use crate::start::App;

/// Claims of one wallet that are priced at most: the newest of those that may be used.
const MOST: u32 = 100;

/// Steps that one claim's price may always take; all of them together take no more than one quote of the store.
const LEAST_WORK: u64 = 200_000;

/// A customer's claims for a cart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankedWallet {
    /// Of all amounts.
    pub currency: String,
    /// What the cart costs without any claim.
    pub total: i64,
    /// What can be used for it, the best first.
    pub usable: Vec<UsableClaim>,
    /// What cannot, and why.
    pub unusable: Vec<UnusableClaim>,
    /// Whether there are more claims than were looked at.
    pub more: bool,
}

/// A claim that can be used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UsableClaim {
    /// The claim.
    pub claim: ClaimView,
    /// What it saves beside what the cart has by itself.
    pub saving: i64,
    /// What the cart costs with it.
    pub total: i64,
}

/// A claim that cannot be used now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnusableClaim {
    /// The claim.
    pub claim: ClaimView,
    /// As quotes name it.
    pub reason: Reason,
    /// In words.
    pub message: String,
    /// The numbers behind it.
    pub details: Value,
}

/// Everything a price depends on, for prices that are made one after another.
struct Pricing {
    live: Arc<Live>,
    settings: Settings,
    cart: Cart,
    candidates: Candidates,
    facts: Facts,
    now: jiff::Timestamp,
}

impl Pricing {
    fn price(&self, presented: &[Presented]) -> Quote {
        evaluate(&Request {
            cart: &self.cart,
            now: self.now,
            settings: &self.settings,
            automatic: &self.candidates.automatic,
            presented,
            declined: &[],
            facts: &self.facts,
            categories: &self.live.categories,
            explain: false,
            first_order: None,
        })
    }
}

impl App {
    /// Prices a cart with each of a customer's claims by itself, as a quote would.
    ///
    /// # Errors
    /// `scope_missing`; for a publishable key `customer_token_missing`, `customer_token_other`, `publishable_key` for an order
    /// in the body; `invalid_body` for a cart of
    /// somebody else, or one that says what is not a browser's to say; `unavailable`.
    pub async fn rank_wallet(
        &self,
        caller: &Caller,
        customer_id: &str,
        request: WalletRequest,
    ) -> Result<RankedWallet, Problem> {
        let customer_id = caller.require_for(Scope::Claims, customer_id)?;
        let WalletRequest { mut cart, mut order_id } = request;
        if caller.kind == KeyKind::Publishable {
            refuse_order(order_id.as_deref())?;
            refuse_forged_cart(&cart)?;
            admit_customer(&mut cart, caller);
            order_id = named_by_token(caller);
        }
        let order_id = self.not_placed(order_id).await?;
        let mut cart = of_customer(cart, customer_id)?;
        let owner = customer_id.to_owned();
        let page = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { claims::list_wallet(tx, &owner, Tab::Available, MOST, None).await }));
        let page = page.await?;
        let ids: Vec<String> = page.data.iter().map(|claim| claim.id.clone()).collect();
        let (moment, what_for) =
            (self.this_moment(), PriceFor { purpose: purpose_of(caller), ..PriceFor::order(order_id.as_deref()) });
        self.fill_cart(&mut cart).await?;
        let discounts = PresentedDiscounts { claims: ids.clone(), ..PresentedDiscounts::default() };
        let mut candidates = self.find_candidates(&moment, &cart, &discounts, what_for, &Held::default()).await?;
        candidates.offered.clear();
        let live = Arc::clone(&moment.live);
        let facts = self.gather_facts(&live, &mut candidates, &mut cart, what_for, moment.at).await?;
        let mut settings = live.settings.pricing.clone();
        let prices = u64::try_from(ids.len()).unwrap_or(u64::MAX).saturating_add(1);
        settings.max_work = (settings.max_work / prices).max(LEAST_WORK.min(settings.max_work));
        let pricing = Pricing { live, settings, cart, candidates, facts, now: moment.at };
        let priced = tokio::task::spawn_blocking(move || {
            let without = pricing.price(&[]);
            let with: Vec<Quote> =
                pricing.candidates.presented.iter().map(|one| pricing.price(std::slice::from_ref(one))).collect();
            (without, with, pricing.cart.context.locale)
        });
        let (without, with, locale) = priced.await.map_err(|error| {
            tracing::error!(%error, "a quote panicked");
            Problem::of(ErrorCode::Internal)
        })?;
        let views = self.view_claims(ids, locale.as_deref(), caller.kind).await?;
        let mut ranked = ranked(&without, with, views, page.next_cursor.is_some());
        if caller.kind == KeyKind::Publishable {
            ranked.unusable.iter_mut().for_each(|unusable| hide_details(&mut unusable.details));
        }
        Ok(ranked)
    }

    async fn view_claims(
        &self,
        ids: Vec<String>,
        locale: Option<&str>,
        to: KeyKind,
    ) -> Result<Vec<Option<ClaimView>>, Problem> {
        let (zone, now) = (self.live().settings.zone(), self.inner.clock.now());
        let found = self.find_claims(ids).await?;
        let view = |found: Option<crate::quotes::FoundClaim>| {
            found.map(|found| ClaimView::of(&found, now, locale.unwrap_or("en"), &zone, to)).transpose()
        };
        found.into_iter().map(view).collect()
    }
}

/// The cart as the customer's.
fn of_customer(mut cart: Cart, customer_id: &str) -> Result<Cart, Problem> {
    let customer = cart.customer.get_or_insert_with(Customer::default);
    if customer.id.as_deref().is_some_and(|id| id != customer_id) {
        let detail = "is not the customer of the path; leave it out".to_owned();
        let pointer = "/cart/customer/id".to_owned();
        return Err(Problem::fields(vec![FieldError { pointer, code: "invalid_value", detail }]));
    }
    customer.id = Some(customer_id.to_owned());
    Ok(cart)
}

fn ranked(without: &Quote, with: Vec<Quote>, views: Vec<Option<ClaimView>>, more: bool) -> RankedWallet {
    let (mut usable, mut unusable) = (Vec::new(), Vec::new());
    for (quote, claim) in with.into_iter().zip(views) {
        let Some(claim) = claim else { continue };
        match quote.discounts.rejected.into_iter().next() {
            None => {
                let saving = quote.totals.savings - without.totals.savings;
                usable.push(UsableClaim { claim, saving, total: quote.totals.total });
            }
            Some(rejected) => unusable.push(UnusableClaim {
                claim,
                reason: rejected.reason,
                message: rejected.message,
                details: rejected.details,
            }),
        }
    }
    // What ends first is used first where it saves as much.
    let end = |one: &UsableClaim| (one.claim.ends_at.is_none(), one.claim.ends_at);
    usable.sort_by(|a, b| {
        let by_end = end(a).cmp(&end(b)).then_with(|| a.claim.id.cmp(&b.claim.id));
        b.saving.cmp(&a.saving).then(by_end)
    });
    RankedWallet { currency: without.currency.to_string(), total: without.totals.total, usable, unusable, more }
}
