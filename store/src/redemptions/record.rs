//! What is kept of an order and of a redemption.

use jiff::Timestamp;

use crate::error::StoreError;
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
}

impl OrderRecord {
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            order_id: row.text()?,
            reservation_id: row.text()?,
            customer_id: row.optional_text()?,
            identities: read_list(&row.text()?)?,
            currency: row.text()?,
            total: row.integer()?,
            savings: row.integer()?,
            cart: row.text()?,
            discounts: row.text()?,
            quote: row.text()?,
            key_id: row.text()?,
            placed_at: row.time()?,
        })
    }
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
    /// `cod_...` of the code that unlocked it.
    pub code_id: Option<String>,
    /// The code as typed.
    pub code: Option<String>,
    /// The claim it came from.
    pub claim_id: Option<String>,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// The discount in minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: String,
    /// `held`, `committed`, `released`, `expired`, `cancelled` or `refunded`.
    pub state: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The columns of a [`RedemptionRecord`], in its order.
macro_rules! redemption_columns {
    () => {
        "r.id, r.coupon_id, r.coupon_version, r.order_id, r.code_id, r.code, r.claim_id, r.customer_id, r.amount, r.currency, r.state, r.created_at"
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
            code_id: row.optional_text()?,
            code: row.optional_text()?,
            claim_id: row.optional_text()?,
            customer_id: row.optional_text()?,
            amount: row.integer()?,
            currency: row.text()?,
            state: row.text()?,
            created_at: row.time()?,
        })
    }
}

fn read_list(json: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt("a list of texts cannot be read".to_owned()))
}
