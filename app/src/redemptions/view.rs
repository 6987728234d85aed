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
    /// `discount`; `renewal` for a payment of a subscription after its first; `payment` from the balance of a code.
    pub kind: &'static str,
    /// The discount in minor units; of a payment what it pays.
    pub amount: i64,
    /// Its currency.
    pub currency: String,
    /// `held`, `committed`, `released`, `expired`, `cancelled` or `refunded`.
    pub state: String,
    /// Of a renewal: what it renews.
    pub renewal: Option<RenewalView>,
    /// Since when it is not renewed any more.
    pub renewals_ended_at: Option<jiff::Timestamp>,
    /// When the order was placed.
    pub created_at: jiff::Timestamp,
}

/// Which payment of a subscription a redemption is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RenewalView {
    /// The redemption of the first order that it renews.
    pub redemption_id: String,
    /// The merchant's id of the subscription.
    pub subscription_id: String,
    /// 1 for the second payment.
    pub number: u64,
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
            kind: match &record.renews {
                _ if record.pays => "payment",
                Some(_) => "renewal",
                None => "discount",
            },
            renewal: record.renews.map(|renewal| RenewalView {
                redemption_id: renewal.first_id,
                subscription_id: renewal.subscription_id,
                number: renewal.number,
            }),
            renewals_ended_at: record.renewals_ended_at,
            amount: record.amount,
            currency: record.currency,
            state: record.state,
            created_at: record.created_at,
        }
    }
}
