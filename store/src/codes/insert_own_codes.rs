//! Gives a coupon many codes at once of which each says something of its own: whose it is, until when, with how much money.

use super::insert_code::{InsertCode, insert_at};
use super::record::{CodeRecord, expiry_key};
use crate::balances::open_balance::open_balance;
use crate::error::StoreError;
use crate::params;
use crate::tx::{Asked, Tx};

/// A code without a place among those of the coupon's terms; nothing when its canonical form is taken.
pub(crate) const INSERT: &str = "INSERT INTO codes (id, coupon_id, code, canonical, state, kind, use_limit, position, created_at, customer_id, expires_key, batch_id, standing) \
     VALUES (?1, ?2, ?3, ?4, 'live', ?5, ?6, NULL, ?7, ?8, ?9, ?10, 'live') ON CONFLICT (canonical) WHERE state <> 'void' DO NOTHING RETURNING id";

/// The coupon whose live code has a canonical form; none where that was deleted and its codes may be taken.
pub(crate) const SELECT_COUPON: &str = "SELECT d.coupon_id FROM codes d JOIN coupons c ON c.id = d.coupon_id \
     WHERE d.canonical = ?1 AND d.state <> 'void' AND c.codes_freed = 0";

/// Whether a coupon had a code of a canonical form that is void.
pub(crate) const SELECT_VOID: &str =
    "SELECT id FROM codes WHERE coupon_id = ?1 AND canonical = ?2 AND standing = 'void' LIMIT 1";

/// A code with its first money: minor units and currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCode {
    /// The code.
    pub code: CodeRecord,
    /// What is put on it.
    pub balance: Option<(i64, String)>,
}

/// The coupons whose live codes have these canonical forms.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(codes = canonicals.len()))]
pub async fn coupons_of_codes(tx: &mut Tx<'_>, canonicals: &[&str]) -> Result<Vec<Option<String>>, StoreError> {
    if canonicals.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<Asked<'_>> = canonicals.iter().map(|one| (SELECT_COUPON, params![*one].to_vec())).collect();
    let found = tx.query_all(&asked).await?;
    found.into_iter().map(|rows| rows.into_iter().next().map(|mut row| row.text()).transpose()).collect()
}

/// Of these canonical forms, whether the coupon has a void code that reads so.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id, codes = canonicals.len()))]
pub async fn are_void(tx: &mut Tx<'_>, coupon_id: &str, canonicals: &[&str]) -> Result<Vec<bool>, StoreError> {
    if canonicals.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<Asked<'_>> = canonicals.iter().map(|one| (SELECT_VOID, params![coupon_id, *one].to_vec())).collect();
    Ok(tx.query_all(&asked).await?.iter().map(|rows| !rows.is_empty()).collect())
}

/// Inserts live codes; answers of each whether its canonical form was free. Of several that read as one the first is
/// inserted. The caller tells the catalogue when all of them are there.
///
/// # Errors
/// [`StoreError::Constraint`] when there is no such coupon.
#[tracing::instrument(level = "debug", skip_all, fields(codes = codes.len()))]
pub async fn insert_own_codes(tx: &mut Tx<'_>, codes: &[OwnCode]) -> Result<Vec<InsertCode>, StoreError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    // In the order of the index: two that insert the same codes wait for each other, and not both at once.
    let mut order: Vec<usize> = (0..codes.len()).collect();
    order.sort_by(|a, b| codes[*a].code.canonical.cmp(&codes[*b].code.canonical));
    let asked: Vec<Asked<'_>> = order.iter().map(|place| insert(&codes[*place].code)).collect();
    let answers = tx.query_all(&asked).await?;
    let mut outcomes = vec![InsertCode::Taken; codes.len()];
    for (place, rows) in order.into_iter().zip(answers) {
        let OwnCode { code, balance } = &codes[place];
        let inserted = match rows.is_empty() {
            false => InsertCode::Inserted,
            // It may be that of a deleted coupon.
            true => insert_at(tx, code, None).await?,
        };
        if let (InsertCode::Inserted, Some((amount, currency))) = (inserted, balance) {
            open_balance(tx, &code.id, currency, *amount)?;
        }
        outcomes[place] = inserted;
    }
    Ok(outcomes)
}

fn insert(code: &CodeRecord) -> Asked<'_> {
    let values = params![
        &code.id,
        &code.coupon_id,
        &code.code,
        &code.canonical,
        &code.kind,
        code.limit,
        code.created_at,
        &code.customer_id,
        expiry_key(code.expires_at),
        &code.batch_id,
    ];
    (INSERT, values.to_vec())
}
