//! Which codes are used up: marked when the counter of their uses comes to their limit or leaves it.

use futures::future::BoxFuture;

use crate::error::StoreError;
use crate::limits::CouponLimits;
use crate::params;
use crate::tx::Tx;

/// All uses are taken.
pub(crate) const MARK_USED: &str = "UPDATE codes SET standing = 'used' WHERE id = ?1 AND standing = 'live' \
     AND EXISTS (SELECT 1 FROM counters k WHERE k.owner = ?2 AND k.resource = ?3 AND k.used >= COALESCE(codes.use_limit, ?4))";

/// There are uses left.
pub(crate) const MARK_LEFT: &str = "UPDATE codes SET standing = 'live' WHERE id = ?1 AND standing = 'used' \
     AND NOT EXISTS (SELECT 1 FROM counters k WHERE k.owner = ?2 AND k.resource = ?3 AND k.used >= COALESCE(codes.use_limit, ?4))";

/// Codes without a limit of their own that are at their coupon's.
pub(crate) const MARK_ALL_USED: &str = "UPDATE codes SET standing = 'used' WHERE coupon_id = ?1 AND standing = 'live' AND use_limit IS NULL \
     AND id IN (SELECT SUBSTR(k.resource, 6) FROM counters k WHERE k.owner = ?1 AND k.resource >= 'code:' AND k.resource < 'code;' AND k.used >= ?2)";

/// Codes without a limit of their own that are not.
pub(crate) const MARK_ALL_LEFT: &str = "UPDATE codes SET standing = 'live' WHERE coupon_id = ?1 AND standing = 'used' AND use_limit IS NULL \
     AND NOT EXISTS (SELECT 1 FROM counters k WHERE k.owner = ?1 AND k.resource = 'code:' || codes.id AND k.used >= ?2)";

/// A page of coupons by id.
pub(crate) const SELECT_PAGE: &str = "SELECT id, limits FROM coupons WHERE id > ?1 ORDER BY id LIMIT ?2";

/// Coupons read at a time.
const PAGE: u32 = 500;

/// Marks a code after the counter of its uses moved; `per_code` is its coupon's limit.
pub(crate) fn mark_code(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    resource: &str,
    per_code: Option<u64>,
    has_more: bool,
) -> Result<(), StoreError> {
    let id = resource.strip_prefix("code:").unwrap_or(resource);
    let sql = if has_more { MARK_USED } else { MARK_LEFT };
    tx.push(sql, params![id, coupon_id, resource, most(per_code)])
}

/// Marks the codes of a coupon after its limit for each code changed.
pub(crate) async fn mark_codes(tx: &mut Tx<'_>, coupon_id: &str, per_code: Option<u64>) -> Result<(), StoreError> {
    for sql in [MARK_ALL_USED, MARK_ALL_LEFT] {
        tx.execute(sql, params![coupon_id, most(per_code)]).await?;
    }
    Ok(())
}

fn most(per_code: Option<u64>) -> i64 {
    per_code.map_or(i64::MAX, |most| i64::try_from(most).unwrap_or(i64::MAX))
}

/// Marks the codes there are. Part of the migration that made the column.
pub(crate) fn fill_standings<'t>(tx: &'t mut Tx<'_>) -> BoxFuture<'t, Result<(), StoreError>> {
    Box::pin(async move {
        let mut after = String::new();
        loop {
            let rows = tx.query(SELECT_PAGE, params![&after, PAGE]).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for mut row in rows {
                after = row.text()?;
                let limits = CouponLimits::read(&row.text()?)?;
                if limits.per_code.is_some() {
                    mark_codes(tx, &after, limits.per_code).await?;
                }
            }
        }
    })
}
