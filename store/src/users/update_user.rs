//! Changes a user.

use super::record::UserRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Of the version that was read.
pub(crate) const UPDATE: &str = "UPDATE users SET name = ?3, password_hash = ?4, is_owner = ?5, roles = ?6, disabled_at = ?7, version = version + 1 \
     WHERE id = ?1 AND version = ?2";

/// Writes a user whose record was read at its version; answers `false`, and writes nothing, when it has another by now.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user.id))]
pub async fn update_user(tx: &mut Tx<'_>, user: &UserRecord) -> Result<bool, StoreError> {
    let roles = user.roles_text()?;
    let values =
        params![&user.id, user.version, &user.name, &user.password_hash, user.is_owner, &roles, user.disabled_at,];
    Ok(tx.execute(UPDATE, values).await? > 0)
}
