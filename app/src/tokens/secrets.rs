//! The secret that shops sign tokens with: made when somebody first asks for it, kept in the database, the same for
//! every node. It stands in no event, no audit entry and no log.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tessera_store::token_secrets::{self, TokenSecretRecord};

use super::hs256::Key;
use crate::change::{By, Change};
use crate::problem::Problem;
use crate::start::App;

/// How long the secret before a rotation is still accepted: as long as a token may last.
pub const FORMER_SECRET_LASTS: SignedDuration = SignedDuration::from_hours(24);

/// Letters of a secret: no look-alikes, all lower case.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
/// How many: 260 bits, more than the signature has.
const LENGTH: usize = 52;

/// The secrets that are accepted, the newest first.
#[derive(Default)]
pub(crate) struct TokenSecrets(Vec<(Key, Option<Timestamp>)>);

impl TokenSecrets {
    fn of(records: &[TokenSecretRecord]) -> Self {
        Self(records.iter().map(|record| (Key::of(&record.secret), record.ends_at)).collect())
    }

    /// Those that are accepted at an instant.
    pub(super) fn accepted(&self, now: Timestamp) -> impl Iterator<Item = &Key> {
        self.0.iter().filter(move |(_, ends_at)| ends_at.is_none_or(|end| end > now)).map(|(key, _)| key)
    }
}

impl App {
    /// The secret in force: made now if there is none yet. Whoever has it can sign a token for every customer.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn token_secret(&self) -> Result<String, Problem> {
        let (new, recorder) = (self.draw_token_secret(), self.inner.recorder.clone());
        let kept = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let (kept, is_new) = token_secrets::keep_token_secret(tx, &new).await?;
                if is_new {
                    let told = json!({ "number": kept.number });
                    let told = Change::new("token_secret.created", "token_secret", &told);
                    recorder.record(tx, &By::program("token_secret"), vec![told], None).await?;
                }
                Ok::<_, Problem>(kept)
            })
        });
        let kept = kept.await?;
        self.refresh_token_secrets().await?;
        Ok(kept.secret)
    }

    /// Puts another secret in force and answers it. The one before is accepted for [`FORMER_SECRET_LASTS`]; with
    /// `at_once`, for one that others know, it is not accepted any more: by this process from now on, by others on the
    /// same database within half a second.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn rotate_token_secret(&self, at_once: bool) -> Result<String, Problem> {
        let (new, recorder) = (self.draw_token_secret(), self.inner.recorder.clone());
        let rotated = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let until = if at_once { tx.now() } else { tx.now() + FORMER_SECRET_LASTS };
                let rotated = token_secrets::rotate_token_secret(tx, &new, until).await?;
                let told = json!({ "number": rotated.number, "former_until": until });
                let told = Change::new("token_secret.rotated", "token_secret", &told);
                recorder.record(tx, &By::program("rotate_token_secret"), vec![told], None).await?;
                Ok::<_, Problem>(rotated)
            })
        });
        let rotated = rotated.await?;
        self.refresh_token_secrets().await?;
        Ok(rotated.secret)
    }

    /// Reads the secrets that are accepted.
    pub(crate) async fn refresh_token_secrets(&self) -> Result<(), Problem> {
        let read = self
            .inner
            .store
            .read(|tx| Box::pin(async move { token_secrets::read_token_secrets(tx).await.map_err(Problem::from) }));
        self.inner.token_secrets.store(Arc::new(TokenSecrets::of(&read.await?)));
        Ok(())
    }

    fn draw_token_secret(&self) -> String {
        let mut bits = [0; LENGTH];
        self.inner.randomness.fill(&mut bits);
        let letters = bits.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        std::iter::once("tks_").flat_map(str::chars).chain(letters).collect()
    }
}
