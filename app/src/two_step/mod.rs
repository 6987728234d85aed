//! Two-step sign-in: after the password a code of the authenticator on one's phone. RFC 6238; decision 0026.

mod begin_two_step;
mod confirm_two_step;
mod count_recovery_codes;
mod end_two_step;
mod make_recovery_codes;
mod recovery;
mod reset_two_step;
mod totp;
mod use_code;

pub use begin_two_step::Enrolment;
pub(crate) use totp::parse as parse_code;
#[doc(hidden)]
pub use totp::shown_code;
pub(crate) use use_code::{Used, use_code};
