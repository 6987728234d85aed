//! Where people are signed in. The browser holds 256 random bits, the store their SHA-256.

mod attempts;
mod end_session;
mod find_session;
mod list_sessions;
mod sign_in;
mod sign_in_with_code;

use jiff::SignedDuration;

use crate::caller::Caller;
use crate::users::UserView;

pub use list_sessions::SessionView;
pub use sign_in::{NewSession, SignIn, SignInRequest};
pub use sign_in_with_code::CodeRequest;

/// A session that nobody uses ends after this long.
pub(crate) const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// And every session after this long.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Who is signed in, as this request found them.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// `ses_...`.
    pub session_id: String,
    /// Who.
    pub user: UserView,
    /// What use cases see.
    pub caller: Caller,
}
