//! Attempts to sign in are counted for the account and for the address they come from.

use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use tessera_store::sessions;

use crate::problem::{ErrorCode, Problem};
use crate::start::App;
use crate::two_step::parse_code;

/// How long attempts are counted together.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Attempts on an account from one address.
const OF_BOTH: u64 = 10;
/// Attempts on an account from anywhere: enough that nobody is locked out from elsewhere in passing.
const OF_ACCOUNT: u64 = 100;
/// Attempts from an address on any account: a team may share one.
const OF_ADDRESS: u64 = 100;
/// Codes tried on an account from anywhere. Fewer than passwords: who tries one knows the password, and a code has six
/// digits only.
const CODES_OF_ACCOUNT: u64 = 30;

impl App {
    /// Counts an attempt before its password is looked at.
    ///
    /// # Errors
    /// `rate_limited` when there were too many, `unavailable`.
    pub(crate) async fn count_attempts(&self, email: &str, address: &str) -> Result<(), Problem> {
        let names = vec![
            // First the address: whoever tries one name after the other from one place soon adds no further rows.
            (digest("address", address), OF_ADDRESS),
            (digest("both", &format!("{email}\n{address}")), OF_BOTH),
            (digest("account", email), OF_ACCOUNT),
        ];
        self.count(names).await
    }

    /// Counts a code before it is looked at, as passwords are. A recovery code is too long to be guessed: it does not
    /// count for the account, so that whoever knows a password cannot keep its owner out who has one.
    ///
    /// # Errors
    /// `rate_limited` when there were too many, `unavailable`.
    pub(crate) async fn count_code_attempts(&self, user_id: &str, address: &str, code: &str) -> Result<(), Problem> {
        let mut names = vec![
            (digest("code address", address), OF_ADDRESS),
            (digest("code both", &format!("{user_id}\n{address}")), OF_BOTH),
        ];
        if parse_code(code).is_some() {
            names.push((digest("code account", user_id), CODES_OF_ACCOUNT));
        }
        self.count(names).await
    }

    async fn count(&self, names: Vec<([u8; 32], u64)>) -> Result<(), Problem> {
        let counted = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let ends_at = tx.now() + WINDOW;
                let mut too_many = false;
                for (name, most) in &names {
                    // What one refuses does not count for the next: nobody locks an account by hammering from one place.
                    too_many = too_many || sessions::count_attempt(tx, name, ends_at).await? > *most;
                }
                Ok::<_, Problem>(too_many)
            })
        });
        if counted.await? {
            let detail = "There were too many attempts to sign in. Wait 15 minutes.";
            return Err(Problem::new(ErrorCode::RateLimited, detail));
        }
        Ok(())
    }

    /// Forgets the attempts before a password that was right.
    pub(crate) async fn forget_attempts(&self, email: &str, address: &str) -> Result<(), Problem> {
        self.forget(digest("both", &format!("{email}\n{address}"))).await
    }

    /// Forgets the codes that were tried before one that was right.
    pub(crate) async fn forget_code_attempts(&self, user_id: &str, address: &str) -> Result<(), Problem> {
        self.forget(digest("code both", &format!("{user_id}\n{address}"))).await
    }

    async fn forget(&self, name: [u8; 32]) -> Result<(), Problem> {
        let forgotten = self
            .inner
            .store
            .unit_of_work(move |tx| Box::pin(async move { sessions::forget_attempts(tx, &name).await }));
        Ok(forgotten.await?)
    }
}

fn digest(kind: &str, name: &str) -> [u8; 32] {
    Sha256::digest(format!("{kind}\n{name}")).into()
}
