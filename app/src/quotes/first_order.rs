//! The order that began a subscription, for a cart that is a renewal of it. `docs/MODEL.md` section 8.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use tessera_engine::cart::{Billing, Cart};
use tessera_engine::renewal::{FirstAllocation, FirstOrder, FirstRedemption};
use tessera_engine::{CompiledCoupon, Coupon, FieldError, Terms};
use tessera_store::redemptions::{self, OrderRecord, RedemptionFilter, RedemptionRecord};
use tessera_store::{coupons, reservations};

use super::held::Held;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Coupons on one order at most.
const REDEMPTIONS: u32 = 200;

/// States of a redemption that a subscription lives on.
const LIVING: [&str; 1] = ["committed"];

/// What was stored of an order: what is read here of its cart and its quote.
#[derive(Deserialize)]
struct StoredCart {
    line_items: Vec<StoredLine>,
}

#[derive(Deserialize)]
struct StoredLine {
    id: String,
}

#[derive(Deserialize)]
struct StoredQuote {
    discounts: StoredDiscounts,
}

#[derive(Deserialize)]
struct StoredDiscounts {
    applied: Vec<StoredApplied>,
}

#[derive(Deserialize)]
struct StoredApplied {
    coupon_id: String,
    allocations: Vec<StoredAllocation>,
    /// By benefit; a coupon with one benefit says it once.
    #[serde(default)]
    benefits: Vec<StoredBenefit>,
}

#[derive(Deserialize)]
struct StoredBenefit {
    position: usize,
    allocations: Vec<StoredAllocation>,
}

#[derive(Deserialize)]
struct StoredAllocation {
    path: String,
    amount: i64,
}

/// The order that began a subscription.
pub(crate) struct Begun {
    /// As the engine knows it.
    pub(crate) order: FirstOrder,
    /// What it redeemed, by coupon.
    pub(crate) redemptions: BTreeMap<String, RedemptionRecord>,
}

impl App {
    /// What the first order redeemed and is still renewed, at the versions it was placed with; `None` for a cart that is
    /// no renewal. What a renewal holds or has goes on though renewals ended since, and though the first order has the
    /// lines no more that it named.
    ///
    /// # Errors
    /// `invalid_body` naming `/cart/billing` when the order is not known or does not hold the lines.
    pub(crate) async fn find_first_order(&self, cart: &Cart, held: &Held) -> Result<Option<Begun>, Problem> {
        let Some(billing) = &cart.billing else { return Ok(None) };
        let order_id = billing.first_order_id.clone();
        let had: BTreeSet<String> =
            held.coupons.iter().filter_map(|one| Some(one.redemption.renews.as_ref()?.first_id.clone())).collect();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let Some(order) = redemptions::read_order(tx, &order_id).await? else { return Ok(None) };
                let filter = RedemptionFilter { order_id: Some(order_id), ..RedemptionFilter::default() };
                let mut redeemed = Vec::new();
                for record in redemptions::list_redemptions(tx, &filter, REDEMPTIONS, None).await?.data {
                    let goes_on = LIVING.contains(&record.state.as_str()) && record.renewals_ended_at.is_none();
                    if (goes_on || had.contains(&record.id))
                        && !record.pays
                        && let Some(version) =
                            coupons::read_coupon_version(tx, &record.coupon_id, record.coupon_version).await?
                    {
                        redeemed.push((record, version.terms));
                    }
                }
                Ok::<_, Problem>(Some((order, redeemed)))
            })
        });
        let Some((order, redeemed)) = found.await? else { return Err(unknown_order(billing)) };
        let coupon_ids: Vec<String> = redeemed.iter().map(|(record, _)| record.coupon_id.clone()).collect();
        self.expire_due(coupon_ids).await?;
        let by_coupon = |(record, _): &(RedemptionRecord, String)| (record.coupon_id.clone(), record.clone());
        let redemptions = redeemed.iter().map(by_coupon).collect();
        Ok(Some(Begun { order: first_order(billing, &order, redeemed, held.is_checked)?, redemptions }))
    }

    /// Ends holds on these coupons that are past their time: a payment that such a hold has is free again.
    async fn expire_due(&self, coupon_ids: Vec<String>) -> Result<(), Problem> {
        let ids = coupon_ids.clone();
        let due = self.inner.store.read(move |tx| Box::pin(async move { reservations::has_due(tx, &ids).await }));
        if due.await? { self.expire_reservations(coupon_ids).await } else { Ok(()) }
    }
}

fn first_order(
    billing: &Billing,
    order: &OrderRecord,
    redeemed: Vec<(RedemptionRecord, String)>,
    is_checked: bool,
) -> Result<FirstOrder, Problem> {
    let corrupt = |error: serde_json::Error| {
        tracing::error!(%error, order_id = %order.order_id, "a stored order cannot be read");
        Problem::of(ErrorCode::Internal)
    };
    let cart: StoredCart = serde_json::from_str(&order.cart).map_err(corrupt)?;
    let quote: StoredQuote = serde_json::from_str(&order.quote).map_err(corrupt)?;
    let faults = if is_checked { Vec::new() } else { unknown_lines(billing, &cart) };
    if !faults.is_empty() {
        return Err(Problem::fields(faults));
    }
    let redemptions = redeemed.into_iter().map(|(record, terms)| {
        let terms = tessera_engine::from_json::<Terms>(terms.as_bytes()).map_err(|error| {
            tracing::error!(%error, coupon_id = %record.coupon_id, "a stored version cannot be read");
            Problem::of(ErrorCode::Internal)
        })?;
        let applied = quote.discounts.applied.iter().find(|applied| applied.coupon_id == record.coupon_id);
        let coupon = Coupon { id: record.coupon_id, version: record.coupon_version, terms };
        Ok(FirstRedemption {
            coupon: Arc::new(CompiledCoupon::new(coupon)),
            code: record.code,
            claim_id: record.claim_id,
            allocations: applied.map(|applied| allocations(applied, &cart)).unwrap_or_default(),
        })
    });
    Ok(FirstOrder { redemptions: redemptions.collect::<Result<_, Problem>>()? })
}

/// What a coupon gave to the goods of lines, by benefit.
fn allocations(applied: &StoredApplied, cart: &StoredCart) -> Vec<FirstAllocation> {
    let of = |benefit: usize, stored: &[StoredAllocation]| -> Vec<FirstAllocation> {
        let on_line = |share: &StoredAllocation| {
            let position: usize = share.path.strip_prefix("$.line_items[")?.strip_suffix(']')?.parse().ok()?;
            let line_id = cart.line_items.get(position)?.id.clone();
            Some(FirstAllocation { line_id, benefit, amount: share.amount })
        };
        stored.iter().filter_map(on_line).collect()
    };
    if applied.benefits.is_empty() {
        return of(0, &applied.allocations);
    }
    applied.benefits.iter().flat_map(|benefit| of(benefit.position, &benefit.allocations)).collect()
}

fn unknown_order(billing: &Billing) -> Problem {
    let detail = format!("there is no order `{}`; name the order that began the subscription", billing.first_order_id);
    let pointer = "/cart/billing/first_order_id".to_owned();
    Problem::fields(vec![FieldError { pointer, code: "order_unknown", detail }])
}

fn unknown_lines(billing: &Billing, cart: &StoredCart) -> Vec<FieldError> {
    let lines = billing.first_line_ids.iter().enumerate();
    lines
        .filter(|(_, line)| !cart.line_items.iter().any(|known| known.id == **line))
        .map(|(position, line)| FieldError {
            pointer: format!("/cart/billing/first_line_ids/{position}"),
            code: "line_unknown",
            detail: format!("the order `{}` has no line `{line}`", billing.first_order_id),
        })
        .collect()
}
