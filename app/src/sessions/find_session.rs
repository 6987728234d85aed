//! Finds out who is signed in.

use jiff::SignedDuration;
use tessera_store::sessions;

use super::sign_in::hash_of;
use super::{IDLE, SignedIn};
use crate::problem::Problem;
use crate::start::App;
use crate::users::UserView;

/// That a session is used is noted as often.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What a browser of ours holds has this many characters.
const TOKEN_LENGTH: usize = 43;

impl App {
    /// Who holds this; `None` when nobody does any more.
    ///
    /// # Errors
    /// `unavailable` when the store cannot be read.
    pub async fn find_session(&self, token: &str) -> Result<Option<SignedIn>, Problem> {
        if token.len() != TOKEN_LENGTH {
            return Ok(None);
        }
        let hash = hash_of(token);
        let read = self.inner.store.read(move |tx| {
            Box::pin(async move { Ok::<_, Problem>((sessions::find_session(tx, &hash).await?, tx.now())) })
        });
        let (Some((session, user)), now) = read.await? else { return Ok(None) };
        if session.ends_at <= now || session.seen_at + IDLE <= now || user.disabled_at.is_some() {
            return Ok(None);
        }
        if session.seen_at + NOTED_EVERY <= now {
            let id = session.id.clone();
            let noted = self
                .inner
                .store
                .unit_of_work(move |tx| Box::pin(async move { sessions::touch_session(tx, &id).await }));
            if let Err(error) = noted.await {
                tracing::warn!(%error, "that a session is used could not be noted");
            }
        }
        let user = UserView::from(user);
        Ok(Some(SignedIn { session_id: session.id, caller: user.caller(), user }))
    }
}
