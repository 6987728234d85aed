//! What happens to claims, as events.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::claims::ClaimRecord;
use tessera_store::redemptions::RedemptionRecord;

use crate::change::Change;

#[derive(Serialize)]
struct ClaimChange<'a> {
    id: &'a str,
    coupon_id: &'a str,
    coupon_version: u64,
    customer_id: Option<&'a str>,
    state: &'a str,
    origin: &'a str,
    ends_at: Option<Timestamp>,
}

/// A claim that was made or revoked.
pub(super) fn claim_changed(kind: &'static str, claim: &ClaimRecord) -> Change {
    let told = ClaimChange {
        id: &claim.id,
        coupon_id: &claim.coupon_id,
        coupon_version: claim.coupon_version,
        customer_id: claim.customer_id.as_deref(),
        state: &claim.state,
        origin: &claim.origin,
        ends_at: claim.ends_at,
    };
    Change::new(kind, &claim.id, &told)
}

/// Claims of a customer who was deleted; who that was is not told.
pub(crate) fn claims_erased(claims: Vec<ClaimRecord>) -> Vec<Change> {
    let erased = |claim: ClaimRecord| ClaimRecord { customer_id: None, state: "revoked".to_owned(), ..claim };
    claims.into_iter().map(|claim| claim_changed("claim.revoked", &erased(claim))).collect()
}

/// What redemptions did to the claims they came from: used them, or gave them back. A payment of a subscription after its
/// first does neither.
pub(crate) fn claim_uses<'r>(
    kind: &'static str,
    redemptions: impl IntoIterator<Item = &'r RedemptionRecord>,
) -> Vec<Change> {
    #[derive(Serialize)]
    struct ClaimUse<'a> {
        id: &'a str,
        coupon_id: &'a str,
        redemption_id: &'a str,
        order_id: &'a str,
    }
    let told = |redemption: &RedemptionRecord| {
        let claim_id = redemption.claim_id.as_deref().filter(|_| redemption.renews.is_none())?;
        let told = ClaimUse {
            id: claim_id,
            coupon_id: &redemption.coupon_id,
            redemption_id: &redemption.id,
            order_id: &redemption.order_id,
        };
        Some(Change::new(kind, claim_id, &told))
    };
    redemptions.into_iter().filter_map(told).collect()
}
