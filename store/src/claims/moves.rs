//! What a unit of work takes of claims and gives back, summed up and applied at once, as
//! [`limits::moves`](crate::limits) does it for limits.

use std::collections::BTreeMap;

use crate::error::StoreError;
use crate::limits::moves::{LimitReached, Refusal};
use crate::params;
use crate::redemptions::RedemptionRecord;
use crate::tx::Tx;

/// Takes a claim for a redemption; nothing when another has it or it was taken back.
pub(crate) const TAKE: &str = "UPDATE claims SET state = ?3, redemption_id = ?2, seq = seq + 1, updated_at = ?4 \
     WHERE id = ?1 AND state = 'available' RETURNING seq";

/// Goes on with what a redemption has; nothing when it was taken back.
pub(crate) const GO_ON: &str = "UPDATE claims SET state = ?3, seq = seq + 1, updated_at = ?4 \
     WHERE id = ?1 AND redemption_id = ?2 AND state IN ('held', 'used') RETURNING seq";

/// Frees a claim of a redemption; nothing when that does not have it any more. One whose customer was erased has nobody
/// to be free for.
pub(crate) const FREE: &str = "UPDATE claims SET state = CASE WHEN customer_id = '' THEN 'revoked' ELSE 'available' END, redemption_id = NULL, seq = seq + 1, updated_at = ?3 \
     WHERE id = ?1 AND redemption_id = ?2 AND state IN ('held', 'used') RETURNING seq";

/// What changes on claims, by id.
#[derive(Debug, Default)]
pub(crate) struct ClaimMoves(BTreeMap<String, Move>);

#[derive(Debug, Default)]
struct Move {
    /// The redemption that had it.
    back: Option<String>,
    /// The redemption that has it from now on, and how.
    forth: Option<(String, &'static str)>,
}

/// The claim that a redemption uses; a payment of a subscription after its first uses none.
fn claim_of(redemption: &RedemptionRecord) -> Option<&String> {
    redemption.claim_id.as_ref().filter(|_| redemption.counts && redemption.renews.is_none())
}

impl ClaimMoves {
    /// Takes the claim of a redemption, if it came from one.
    pub(crate) fn take(&mut self, redemption: &RedemptionRecord) {
        let Some(id) = claim_of(redemption) else { return };
        let state = if redemption.state == "held" { "held" } else { "used" };
        self.0.entry(id.clone()).or_default().forth = Some((redemption.id.clone(), state));
    }

    /// Gives back the claim of a redemption, if it came from one and its use still counts.
    pub(crate) fn give(&mut self, redemption: &RedemptionRecord) {
        let Some(id) = claim_of(redemption) else { return };
        self.0.entry(id.clone()).or_default().back = Some(redemption.id.clone());
    }

    /// Applies the differences, in the order of the claims' ids; answers the claims that are not to be had. When there
    /// is such, part may be written: the caller undoes that.
    pub(crate) async fn apply(
        self,
        tx: &mut Tx<'_>,
        seq: &mut BTreeMap<String, u64>,
    ) -> Result<Vec<Refusal>, StoreError> {
        let (mut refused, now) = (Vec::new(), tx.now());
        for (id, Move { back, forth }) in self.0 {
            let is_free = forth.is_none();
            let row = match (&back, &forth) {
                (Some(had), Some((has, state))) if had == has => {
                    tx.query_first(GO_ON, params![&id, has, *state, now]).await?
                }
                (Some(had), _) => {
                    let freed = tx.query_first(FREE, params![&id, had, now]).await?;
                    match &forth {
                        Some((has, state)) => tx.query_first(TAKE, params![&id, has, *state, now]).await?,
                        None => freed,
                    }
                }
                (None, Some((has, state))) => tx.query_first(TAKE, params![&id, has, *state, now]).await?,
                (None, None) => None,
            };
            match row {
                Some(mut row) => drop(seq.insert(id, row.unsigned()?)),
                // What was revoked while it was held is given back to nobody.
                None if is_free => {}
                None => refused.push(Refusal { owner: id, reason: LimitReached::Claim }),
            }
        }
        Ok(refused)
    }
}
