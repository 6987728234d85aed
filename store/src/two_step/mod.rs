//! The second step of signing in: what an authenticator shares with us, codes for who lost it, and who is between both
//! steps.

pub(crate) mod authenticator;
pub(crate) mod recovery_codes;
pub(crate) mod waiting;

pub use authenticator::{
    AuthenticatorRecord, accept_step, begin_authenticator, confirm_authenticator, end_two_step, read_authenticator,
};
pub use recovery_codes::{count_recovery_codes, put_recovery_codes, take_recovery_code};
pub use waiting::{WaitingRecord, end_waiting, find_waiting, forget_ended_waiting, insert_waiting};
