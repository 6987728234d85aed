//! A redemption as answers show it.

use serde::Serialize;
use tessera_store::redemptions::RedemptionRecord;

/// One coupon applied to one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RedemptionView {
    /// `rdm_...`.
    pub id: String,
    /// The coupon.
    pub coupon_id: String,
    /// The coupon's version it was priced with.
    pub coupon_version: u64,
    /// The code as typed; `null` for an automatic coupon or a claim.
    pub code: Option<String>,
    /// `cod_...` of the code.
    pub code_id: Option<String>,
    /// The claim it came from.
    pub claim_id: Option<String>,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// The merchant's id of the order.
    pub order_id: String,
    /// The discount in minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: String,
    /// `held`, `committed`, `released`, `expired`, `cancelled` or `refunded`.
    pub state: String,
    /// When the order was placed.
    pub created_at: jiff::Timestamp,
}

impl From<RedemptionRecord> for RedemptionView {
    fn from(record: RedemptionRecord) -> Self {
        Self {
            id: record.id,
            coupon_id: record.coupon_id,
            coupon_version: record.coupon_version,
            code: record.code,
            code_id: record.code_id,
            claim_id: record.claim_id,
            customer_id: record.customer_id,
            order_id: record.order_id,
            amount: record.amount,
            currency: record.currency,
            state: record.state,
            created_at: record.created_at,
        }
    }
}
