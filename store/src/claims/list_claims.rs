//! Lists the claims of a coupon.

use super::record::{ClaimRecord, claim_columns, is_alive};
use super::wallet::{after_cursor, page};
use crate::cursor::{Page, rows_wanted};
use crate::error::StoreError;
use crate::select::Select;
use crate::tx::Tx;
use crate::value::Param;

pub(super) const HEAD: &str = concat!("SELECT ", claim_columns!(), " FROM claims c");

const LIST: &str = "claims";

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// It may be used.
    Available,
    /// A reservation holds it.
    Held,
    /// An order has it.
    Used,
    /// It is over, and nobody used it.
    Expired,
    /// It was taken back.
    Revoked,
}

impl ClaimState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Available, Self::Held, Self::Used, Self::Expired, Self::Revoked];

    const fn stored(self) -> &'static str {
        match self {
            Self::Available | Self::Expired => "available",
            Self::Held => "held",
            Self::Used => "used",
            Self::Revoked => "revoked",
        }
    }
}

/// The claims of a coupon, the newest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn list_claims(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    state: Option<ClaimState>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<ClaimRecord>, StoreError> {
    let after = after_cursor(LIST, cursor)?;
    let now = Param::from(tx.now());
    let rows = select(coupon_id, state, after.as_ref(), now, limit)?.query(tx).await?;
    page(LIST, rows, limit)
}

/// The statement for a filter.
pub(crate) fn select<'a>(
    coupon_id: &'a str,
    state: Option<ClaimState>,
    after: Option<&'a [String; 2]>,
    now: Param<'a>,
    limit: u32,
) -> Result<Select<'a>, StoreError> {
    let mut select = Select::new(HEAD);
    select.filter("c.coupon_id = ?", &[coupon_id.into()]);
    if let Some(state) = state {
        select.filter("c.state = ?", &[state.stored().into()]);
        match state {
            ClaimState::Available => select.filter(is_alive!("?"), &[now; 4]),
            ClaimState::Expired => select.filter(concat!("NOT ", is_alive!("?")), &[now; 4]),
            ClaimState::Held | ClaimState::Used | ClaimState::Revoked => {}
        }
    }
    if let Some([claimed_at, id]) = after {
        let claimed_at = Param::Integer(claimed_at.parse().map_err(|_| StoreError::InvalidCursor)?);
        select.filter("(c.claimed_at, c.id) < (?, ?)", &[claimed_at, id.into()]);
    }
    select.end("ORDER BY c.claimed_at DESC, c.id DESC LIMIT ?", &[rows_wanted(limit).into()]);
    Ok(select)
}
