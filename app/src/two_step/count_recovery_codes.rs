//! How many recovery codes are left.

use tessera_store::two_step;

use crate::problem::Problem;
use crate::sessions::SignedIn;
use crate::start::App;

impl App {
    /// How many recovery codes who is signed in has left.
    ///
    /// # Errors
    /// `unavailable` when the store cannot be read.
    pub async fn count_recovery_codes(&self, signed_in: &SignedIn) -> Result<u64, Problem> {
        let id = signed_in.user.id.clone();
        let read =
            self.inner.store.read(move |tx| Box::pin(async move { two_step::count_recovery_codes(tx, &id).await }));
        Ok(read.await?)
    }
}
