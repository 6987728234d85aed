//! Codes: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// Codes to be: one as it is typed, or generated ones.
#[derive(ToSchema)]
#[schema(examples(
    json!({ "code": "GIFT-7KQ2-M4", "balance": { "amount": 5000, "currency": "USD" } }),
    json!({ "generate": { "count": 10_000, "prefix": "VIP-", "length": 8, "groups": 4 }, "expires_at": "2027-01-01T00:00:00Z" })
))]
pub(crate) struct CodeBody {
    /// Letters, digits, `-` and `_`.
    #[schema(min_length = 2, max_length = 255)]
    code: Option<String>,
    /// How generated codes look, and how many there are to be.
    generate: Option<Generate>,
    /// Most uses of each, in place of what the coupon says. Generated codes have one use where neither says.
    #[schema(minimum = 1)]
    limit: Option<u64>,
    /// The only account they are for; to others they are no codes.
    #[schema(min_length = 1, max_length = 255)]
    customer_id: Option<String>,
    /// The first instant at which they are no longer valid; in the future. A day, `2026-12-31`, is the last one.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// Money on each, for a coupon with the benefit `stored_value`.
    balance: Option<FirstBalance>,
}

/// How generated codes look, and how many there are to be.
#[derive(ToSchema)]
#[schema(example = json!({ "count": 10_000, "prefix": "VIP-", "length": 8, "groups": [4, 4], "check_character": false }))]
pub(crate) struct Generate {
    /// How many, by a job; without it one, at once.
    #[schema(minimum = 1, maximum = 10_000_000)]
    count: Option<u64>,
    /// A code for each of these accounts and for nobody else, by a job; in place of `count`. Each stands once.
    #[schema(min_items = 1, max_items = 10_000)]
    customer_ids: Option<Vec<String>>,
    /// A code for each member of this segment, by a job; in place of `count`. Needs the scope `customers` too.
    segment_id: Option<String>,
    /// Before the random characters.
    prefix: Option<String>,
    /// After them.
    suffix: Option<String>,
    /// Random characters; at least 8 where nothing is said, and so many that the codes are one in a million of those there
    /// could be.
    #[schema(minimum = 1, maximum = 64)]
    length: Option<u32>,
    /// How many characters stand together between dashes: one size for all, or the size of each. For display only.
    groups: Option<serde_json::Value>,
    /// The characters that are drawn, at least 8 letters and digits of which no two read as one; without it those of the
    /// setting `code_alphabet`, or digits and capital letters without those that look alike.
    #[schema(min_length = 8, max_length = 128)]
    alphabet: Option<String>,
    /// Whether a character is added that follows from the others, so that a mistyped code is told apart.
    check_character: Option<bool>,
    /// Makes codes also where more than one in a million of those there could be is in use.
    confirm_dense: Option<bool>,
}

/// A code as it was typed.
#[derive(ToSchema)]
#[schema(example = json!({ "code": "gift 7kq2 m4" }))]
pub(crate) struct CodeLookup {
    /// In any spelling.
    #[schema(min_length = 1, max_length = 255)]
    code: String,
}

/// Whose a code is from now on.
#[derive(ToSchema)]
#[schema(example = json!({ "customer_id": "ana", "reason": "sent to the wrong account" }))]
pub(crate) struct Reassignment {
    /// The account; `null`: anybody.
    #[schema(required = true, min_length = 1, max_length = 255)]
    customer_id: Option<String>,
    /// In your own words.
    #[schema(min_length = 1, max_length = 255)]
    reason: String,
}

/// Why codes become void.
#[derive(ToSchema)]
#[schema(example = json!({ "reason": "printed with a mistake" }))]
pub(crate) struct BatchVoid {
    /// In your own words.
    #[schema(min_length = 1, max_length = 255)]
    reason: String,
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
    /// `live`, `used`, `expired` or `void`: `used` when orders have all of its uses.
    state: String,
    /// `written` or `generated`.
    kind: String,
    /// Most uses, in place of what the coupon says; `null`: what that says.
    limit: Option<u64>,
    /// The only account it is for; `null`: anybody.
    customer_id: Option<String>,
    /// The first instant at which it is no longer valid.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// The job that made it.
    batch_id: Option<String>,
    /// How many orders have it; where nothing limits it 1,000 stands for that many and more. Not in the answer to a change.
    uses: Option<u64>,
    /// The last order that has it; not in the answer to a change.
    last_use: Option<LastUse>,
    /// The money on it; `null` when it holds none.
    balance: Option<Balance>,
    /// The link that applies it in the shop; `null` while the setting `storefront_url` is not set, and of a void code.
    link: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// Sequence number of the balance, by the code's id; in answers that change something.
    seq: Option<BTreeMap<String, u64>>,
}

/// The last order that has a code.
#[derive(ToSchema)]
pub(crate) struct LastUse {
    /// Your own id of the order.
    order_id: String,
    /// Your own id of the account.
    customer_id: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
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
