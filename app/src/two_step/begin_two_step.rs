//! Begins two-step sign-in: makes the secret that an authenticator is to share.

use sha2::{Digest, Sha256};
use tessera_store::two_step;

use super::confirm_two_step::LONGEST;
use super::totp;
use crate::codes::Qr;
use crate::problem::{ErrorCode, Problem};
use crate::sessions::SignedIn;
use crate::start::App;

/// Pixels of a side of the QR code.
const SIZE: usize = 232;
/// What the shop is called where nobody said.
const NAMELESS: &str = "Tessera";

/// What an authenticator is told: shown to its user until they confirm it, and never again.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret in base 32, for who types it.
    pub secret: String,
    /// The same with account and shop as a QR code, a PNG.
    pub qr: Vec<u8>,
    /// What who saw it can say and nobody tells the secret from: only then it is shown again.
    pub proof: String,
}

impl App {
    /// Makes a secret for who is signed in and proves it with the password. Nothing is asked for until it is confirmed.
    ///
    /// # Errors
    /// `sign_in_refused` when the password is another, `rate_limited`, `second_step_refused` when two-step sign-in is on,
    /// `unavailable`.
    pub async fn begin_two_step(&self, signed_in: &SignedIn, password: String) -> Result<Enrolment, Problem> {
        let user = self.prove_password(signed_in, password).await?;
        let mut secret = [0; totp::SECRET];
        self.inner.randomness.fill(&mut secret);
        let id = user.id.clone();
        let begun = self
            .inner
            .store
            .unit_of_work(move |tx| Box::pin(async move { two_step::begin_authenticator(tx, &id, &secret).await }));
        if !begun.await? {
            return Err(Problem::new(ErrorCode::SecondStepRefused, "Two-step sign-in is on already."));
        }
        self.enrolment(&user.email, &secret)
    }

    /// The secret that is to be confirmed, shown once more after a code that was not right, to who saw it before.
    ///
    /// # Errors
    /// `not_found` when none is to be confirmed, or too long ago, or when the proof is another's; `unavailable`.
    pub async fn read_enrolment(&self, signed_in: &SignedIn, proof: &str) -> Result<Enrolment, Problem> {
        let id = signed_in.user.id.clone();
        let read =
            self.inner.store.read(move |tx| Box::pin(async move { two_step::read_authenticator(tx, &id).await }));
        let now = self.now();
        let is_shown = |secret: &[u8]| proof_of(secret) == proof;
        let begun = read.await?;
        let begun = begun.filter(|one| one.confirmed_at.is_none() && one.begun_at + LONGEST > now);
        let begun = begun.filter(|one| is_shown(&one.secret));
        let begun = begun.ok_or_else(|| Problem::new(ErrorCode::NotFound, "Begin with the password."))?;
        self.enrolment(&signed_in.user.email, &begun.secret)
    }

    fn enrolment(&self, email: &str, secret: &[u8]) -> Result<Enrolment, Problem> {
        let live = self.live();
        let shop = live.settings().store_name.as_deref().unwrap_or(NAMELESS);
        let qr = Qr::of(&totp::address(shop, email, secret))?.png(SIZE)?;
        Ok(Enrolment { secret: totp::base32(secret), qr, proof: proof_of(secret) })
    }
}

fn proof_of(secret: &[u8]) -> String {
    let digest: [u8; 32] = Sha256::new().chain_update("enrolment\n").chain_update(secret).finalize().into();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
