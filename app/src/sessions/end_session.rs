//! Signs a person out, here or elsewhere.

use serde_json::json;
use tessera_store::{sessions, two_step};

use super::{IDLE, SignedIn};
use crate::change::{By, Change};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Ends a session of the one who asks, the one they ask in too.
    ///
    /// # Errors
    /// `not_found` when they have no such session, `unavailable`.
    pub async fn end_session(&self, signed_in: &SignedIn, id: &str, request_id: &str) -> Result<(), Problem> {
        let (id, user_id, recorder) = (id.to_owned(), signed_in.user.id.clone(), self.inner.recorder.clone());
        let by = By { actor: user_id.as_str().into(), action: "end_session", request_id: request_id.to_owned() };
        let ended = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                if !sessions::end_session(tx, &id, &user_id).await? {
                    return Ok(false);
                }
                let told = json!({ "id": user_id, "session_id": id });
                recorder.record(tx, &by, vec![Change::new("user.session_ended", user_id, &told)], None).await?;
                Ok::<_, Problem>(true)
            })
        });
        if ended.await? { Ok(()) } else { Err(Problem::new(ErrorCode::NotFound, "That session is over.")) }
    }

    /// Forgets sessions that are over, and attempts to sign in that do not count any more.
    pub(crate) async fn forget_ended_sessions(&self) -> Result<(), Problem> {
        let forgotten = self.inner.store.unit_of_work(|tx| {
            Box::pin(async move {
                let idle_since = tx.now() - IDLE;
                sessions::forget_ended_attempts(tx).await?;
                two_step::forget_ended_waiting(tx).await?;
                sessions::forget_ended_sessions(tx, idle_since).await
            })
        });
        let forgotten = forgotten.await?;
        if forgotten > 0 {
            tracing::debug!(forgotten, "forgot sessions that are over");
        }
        Ok(())
    }
}
