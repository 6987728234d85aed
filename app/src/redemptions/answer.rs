//! The answer to a redemption: what was placed and what it cost.

use serde::Serialize;
use serde_json::value::RawValue;

use super::view::RedemptionView;
use crate::seq::Seq;

/// What was placed and what it cost. The shape of a reservation, so that both are read alike.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RedemptionAnswer<'a> {
    /// `rsv_...`.
    pub(super) id: &'a str,
    /// The merchant's id.
    pub(super) order_id: &'a str,
    /// `committed`.
    pub(super) state: &'static str,
    /// `null`: nothing is held.
    pub(super) expires_at: Option<jiff::Timestamp>,
    /// The quote the order was placed with, as it was kept.
    pub(super) quote: &'a RawValue,
    /// One for each coupon that gave something.
    pub(super) redemptions: Vec<RedemptionView>,
    /// Sequence numbers of what was changed.
    pub(super) seq: Seq,
}
