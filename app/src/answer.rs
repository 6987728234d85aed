//! The answer to a mutation: the bytes a repeat gets again.

use serde::Serialize;

use crate::problem::{ErrorCode, Problem};

/// The answer to a mutation, as it is sent and as it is kept for an idempotent repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status; 400 and above when a business rule refused.
    pub status: u16,
    /// JSON: the resource, or the problem document of the first refusal.
    pub body: Vec<u8>,
    /// Whether this is the kept answer of an earlier request.
    pub replayed: bool,
}

impl Answer {
    /// An answer that holds a resource.
    ///
    /// # Errors
    /// `internal` when it cannot be written as JSON, which no resource of ours does.
    pub fn json<T: Serialize>(status: u16, resource: &T) -> Result<Self, Problem> {
        match serde_json::to_vec(resource) {
            Ok(body) => Ok(Self { status, body, replayed: false }),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                Err(Problem::of(ErrorCode::Internal))
            }
        }
    }
}
