//! An owner switches another's two-step sign-in off: they lost authenticator and recovery codes.

use serde_json::json;
use tessera_engine::FieldError;
use tessera_engine::decode::codes;
use tessera_store::{sessions, two_step, users};

use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;
use crate::users::OWNERS;

impl App {
    /// Switches two-step sign-in off for another account; its sessions end, for whoever has the authenticator may be in
    /// one. For their own, everybody shows password and code.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_body` for one's own account, `not_found` when there is none or it is off, `unavailable`.
    pub async fn reset_two_step(&self, mutation: Mutation, user_id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Keys)?;
        if *mutation.caller.key_id == *user_id {
            let detail = "is switched off under Password and sessions, with password and code".to_owned();
            let fault = FieldError { pointer: "/two_step".to_owned(), code: codes::INVALID_VALUE, detail };
            return Err(Problem::fields(vec![fault]));
        }
        let id = user_id.to_owned();
        self.mutate("reset_two_step", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                tx.lock(OWNERS).await?;
                let not_found = || Problem::new(ErrorCode::NotFound, "The account has no two-step sign-in.");
                let user = users::read_user(tx, &id).await?.ok_or_else(not_found)?;
                if user.two_step_since.is_none() {
                    return Err(not_found());
                }
                two_step::end_two_step(tx, &id).await?;
                sessions::end_sessions_of(tx, &id).await?;
                let told = json!({ "id": id });
                Ok(Answer::json(200, &told)?.telling([Change::new("user.two_step_disabled", id, &told)]))
            })
        })
        .await
    }
}
