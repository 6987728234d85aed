//! Claims and wallets: what goes in and what comes out.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::redemption::cart;
use crate::api::description::convert;

/// A claim to be made.
#[derive(ToSchema)]
#[schema(example = json!({ "customer_id": "ana", "reason": "Parcel came late", "ends_at": "2026-12-31T23:00:00Z" }))]
pub(crate) struct ClaimBody {
    /// Your own id of the account; with a publishable key `me`.
    #[schema(min_length = 1, max_length = 255)]
    customer_id: String,
    /// Where the customer is; its `locale` is the language of the answer.
    context: Option<ClaimContext>,
    /// In your own words, why the team grants it; absent: the customer asked for it. Stands in the audit log.
    #[schema(min_length = 1, max_length = 255)]
    reason: Option<String>,
    /// An end of its own, beside those of the coupon. A day, `2026-12-31`, is the last one.
    #[schema(format = DateTime)]
    ends_at: Option<String>,
}

/// A code that is claimed with.
#[derive(ToSchema)]
#[schema(example = json!({ "code": "GIFT-1", "customer_id": "ana" }))]
pub(crate) struct ClaimCodeBody {
    /// As typed.
    #[schema(min_length = 1, max_length = 255)]
    code: String,
    /// Your own id of the account; with a publishable key `me`.
    #[schema(min_length = 1, max_length = 255)]
    customer_id: String,
    /// Where the customer is; its `locale` is the language of the answer.
    context: Option<ClaimContext>,
}

/// Where and how somebody claims.
#[derive(ToSchema)]
pub(crate) struct ClaimContext {
    /// Such as `web`.
    channel: Option<String>,
    /// Such as `mobile`.
    device: Option<String>,
    /// Your own id of the device.
    device_id: Option<String>,
    /// The address.
    ip: Option<String>,
    /// How is paid.
    payment_method: Option<String>,
    /// Where the customer comes from.
    source: Option<String>,
    /// The language of the answer, such as `fr`.
    locale: Option<String>,
}

/// A coupon in a wallet.
#[derive(ToSchema)]
pub(crate) struct Claim {
    /// `clm_...`.
    id: String,
    /// The coupon.
    coupon_id: String,
    /// The version of the coupon whose terms it has.
    coupon_version: u64,
    /// Your own id of the account; `null` once the customer was deleted.
    customer_id: Option<String>,
    /// `available`, `held` by a reservation, `used` by an order, `expired` or `revoked`.
    state: String,
    /// When it was claimed.
    #[schema(format = DateTime)]
    claimed_at: String,
    /// From when on it may be used; `null`: at once.
    #[schema(format = DateTime)]
    starts_at: Option<String>,
    /// From when on it may not be used any more; `null`: never.
    #[schema(format = DateTime)]
    ends_at: Option<String>,
    /// `claim`, `code`, `staff` or `distribution`.
    origin: String,
    /// `cod_...` of the code it was claimed with.
    code_id: Option<String>,
    /// Why the team granted it.
    reason: Option<String>,
    /// `rdm_...` of what holds or has it.
    redemption_id: Option<String>,
    /// Your own id of the order of that.
    order_id: Option<String>,
    /// The coupon as it is here.
    coupon: ClaimedCoupon,
    /// Sequence number of each limited resource that was changed, by id; in answers that change something.
    seq: Option<BTreeMap<String, u64>>,
}

/// What a claim gives and when.
#[derive(ToSchema)]
pub(crate) struct ClaimedCoupon {
    /// What shoppers read.
    title: String,
    /// The longer explanation.
    description: Option<String>,
    /// What it gives, when and until when, in words.
    summary: String,
    /// What it gives.
    #[schema(schema_with = benefits)]
    benefits: (),
    /// When it may be used; `null`: always.
    #[schema(schema_with = condition, required = false)]
    conditions: (),
}

fn benefits() -> RefOr<Schema> {
    convert("ClaimedBenefits", json!({ "type": "array", "items": { "$ref": "#/components/schemas/Benefit" } }))
}

fn condition() -> RefOr<Schema> {
    let condition = json!({ "$ref": "#/components/schemas/Condition" });
    convert("ClaimedConditions", json!({ "oneOf": [condition, { "type": "null" }] }))
}

/// A page of claims.
#[derive(ToSchema)]
pub(crate) struct ClaimPage {
    /// The claims, the newest first.
    data: Vec<Claim>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// A page of a wallet.
#[derive(ToSchema)]
pub(crate) struct Wallet {
    /// The claims of the tab, the newest first.
    data: Vec<Claim>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
    /// How many there are in each tab.
    counts: WalletCounts,
}

/// How many claims there are in each tab.
#[derive(ToSchema)]
pub(crate) struct WalletCounts {
    /// That may be used, or a reservation holds.
    available: u64,
    /// That an order has.
    used: u64,
    /// That are over and were not used.
    expired: u64,
}

/// A cart to choose claims for.
#[derive(ToSchema)]
#[schema(example = json!({
    "cart": { "currency": "USD", "line_items": [{ "product_id": "shirt", "quantity": 2, "unit_price": 2000 }] }
}))]
pub(crate) struct WalletCart {
    /// What is bought. Its customer is that of the path.
    #[schema(schema_with = cart)]
    cart: (),
    /// The order it is for: what a reservation of it holds counts as free. Secret keys only; for a browser it stands in the
    /// customer token.
    order_id: Option<String>,
}

/// A customer's claims for a cart.
#[derive(ToSchema)]
pub(crate) struct RankedWallet {
    /// Of all amounts.
    currency: String,
    /// What the cart costs without any claim.
    total: i64,
    /// What can be used for it, the best first.
    usable: Vec<UsableClaim>,
    /// What cannot, and why.
    unusable: Vec<UnusableClaim>,
    /// Whether there are more claims than were looked at: 100, the newest.
    more: bool,
}

/// A claim that can be used.
#[derive(ToSchema)]
pub(crate) struct UsableClaim {
    /// The claim.
    claim: Claim,
    /// What it saves beside what the cart has by itself.
    saving: i64,
    /// What the cart costs with it.
    total: i64,
}

/// A claim that cannot be used now.
#[derive(ToSchema)]
pub(crate) struct UnusableClaim {
    /// The claim.
    claim: Claim,
    /// As quotes name it.
    reason: String,
    /// Why, in words, in the locale of the cart's context.
    message: String,
    /// The numbers behind it.
    details: BTreeMap<String, Value>,
}

/// A coupon that can be claimed.
#[derive(ToSchema)]
pub(crate) struct Claimable {
    /// `cpn_...`.
    coupon_id: String,
    /// `claimable`; `claimed` as often as one customer may; `sold_out`.
    state: String,
    /// What shoppers read.
    title: String,
    /// The longer explanation.
    description: Option<String>,
    /// What it gives, when and until when, in words.
    summary: String,
    /// From when on it cannot be used any more; `null`: never.
    #[schema(format = DateTime)]
    ends_at: Option<String>,
    /// A claim ends this many times 24 hours after it was made.
    days_after_claim: Option<u32>,
    /// How many can still be claimed; `null` where that is not limited or the coupon is not public.
    left: Option<u64>,
    /// How many of it the customer claimed.
    claimed: u64,
}

/// A page of coupons that can be claimed.
#[derive(ToSchema)]
pub(crate) struct ClaimablePage {
    /// The coupons, the oldest first. A page may have fewer than were asked for.
    data: Vec<Claimable>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
