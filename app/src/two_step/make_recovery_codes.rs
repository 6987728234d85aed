//! Gives a person new recovery codes.

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
    /// New recovery codes in the place of those before, for who is signed in, with password and code. Shown this once.
    ///
    /// # Errors
    /// `sign_in_refused` when the password is another, `second_step_refused`, `rate_limited`, `unavailable`.
    pub async fn make_recovery_codes(
        &self,
        mutation: Mutation,
        signed_in: &SignedIn,
        password: String,
        code: &str,
    ) -> Result<Vec<String>, Problem> {
        let (id, session_id) = (signed_in.user.id.clone(), signed_in.session_id.clone());
        self.prove_password(signed_in, password).await?;
        self.count_code_attempts(&id, &session_id, code).await?;
        let drawn = self.draw_recovery_codes();
        let (typed, hashes, user_id) = (code.to_owned(), drawn.hashes.clone(), id.clone());
        let made = self.mutate("make_recovery_codes", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                tx.lock(OWNERS).await?;
                use_code(tx, &user_id, &typed).await?;
                two_step::put_recovery_codes(tx, &user_id, &hashes).await?;
                let told = json!({ "id": user_id });
                Ok(Answer::json(200, &told)?.telling([Change::new("user.recovery_codes_made", user_id, &told)]))
            })
        });
        made.await?;
        self.forget_code_attempts(&id, &session_id).await?;
        Ok(drawn.codes)
    }
}
