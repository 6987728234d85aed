//! `GET /v1/coupons/{id}/lint` and `POST /v1/coupons/lint`: what to look at again in a coupon. The rules are the engine's;
//! here is gathered what a coupon alone does not say.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tessera_engine::benefit::Benefit;
use tessera_engine::cart::Cart;
use tessera_engine::coupon::Status;
use tessera_engine::facts::Campaign;
use tessera_engine::lint::{LintContext, MatchedOrders, Warning, lint};
use tessera_engine::{CompiledCoupon, Currency, Locale, Terms, from_json};
use tessera_store::codes::CodeFilter;
use tessera_store::{campaigns, codes, coupons, products};

use super::update_coupon::not_found;
use super::view::stored_terms;
use crate::caller::{Caller, Scope};
use crate::live::Live;
use crate::problem::{ErrorCode, Problem};
use crate::products::Product;
use crate::quotes::fill_line;
use crate::settings::StoreSettings;
use crate::start::App;

/// So many products are looked at; of a shop with more, these of the lowest ids.
const PRODUCTS: usize = 5_000;
/// Orders of so many days are looked at.
const DAYS: u32 = 90;
/// So many of them at most; of a shop with more it is not said that none fits.
const ORDERS: u64 = 2_000;
/// Products of one cart.
const OF_A_CART: usize = 1_000;

impl App {
    /// What to look at again in a stored coupon.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn lint_coupon(&self, caller: &Caller, id: &str, locale: Locale) -> Result<Vec<Warning>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let wanted = id.to_owned();
        let read = self.inner.store.read(move |tx| Box::pin(async move { coupons::read_coupon(tx, &wanted).await }));
        let record = read.await?.ok_or_else(|| not_found(id))?;
        let terms = stored_terms(id, &record.terms)?;
        self.lint(terms, Some(id.to_owned()), locale).await
    }

    /// What to look at again in a coupon that is not stored, or in what a stored one is to become: then with its id.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn lint_draft(
        &self,
        caller: &Caller,
        terms: Terms,
        id: Option<String>,
        locale: Locale,
    ) -> Result<Vec<Warning>, Problem> {
        caller.require(Scope::CouponsRead)?;
        self.lint(terms, id, locale).await
    }

    async fn lint(&self, terms: Terms, id: Option<String>, locale: Locale) -> Result<Vec<Warning>, Problem> {
        let live = self.live();
        let (products, knows_all) = self.products_as_lines(currency_of(&terms, &live.settings)).await?;
        let campaign = self.campaign_of(terms.campaign_id.clone()).await?;
        let now = self.inner.clock.now();
        let orders = self.late_orders(&terms, now).await?;
        let codes = self.codes_of(&terms, id.clone()).await?;
        let looked = tokio::task::spawn_blocking(move || {
            let others = enabled(&live);
            let context = LintContext {
                coupon_id: id.as_deref(),
                now,
                locale,
                settings: &live.settings.pricing,
                shows_code_field: live.settings.show_code_field,
                code_taken_by: codes.taken_by.as_deref(),
                has_codes: codes.has_some,
                products: &products,
                knows_all_products: knows_all,
                categories: &live.categories,
                others: &others,
                campaign: campaign.as_ref(),
                orders,
            };
            lint(&terms, &context)
        });
        looked.await.map_err(|error| {
            tracing::error!(%error, "a coupon could not be looked at");
            Problem::of(ErrorCode::Internal)
        })
    }

    /// The first products of the shop, one of each, as lines of carts, and whether those are all.
    async fn products_as_lines(&self, currency: Currency) -> Result<(Vec<Cart>, bool), Problem> {
        let read = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let (mut found, mut cursor) = (Vec::new(), None::<String>);
                loop {
                    let page = products::list_products(tx, 1_000, cursor.as_deref()).await?;
                    found.extend(page.data.iter().filter_map(Product::of_record));
                    cursor = page.next_cursor;
                    if cursor.is_none() || found.len() >= PRODUCTS {
                        return Ok::<_, Problem>((found, cursor.is_none()));
                    }
                }
            })
        });
        let (products, all) = read.await?;
        let carts = products.chunks(OF_A_CART).filter_map(|products| cart_of(products, currency));
        Ok((carts.collect(), all))
    }

    /// The orders of the last days, where it can be said that the coupon fits none of them.
    async fn late_orders(&self, terms: &Terms, now: Timestamp) -> Result<Option<MatchedOrders>, Problem> {
        let from = now - SignedDuration::from_hours(24 * i64::from(DAYS));
        let found = self.count_matching(terms.clone(), from, now, ORDERS).await?;
        Ok(found.is_none().then_some(MatchedOrders { days: DAYS, orders: found.looked_at, matched: 0 }))
    }

    /// Whose the code is, and whether the coupon has codes of its own.
    async fn codes_of(&self, terms: &Terms, id: Option<String>) -> Result<Codes, Problem> {
        let canonical = terms.code.as_ref().map(|code| code.canonical().to_owned());
        let read = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let mut found = Codes::default();
                if let Some(id) = &id {
                    let live = CodeFilter { state: Some("live".to_owned()), ..CodeFilter::default() };
                    found.has_some = !codes::list_codes(tx, id, &live, 1, None).await?.data.is_empty();
                }
                let Some(canonical) = canonical else { return Ok::<_, Problem>(found) };
                let owner = codes::coupons_of_codes(tx, &[&canonical]).await?.into_iter().flatten().next();
                if let Some(owner) = owner.filter(|owner| Some(owner) != id.as_ref()) {
                    found.taken_by = coupons::read_coupon(tx, &owner).await?.map(|coupon| coupon.name);
                }
                Ok(found)
            })
        });
        read.await
    }

    /// When the campaign of this id is.
    pub(super) async fn campaign_of(&self, id: Option<String>) -> Result<Option<Campaign>, Problem> {
        let Some(id) = id else { return Ok(None) };
        let read = self.inner.store.read(move |tx| Box::pin(async move { campaigns::read_campaign(tx, &id).await }));
        let found = read.await?;
        Ok(found.map(|(record, _)| Campaign {
            starts_at: record.calendar.starts_at,
            ends_at: record.calendar.ends_at,
            ..Campaign::default()
        }))
    }
}

/// What is known of a coupon's codes.
#[derive(Default)]
struct Codes {
    /// The name of another coupon that has the code.
    taken_by: Option<String>,
    /// Whether the coupon has codes.
    has_some: bool,
}

/// The currency of the products' prices: the settings', else the one the coupon's amounts are in.
fn currency_of(terms: &Terms, settings: &StoreSettings) -> Currency {
    let of_amounts = terms.benefits.iter().find_map(|benefit| match benefit {
        Benefit::AmountOff(off) => off.amount.keys().next().copied(),
        Benefit::FixedPrice(price) => price.amount.keys().next().copied(),
        _ => None,
    });
    let any = || Currency::parse("EUR").expect("the euro is a currency");
    settings.currency.or(of_amounts).unwrap_or_else(any)
}

/// Products with a price, one of each, as a cart of theirs is priced.
fn cart_of(products: &[Product], currency: Currency) -> Option<Cart> {
    let priced: Vec<(&Product, serde_json::Value)> = products
        .iter()
        .filter_map(|product| {
            let price = product.unit_price?;
            Some((product, json!({ "product_id": product.id, "quantity": 1, "unit_price": price })))
        })
        .collect();
    let lines: Vec<&serde_json::Value> = priced.iter().map(|(_, line)| line).collect();
    let cart = json!({ "currency": currency, "line_items": lines });
    let mut cart = from_json::<Cart>(cart.to_string().as_bytes())
        .inspect_err(|error| tracing::error!(%error, "the shop's products are no cart"))
        .ok()?;
    for (line, (product, _)) in cart.line_items.iter_mut().zip(&priced) {
        fill_line(line, product);
    }
    Some(cart)
}

/// The coupons that are enabled.
fn enabled(live: &Live) -> Vec<Arc<CompiledCoupon>> {
    live.catalogue.all().into_iter().filter(|coupon| coupon.terms.status == Status::Enabled).collect()
}
