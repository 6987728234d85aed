//! The answer to a hold or a redemption: what the order is and what it costs.

use serde::Serialize;
use serde_json::value::RawValue;
use tessera_store::redemptions::RedemptionRecord;

use crate::answer::Answer;
use crate::problem::{ErrorCode, Problem};
use crate::redemptions::RedemptionView;
use crate::seq::Seq;

/// What an order is and what it costs. A reservation and a redemption are read alike.
#[derive(Clone, Debug)]
pub(crate) struct OrderAnswer<'a> {
    /// `rsv_...`.
    pub(crate) id: &'a str,
    /// The merchant's id.
    pub(crate) order_id: &'a str,
    /// `held`, `committed`, `released` or `expired`.
    pub(crate) state: &'a str,
    /// Until when it is held; `null`: nothing is.
    pub(crate) expires_at: Option<jiff::Timestamp>,
    /// The quote, as it was kept.
    pub(crate) quote: &'a str,
    /// One for each coupon that gave something.
    pub(crate) redemptions: Vec<RedemptionRecord>,
    /// Sequence numbers of what was changed.
    pub(crate) seq: Seq,
}

#[derive(Serialize)]
struct Document<'a> {
    id: &'a str,
    order_id: &'a str,
    state: &'a str,
    expires_at: Option<jiff::Timestamp>,
    quote: &'a RawValue,
    redemptions: Vec<RedemptionView>,
    seq: Seq,
}

/// The answer as it is sent.
pub(crate) fn order_answer(status: u16, answer: OrderAnswer<'_>) -> Result<Answer, Problem> {
    let OrderAnswer { id, order_id, state, expires_at, quote, redemptions, seq } = answer;
    let quote: &RawValue = read_quote(quote, order_id)?;
    let redemptions = redemptions.into_iter().map(RedemptionView::from).collect();
    Answer::json(status, &Document { id, order_id, state, expires_at, quote, redemptions, seq })
}

/// A stored quote as it is told.
pub(super) fn read_quote<'a>(quote: &'a str, order_id: &str) -> Result<&'a RawValue, Problem> {
    serde_json::from_str(quote).map_err(|error| {
        tracing::error!(%error, order_id, "a stored quote cannot be read");
        Problem::of(ErrorCode::Internal)
    })
}
