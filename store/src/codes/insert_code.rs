//! Gives a coupon a code.

use super::record::{CodeRecord, expiry_key};
use super::void_code::VOID;
use crate::coupons::catalogue_change::{lock_catalogue, touch_coupon};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A code with its place among the written ones; nothing when its canonical form is taken.
pub(crate) const INSERT: &str = "INSERT INTO codes (id, coupon_id, code, canonical, state, kind, use_limit, position, created_at, customer_id, expires_key, batch_id, standing) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (canonical) WHERE state <> 'void' DO NOTHING";

/// The place after the last written code.
pub(crate) const NEXT_POSITION: &str =
    "SELECT COALESCE(MAX(position), 0) + 1 FROM codes WHERE coupon_id = ?1 AND position IS NOT NULL";

/// The place of a code.
pub(crate) const POSITION: &str = "SELECT position FROM codes WHERE id = ?1 AND coupon_id = ?2";

/// Voids the code of a canonical form where its coupon was deleted and its codes may be taken.
pub(crate) const VOID_FREED: &str = "UPDATE codes SET state = 'void', standing = 'void', voided_at = ?2 WHERE canonical = ?1 AND state <> 'void' \
     AND EXISTS (SELECT 1 FROM coupons c WHERE c.id = codes.coupon_id AND c.codes_freed = 1)";

/// What came of giving a coupon a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsertCode {
    /// It has it.
    Inserted,
    /// A live code has the same canonical form. Nothing was inserted.
    Taken,
}

/// Gives a coupon a code. A written code counts as an edit of the catalogue.
///
/// # Errors
/// [`StoreError::Constraint`] when there is no such coupon, the id is taken or a word is not one of those allowed.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %code.coupon_id, code_id = %code.id))]
pub async fn insert_code(tx: &mut Tx<'_>, code: &CodeRecord) -> Result<InsertCode, StoreError> {
    let position = match code.kind.as_str() {
        "written" => {
            lock_catalogue(tx).await?;
            next_position(tx, &code.coupon_id).await?
        }
        _ => None,
    };
    insert_at(tx, code, position).await
}

/// Gives a coupon a code beside those of its terms: an edit of the terms does not touch it. Counts as an edit of the
/// catalogue, so that whoever remembers that nobody has the code asks again.
///
/// # Errors
/// As [`insert_code`].
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %code.coupon_id, code_id = %code.id))]
pub async fn insert_further_code(tx: &mut Tx<'_>, code: &CodeRecord) -> Result<InsertCode, StoreError> {
    lock_catalogue(tx).await?;
    let inserted = insert_at(tx, code, None).await?;
    if inserted == InsertCode::Inserted {
        touch_coupon(tx, &code.coupon_id).await?;
    }
    Ok(inserted)
}

/// Voids a code and gives its place among the coupon's written codes to another: so the first code stays the first.
/// When the new one is taken the old one is void all the same: the unit of work must then end with an error.
///
/// # Errors
/// As [`insert_code`].
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %code.coupon_id, code_id = %code.id))]
pub async fn replace_code(tx: &mut Tx<'_>, old_code_id: &str, code: &CodeRecord) -> Result<InsertCode, StoreError> {
    lock_catalogue(tx).await?;
    let row = tx.query_first(POSITION, params![old_code_id, &code.coupon_id]).await?;
    let position = row.map(|mut row| row.optional_integer()).transpose()?.flatten();
    let now = tx.now();
    tx.query(VOID, params![old_code_id, now]).await?;
    match position {
        None => insert_code(tx, code).await,
        position => insert_at(tx, code, position).await,
    }
}

async fn next_position(tx: &mut Tx<'_>, coupon_id: &str) -> Result<Option<i64>, StoreError> {
    let row = tx.query_first(NEXT_POSITION, params![coupon_id]).await?;
    row.map(|mut row| row.integer()).transpose()
}

/// Inserts a code; one of a deleted coupon whose codes may be taken gives way to it.
pub(super) async fn insert_at(
    tx: &mut Tx<'_>,
    code: &CodeRecord,
    position: Option<i64>,
) -> Result<InsertCode, StoreError> {
    let values = params![
        &code.id,
        &code.coupon_id,
        &code.code,
        &code.canonical,
        &code.state,
        &code.kind,
        code.limit,
        position,
        code.created_at,
        &code.customer_id,
        expiry_key(code.expires_at),
        &code.batch_id,
        code.standing(),
    ];
    if tx.execute(INSERT, values).await? == 0 {
        let now = tx.now();
        if tx.execute(VOID_FREED, params![&code.canonical, now]).await? == 0 || tx.execute(INSERT, values).await? == 0 {
            return Ok(InsertCode::Taken);
        }
    }
    if position.is_some() {
        touch_coupon(tx, &code.coupon_id).await?;
    }
    Ok(InsertCode::Inserted)
}
