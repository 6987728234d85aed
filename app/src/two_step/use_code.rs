//! Whether a code is the second step of somebody: their authenticator's of now, or one of their recovery codes.

use tessera_store::Tx;
use tessera_store::two_step;

use super::{recovery, totp};
use crate::problem::{ErrorCode, Problem};

/// Which code it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Used {
    /// The authenticator's.
    Authenticator,
    /// A recovery code; so many are left.
    Recovery {
        /// Codes that can still be used.
        left: u64,
    },
}

/// Takes a code of a user; it is not taken again.
///
/// # Errors
/// `second_step_refused`, `unavailable`.
pub(crate) async fn use_code(tx: &mut Tx<'_>, user_id: &str, typed: &str) -> Result<Used, Problem> {
    let refused = || Problem::of(ErrorCode::SecondStepRefused);
    let authenticator = two_step::read_authenticator(tx, user_id).await?;
    let authenticator = authenticator.filter(|one| one.confirmed_at.is_some()).ok_or_else(refused)?;
    if let Some(code) = totp::parse(typed) {
        let step = totp::accepted(&authenticator.secret, code, tx.now(), authenticator.last_step);
        let step = step.ok_or_else(refused)?;
        return if two_step::accept_step(tx, user_id, step).await? { Ok(Used::Authenticator) } else { Err(refused()) };
    }
    let hash = recovery::hash_of(typed).ok_or_else(refused)?;
    if !two_step::take_recovery_code(tx, user_id, &hash).await? {
        return Err(refused());
    }
    Ok(Used::Recovery { left: two_step::count_recovery_codes(tx, user_id).await? })
}
