//! Signs a person in: with the password, where no code is asked for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sha2::{Digest, Sha256};
use tessera_store::sessions::{self, SessionRecord};
use tessera_store::two_step::{self, WaitingRecord};
use tessera_store::users::{self, UserRecord};
use tessera_store::{StoreError, Tx};

use super::LONGEST;
use crate::change::{By, Change};
use crate::ids::IdKind;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;
use crate::users::{OWNERS, UserView};

/// The longest name of a device that is kept.
const LONGEST_DEVICE: usize = 255;
/// How long the code may be given after the password.
const CODE_WITHIN: SignedDuration = SignedDuration::from_mins(10);

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

/// What a right password leads to.
pub enum SignIn {
    /// A session.
    Session(NewSession),
    /// The question for a code.
    CodeAsked {
        /// What the browser is to hold until then; nobody else has it.
        token: String,
    },
}

/// A session that is about to begin.
#[derive(Clone)]
pub(super) struct Beginning {
    /// What the browser is to hold.
    pub(super) token: String,
    id: String,
    device: String,
}

impl App {
    /// Looks at a password. It signs in, or leads to the question for a code where two-step sign-in is on.
    ///
    /// # Errors
    /// `sign_in_refused` when the password is not the account's, `rate_limited`, `unavailable`.
    pub async fn sign_in(&self, request: SignInRequest) -> Result<SignIn, Problem> {
        let email = crate::users::email_of(&request.email).unwrap_or_else(|| request.email.trim().to_owned());
        if let Err(problem) = self.count_attempts(&email, &request.address).await {
            note_refusal(None, &request.address, &request.request_id, problem.error);
            return Err(problem);
        }
        let wanted = email.clone();
        let read =
            self.inner.store.read(move |tx| Box::pin(async move { users::find_user_by_email(tx, &wanted).await }));
        let found = read.await?;
        let known = found.as_ref().map(|user| user.id.clone());
        let user = found.filter(|user| user.disabled_at.is_none());
        let hash = user.as_ref().map(|user| user.password_hash.clone());
        let is_right = self.inner.passwords.is_right(request.password.clone(), hash).await?;
        let Some(user) = user.filter(|_| is_right) else {
            note_refusal(known.as_deref(), &request.address, &request.request_id, ErrorCode::SignInRefused);
            return Err(Problem::of(ErrorCode::SignInRefused));
        };
        self.forget_attempts(&email, &request.address).await?;
        if user.two_step_since.is_some() { self.ask_code(user).await } else { self.begin_session(user, request).await }
    }

    async fn begin_session(&self, user: UserRecord, request: SignInRequest) -> Result<SignIn, Problem> {
        let (begins, recorder) = (self.beginning(&request.device), self.inner.recorder.clone());
        let (id, verified, session) = (user.id.clone(), user.password_hash.clone(), begins.clone());
        let by = By { actor: id.as_str().into(), action: "sign_in", request_id: request.request_id };
        let begun = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                // A password that was changed, an account that was disabled or a second step that was asked for while
                // this one was looked at ends here.
                tx.lock(OWNERS).await?;
                let is_same = |user: &UserRecord| user.password_hash == verified && user.two_step_since.is_none();
                let user = users::read_user(tx, &id).await?.filter(is_same).filter(|user| user.disabled_at.is_none());
                user.ok_or_else(|| Problem::of(ErrorCode::SignInRefused))?;
                let (ends_at, told) = session.begin(tx, &id).await?;
                recorder.record(tx, &by, vec![told], None).await?;
                Ok::<_, Problem>(ends_at)
            })
        });
        let ends_at = begun.await?;
        Ok(SignIn::Session(NewSession { token: begins.token, ends_at, user: UserView::from(user) }))
    }

    /// Notes that the password was right and the code is asked for.
    async fn ask_code(&self, user: UserRecord) -> Result<SignIn, Problem> {
        let token = self.new_token();
        let (hash, verified) = (hash_of(&token), hash_of(&user.password_hash));
        let asked = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let ends_at = tx.now() + CODE_WITHIN;
                two_step::insert_waiting(tx, &WaitingRecord { hash, user_id: user.id, verified, ends_at }).await
            })
        });
        asked.await?;
        Ok(SignIn::CodeAsked { token })
    }

    /// A session to be, with what only this process can draw.
    pub(super) fn beginning(&self, device: &str) -> Beginning {
        let device: String = device.chars().filter(|one| !one.is_control()).take(LONGEST_DEVICE).collect();
        Beginning { token: self.new_token(), id: self.new_id(IdKind::Session), device }
    }

    fn new_token(&self) -> String {
        let mut bits = [0; 32];
        self.inner.randomness.fill(&mut bits);
        URL_SAFE_NO_PAD.encode(bits)
    }
}

impl Beginning {
    /// Begins it; answers when it ends and what is told of it.
    pub(super) async fn begin(self, tx: &mut Tx<'_>, user_id: &str) -> Result<(Timestamp, Change), StoreError> {
        let now = tx.now();
        let told = Change::new("user.signed_in", user_id, &json!({ "id": user_id, "session_id": self.id }));
        let ends_at = now + LONGEST;
        let session = SessionRecord {
            id: self.id,
            hash: hash_of(&self.token),
            user_id: user_id.to_owned(),
            device: self.device,
            created_at: now,
            seen_at: now,
            ends_at,
        };
        sessions::insert_session(tx, &session).await?;
        Ok((ends_at, told))
    }
}

/// Leaves a trace of somebody who was not let in. The address they typed may be anybody's and stays out of the log.
pub(super) fn note_refusal(user_id: Option<&str>, address: &str, request_id: &str, why: ErrorCode) {
    let user_id = user_id.unwrap_or("unknown");
    tracing::warn!(user_id, address, request_id, why = why.code(), "a sign-in was refused");
}

/// What is kept of what the browser holds.
pub(super) fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
