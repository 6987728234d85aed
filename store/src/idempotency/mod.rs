//! Answers that were given, so that a repeat of a request gets the same. Written in the transaction of the effect.

pub(crate) mod forget_answers;
pub(crate) mod meet_answer;
pub(crate) mod read_answer;
pub(crate) mod record_answer;

use jiff::Timestamp;

pub use forget_answers::forget_answers_before;
pub use meet_answer::meet_answer;
pub use read_answer::read_answer;
pub use record_answer::record_answer;

/// The answer to a request that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Tells one request's value from another's.
    pub fingerprint: [u8; 32],
    /// The HTTP status.
    pub status: u16,
    /// The body, byte for byte.
    pub body: Vec<u8>,
    /// When it was recorded. [`record_answer()`] sets it to [`Tx::now`](crate::Tx::now), whatever it is given.
    pub created_at: Timestamp,
}
