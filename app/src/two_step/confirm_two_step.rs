//! Switches two-step sign-in on, once the authenticator gave a code.

use jiff::SignedDuration;
use serde_json::json;
use tessera_store::{sessions, two_step, users};

use super::totp;
use crate::answer::Answer;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::sessions::SignedIn;
use crate::start::App;
use crate::users::OWNERS;

/// A secret that is not confirmed after this long was shown too long ago.
pub(super) const LONGEST: SignedDuration = SignedDuration::from_mins(30);

impl App {
    /// Switches two-step sign-in on for who is signed in; their other sessions end. Answers the recovery codes, this once.
    ///
    /// # Errors
    /// `second_step_refused` when the code is another, `not_found` when it was not begun or too long ago, `rate_limited`,
    /// `unavailable`.
    pub async fn confirm_two_step(
        &self,
        mutation: Mutation,
        signed_in: &SignedIn,
        code: &str,
    ) -> Result<Vec<String>, Problem> {
        let (id, session_id) = (signed_in.user.id.clone(), signed_in.session_id.clone());
        self.count_code_attempts(&id, &session_id, code).await?;
        let code = totp::parse(code).ok_or_else(|| Problem::of(ErrorCode::SecondStepRefused))?;
        let drawn = self.draw_recovery_codes();
        let hashes = drawn.hashes.clone();
        let forget = (id.clone(), session_id.clone());
        let confirmed = self.mutate("confirm_two_step", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                tx.lock(OWNERS).await?;
                let begun = two_step::read_authenticator(tx, &id).await?;
                let begun = begun.filter(|one| one.confirmed_at.is_none() && one.begun_at + LONGEST > tx.now());
                let begun = begun.ok_or_else(|| Problem::new(ErrorCode::NotFound, "Begin with the password."))?;
                let step = totp::accepted(&begun.secret, code, tx.now(), begun.last_step);
                let step = step.ok_or_else(|| Problem::of(ErrorCode::SecondStepRefused))?;
                if users::read_user(tx, &id).await?.is_none_or(|user| user.disabled_at.is_some())
                    || !two_step::confirm_authenticator(tx, &id, step).await?
                {
                    return Err(Problem::of(ErrorCode::NotFound));
                }
                two_step::put_recovery_codes(tx, &id, &hashes).await?;
                sessions::end_other_sessions(tx, &id, &session_id).await?;
                let told = json!({ "id": id });
                Ok(Answer::json(200, &told)?.telling([Change::new("user.two_step_enabled", id, &told)]))
            })
        });
        confirmed.await?;
        self.forget_code_attempts(&forget.0, &forget.1).await?;
        Ok(drawn.codes)
    }
}
