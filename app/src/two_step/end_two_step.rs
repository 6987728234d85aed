//! Switches two-step sign-in off.

use serde_json::json;
use tessera_store::two_step;

use super::use_code::use_code;
use crate::answer::Answer;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::sessions::SignedIn;
use crate::start::App;
use crate::users::OWNERS;

impl App {
    /// Switches two-step sign-in off for who is signed in, with password and code.
    ///
    /// # Errors
    /// `sign_in_refused` when the password is another, `second_step_refused`, `rate_limited`, `unavailable`.
    pub async fn end_two_step(
        &self,
        mutation: Mutation,
        signed_in: &SignedIn,
        password: String,
        code: &str,
    ) -> Result<Answer, Problem> {
        let (id, session_id) = (signed_in.user.id.clone(), signed_in.session_id.clone());
        self.prove_password(signed_in, password).await?;
        self.count_code_attempts(&id, &session_id, code).await?;
        let (typed, user_id) = (code.to_owned(), id.clone());
        let ended = self.mutate("end_two_step", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                tx.lock(OWNERS).await?;
                use_code(tx, &user_id, &typed).await?;
                two_step::end_two_step(tx, &user_id).await?;
                let told = json!({ "id": user_id });
                Ok(Answer::json(200, &told)?.telling([Change::new("user.two_step_disabled", user_id, &told)]))
            })
        });
        let ended = ended.await?;
        self.forget_code_attempts(&id, &session_id).await?;
        Ok(ended)
    }
}
