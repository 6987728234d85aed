//! Codes: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// A code to be.
#[derive(ToSchema)]
#[schema(example = json!({ "code": "GIFT-7KQ2-M4", "balance": { "amount": 5000, "currency": "USD" } }))]
pub(crate) struct CodeBody {
    /// Letters, digits, `-` and `_`.
    #[schema(min_length = 2, max_length = 255)]
    code: String,
    /// Money on it, for a coupon with the benefit `stored_value`.
    balance: Option<FirstBalance>,
}

/// An amount in a currency.
#[derive(ToSchema)]
pub(crate) struct FirstBalance {
    /// In minor units.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    amount: i64,
    /// ISO 4217.
    #[schema(min_length = 3, max_length = 3)]
    currency: String,
}

/// What is put on a code or taken off.
#[derive(ToSchema)]
#[schema(example = json!({ "amount": 2000, "currency": "USD", "reason": "goodwill" }))]
pub(crate) struct BalanceChange {
    /// In minor units; below zero takes off.
    #[schema(minimum = -9_007_199_254_740_991_i64, maximum = 9_007_199_254_740_991_i64)]
    amount: i64,
    /// ISO 4217; that of the balance, once there is one.
    #[schema(min_length = 3, max_length = 3)]
    currency: String,
    /// In your own words.
    #[schema(min_length = 1, max_length = 255)]
    reason: String,
}

/// A code with what it holds.
#[derive(ToSchema)]
pub(crate) struct Code {
    /// `cod_...`.
    id: String,
    /// The coupon it unlocks.
    coupon_id: String,
    /// As typed.
    code: String,
    /// `live` or `void`.
    state: String,
    /// The money on it; `null` when it holds none.
    balance: Option<Balance>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// Sequence number of the balance, by the code's id; in answers that change something.
    seq: Option<BTreeMap<String, u64>>,
}

/// The money on a code, in minor units.
#[derive(ToSchema)]
pub(crate) struct Balance {
    /// What is left.
    amount: i64,
    /// Its currency.
    currency: String,
    /// What was put on it, less what was taken off by hand.
    credited: i64,
    /// What orders were paid with, less what came back.
    used: i64,
    /// What live reservations hold.
    held: i64,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A page of codes.
#[derive(ToSchema)]
pub(crate) struct CodePage {
    /// The codes.
    data: Vec<Code>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// One movement of a balance.
#[derive(ToSchema)]
pub(crate) struct BalanceEntry {
    /// The balance's sequence number after it.
    seq: u64,
    /// `issued` for what was put on or taken off by hand, `order` for what an order took or gave back.
    account: String,
    /// Your own id of the order.
    order_id: Option<String>,
    /// What the balance got, below zero what it gave, in minor units.
    amount: i64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// A page of movements.
#[derive(ToSchema)]
pub(crate) struct BalanceEntryPage {
    /// The movements.
    data: Vec<BalanceEntry>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
