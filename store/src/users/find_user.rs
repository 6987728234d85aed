//! Finds a user.

use super::record::{UserRecord, user_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By id.
pub(crate) const SELECT: &str = concat!("SELECT ", user_columns!(), " FROM users u WHERE u.id = ?1");

/// By the one spelling of the address.
pub(crate) const SELECT_BY_EMAIL: &str = concat!("SELECT ", user_columns!(), " FROM users u WHERE u.email = ?1");

/// Whether there is any.
pub(crate) const HAS_ANY: &str = "SELECT id FROM users LIMIT 1";

/// The user with this id, disabled or not.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %id))]
pub async fn read_user(tx: &mut Tx<'_>, id: &str) -> Result<Option<UserRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| UserRecord::decode(&mut row)).transpose()
}

/// The user with this address, disabled or not.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn find_user_by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<UserRecord>, StoreError> {
    tx.query_first(SELECT_BY_EMAIL, params![email]).await?.map(|mut row| UserRecord::decode(&mut row)).transpose()
}

/// Whether anybody was ever taken in.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn has_users(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.query_first(HAS_ANY, &[]).await?.is_some())
}
