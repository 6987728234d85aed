//! Where users are signed in. What the browser holds is not kept, only its SHA-256.

pub(crate) mod attempts;
pub(crate) mod end_sessions;
pub(crate) mod find_session;
pub(crate) mod insert_session;
pub(crate) mod list_sessions;
mod record;

pub use attempts::{count_attempt, forget_attempts, forget_ended_attempts};
pub use end_sessions::{end_other_sessions, end_session, end_sessions_of, forget_ended_sessions};
pub use find_session::{find_session, touch_session};
pub use insert_session::insert_session;
pub use list_sessions::list_sessions;
pub use record::SessionRecord;
