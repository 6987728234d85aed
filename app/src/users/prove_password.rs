//! Whether somebody who is signed in knows their password: asked again before what protects the account changes.

use tessera_store::users::UserRecord;

use crate::problem::{ErrorCode, Problem};
use crate::sessions::SignedIn;
use crate::start::App;

impl App {
    /// The record of who is signed in, if this is their password. Counted as an attempt to sign in from their session.
    ///
    /// # Errors
    /// `sign_in_refused` when it is another, `rate_limited`, `unavailable`.
    pub(crate) async fn prove_password(&self, signed_in: &SignedIn, password: String) -> Result<UserRecord, Problem> {
        let record = self.read_user(&signed_in.user.id).await?;
        self.count_attempts(&record.email, &signed_in.session_id).await?;
        if !self.inner.passwords.is_right(password, Some(record.password_hash.clone())).await? {
            return Err(Problem::of(ErrorCode::SignInRefused));
        }
        self.forget_attempts(&record.email, &signed_in.session_id).await?;
        Ok(record)
    }
}
