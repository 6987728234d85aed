//! The answer to a mutation: the bytes a repeat gets again.

use serde::Serialize;

use crate::change::Change;
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
    /// What happened; written with the effect.
    pub(crate) changes: Vec<Change>,
    /// Why, in the caller's words; for the audit trail.
    pub(crate) reason: Option<String>,
}

impl Answer {
    /// An answer of these bytes by which nothing happens any more.
    pub(crate) fn kept(status: u16, body: Vec<u8>, replayed: bool) -> Self {
        Self { status, body, replayed, changes: Vec::new(), reason: None }
    }

    /// The same with what happened. Without it the call changed nothing.
    #[must_use]
    pub(crate) fn telling(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.changes.extend(changes);
        self
    }

    /// The same with why.
    #[must_use]
    pub(crate) fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }

    /// An answer that holds a resource.
    ///
    /// # Errors
    /// `internal` when it cannot be written as JSON, which no resource of ours does.
    pub fn json<T: Serialize>(status: u16, resource: &T) -> Result<Self, Problem> {
        match serde_json::to_vec(resource) {
            Ok(body) => Ok(Self::kept(status, body, false)),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                Err(Problem::of(ErrorCode::Internal))
            }
        }
    }
}
