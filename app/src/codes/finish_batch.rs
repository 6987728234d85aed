//! The end of every batch of codes, generated or from a table, whole or in part.

use tessera_store::{Tx, codes};

use super::changes::batch_changed;
use crate::change::Change;
use crate::problem::Problem;

/// Lets quotes see the codes, also where somebody typed one before it was there; answers what is told.
pub(super) async fn finish_batch(
    tx: &mut Tx<'_>,
    event: &'static str,
    coupon_id: &str,
    batch_id: &str,
    count: u64,
) -> Result<Change, Problem> {
    codes::finish_batch(tx, batch_id, count).await?;
    codes::announce_codes(tx, coupon_id).await?;
    Ok(batch_changed(event, coupon_id, batch_id, count))
}
