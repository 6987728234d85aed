//! Balances: nothing past what was put on, used and held what the payments sum up to, both sides of every movement.

use super::{Looked, Verified};
use crate::error::StoreError;
use crate::tx::Tx;

/// All balances.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM balances";

/// A balance that gave more than was put on it.
pub(crate) const FIND_OVERDRAWN: &str =
    "SELECT code_id FROM balances WHERE used + held > credited OR used < 0 OR held < 0 ORDER BY code_id LIMIT 1";

/// A balance that is not what its payments sum up to.
pub(crate) const FIND_MISCOUNTED: &str = "SELECT b.code_id FROM balances b LEFT JOIN \
     (SELECT code_id, SUM(CASE WHEN state = 'held' THEN 0 ELSE amount - returned END) AS used, \
     SUM(CASE WHEN state = 'held' THEN amount - returned ELSE 0 END) AS held FROM redemptions WHERE pays = 1 GROUP BY code_id) p \
     ON p.code_id = b.code_id WHERE b.used <> COALESCE(p.used, 0) OR b.held <> COALESCE(p.held, 0) ORDER BY b.code_id LIMIT 1";

/// A payment from no balance, in another currency than its balance's, or of which more came back than it paid.
pub(crate) const FIND_PAYMENT: &str = "SELECT r.id FROM redemptions r LEFT JOIN balances b ON b.code_id = r.code_id AND b.currency = r.currency \
     WHERE r.pays = 1 AND (b.code_id IS NULL OR r.returned < 0 OR r.returned > r.amount OR r.in_budget = 1) ORDER BY r.id LIMIT 1";

/// A discount of which something came back to a balance.
pub(crate) const FIND_DISCOUNT: &str =
    "SELECT id FROM redemptions WHERE pays = 0 AND returned <> 0 ORDER BY id LIMIT 1";

/// A movement whose sides differ.
pub(crate) const FIND_ONE_SIDED: &str = "SELECT code_id || ' ' || CAST(seq AS TEXT) FROM balance_entries \
     GROUP BY code_id, seq HAVING SUM(amount) <> 0 OR COUNT(*) <> 2 ORDER BY code_id, seq LIMIT 1";

/// A balance that is not what its entries sum up to, or was changed after the last number it has.
pub(crate) const FIND_UNBALANCED: &str = "SELECT b.code_id FROM balances b LEFT JOIN \
     (SELECT code_id, SUM(CASE WHEN account = 'balance' THEN amount ELSE 0 END) AS rest, \
     SUM(CASE WHEN account = 'issued' THEN -amount ELSE 0 END) AS issued, MAX(seq) AS last \
     FROM balance_entries GROUP BY code_id) e ON e.code_id = b.code_id \
     WHERE b.credited - b.used - b.held <> COALESCE(e.rest, 0) OR b.credited <> COALESCE(e.issued, 0) OR COALESCE(e.last, 0) > b.seq OR e.code_id IS NULL \
     ORDER BY b.code_id LIMIT 1";

/// An order that is not what its payments gave and got back. Of a cancelled order everything came back; what its
/// hold or an amendment dropped was never refunded.
pub(crate) const FIND_ORDER: &str = "SELECT 'order ' || o.order_id FROM orders o JOIN \
     (SELECT order_id, reservation_id, SUM(CASE WHEN state IN ('cancelled', 'released') THEN 0 ELSE returned END) AS returned, SUM(amount - returned) AS kept \
     FROM redemptions WHERE pays = 1 GROUP BY order_id, reservation_id) p ON p.order_id = o.order_id AND p.reservation_id = o.reservation_id \
     WHERE (o.state <> 'cancelled' AND p.returned <> o.refunded_to_balances) OR (o.state = 'cancelled' AND p.kept <> 0) \
     ORDER BY o.order_id LIMIT 1";

/// Looks at every balance.
pub(super) async fn verify_balances(tx: &mut Tx<'_>) -> Result<Verified, StoreError> {
    let mut looked = Looked::default();
    if let Some(mut row) = tx.query_first(COUNT, &[]).await? {
        looked.at = row.unsigned()?;
    }
    looked.expect_none(tx, FIND_OVERDRAWN, "more was used and held than was put on it").await?;
    looked.expect_none(tx, FIND_MISCOUNTED, "what is used and held is not what its payments sum up to").await?;
    looked.expect_none(tx, FIND_PAYMENT, "it is no payment that a balance can have made").await?;
    looked.expect_none(tx, FIND_DISCOUNT, "it paid nothing and something came back to a balance").await?;
    looked.expect_none(tx, FIND_ONE_SIDED, "the sides of the movement do not sum to zero").await?;
    looked.expect_none(tx, FIND_UNBALANCED, "what is left is not what its entries sum up to").await?;
    looked.expect_none(tx, FIND_ORDER, "what came back to balances is not what is noted of the order").await?;
    Ok(looked.called("balances"))
}
