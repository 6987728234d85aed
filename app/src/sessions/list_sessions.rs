//! Lists where a person is signed in.

use jiff::Timestamp;
use tessera_store::sessions;

use super::{IDLE, SignedIn};
use crate::problem::Problem;
use crate::start::App;

/// A browser in which a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// `ses_...`.
    pub id: String,
    /// What the browser calls itself.
    pub device: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
}

impl App {
    /// Where the one who asks is signed in, last used first.
    ///
    /// # Errors
    /// `unavailable` when the store cannot be read.
    pub async fn list_sessions(&self, signed_in: &SignedIn) -> Result<Vec<SessionView>, Problem> {
        let user_id = signed_in.user.id.clone();
        let read = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let idle_since = tx.now() - IDLE;
                sessions::list_sessions(tx, &user_id, idle_since).await
            })
        });
        let view = |session: sessions::SessionRecord| SessionView {
            id: session.id,
            device: session.device,
            created_at: session.created_at,
            seen_at: session.seen_at,
            ends_at: session.ends_at,
        };
        Ok(read.await?.into_iter().map(view).collect())
    }
}
