//! Signs a person in.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use tessera_store::sessions::{self, SessionRecord};
use tessera_store::users;

use super::LONGEST;
use crate::change::{By, Change};
use crate::ids::IdKind;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;
use crate::users::{OWNERS, UserView};

/// The longest name of a device that is kept.
const LONGEST_DEVICE: usize = 255;

/// Somebody who wants to sign in.
#[derive(Clone)]
pub struct SignInRequest {
    /// As typed.
    pub email: String,
    /// As typed.
    pub password: String,
    /// Where from, for counting.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
    /// The request.
    pub request_id: String,
}

/// A session that has just begun.
pub struct NewSession {
    /// What the browser is to hold; nobody else has it.
    pub token: String,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// Who signed in.
    pub user: UserView,
}

impl App {
    /// Signs a person in.
    ///
    /// # Errors
    /// `sign_in_refused` when the password is not the account's, `rate_limited`, `unavailable`.
    pub async fn sign_in(&self, request: SignInRequest) -> Result<NewSession, Problem> {
        let email = crate::users::email_of(&request.email).unwrap_or_else(|| request.email.trim().to_owned());
        self.count_attempts(&email, &request.address).await?;
        let wanted = email.clone();
        let read =
            self.inner.store.read(move |tx| Box::pin(async move { users::find_user_by_email(tx, &wanted).await }));
        let user = read.await?.filter(|user| user.disabled_at.is_none());
        let hash = user.as_ref().map(|user| user.password_hash.clone());
        let verified = hash.clone();
        let is_right = self.inner.passwords.is_right(request.password, hash).await?;
        let Some(user) = user.filter(|_| is_right) else { return Err(Problem::of(ErrorCode::SignInRefused)) };
        self.forget_attempts(&email, &request.address).await?;
        let token = self.new_token();
        let device: String = request.device.chars().filter(|one| !one.is_control()).take(LONGEST_DEVICE).collect();
        let (hash, id) = (hash_of(&token), self.new_id(IdKind::Session));
        let (recorder, user) = (self.inner.recorder.clone(), UserView::from(user));
        let by = By { actor: user.id.as_str().into(), action: "sign_in", request_id: request.request_id };
        let user_id = user.id.clone();
        let verified = verified.unwrap_or_default();
        let begun = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                // A password that was changed or an account that was disabled while this one was looked at ends here.
                tx.lock(OWNERS).await?;
                let is_same = |user: &users::UserRecord| user.password_hash == verified && user.disabled_at.is_none();
                if !users::read_user(tx, &user_id).await?.as_ref().is_some_and(is_same) {
                    return Err(Problem::of(ErrorCode::SignInRefused));
                }
                let now = tx.now();
                let told = Change::new("user.signed_in", user_id.clone(), &json!({ "id": user_id, "session_id": id }));
                let ends_at = now + LONGEST;
                let session = SessionRecord { id, hash, user_id, device, created_at: now, seen_at: now, ends_at };
                sessions::insert_session(tx, &session).await?;
                recorder.record(tx, &by, vec![told], None).await?;
                Ok::<_, Problem>(ends_at)
            })
        });
        Ok(NewSession { token, ends_at: begun.await?, user })
    }

    fn new_token(&self) -> String {
        let mut bits = [0; 32];
        self.inner.randomness.fill(&mut bits);
        URL_SAFE_NO_PAD.encode(bits)
    }
}

/// What is kept of what the browser holds.
pub(super) fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
