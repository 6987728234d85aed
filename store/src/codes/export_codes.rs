//! Reads all codes of a coupon, page by page, in an order that does not change while it is read.

use super::uses::{CodeUse, select_code_uses};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page by text. Beside each code what is left on it.
pub(crate) const SELECT_PAGE: &str = concat!(
    select_code_uses!(),
    " WHERE d.coupon_id = ?1 AND (d.canonical, d.id) > (?2, ?3) ORDER BY d.canonical, d.id LIMIT ?4"
);

/// The codes of a coupon after one of them, by their text.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn export_codes(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    after: Option<&CodeUse>,
    most: u32,
) -> Result<Vec<CodeUse>, StoreError> {
    let (canonical, id) = after.map_or(("", ""), |last| (last.code.canonical.as_str(), last.code.id.as_str()));
    let rows = tx.query(SELECT_PAGE, params![coupon_id, canonical, id, most]).await?;
    rows.into_iter().map(|mut row| CodeUse::decode(&mut row)).collect()
}
