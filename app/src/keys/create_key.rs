//! Makes an API key. Its secret is in the answer and nowhere else.

use serde::Serialize;
use tessera_store::keys::{self, KeyRecord};

use super::{KeyView, hash};
use crate::caller::{Caller, KeyKind, Scope, Scopes};
use crate::change::{By, Change};
use crate::ids::IdKind;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Letters of a secret: no look-alikes, all lower case.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// A key that was just made.
#[derive(Clone, Debug, Serialize)]
pub struct CreatedKey {
    /// The key as lists show it.
    #[serde(flatten)]
    pub key: KeyView,
    /// The secret, shown this once.
    pub secret: String,
}

impl App {
    /// Makes a key of a kind. A publishable key carries no scopes.
    ///
    /// # Errors
    /// `invalid_body` for a name that is empty or longer than 255 characters, or a secret key without scopes.
    pub async fn create_key(&self, name: &str, kind: KeyKind, scopes: Scopes) -> Result<CreatedKey, Problem> {
        self.make_key(By::program("create_key"), name, kind, scopes).await
    }

    /// The same for a person.
    ///
    /// # Errors
    /// `scope_missing`, and those of [`App::create_key`].
    pub async fn create_key_for(
        &self,
        caller: &Caller,
        request_id: &str,
        name: &str,
        kind: KeyKind,
        scopes: Scopes,
    ) -> Result<CreatedKey, Problem> {
        caller.require(Scope::Keys)?;
        self.make_key(By::caller(caller, "create_key", request_id), name, kind, scopes).await
    }

    async fn make_key(&self, by: By, name: &str, kind: KeyKind, scopes: Scopes) -> Result<CreatedKey, Problem> {
        let mut bits = [0; 40];
        self.inner.randomness.fill(&mut bits);
        let random: String = bits.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        let prefix = match kind {
            KeyKind::Secret => "sk_",
            KeyKind::Publishable => "pk_",
        };
        self.install_key(by, name, kind, scopes, format!("{prefix}{random}")).await
    }

    /// Installs a full-rights secret key whose secret the operator chose (`TESSERA_SECRET_KEY`). Does nothing when it is there.
    ///
    /// # Errors
    /// `invalid_body` when the secret does not begin with `sk_` or is shorter than 24 characters.
    pub async fn install_operator_key(&self, secret: &str) -> Result<(), Problem> {
        if !secret.starts_with("sk_") || secret.len() < 24 || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            let detail = "The secret key (--secret-key or TESSERA_SECRET_KEY) must begin with `sk_` and have at least 24 visible ASCII characters.";
            return Err(Problem::new(ErrorCode::InvalidBody, detail));
        }
        if self.known_caller(secret).is_some() {
            return Ok(());
        }
        let by = By::program("create_key");
        self.install_key(by, "TESSERA_SECRET_KEY", KeyKind::Secret, Scopes::all(), secret.to_owned()).await.map(|_| ())
    }

    async fn install_key(
        &self,
        by: By,
        name: &str,
        kind: KeyKind,
        scopes: Scopes,
        secret: String,
    ) -> Result<CreatedKey, Problem> {
        if name.trim().is_empty() || name.chars().count() > 255 || name.chars().any(char::is_control) {
            return Err(Problem::new(
                ErrorCode::InvalidBody,
                "The name of a key has 1 to 255 characters and no control characters.",
            ));
        }
        let scopes = if kind == KeyKind::Publishable { Scopes::default() } else { scopes };
        if kind == KeyKind::Secret && scopes == Scopes::default() {
            return Err(Problem::new(ErrorCode::InvalidBody, "A secret key needs at least one scope."));
        }
        let record = KeyRecord {
            id: self.new_id(IdKind::Key),
            name: name.to_owned(),
            kind: kind.name().to_owned(),
            scopes: scopes.names().into_iter().map(str::to_owned).collect(),
            hash: hash(&secret),
            hint: secret.chars().skip(secret.chars().count().saturating_sub(4)).collect(),
            created_at: self.inner.clock.now(),
            revoked_at: None,
        };
        let (stored, recorder) = (record.clone(), self.inner.recorder.clone());
        let inserted = self
            .inner
            .store
            .unit_of_work(move |tx| {
                Box::pin(async move {
                    let inserted = keys::insert_key(tx, &stored).await?;
                    if inserted {
                        let told = Change::new("key.created", stored.id.clone(), &KeyView::from(stored));
                        recorder.record(tx, &by, vec![told], None).await?;
                    }
                    Ok::<_, Problem>(inserted)
                })
            })
            .await?;
        if !inserted {
            let detail = "A key with this secret was there before and is revoked. Choose another secret.";
            return Err(Problem::new(ErrorCode::InvalidBody, detail));
        }
        self.refresh_keys().await?;
        Ok(CreatedKey { key: record.into(), secret })
    }
}
