//! A person changes their own password.

use serde_json::json;
use tessera_store::sessions;
use tessera_store::users::{self, UserRecord};

use super::password;
use super::update_user::OWNERS;
use super::view::UserView;
use crate::answer::Answer;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::sessions::SignedIn;
use crate::start::App;

impl App {
    /// Changes the password of who is signed in; their other sessions end.
    ///
    /// # Errors
    /// `sign_in_refused` when the present password is another, `rate_limited`, `invalid_body`, `version_conflict`,
    /// `unavailable`.
    pub async fn change_password(
        &self,
        mutation: Mutation,
        signed_in: &SignedIn,
        present: String,
        new: String,
    ) -> Result<Answer, Problem> {
        let id = signed_in.user.id.clone();
        if let Some(fault) = password::fault(&new, &signed_in.user.email) {
            return Err(Problem::fields(vec![fault]));
        }
        let record = self.prove_password(signed_in, present).await?;
        let hash = self.new_password_hash(Some(new)).await?.unwrap_or_default();
        let session_id = signed_in.session_id.clone();
        self.mutate("change_password", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                tx.lock(OWNERS).await?;
                let before = users::read_user(tx, &id).await?.ok_or_else(|| Problem::of(ErrorCode::NotFound))?;
                if before.password_hash != record.password_hash || before.disabled_at.is_some() {
                    return Err(Problem::of(ErrorCode::VersionConflict));
                }
                let after = UserRecord { password_hash: hash, ..before };
                if !users::update_user(tx, &after).await? {
                    return Err(Problem::of(ErrorCode::VersionConflict));
                }
                sessions::end_other_sessions(tx, &id, &session_id).await?;
                let told = Change::new("user.password_changed", id.clone(), &json!({ "id": id }));
                Ok(Answer::json(200, &UserView::from(after))?.telling([told]))
            })
        })
        .await
    }
}
