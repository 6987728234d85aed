//! What is kept of a job.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// Errors that are kept of a job; further ones are counted.
pub const KEPT_ERRORS: u64 = 1_000;

/// A job that is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// `job_...`.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// What it is about, such as a coupon.
    pub subject: Option<String>,
    /// What is asked for, JSON.
    pub request: String,
    /// Of how much, where that is known.
    pub total: Option<u64>,
    /// The API key that asked.
    pub key_id: String,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRecord {
    /// `job_...`.
    pub id: String,
    /// What is done.
    pub kind: String,
    /// What it is about, such as a coupon.
    pub subject: Option<String>,
    /// `queued`, `running`, `done`, `cancelled` or `failed`; `receiving` while its inputs arrive.
    pub state: String,
    /// What is asked for, JSON.
    pub request: String,
    /// Where the next step begins, JSON; `None` before the first.
    pub checkpoint: Option<String>,
    /// Steps that were done.
    pub step: u64,
    /// How much is done.
    pub done: u64,
    /// Of how much, where that is known.
    pub total: Option<u64>,
    /// How many errors there were.
    pub error_count: u64,
    /// What came of it, JSON.
    pub result: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// How often the next step failed.
    pub attempts: u64,
    /// The API key that asked.
    pub key_id: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A fault in what a job was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobError {
    /// Of the input, from 1; `None` for the whole.
    pub row: Option<u64>,
    /// A stable word.
    pub code: String,
    /// In words.
    pub detail: String,
}

/// The columns of a [`JobRecord`], in its order.
macro_rules! job_columns {
    () => {
        "id, kind, subject, state, request, checkpoint, step, done, total, error_count, result, failure, attempts, key_id, created_at, updated_at, \
         ended_at"
    };
}

pub(crate) use job_columns;

impl JobRecord {
    /// Reads `job_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            kind: row.text()?,
            subject: row.optional_text()?,
            state: row.text()?,
            request: row.text()?,
            checkpoint: row.optional_text()?,
            step: row.unsigned()?,
            done: row.unsigned()?,
            total: row.optional_unsigned()?,
            error_count: row.unsigned()?,
            result: row.optional_text()?,
            failure: row.optional_text()?,
            attempts: row.unsigned()?,
            key_id: row.text()?,
            created_at: row.time()?,
            updated_at: row.time()?,
            ended_at: row.optional_time()?,
        })
    }

    /// Whether nothing is done any more.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.ended_at.is_some()
    }
}
