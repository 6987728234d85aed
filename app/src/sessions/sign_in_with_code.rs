//! The second step of signing in: the code.

use serde_json::json;
use tessera_store::two_step;
use tessera_store::users::{self, UserRecord};

use super::sign_in::{NewSession, hash_of, note_refusal};
use crate::change::{By, Change};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;
use crate::two_step::{Used, use_code};
use crate::users::{OWNERS, UserView};

/// Somebody whose password was right.
#[derive(Clone)]
pub struct CodeRequest {
    /// What the browser holds since then.
    pub token: String,
    /// As typed: the authenticator's, or a recovery code.
    pub code: String,
    /// Where from, for counting.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
    /// The request.
    pub request_id: String,
}

impl App {
    /// Signs a person in whose password was right, with their code.
    ///
    /// # Errors
    /// `second_step_refused` when it is not their code, `sign_in_refused` when the password was too long ago or is another
    /// by now, `rate_limited`, `unavailable`.
    pub async fn sign_in_with_code(&self, request: CodeRequest) -> Result<NewSession, Problem> {
        let hash = hash_of(&request.token);
        let waiting = self.inner.store.read(move |tx| Box::pin(async move { two_step::find_waiting(tx, &hash).await }));
        let waiting = waiting.await?.ok_or_else(|| Problem::of(ErrorCode::SignInRefused))?;
        let user_id = waiting.user_id;
        let done = match self.count_code_attempts(&user_id, &request.address, &request.code).await {
            Ok(()) => self.take_code(hash, &user_id, &request).await,
            Err(problem) => Err(problem),
        };
        match done {
            Ok(session) => {
                self.forget_code_attempts(&user_id, &request.address).await?;
                Ok(session)
            }
            Err(problem) => {
                note_refusal(Some(&user_id), &request.address, &request.request_id, problem.error);
                Err(problem)
            }
        }
    }

    async fn take_code(&self, hash: [u8; 32], user_id: &str, request: &CodeRequest) -> Result<NewSession, Problem> {
        let (begins, recorder) = (self.beginning(&request.device), self.inner.recorder.clone());
        let (id, code, session) = (user_id.to_owned(), request.code.clone(), begins.clone());
        let by = By { actor: user_id.into(), action: "sign_in_with_code", request_id: request.request_id.clone() };
        let begun = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                tx.lock(OWNERS).await?;
                let waiting = two_step::find_waiting(tx, &hash).await?;
                let is_same = |user: &UserRecord| {
                    waiting.as_ref().is_some_and(|waiting| waiting.verified == hash_of(&user.password_hash))
                        && user.disabled_at.is_none()
                };
                let user = users::read_user(tx, &id).await?.filter(is_same);
                let user = user.ok_or_else(|| Problem::of(ErrorCode::SignInRefused))?;
                let used = use_code(tx, &id, &code).await?;
                two_step::end_waiting(tx, &hash).await?;
                let (ends_at, told) = session.begin(tx, &id).await?;
                let mut told = vec![told];
                if let Used::Recovery { left } = used {
                    told.push(Change::new("user.recovery_code_used", id.clone(), &json!({ "id": id, "left": left })));
                }
                recorder.record(tx, &by, told, None).await?;
                Ok::<_, Problem>((ends_at, user))
            })
        });
        let (ends_at, user) = begun.await?;
        Ok(NewSession { token: begins.token, ends_at, user: UserView::from(user) })
    }
}
