//! The code that stands in a coupon's own document.

use super::record::{CodeRecord, code_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The id of a coupon's first code.
macro_rules! select_first_code {
    ($coupon_id:literal) => {
        concat!(
            "SELECT p.id FROM codes p WHERE p.coupon_id = ",
            $coupon_id,
            " AND p.position IS NOT NULL AND p.state = 'live' ORDER BY p.position LIMIT 1"
        )
    };
}

pub(crate) use select_first_code;

/// The code itself.
pub(crate) const SELECT: &str =
    concat!("SELECT ", code_columns!(), " FROM codes d WHERE d.id = (", select_first_code!("?1"), ")");

/// A coupon's first code: the live written one with the lowest place.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn first_code(tx: &mut Tx<'_>, coupon_id: &str) -> Result<Option<CodeRecord>, StoreError> {
    tx.query_first(SELECT, params![coupon_id]).await?.map(|mut row| CodeRecord::decode(&mut row)).transpose()
}
