//! Takes a user in.

use super::record::UserRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Nothing when somebody has the address.
pub(crate) const INSERT: &str = "INSERT INTO users (id, email, name, password_hash, is_owner, roles, version, created_at, disabled_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (email) DO NOTHING";

/// Takes a user in; answers `false`, and writes nothing, when somebody has the address.
///
/// # Errors
/// [`StoreError::Constraint`] when the id is taken.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user.id))]
pub async fn insert_user(tx: &mut Tx<'_>, user: &UserRecord) -> Result<bool, StoreError> {
    let roles = user.roles_text()?;
    let values = params![
        &user.id,
        &user.email,
        &user.name,
        &user.password_hash,
        user.is_owner,
        &roles,
        user.version,
        user.created_at,
        user.disabled_at,
    ];
    Ok(tx.execute(INSERT, values).await? > 0)
}
