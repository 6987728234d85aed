//! What is kept of an order and of a redemption.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::history::BoughtLine;
use crate::limits::resource::read_identities;
use crate::value::Row;

/// An order that was placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRecord {
    /// The merchant's id.
    pub order_id: String,
    /// `rsv_...`: the reservation it was placed by.
    pub reservation_id: String,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// What its uses count against.
    pub identities: Vec<String>,
    /// Of all its amounts.
    pub currency: String,
    /// What is paid, in minor units.
    pub total: i64,
    /// What was saved, in minor units.
    pub savings: i64,
    /// The cart, as JSON.
    pub cart: String,
    /// Codes, claims and declined coupons, as JSON.
    pub discounts: String,
    /// The quote it was placed at, as JSON.
    pub quote: String,
    /// The API key that placed it.
    pub key_id: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// What a later price of it needs, as JSON; `None` for an order from before that was kept.
    pub priced: Option<String>,
    /// `placed`, `cancelled` or `refunded`.
    pub state: String,
    /// What was given back of `total` so far, in minor units.
    pub refunded: i64,
    /// When it was cancelled or wholly refunded.
    pub ended_at: Option<Timestamp>,
    /// What went back to the balances that paid it, in minor units; not in `refunded`.
    pub refunded_to_balances: i64,
    /// Whether it was placed elsewhere and told afterwards.
    pub is_past: bool,
}

/// The columns of an [`OrderRecord`], in its order.
macro_rules! order_columns {
    () => {
        "order_id, reservation_id, customer_id, identities, currency, total, savings, cart, discounts, quote, key_id, placed_at, priced, state, refunded, ended_at, refunded_to_balances, is_past"
    };
}

pub(crate) use order_columns;

impl OrderRecord {
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            order_id: row.text()?,
            reservation_id: row.text()?,
            customer_id: row.optional_text()?,
            identities: read_identities(&row.text()?)?,
            currency: row.text()?,
            total: row.integer()?,
            savings: row.integer()?,
            cart: row.text()?,
            discounts: row.text()?,
            quote: row.text()?,
            key_id: row.text()?,
            placed_at: row.time()?,
            priced: row.optional_text()?,
            state: row.text()?,
            refunded: row.integer()?,
            ended_at: row.optional_time()?,
            refunded_to_balances: row.integer()?,
            is_past: row.flag()?,
        })
    }
}

/// An order to be placed, now or by a commit. It is placed at [`Tx::now`](crate::Tx::now).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrder {
    /// The merchant's id.
    pub order_id: String,
    /// `rsv_...`.
    pub reservation_id: String,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// What its uses count against; either at its limit refuses.
    pub identities: Vec<String>,
    /// Of all its amounts.
    pub currency: String,
    /// What is paid, in minor units.
    pub total: i64,
    /// What was saved, in minor units.
    pub savings: i64,
    /// The cart as the shop sent it, as JSON.
    pub cart: String,
    /// What is bought, for conditions on later orders.
    pub lines: Vec<BoughtLine>,
    /// Codes, claims and declined coupons, as JSON.
    pub discounts: String,
    /// The quote it is placed at, as JSON.
    pub quote: String,
    /// What a later price of it needs, as JSON.
    pub priced: Option<String>,
    /// The API key that places it.
    pub key_id: String,
    /// The date in the store's zone.
    pub day: String,
    /// Whether a coupon on it is for first orders: each identity has one.
    pub takes_first_order: bool,
    /// How many earlier orders of its identities it was priced with; refused when there are others now. `None`: no
    /// condition looked at them.
    #[serde(skip)]
    pub seen_orders: Option<u64>,
}

/// A coupon to be applied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRedemption {
    /// `rdm_...`.
    pub id: String,
    /// The coupon.
    pub coupon_id: String,
    /// The version it was priced with; refused when that is not the current one.
    pub coupon_version: u64,
    /// For a claim, whose terms may be those of an older version: the one that was current. `None`: the same.
    pub live_version: Option<u64>,
    /// `cod_...` of the code that unlocked it.
    pub code_id: Option<String>,
    /// The code as typed.
    pub code: Option<String>,
    /// The claim it comes from.
    pub claim_id: Option<String>,
    /// The discount in minor units; of a payment what it pays.
    pub amount: i64,
    /// Whether it pays from the balance of its code and is no discount.
    pub pays: bool,
    /// Whether it is a payment of a subscription after its first. Such a redemption consumes nothing.
    pub renews: Option<Renewal>,
}

/// A payment of a subscription after its first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// `rdm_...`: the redemption of the first order that it renews.
    pub first_id: String,
    /// The merchant's id of the subscription.
    pub subscription_id: String,
    /// 1 for the second payment.
    pub number: u64,
}

/// One coupon applied to one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedemptionRecord {
    /// `rdm_...`.
    pub id: String,
    /// The coupon.
    pub coupon_id: String,
    /// The version it was priced with.
    pub coupon_version: u64,
    /// The merchant's id of the order.
    pub order_id: String,
    /// `rsv_...`: the reservation it was made by.
    pub reservation_id: String,
    /// `cod_...` of the code that unlocked it.
    pub code_id: Option<String>,
    /// The code as typed.
    pub code: Option<String>,
    /// The claim it came from.
    pub claim_id: Option<String>,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// What it counts against.
    pub identities: Vec<String>,
    /// The discount in minor units; of a payment what it pays.
    pub amount: i64,
    /// Its currency.
    pub currency: String,
    /// `held`, `committed`, `released`, `expired`, `cancelled` or `refunded`.
    pub state: String,
    /// Whether its use still counts.
    pub counts: bool,
    /// The date in the store's zone it counts on; empty for one from before that was kept.
    pub day: String,
    /// Whether it still counts on that day.
    pub counts_on_day: bool,
    /// Whether its amount still counts against budgets.
    pub in_budget: bool,
    /// While it is held: until when.
    pub expires_at: Option<Timestamp>,
    /// Whether it is a payment of a subscription after its first.
    pub renews: Option<Renewal>,
    /// Since when it is not renewed any more.
    pub renewals_ended_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether it paid from the balance of its code and is no discount.
    pub pays: bool,
    /// What of it went back to the balance, in minor units.
    pub returned: i64,
    /// The campaign its coupon was in when it was taken.
    pub campaign_id: Option<String>,
}

/// The columns of a [`RedemptionRecord`], in its order.
macro_rules! redemption_columns {
    () => {
        "r.id, r.coupon_id, r.coupon_version, r.order_id, r.reservation_id, r.code_id, r.code, r.claim_id, r.customer_id, r.identities, r.amount, r.currency, \
         r.state, r.counts, r.day, r.counts_on_day, r.in_budget, r.expires_at, r.renews_id, r.subscription_id, r.renewal_number, r.renewals_ended_at, r.created_at, r.pays, r.returned, r.campaign_id"
    };
}

pub(crate) use redemption_columns;

impl RedemptionRecord {
    /// Reads `redemption_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            coupon_id: row.text()?,
            coupon_version: row.unsigned()?,
            order_id: row.text()?,
            reservation_id: row.text()?,
            code_id: row.optional_text()?,
            code: row.optional_text()?,
            claim_id: row.optional_text()?,
            customer_id: row.optional_text()?,
            identities: read_identities(&row.text()?)?,
            amount: row.integer()?,
            currency: row.text()?,
            state: row.text()?,
            counts: row.flag()?,
            day: row.text()?,
            counts_on_day: row.flag()?,
            in_budget: row.flag()?,
            expires_at: row.optional_time()?,
            renews: read_renewal(row)?,
            renewals_ended_at: row.optional_time()?,
            created_at: row.time()?,
            pays: row.flag()?,
            returned: row.integer()?,
            campaign_id: row.optional_text()?,
        })
    }
}

fn read_renewal(row: &mut Row) -> Result<Option<Renewal>, StoreError> {
    let (first_id, subscription_id, number) = (row.optional_text()?, row.optional_text()?, row.optional_unsigned()?);
    let renewal = first_id.zip(subscription_id).zip(number);
    Ok(renewal.map(|((first_id, subscription_id), number)| Renewal { first_id, subscription_id, number }))
}
